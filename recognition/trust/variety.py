"""How varied the circles of a value are: a colour of the badge, never its value.

The effective number of circles is the Hill number of order 1, the exponential of Shannon's entropy
of the circles' shares (Hill 1973, "Diversity and evenness", Ecology 54). It is not monotone: shares
(1, 1) are 2 circles, (2, 1) only 1.89. So it is told in four words, and nothing is made of it.
"""

from collections.abc import Iterable
from enum import StrEnum
from math import exp, log


class Variety(StrEnum):
    """In steps of effective circles: none, 1, 2, 3 to 4, 5 and more."""

    NONE = "none"
    ONE = "one"
    TWO = "two"
    SEVERAL = "several"
    MANY = "many"


_UP_TO = ((0.5, Variety.NONE), (1.5, Variety.ONE), (2.5, Variety.TWO), (4.5, Variety.SEVERAL))


def effective_circles(amounts: Iterable[float]) -> float:
    """From 1 for a single circle to their number when all weigh the same; 0 for none."""
    parts = [amount for amount in amounts if amount > 0]
    total = sum(parts)
    if not parts:
        return 0.0
    return exp(-sum(part / total * log(part / total) for part in parts))


def variety(effective: float) -> Variety:
    """The step of an effective number of circles."""
    return next((step for most, step in _UP_TO if effective < most), Variety.MANY)
