"""Short chains handed out on arrays, for many badges at once (trust metric, section 4, step 3b).

In each round everybody who still lacks a chain asks for one more way; of those who ask for the
same person on the same badge the first gets it. No search, so somebody may end without a chain
who could have one: `done` says who surely has.
"""

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from recognition.trust.reach import spans
from recognition.trust.relation import Pairs

MOST_OF_A_THING = 32  # confirmed vouchers looked at behind one held thing
MOST_WAYS = 8  # of a voucher to somebody confirmed, and unconfirmed vouchers behind one thing
ROUNDS = 24
FAR_ROUNDS = 24
NOBODY = -1


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
        self._unmet = _gathered(said, ~by_met & reached[said.tails], badge_count)

    def met(self, people: NDArray[np.int64]) -> Rows:
        """Confirmed vouchers of each of `people`, some of them when there are many."""
        return self._vouchers(people, self._met, MOST_OF_A_THING)

    def unmet(self, people: NDArray[np.int64]) -> Rows:
        """Unconfirmed vouchers in reach of each of `people`, a few when there are many."""
        return self._vouchers(people, self._unmet, MOST_WAYS)

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
    """By place of who asked: the chain source → (via →) person, NOBODY where there is none."""

    source: NDArray[np.int64]
    via: NDArray[np.int64]

    @property
    def done(self) -> NDArray[np.bool_]:
        return self.source != NOBODY

    def links(
        self, chosen: NDArray[np.bool_], badge: NDArray[np.int64]
    ) -> tuple[NDArray[np.int64], NDArray[np.int64]]:
        """Who hands on in the chains of `chosen`, and to which badge."""
        by_via = chosen & (self.via != NOBODY)
        return (
            np.concatenate((self.source[chosen], self.via[by_via])),
            np.concatenate((badge[chosen], badge[by_via])),
        )


def matched(
    known: Acquaintance,
    badge: NDArray[np.int64],
    person: NDArray[np.int64],
    taken: NDArray[np.int64],
) -> Matched:
    """Chains for pairs of badge and person, in order of badge.

    `taken`: sorted keys (badge × people + person) of those who serve in no other's chain.
    """
    found = Matched(np.full(len(badge), NOBODY), np.full(len(badge), NOBODY))
    taken = _near(known, found, badge, person, taken)
    _far(known, found, badge, person, taken)
    return found


def _near(
    known: Acquaintance,
    found: Matched,
    badge: NDArray[np.int64],
    person: NDArray[np.int64],
    taken: NDArray[np.int64],
) -> NDArray[np.int64]:
    """By one confirmed voucher; returns everybody taken now."""
    people, row = np.unique(person, return_inverse=True)
    ways = known.met(people)
    asking = np.arange(len(badge))
    for turn in range(ROUNDS):
        asking = asking[ways.sizes[row[asking]] > turn]
        if not len(asking):
            break
        source = ways.people[ways.starts[row[asking]] + turn]
        keys = badge[asking] * known.people_count + source
        gets = _first_free(keys, taken)
        found.source[asking[gets]] = source[gets]
        taken = np.sort(np.concatenate((taken, keys[gets])))
        asking = asking[~gets]
    return taken


def _far(
    known: Acquaintance,
    found: Matched,
    badge: NDArray[np.int64],
    person: NDArray[np.int64],
    taken: NDArray[np.int64],
) -> None:
    """By an unconfirmed voucher who has a confirmed one."""
    asking = np.flatnonzero(~found.done)
    people, row = np.unique(person[asking], return_inverse=True)
    between = known.unmet(people)
    ways = known.met(between.people)
    sizes = np.minimum(ways.sizes, MOST_WAYS)
    # every way of a person: each voucher of theirs with each of that one's
    via = np.repeat(between.people, sizes)
    source = ways.people[spans(ways.starts[:-1], ways.starts[:-1] + sizes)]
    ends = np.append(0, np.cumsum(sizes))[between.starts]
    row_of = np.zeros(len(badge), np.int64)
    row_of[asking] = row
    for turn in range(FAR_ROUNDS):
        at = ends[row_of[asking]] + turn
        more = at < ends[row_of[asking] + 1]
        asking, at = asking[more], at[more]
        if not len(asking):
            break
        sources = badge[asking] * known.people_count + source[at]
        vias = badge[asking] * known.people_count + via[at]
        gets = _first_free(sources, taken)
        gets[gets] = _first_free(vias[gets], taken)
        found.source[asking[gets]] = source[at[gets]]
        found.via[asking[gets]] = via[at[gets]]
        taken = np.sort(np.concatenate((taken, sources[gets], vias[gets])))
        asking = asking[~gets]


def _first_free(keys: NDArray[np.int64], taken: NDArray[np.int64]) -> NDArray[np.bool_]:
    """Whether each key is not in `taken` (sorted) and the first of its like."""
    places = np.searchsorted(taken, keys)
    free = np.ones(len(keys), bool)
    inside = places < len(taken)
    free[inside] = taken[places[inside]] != keys[inside]
    candidates = np.flatnonzero(free)
    order = np.argsort(keys[candidates], kind="stable")
    ordered = keys[candidates][order]
    again = np.append(False, ordered[1:] == ordered[:-1])[: len(ordered)]
    free[candidates[order[again]]] = False
    return free


def _gathered(said: Pairs, keep: NDArray[np.bool_], badge_count: int) -> Rows:
    return Rows(_row_starts(said.heads[keep], badge_count), said.tails[keep].astype(np.int64))


def _row_starts(rows: NDArray[np.int32], count: int) -> NDArray[np.int64]:
    starts = np.zeros(count + 1, np.int64)
    np.cumsum(np.bincount(rows, minlength=count), out=starts[1:])
    return starts
