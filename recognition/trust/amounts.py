"""Amounts as a page writes them, in hundredths.

A voice is rounded alone, so that the same voice has the same figure in every panel; the figure of
a circle is the sum of those of its voices, and adds up under the reader's eyes. The value is
rounded alone too, as in its history, and its parts by route share that figure (`hundredths`). So
circles may differ from the value by half a hundredth a voice: the page says so when they do.
"""

from collections.abc import Sequence
from math import floor

_DUST = 1e-7


def hundredths(amounts: Sequence[float], total: int | None = None) -> list[int]:
    """Amounts in hundredths whose sum is `total` (by default the rounded sum of the amounts).

    The largest remainders are rounded up (Hamilton's method), the first among equals first, so
    that figures shown one below the other add up to the one shown above them.
    """
    exact = [amount * 100 for amount in amounts]
    whole = [floor(amount + _DUST) for amount in exact]
    left = (floor(sum(exact) + 0.5 + _DUST) if total is None else total) - sum(whole)
    by_remainder = sorted(range(len(exact)), key=lambda at: (whole[at] - exact[at], at))
    for at in by_remainder[: max(left, 0)]:
        whole[at] += 1
    return whole


def rounded(amount: float) -> float:
    """An amount alone: a half goes up."""
    return hundredths([amount])[0] / 100
