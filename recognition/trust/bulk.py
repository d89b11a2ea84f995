"""Every badge scored at once on arrays (trust metric, section 4).

Most badges are settled here: the closed form for all by one sort, then proofs without a search
that all their voices are linkable. `matching` hands out chains of one or two arcs; what is left
goes to the exact search of `chains`, badge by badge.
"""

from collections.abc import Iterator
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any

import numpy as np
from numpy.typing import NDArray

from recognition.trust.chains import Chains
from recognition.trust.edges import USE_QUALITY
from recognition.trust.matching import Acquaintance, Matched, matched
from recognition.trust.network import LEVELS, UNCONFIRMED, Network
from recognition.trust.reach import spans
from recognition.trust.relation import Pairs
from recognition.trust.seating import rivals

if TYPE_CHECKING:
    from recognition.trust.relation import Integers

MOST_VOICES = 2_000_000  # looked at together: bounds the memory of a scoring
STRENGTHS = np.array(LEVELS)


@dataclass(frozen=True, slots=True)
class ChainRows:
    """`people` has a row for each of `badges`, -1 where a shorter chain has ended."""

    badges: NDArray[np.int64]
    people: NDArray[np.int32]


@dataclass(slots=True)
class Scored:
    """Results by place in `badges`, and what these rest on, to know what a change may undo.

    - `needs`: by person, the greatest number of confirmed vouchers that some badge counted on;
    - `chains`: badges, and for each a chain of people, the one who speaks first, the source last;
    - `regions`: of contested badges, everybody met where chains are lacking.
    """

    badges: NDArray[np.int64]
    value: NDArray[np.float64]
    voices: NDArray[np.int64]
    independent: NDArray[np.int64]
    circles: NDArray[np.int64]
    needs: NDArray[np.int64]
    chains: list[ChainRows] = field(default_factory=list)
    regions: dict[int, set[int]] = field(default_factory=dict)


class _Arrays:
    """A network as arrays, read once for all badges."""

    def __init__(self, network: Network) -> None:
        people, badges = len(network.people), len(network.badges)
        self.network = network
        self.people_count, self.badge_count = people, badges
        self.confirmed = np.zeros(people, bool)
        self.confirmed[list(network.confirmed)] = True
        self.reached = np.zeros(people, bool)
        self.reached[list(network.reached)] = True
        codes: dict[str, int] = {}
        self.circle = np.fromiter(
            (codes.setdefault(circle, len(codes)) for circle in network.circles), np.int64, people
        )
        self.circle_count = len(codes)
        self.said = network.endorsements.pairs()
        self.held = network.holdings.pairs()
        self.used = network.uses.pairs()
        self.inherited = network.inheritances.pairs()
        self.said_starts = _starts(self.said, badges)
        self.held_starts = _starts(self.held, badges)
        self.used_starts = _starts(self.used, badges)
        self.inherited_starts = _starts(self.inherited, badges)
        self.acquaintance = Acquaintance(
            self.said, self.said_starts, self.held, self.confirmed, self.reached
        )

    def blocks(self, badges: NDArray[np.int64]) -> Iterator[slice]:
        """Parts of `badges` with about MOST_VOICES voices at most, one badge at least."""
        heard = np.diff(self.said_starts) + np.diff(self.used_starts)
        through = np.diff(self.said_starts)[self.inherited.tails]
        heard = heard + np.bincount(
            self.inherited.heads, weights=through, minlength=self.badge_count
        ).astype(np.int64)
        total = np.cumsum(heard[badges])
        start = 0
        while start < len(badges):
            before = total[start - 1] if start else 0
            end = max(start + 1, int(np.searchsorted(total, before + MOST_VOICES, "right")))
            yield slice(start, end)
            start = end


@dataclass(frozen=True, slots=True)
class _Voices:
    """Who is heard on the badges of a block, holders left out, by badge then person.

    `badge` is a place in the block, `level` a place in LEVELS.
    """

    badge: NDArray[np.int64]
    person: NDArray[np.int64]
    level: NDArray[np.int8]

    def only(self, keep: NDArray[np.bool_]) -> "_Voices":
        return _Voices(self.badge[keep], self.person[keep], self.level[keep])


def scored(network: Network, badges: NDArray[np.int64]) -> Scored:
    """`badges` are positions; results stand in the same order."""
    arrays = _Arrays(network)
    count = len(badges)
    result = Scored(
        badges=badges,
        value=np.zeros(count),
        voices=np.zeros(count, np.int64),
        independent=np.zeros(count, np.int64),
        circles=np.zeros(count, np.int64),
        needs=np.zeros(arrays.people_count, np.int64),
    )
    for block in arrays.blocks(badges):
        _score(arrays, result, block)
    return result


