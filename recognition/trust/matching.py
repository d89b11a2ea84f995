"""Short chains handed out on arrays, for many badges at once (trust metric, section 4, step 3b).

In each round everybody who still lacks a chain tries one more way back to somebody confirmed; of
those who want the same person on the same badge one gets them. No search, so somebody may end
without a chain who could have one: `done` says who surely has.
"""

from dataclasses import dataclass
from typing import Any

import numpy as np
from numpy.typing import NDArray

from recognition.trust.reach import spans
from recognition.trust.relation import Pairs

MOST_OF_A_THING = 32  # confirmed vouchers looked at behind one held thing
MOST_BETWEEN = 12  # unconfirmed vouchers looked at behind one held thing
LONGEST = 6  # people in a chain before the one who speaks
ROUNDS = 24
FAR_ROUNDS = 72
FEWEST_OF_A_ROUND = 0.002  # of those who ask: with fewer served, searching costs less
NOBODY = -1
_MIX = np.uint64(0x9E3779B97F4A7C15)  # odd, so multiplying spreads keys over the high bits


class Rows:
    """Rows of people in one array."""

    def __init__(self, starts: NDArray[np.int64], people: NDArray[np.int64]) -> None:
        self.starts = starts
        self.people = people
        self.sizes = np.diff(starts)


class Acquaintance:
    """Who vouches for whom. `counts`: of each person, how many confirmed people at least."""

    def __init__(
        self,
        said: Pairs,
        said_starts: NDArray[np.int64],
        held: Pairs,
        confirmed: NDArray[np.bool_],
        reached: NDArray[np.bool_],
    ) -> None:
        badge_count, people_count = len(said_starts) - 1, len(confirmed)
        self.people_count = people_count
        by_met = confirmed[said.tails]
        met = _gathered(said, by_met, badge_count)
        order = np.argsort(held.tails, kind="stable")
        self._held = Rows(_row_starts(held.tails, people_count), held.heads[order].astype(np.int64))
        self.counts = np.zeros(people_count, np.int64)
        # the vouchers behind one thing, as there are no two of them the same
        np.maximum.at(self.counts, held.tails, met.sizes[held.heads])
        self._met = met
        self._closer: Rows | None = None
        self.distance = _distances(said, held, confirmed)
        self._unmet = _gathered(said, ~by_met & reached[said.tails], badge_count)

    def met(self, people: NDArray[np.int64]) -> Rows:
        """Confirmed vouchers of each of `people`, some of them when there are many."""
        return self._vouchers(people, self._met, MOST_OF_A_THING)

    def unmet(self, people: NDArray[np.int64]) -> Rows:
        """Unconfirmed vouchers in reach of each of `people`, a few when there are many."""
        return self._vouchers(people, self._unmet, MOST_BETWEEN)

    def closer(self) -> Rows:
        """Of everybody, some vouchers nearer to the confirmed than they are themselves."""
        if self._closer is None:
            everyone = np.arange(self.people_count)
            met, unmet = self.met(everyone), self.unmet(everyone)
            person = np.concatenate(
                (np.repeat(everyone, met.sizes), np.repeat(everyone, unmet.sizes))
            )
            voucher = np.concatenate((met.people, unmet.people))
            nearer = self.distance[voucher] < self.distance[person]
            person, voucher = person[nearer], voucher[nearer]
            order = np.argsort(person, kind="stable")
            self._closer = Rows(_row_starts(person, self.people_count), voucher[order])
        return self._closer

    def _vouchers(self, people: NDArray[np.int64], by: Rows, most: int) -> Rows:
        starts, ends = self._held.starts[people], self._held.starts[people + 1]
        things = self._held.people[spans(starts, ends)]
        holder = np.repeat(np.arange(len(people)), ends - starts)
        sizes = np.minimum(by.sizes[things], most)
        first = by.starts[things]
        found = by.people[spans(first, first + sizes)]
        return Rows(
            np.append(
                0, np.cumsum(np.bincount(holder, weights=sizes, minlength=len(people)))
            ).astype(np.int64),
            found,
        )


@dataclass(slots=True)
class Matched:
    """By place of who asked: the people of the chain, the voucher first, the source last.

    `steps` has a column for each, NOBODY behind the source; all NOBODY where there is no chain.
    """

    steps: NDArray[np.int32]

    @property
    def done(self) -> NDArray[np.bool_]:
        found: NDArray[np.bool_] = self.steps[:, 0] != NOBODY
        return found


class _Taken:
    """Who serves already, by badge: some are thought taken who are free, never the reverse."""

    def __init__(self, entries: int) -> None:
        bits = min(26, max(10, int(entries * 24).bit_length()))
        self._shift = np.uint64(64 - bits)
        self._slots = np.zeros(1 << bits, bool)
        bits = min(23, bits)
        self._owner_shift = np.uint64(64 - bits)
        self._owners = np.zeros(1 << bits, np.int32)

    def add(self, keys: NDArray[np.int64]) -> None:
        self._slots[self._mixed(keys) >> self._shift] = True

    def free(self, keys: NDArray[np.int64]) -> NDArray[np.bool_]:
        free: NDArray[np.bool_] = ~self._slots[self._mixed(keys) >> self._shift]
        return free

    def winners(self, keys: NDArray[np.int64]) -> NDArray[np.bool_]:
        """One of each key, sometimes none."""
        slots = self._mixed(keys) >> self._owner_shift
        places = np.arange(len(keys), dtype=np.int32)
        self._owners[slots[::-1]] = places[::-1]  # the first one stays
        won: NDArray[np.bool_] = self._owners[slots] == places
        return won

    def _mixed(self, keys: NDArray[np.int64]) -> NDArray[np.uint64]:
        return keys.astype(np.uint64) * _MIX


