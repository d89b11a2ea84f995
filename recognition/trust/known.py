"""Scores already computed, and what each rests on: so that a change forgets no more than it must.

A score rests on the voices of its badge, which the network tells, and on chains of people:

- `links`: badges to which somebody hands on in a chain. Taking away an arc or a confirmation
  breaks chains; giving some never does.
- `needs`: how many confirmed vouchers of somebody were counted on instead of naming a chain.
- `regions`: badges with too few chains, by everybody a failed search met. Anything that lets an
  arc into such a region, or takes one away inside it, may change who sits there; whatever
  happens elsewhere cannot (trust metric, section 4).
"""

from array import array
from collections.abc import Iterable
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from recognition.trust.bulk import Scored
from recognition.trust.seating import Seating


@dataclass(frozen=True, slots=True)
class Score:
    """A standing in numbers; see `value.Standing`."""

    value: float
    voices: int
    independent: int
    circles: int


NOTHING = Score(0.0, 0, 0, 0)
_NEVER, _KNOWN, _FORGOTTEN = range(3)


class Known:
    """About 30 bytes a badge, and 4 a link."""

    def __init__(self) -> None:
        self.forgotten: set[int] = set()
        self._state = bytearray()
        self._value = array("d")
        self._counts = array("i")  # voices, independent, circles of each badge
        self._needs: NDArray[np.int64] = np.zeros(0, np.int64)
        self._links_from = np.zeros(1, np.int64)
        self._links_to = np.zeros(0, np.int32)
        self._more_links: dict[int, set[int]] = {}
        self._regions: dict[int, set[int]] = {}

    def score(self, badge: int) -> Score | None:
        """None for one never computed, or forgotten."""
        if badge >= len(self._state) or self._state[badge] != _KNOWN:
            return None
        return Score(self._value[badge], *self._counts[3 * badge : 3 * badge + 3])

    def forget(self, badges: Iterable[int]) -> None:
        """Badges never computed stay so."""
        for badge in badges:
            if badge < len(self._state) and self._state[badge] == _KNOWN:
                self._state[badge] = _FORGOTTEN
                self.forgotten.add(badge)

    def links(self, person: int) -> set[int]:
        """Badges to which this person may hand on; some of them may not need them any more."""
        found = set(self._more_links.get(person, ()))
        if person + 1 < len(self._links_from):
            start, end = self._links_from[person], self._links_from[person + 1]
            found.update(self._links_to[start:end].tolist())
        return found

    def region(self, person: int) -> set[int]:
        """Badges where a failed search met this person, now or earlier."""
        return self._regions.get(person, set())

    def need(self, person: int) -> int:
        return int(self._needs[person]) if person < len(self._needs) else 0

    def keep(self, badge: int, seating: Seating) -> Score:
        score = Score(
            seating.value, len(seating.heard), len(seating.bottleneck), len(seating.circles())
        )
        self._reserve(badge + 1)
        self._state[badge] = _KNOWN
        self._value[badge] = score.value
        self._counts[3 * badge : 3 * badge + 3] = array(
            "i", (score.voices, score.independent, score.circles)
        )
        for person in seating.links:
            self._more_links.setdefault(person, set()).add(badge)
        for person in seating.region:
            self._regions.setdefault(person, set()).add(badge)
        self.forgotten.discard(badge)
        return score

    def keep_all(self, scored: Scored, *, everything: bool) -> None:
        """`everything`: these are all badges, so nothing of earlier ones is needed any more."""
        places = scored.badges
        self._reserve(int(places.max(initial=-1)) + 1)
        np.frombuffer(self._state, np.uint8)[places] = _KNOWN
        np.frombuffer(self._value)[places] = scored.value
        counts = np.frombuffer(self._counts, np.intc).reshape(-1, 3)
        counts[places] = np.column_stack((scored.voices, scored.independent, scored.circles))
        people, badges = scored.all_links()
        if everything:
            self._more_links, self._regions = {}, {}
            order = np.argsort(people, kind="stable")
            self._links_to = badges[order].astype(np.int32)
            self._links_from = np.zeros(len(scored.needs) + 1, np.int64)
            np.cumsum(np.bincount(people, minlength=len(scored.needs)), out=self._links_from[1:])
            self._needs = scored.needs
            self.forgotten.clear()
        else:
            for person, badge in zip(people.tolist(), badges.tolist(), strict=True):
                self._more_links.setdefault(person, set()).add(badge)
            needs = scored.needs.copy()
            needs[: len(self._needs)] = np.maximum(needs[: len(self._needs)], self._needs)
            self._needs = needs
            self.forgotten.difference_update(places.tolist())
        for badge, region in scored.regions.items():
            for person in region:
                self._regions.setdefault(person, set()).add(badge)

    def _reserve(self, count: int) -> None:
        more = count - len(self._state)
        if more > 0:
            self._state.extend(bytes(more))
            self._value.extend(array("d", bytes(8 * more)))
            self._counts.extend(array("i", bytes(12 * more)))