def _score(arrays: _Arrays, result: Scored, block: slice) -> None:
    badges = result.badges[block]
    count = len(badges)
    everyone = _voices(arrays, badges)
    result.voices[block] = np.bincount(everyone.badge, minlength=count)
    heard = everyone.only(arrays.reached[everyone.person])
    result.value[block], result.circles[block] = _closed_form(arrays, heard, count)
    result.independent[block] = np.bincount(heard.badge, minlength=count)

    met = arrays.confirmed[heard.person]
    starters = np.bincount(heard.badge[met], minlength=count)
    holders = arrays.held_starts[badges + 1] - arrays.held_starts[badges]
    needy = _Needy(arrays, heard.only(~met), starters + holders, result.needs)
    if not len(needy.badge):
        return
    blocked = _keys(arrays, heard.badge, heard.person)
    barred = _keys(arrays, *_held_by(arrays, badges))
    found = matched(arrays.acquaintance, needy.badge, needy.person, (blocked, barred))
    left = np.unique(needy.badge[~found.done])
    settled = np.ones(count, bool)
    settled[left] = False
    linked = settled[needy.badge]
    spoken = needy.person[linked].astype(np.int32)
    result.chains.append(
        ChainRows(badges[needy.badge[linked]], np.column_stack((spoken, found.steps[linked])))
    )
    _search(arrays, result, block, left, heard, needy, found)


def _voices(arrays: _Arrays, badges: NDArray[np.int64]) -> _Voices:
    starts, ends = arrays.said_starts[badges], arrays.said_starts[badges + 1]
    at = spans(starts, ends)
    badge = np.repeat(np.arange(len(badges)), ends - starts)
    person = arrays.said.tails[at].astype(np.int64)
    product: NDArray[np.float64] = arrays.said.weights[at].astype(np.float64)
    if len(arrays.used.heads) or len(arrays.inherited.heads):
        badge, person, product = _with_routes(arrays, badges, badge, person, product)
    product = np.where(arrays.confirmed[person], product, product * UNCONFIRMED)
    level = (product < LEVELS[0]).astype(np.int8)
    for each in LEVELS[1:]:
        level += product < each
    keep = level < len(LEVELS)
    keys = _keys(arrays, badge, person)
    own = _keys(arrays, *_held_by(arrays, badges))
    places = np.minimum(np.searchsorted(keys, own), max(0, len(keys) - 1))
    if len(keys):
        keep[places[keys[places] == own]] = False
    return _Voices(badge, person, level).only(keep)


def _with_routes(
    arrays: _Arrays,
    badges: NDArray[np.int64],
    badge: NDArray[np.int64],
    person: NDArray[np.int64],
    product: NDArray[np.float64],
) -> tuple[NDArray[np.int64], NDArray[np.int64], NDArray[np.float64]]:
    """Direct voices joined by those of uses and inheritance; of each person the strongest."""
    starts, ends = arrays.used_starts[badges], arrays.used_starts[badges + 1]
    users = arrays.used.tails[spans(starts, ends)]
    user_badge = np.repeat(np.arange(len(badges)), ends - starts)
    starts, ends = arrays.inherited_starts[badges], arrays.inherited_starts[badges + 1]
    link = spans(starts, ends)
    target = np.repeat(np.arange(len(badges)), ends - starts)
    source = arrays.inherited.tails[link]
    starts, ends = arrays.said_starts[source], arrays.said_starts[source + 1]
    at = spans(starts, ends)
    factor = np.repeat(arrays.inherited.weights[link], ends - starts)
    badge = np.concatenate((badge, user_badge, np.repeat(target, ends - starts)))
    person = np.concatenate((person, users, arrays.said.tails[at]))
    product = np.concatenate(
        (product, np.full(len(users), USE_QUALITY), arrays.said.weights[at] * factor)
    )
    keys = _keys(arrays, badge, person)
    order = np.lexsort((product, keys))
    keys = keys[order]
    order = order[np.append(keys[1:] != keys[:-1], True)[: len(order)]]
    return badge[order], person[order].astype(np.int64), product[order]


def _held_by(arrays: _Arrays, badges: NDArray[np.int64]) -> tuple[NDArray[np.int64], "Integers"]:
    starts, ends = arrays.held_starts[badges], arrays.held_starts[badges + 1]
    return np.repeat(np.arange(len(badges)), ends - starts), arrays.held.tails[spans(starts, ends)]


def _keys(arrays: _Arrays, badge: NDArray[np.int64], person: NDArray[Any]) -> NDArray[np.int64]:
    keys: NDArray[np.int64] = badge * arrays.people_count + person
    return keys