def matched(
    known: Acquaintance,
    badge: NDArray[np.int64],
    person: NDArray[np.int64],
    taken: tuple[NDArray[np.int64], ...],
) -> Matched:
    """Chains for pairs of badge and person.

    `taken`: keys (badge × people + person) of those who serve in no other's chain.
    """
    found = Matched(np.full((len(badge), LONGEST), NOBODY, np.int32))
    serving = _Taken(sum(map(len, taken)) + len(badge))
    for keys in taken:
        serving.add(keys)
    _near(known, found, badge, person, serving)
    _far(known, found, badge, person, serving)
    return found


def _near(
    known: Acquaintance,
    found: Matched,
    badge: NDArray[np.int64],
    person: NDArray[np.int64],
    serving: _Taken,
) -> None:
    """By one confirmed voucher."""
    people, row = np.unique(person, return_inverse=True)
    ways = known.met(people)
    asking = np.arange(len(badge))
    for turn in range(ROUNDS):
        asking = asking[ways.sizes[row[asking]] > turn]
        if not len(asking):
            break
        source = ways.people[ways.starts[row[asking]] + turn]
        keys = badge[asking] * known.people_count + source
        gets = serving.free(keys)
        gets[gets] = serving.winners(keys[gets])
        found.steps[asking[gets], 0] = source[gets]
        serving.add(keys[gets])
        asking = asking[~gets]


def _far(
    known: Acquaintance,
    found: Matched,
    badge: NDArray[np.int64],
    person: NDArray[np.int64],
    serving: _Taken,
) -> None:
    """By an unconfirmed voucher, and from there ever nearer to the confirmed."""
    asking = np.flatnonzero(~found.done)
    people, row = np.unique(person[asking], return_inverse=True)
    between, closer = known.unmet(people), known.closer()
    row_of = np.zeros(len(badge), np.int64)
    row_of[asking] = row
    asking = asking[between.sizes[row] > 0]
    before = 2 * len(asking)
    for turn in range(FAR_ROUNDS):
        if turn > ROUNDS and before - len(asking) < FEWEST_OF_A_ROUND * before:
            break
        before = len(asking)
        if not before:
            break
        rows = row_of[asking]
        at = between.people[between.starts[rows] + turn % between.sizes[rows]]
        steps = np.full((len(asking), LONGEST), NOBODY, np.int32)
        gets = np.ones(len(asking), bool)
        going = np.arange(len(asking))
        for depth in range(LONGEST):
            steps[going, depth] = at
            keys = badge[asking[going]] * known.people_count + at
            good = serving.free(keys)
            gets[going[~good]] = False
            going, at = going[good], at[good]
            onward = known.distance[at] > 0
            going, at = going[onward], at[onward]
            if not len(going):
                break
            choice = _varied(asking[going], turn * LONGEST + depth) % closer.sizes[at]
            at = closer.people[closer.starts[at] + choice]
        gets[going] = False  # longer than LONGEST
        flat = np.flatnonzero(gets)
        wanted = steps[flat]
        places = wanted != NOBODY
        owner = np.repeat(flat, places.sum(axis=1))
        keys = badge[asking[owner]] * known.people_count + wanted[places]
        gets[owner[~serving.winners(keys)]] = False
        found.steps[asking[gets]] = steps[gets]
        kept = gets[owner]
        serving.add(keys[kept])
        asking = asking[~gets]


def _varied(places: NDArray[np.int64], turn: int) -> NDArray[np.int64]:
    """Numbers that look drawn at random and are the same at every run."""
    mixed = (places.astype(np.uint64) + np.uint64(turn << 32)) * _MIX
    return ((mixed ^ (mixed >> np.uint64(29))) >> np.uint64(33)).astype(np.int64)


def _distances(said: Pairs, held: Pairs, confirmed: NDArray[np.bool_]) -> NDArray[np.int64]:
    """Of each person, the trust arcs from the nearest confirmed one; a great number for none."""
    far = np.iinfo(np.int32).max
    people_count = len(confirmed)
    badge_count = 1 + int(max(said.heads.max(initial=-1), held.heads.max(initial=-1)))
    distance = np.where(confirmed, 0, far).astype(np.int64)
    starts = _row_starts(held.heads, badge_count)
    order = np.argsort(said.tails, kind="stable")
    vouched, vouched_starts = said.heads[order], _row_starts(said.tails, people_count)
    opened = np.zeros(badge_count, bool)
    frontier = np.flatnonzero(confirmed)
    step = 0
    while len(frontier):
        step += 1
        badges = vouched[spans(vouched_starts[frontier], vouched_starts[frontier + 1])]
        badges = np.unique(badges[~opened[badges]])
        opened[badges] = True
        met = held.tails[spans(starts[badges], starts[badges + 1])]
        frontier = np.unique(met[distance[met] == far]).astype(np.int64)
        distance[frontier] = step
    return distance


def _gathered(said: Pairs, keep: NDArray[np.bool_], badge_count: int) -> Rows:
    return Rows(_row_starts(said.heads[keep], badge_count), said.tails[keep].astype(np.int64))


def _row_starts(rows: NDArray[np.integer[Any]], count: int) -> NDArray[np.int64]:
    starts = np.zeros(count + 1, np.int64)
    np.cumsum(np.bincount(rows, minlength=count), out=starts[1:])
    return starts
