"""Amounts as a page writes them: hundredths that add up, and plain fractions."""

from collections.abc import Sequence
from math import floor

_FRACTIONS = {
    1 / 2: "½",
    1 / 3: "⅓",
    2 / 3: "⅔",
    1 / 4: "¼",
    3 / 4: "¾",
    1 / 5: "⅕",
    1 / 6: "⅙",
    1 / 8: "⅛",
    3 / 8: "⅜",
    5 / 8: "⅝",
    7 / 8: "⅞",
}
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
    """An amount alone, rounded as a sum of `hundredths` is: a half goes up."""
    return hundredths([amount])[0] / 100


def fraction(amount: float) -> str:
    """``½``, ``2``, ``1 ¼`` (with a no-break space); empty when it is no plain fraction."""
    whole = floor(amount + _DUST)
    rest = amount - whole
    if abs(rest) < _DUST:
        return str(whole)
    sign = next((text for part, text in _FRACTIONS.items() if abs(rest - part) < _DUST), "")
    if not sign:
        return ""
    return f"{whole}\u00a0{sign}" if whole else sign