def _closed_form(
    arrays: _Arrays, heard: _Voices, count: int
) -> tuple[NDArray[np.float64], NDArray[np.int64]]:
    """Value and circles when everybody heard is linkable: the j-th of a circle counts 1/j."""
    levels = len(LEVELS)
    keys = np.sort(
        (heard.badge * arrays.circle_count + arrays.circle[heard.person]) * levels + heard.level
    )
    groups = keys // levels
    first = np.flatnonzero(np.append(True, groups[1:] != groups[:-1])[: len(keys)])
    sizes = np.diff(first, append=len(keys))
    place = np.arange(1, len(keys) + 1) - np.repeat(first, sizes)
    badge = groups // max(1, arrays.circle_count)
    amount = STRENGTHS[keys - groups * levels] / place
    value = np.bincount(badge, weights=amount, minlength=count).astype(np.float64)
    return value, np.bincount(badge[first], minlength=count).astype(np.int64)


class _Needy:
    """Voices that need a chain and are not sure to find one, by badge, fewest vouchers first.

    Of the voices of a badge, in order of how many confirmed people vouch for them, the i-th
    finds a chain of its own when there are at least i of these people and as many more as the
    badge has confirmed voices and holders, whatever chains the ones before have, for each
    uses one confirmed person. Those at the end of the order for whom that holds are left out.
    """

    def __init__(
        self,
        arrays: _Arrays,
        heard: _Voices,
        spoken_for: NDArray[np.int64],
        needs: NDArray[np.int64],
    ) -> None:
        people = max(1, arrays.people_count)
        vouchers = arrays.acquaintance.counts
        width = int(vouchers.max(initial=0)) + 1
        keys = np.sort((heard.badge * width + vouchers[heard.person]) * people + heard.person)
        keys, person = np.divmod(keys, people)
        badge, has = np.divmod(keys, width)
        first = np.searchsorted(badge, np.arange(len(spoken_for)))
        rank = np.arange(1, len(badge) + 1) - first[badge]
        wanted = rank + spoken_for[badge]
        short = np.flatnonzero(has < wanted)
        last = np.zeros(len(spoken_for), np.int64)
        last[badge[short]] = rank[short]  # ranks ascend, so the last one stays
        unsure = rank <= last[badge]
        np.maximum.at(needs, person[~unsure], wanted[~unsure])
        self.badge, self.person = badge[unsure], person[unsure]
        self.sure_badge, self.sure_person = badge[~unsure], person[~unsure]


def _search(
    arrays: _Arrays,
    result: Scored,
    block: slice,
    left: NDArray[np.int64],
    heard: _Voices,
    needy: _Needy,
    found: Matched,
) -> None:
    """The badges of `left` one by one, from the chains already found."""
    network = arrays.network
    met = arrays.confirmed[heard.person]
    starters, starter_badge = heard.person[met], heard.badge[met]
    for place in left.tolist():
        badge = int(result.badges[block][place])
        chains = Chains(network, network.confirmed, frozenset(network.holdings.tails(badge)))
        row = _row(needy.badge, place)
        people, steps = needy.person[row], found.steps[row]
        with_chain = steps[:, 0] >= 0
        rows = np.column_stack((people[with_chain], steps[with_chain])).tolist()
        chains.resume([at for at in chain if at >= 0] for chain in rows)
        for person in starters[_row(starter_badge, place)].tolist():
            chains.start_at(person)
        missing = people[~with_chain].tolist()
        missing += needy.sure_person[_row(needy.sure_badge, place)].tolist()
        free = [chains.link(person) for person in missing]
        if not all(free):
            rivalry = rivals(network, badge, linked=chains)
            at = block.start + place
            result.value[at], result.circles[at] = rivalry.total()
            result.independent[at] = len(rivalry.safe) + len(rivalry.narrows)
            result.regions[badge] = chains.region()
        result.chains.append(_rows_of(badge, chains.all()))


def _rows_of(badge: int, chains: list[list[int]]) -> ChainRows:
    width = max(map(len, chains), default=1)
    people = np.full((len(chains), width), -1, np.int32)
    for row, chain in enumerate(chains):
        people[row, : len(chain)] = chain
    return ChainRows(np.full(len(chains), badge), people)


def _row(sorted_badges: NDArray[np.int64], place: int) -> slice:
    start, end = np.searchsorted(sorted_badges, (place, place + 1))
    return slice(int(start), int(end))


def _starts(pairs: Pairs, count: int) -> NDArray[np.int64]:
    starts = np.zeros(count + 1, np.int64)
    np.cumsum(np.bincount(pairs.heads, minlength=count), out=starts[1:])
    return starts
