"""Scores already computed, and what each rests on: so that a change forgets no more than it must.

A score rests on the voices of its badge, which the network tells, and on chains of people:

- `served`: badges with somebody in one of their chains. Taking away an arc or a confirmation
  breaks chains; giving some never does.
- `needs`: how many confirmed vouchers of somebody were counted on instead of naming a chain.
- `regions`: badges with too few chains, by everybody a failed search met. Anything that lets an
  arc into such a region, or takes one away inside it, may change who sits there; whatever
  happens elsewhere cannot (trust metric, section 4).

The chains themselves are kept too: scored again, a badge only looks for those it lacks.
"""

from array import array
from collections.abc import Iterable
from typing import Any

import numpy as np
from numpy.typing import NDArray

from recognition.trust.bulk import Scored
from recognition.trust.chains import Chains
from recognition.trust.scoring import Score

_NEVER, _KNOWN, _FORGOTTEN = range(3)


class Known:
    """About 30 bytes a badge, and 8 for each person of a chain."""

    def __init__(self) -> None:
        self.forgotten: set[int] = set()
        self._state = bytearray()
        self._value = array("d")
        self._counts = array("i")  # voices, independent, circles of each badge
        self._needs: NDArray[np.int64] = np.zeros(0, np.int64)
        self._served = _Row32(np.zeros(0, np.int64), np.zeros(0, np.int64), 0)
        self._chains = self._served  # of a badge, people of one chain after the other, -1 between
        self._more_served: dict[int, set[int]] = {}
        self._new_chains: dict[int, array[int]] = {}
        self._broken: set[int] = set()
        self._regions: dict[int, set[int]] = {}

    def score(self, badge: int) -> Score | None:
        """None for one never computed, or forgotten."""
        if badge >= len(self._state) or self._state[badge] != _KNOWN:
            return None
        return Score(self._value[badge], *self._counts[3 * badge : 3 * badge + 3])

    def forget(self, badges: Iterable[int], *, broken: bool = False) -> None:
        """Badges never computed stay so. `broken`: arcs of their chains may be gone."""
        for badge in badges:
            if badge < len(self._state) and self._state[badge] != _NEVER:
                self._state[badge] = _FORGOTTEN
                self.forgotten.add(badge)
                if broken:
                    self._broken.add(badge)

    def served(self, person: int) -> set[int]:
        """Badges with this person in a chain, now or earlier."""
        return {*self._more_served.get(person, ()), *self._served.row(person)}

    def region(self, person: int) -> set[int]:
        """Badges where a failed search met this person, now or earlier."""
        return self._regions.get(person, set())

    def need(self, person: int) -> int:
        return int(self._needs[person]) if person < len(self._needs) else 0

    def chains(self, badge: int) -> list[list[int]]:
        """Those it had when it was scored last, as `Chains.resume` takes them up."""
        flat = self._flat_chains(badge).tolist()
        found: list[list[int]] = []
        start = 0
        while start < len(flat):
            end = flat.index(-1, start)
            found.append(flat[start:end])
            start = end + 1
        return found

    def is_broken(self, badge: int) -> bool:
        """Whether an arc of its chains may be gone."""
        return badge in self._broken

    def keep(self, badge: int, score: Score, chains: Chains) -> Score:
        self._reserve(badge + 1)
        self._state[badge] = _KNOWN
        self._value[badge] = score.value
        self._counts[3 * badge : 3 * badge + 3] = array(
            "i", (score.voices, score.independent, score.circles)
        )
        flat = self._flat_chains(badge)
        if chains.moved or chains.kept < flat.count(-1):
            self._keep_chains(badge, chains.all())
        elif chains.direct:
            for person, voucher in chains.direct:
                flat.extend((person, voucher, -1))
                self._serve(badge, (person, voucher))
            self._new_chains[badge] = flat
        self._broken.discard(badge)
        for person in chains.region():
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
        if everything:
            self._more_served, self._new_chains, self._regions = {}, {}, {}
            self._broken.clear()
            self.forgotten.clear()
            self._needs = scored.needs
            self._keep_all_chains(scored)
        else:
            needs = scored.needs.copy()
            needs[: len(self._needs)] = np.maximum(needs[: len(self._needs)], self._needs)
            self._needs = needs
            self.forgotten.difference_update(places.tolist())
            found: dict[int, list[list[int]]] = {badge: [] for badge in places.tolist()}
            for rows in scored.chains:
                for badge, chain in zip(rows.badges.tolist(), rows.people.tolist(), strict=True):
                    found[badge].append([person for person in chain if person >= 0])
            for badge, chains in found.items():
                self._keep_chains(badge, chains)
            self._broken.difference_update(places.tolist())
        for badge, region in scored.regions.items():
            for person in region:
                self._regions.setdefault(person, set()).add(badge)

    def _keep_chains(self, badge: int, chains: list[list[int]]) -> None:
        known = set(map(tuple, self.chains(badge)))
        new = [chain for chain in chains if tuple(chain) not in known]
        if not new and len(chains) == len(known):
            return
        flat = self._new_chains[badge] = array("i")
        for chain in chains:
            flat.extend(chain)
            flat.append(-1)
        for chain in new:
            self._serve(badge, chain)

    def _serve(self, badge: int, people: Iterable[int]) -> None:
        for person in people:
            self._more_served.setdefault(person, set()).add(badge)

    def _flat_chains(self, badge: int) -> "array[int]":
        new = self._new_chains.get(badge)
        return array("i", self._chains.row(badge)) if new is None else new

    def _keep_all_chains(self, scored: Scored) -> None:
        badges, flat = [], []
        for rows in scored.chains:
            ended = np.full((len(rows.badges), 1), -1, np.int32)
            people = np.hstack((rows.people, ended))
            inside = people >= 0
            sizes = inside.sum(axis=1)
            inside[np.arange(len(people)), sizes] = True  # the -1 behind the source
            flat.append(people[inside])
            badges.append(np.repeat(rows.badges, sizes + 1))
        self._chains = _Row32(_joined(badges), _joined(flat), len(self._state))
        owner = np.repeat(np.arange(len(self._state)), np.diff(self._chains.starts))
        people = self._chains.items
        self._served = _Row32(people[people >= 0], owner[people >= 0], len(scored.needs))

    def _reserve(self, count: int) -> None:
        more = count - len(self._state)
        if more > 0:
            self._state.extend(bytes(more))
            self._value.extend(array("d", bytes(8 * more)))
            self._counts.extend(array("i", bytes(12 * more)))


class _Row32:
    """Rows of integers in one array; what is given in one row keeps its order."""

    def __init__(self, rows: NDArray[Any], items: NDArray[Any], count: int) -> None:
        self.items = items[np.argsort(rows, kind="stable")].astype(np.int32)
        self.starts = np.zeros(count + 1, np.int64)
        np.cumsum(np.bincount(rows, minlength=count), out=self.starts[1:])

    def row(self, at: int) -> list[int]:
        if at + 1 >= len(self.starts):
            return []
        found: list[int] = self.items[self.starts[at] : self.starts[at + 1]].tolist()
        return found


def _joined(parts: list[NDArray[Any]]) -> NDArray[Any]:
    return np.concatenate(parts) if parts else np.zeros(0, np.int64)
