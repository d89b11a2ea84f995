"""Large synthetic trust networks, drawn as columns: making a million dataclasses would outlast
what is measured."""

import numpy as np
from numpy.typing import NDArray

from recognition.trust.columns import Columns
from recognition.trust.edges import QUALITIES

CIRCLES = 30


def synthetic(size: int, confirmed: float, seed: int = 1) -> Columns:
    """About `size` endorsements by a tenth as many people of as many badges, a badge each.

    Activity and popularity are heavy-tailed: ten endorsements a badge on average, and of a
    million some 2,500 on one. Three people in four are in one of thirty circles.
    """
    chance = np.random.default_rng(seed)
    count = size // 10
    active = 1 / (np.arange(count) + 10.0)
    chance.shuffle(active)
    popular = 1 / (np.arange(count) + 10.0) ** 0.8
    people, badges = _drawn(chance, active, size), _drawn(chance, popular, size)
    apart = people != badges
    people, badges = people[apart].tolist(), badges[apart].tolist()
    person = [f"p{n}" for n in range(count)]
    badge = [f"b{n}" for n in range(count)]
    return Columns(
        people=person,
        circles=[f"c{n % CIRCLES}" if n % 4 else "" for n in range(count)],
        confirmed=(chance.random(count) < confirmed).tolist(),
        holders=person,
        held=badge,
        endorsers=[person[n] for n in people],
        endorsed=[badge[n] for n in badges],
        qualities=chance.choice(QUALITIES, len(people)).tolist(),
    )


def _drawn(
    chance: np.random.Generator, weights: NDArray[np.float64], size: int
) -> NDArray[np.int64]:
    total = np.cumsum(weights)
    return np.searchsorted(total, chance.random(size) * total[-1])
