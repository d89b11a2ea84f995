"""Who sits on a badge, level by level (trust metric, sections 1 and 4).

With E_l the endorsers of strength at least l, a set of them is *linkable* when all have
chains from somebody confirmed with no person in common, and

    U_l = max over linkable I within E_l of the sum over circles of 1 + 1/2 + ... + 1/|I in c|
    V   = U_1 / 2 + U_0.5 / 4 + U_0.25 / 8 + U_0.125 / 8

Each level gives out places in the circles, all first ones before any second. The counts by
circle of linkable sets form an integral polymatroid and the sum is separable and concave in
them, so this greedy choice is exact (Federgruen and Groenevelt 1986). A voice that sits at a
level in place j of its circle earns there the level's weight divided by j.

Who sits where several choices are worth the same: those who sat at the level above, then
those of the bottleneck (rather F than who comes through F), then the stronger, then the
first by id; of circles the one whose next person comes first so, then the first by name. A
later chain may still hand a seat on inside a circle.
"""

from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from collections.abc import Set as AbstractSet
from dataclasses import dataclass
from heapq import heapify, heappop, heappush
from math import fsum

from recognition.trust.chains import Chains
from recognition.trust.network import AS_IT_IS, LEVELS, Change, Heard, Network, voices

WEIGHTS = (0.5, 0.25, 0.125, 0.125)  # of LEVELS; those a voice reaches add up to its strength

Seats = tuple[int, int, int, int]  # place in the circle at each of LEVELS, 0 for none


@dataclass(frozen=True, slots=True)
class Rivalry:
    """`safe` voices have a chain of their own; `disputed` ones need more than `narrows` let
    through. Which is which does not depend on how strong the voices are.
    """

    network: Network
    barred: AbstractSet[int]
    narrows: AbstractSet[int]
    safe: list[Heard]
    disputed: list[Heard]

    def sitting(self) -> list[set[int]]:
        """Who sits at each level."""
        safe = self.safe
        if not self.narrows:
            return [{voice.person for voice in safe if voice.strength >= at} for at in LEVELS]
        return _compete(self.network, self.barred, self.narrows, safe, self.disputed)

    def total(self) -> tuple[float, int]:
        """The value, and how many circles have somebody who sits."""
        circle = {voice.person: voice.circle for voice in (*self.safe, *self.disputed)}
        value, seen = 0.0, set[str]()
        for weight, people in zip(WEIGHTS, self.sitting(), strict=True):
            counts = Counter(map(circle.__getitem__, people))
            seen |= counts.keys()
            value += weight * sum(map(harmonic, counts.values()))
        return value, len(seen)

    def value(self) -> float:
        return fsum(weight * self.worth(at, {}) for at, weight in enumerate(WEIGHTS))

    def worth(self, at: int, strengths: Mapping[int, float]) -> float:
        """What level number `at` is worth when some people are heard with other strengths.

        Who sits does not matter for that, only how many of each circle.
        """
        level = LEVELS[at]

        def able(voices: list[Heard]) -> list[Heard]:
            return [v for v in voices if strengths.get(v.person, v.strength) >= level]

        counts = Counter(voice.circle for voice in able(self.safe))
        disputed = able(self.disputed)
        if disputed:
            circles = _people_by_circle(disputed)
            seats = {voice.person: circles[voice.circle] for voice in disputed}
            chains = Chains(self.network, self.narrows, self.barred, seats)
            sitting = _greedy(chains, circles, counts, dict.fromkeys(seats, 0))
            counts.update(voice.circle for voice in disputed if voice.person in sitting)
        return sum(map(harmonic, counts.values()))


@dataclass(frozen=True, slots=True)
class Seating:
    """Who sits where on one badge, people still by position in the network.

    `seats` goes with `heard`, which leaves the holders out; they are in `own`. What else it
    rests on: `chains`, with `region`, everybody met where chains are lacking.
    """

    heard: list[Heard]
    own: list[Heard]
    seats: list[Seats]
    bottleneck: AbstractSet[int]
    chains: Chains
    rivalry: Rivalry

    @property
    def region(self) -> AbstractSet[int]:
        return self.chains.region()

    @property
    def value(self) -> float:
        # fsum rounds once, so the order of people, hence their names, cannot show
        return fsum(amount(seats) for seats in self.seats if any(seats))


_HARMONIC = [0.0]  # by n, as far as was needed


def harmonic(count: int) -> float:
    """1 + 1/2 + ... + 1/count."""
    while len(_HARMONIC) <= count:
        _HARMONIC.append(_HARMONIC[-1] + 1 / len(_HARMONIC))
    return _HARMONIC[count]


def amount(seats: Seats) -> float:
    return fsum(weight / seat for weight, seat in zip(WEIGHTS, seats, strict=True) if seat)


def seated(
    network: Network,
    badge: int,
    change: Change = AS_IT_IS,
    everyone: Sequence[Heard] | None = None,
    chains: Iterable[Sequence[int]] = (),
    linked: Chains | None = None,
) -> Seating:
    """`everyone` replaces the voices of the network, in order of person.

    `chains` are some that are known to be there already, as `Chains.all` gives them; `linked`
    are as many as there can be.
    """
    barred = frozenset(network.holdings.tails(badge))
    everyone = voices(network, badge, change) if everyone is None else everyone
    heard = [voice for voice in everyone if voice.person not in barred]
    own = [voice for voice in everyone if voice.person in barred]

    linked = linked or _linked(network, heard, barred, change, chains)
    rivalry = _rivalry(network, heard, barred, linked)
    sitting = rivalry.sitting()
    return Seating(
        heard=heard,
        own=own,
        seats=_places(heard, sitting),
        bottleneck={voice.person for voice in rivalry.safe} | rivalry.narrows,
        chains=linked,
        rivalry=rivalry,
    )


def rivals(
    network: Network,
    badge: int,
    change: Change = AS_IT_IS,
    known: Iterable[Sequence[int]] = (),
    linked: Chains | None = None,
) -> Rivalry:
    """As much of a seating as its numbers need; `known` and `linked` as for `seated`."""
    barred = frozenset(network.holdings.tails(badge))
    heard = [v for v in voices(network, badge, change) if v.person not in barred]
    linked = linked or _linked(network, heard, barred, change, known)
    return _rivalry(network, heard, barred, linked)


def _rivalry(
    network: Network, heard: list[Heard], barred: AbstractSet[int], linked: Chains
) -> Rivalry:
    return Rivalry(
        network,
        barred,
        linked.narrows(),
        safe=[v for v in heard if linked.ends_at(v.person) and not linked.contested(v.person)],
        disputed=[voice for voice in heard if linked.contested(voice.person)],
    )


def _linked(
    network: Network,
    heard: list[Heard],
    barred: AbstractSet[int],
    change: Change,
    known: Iterable[Sequence[int]],
) -> Chains:
    """As many chains as there can be."""
    sources = network.confirmed
    also = change.met | change.tied
    chains = Chains(network, sources, barred, also=also)
    speak = {voice.person for voice in heard}
    chains.resume(chain for chain in known if chain[0] in speak)
    later: list[int] = []
    for voice in heard:
        person = voice.person
        if chains.ends_at(person):
            continue
        if (person in sources or person in also) and not chains.serves(person):
            chains.start_at(person)
        elif change is not AS_IT_IS or person in network.reached:
            later.append(person)
    for person in later:
        chains.link(person)
    return chains


def _places(heard: list[Heard], sitting: list[set[int]]) -> list[Seats]:
    """The place of each voice among those of its circle who sit at a level, stronger first."""
    order = sorted(range(len(heard)), key=lambda at: (-heard[at].strength, at))
    places = []
    for people in sitting:
        taken: Counter[str] = Counter()
        at_level = [0] * len(heard)
        for at in order:
            if heard[at].person in people:
                taken[heard[at].circle] += 1
                at_level[at] = taken[heard[at].circle]
        places.append(at_level)
    return list(zip(*places, strict=True))


def _compete(
    network: Network,
    barred: AbstractSet[int],
    narrows: AbstractSet[int],
    safe: list[Heard],
    disputed: list[Heard],
) -> list[set[int]]:
    """Who sits at each level when `disputed` need more chains than the `narrows` let through.

    The safe are in every largest linkable set and take their seats first. What is linkable
    among the disputed depends on the narrows alone: each starts one chain, wherever it
    comes from, so the search never leaves the region they close off.
    """
    sitting: list[set[int]] = []
    incumbents: AbstractSet[int] = set()
    counts = (0, 0)
    for level in LEVELS:
        kept = [voice for voice in safe if voice.strength >= level]
        able = [voice for voice in disputed if voice.strength >= level]
        if counts != (len(kept), len(able)):  # else the same people as at the level above
            counts = (len(kept), len(able))
            rank = {v.person: _rank(v.person, incumbents, narrows) for v in able}
            able.sort(key=lambda v: (rank[v.person], -v.strength))  # then by id, as they come
            circles = _people_by_circle(able)
            chains = Chains(network, narrows, barred, {v.person: circles[v.circle] for v in able})
            taken = Counter(voice.circle for voice in kept)
            incumbents = _greedy(chains, circles, taken, rank)
        sitting.append({voice.person for voice in kept} | incumbents)
    return sitting


def _rank(person: int, incumbents: AbstractSet[int], narrows: AbstractSet[int]) -> int:
    if person in incumbents:
        return 0
    return 1 if person in narrows else 2


def _people_by_circle(able: list[Heard]) -> dict[str, list[int]]:
    circles: dict[str, list[int]] = {}
    for voice in able:
        circles.setdefault(voice.circle, []).append(voice.person)
    return circles


def _greedy(
    chains: Chains,
    circles: Mapping[str, list[int]],
    taken: Counter[str],
    rank: Mapping[int, int],
) -> AbstractSet[int]:
    """Seats in order of place in the circle; `taken` places of each are filled already.

    `circles` lists people in order of preference, `rank` is its coarsest part. A circle
    closes when nobody of it can be linked any more.
    """
    filled: Counter[str] = Counter()
    offers = [(taken[circle] + 1, rank[people[0]], circle) for circle, people in circles.items()]
    heapify(offers)
    while offers:
        place, _, circle = heappop(offers)
        people = circles[circle]
        if any(chains.link(p) for p in people if not chains.ends_at(p)):
            filled[circle] += 1
            if filled[circle] < len(people):
                heappush(offers, (place + 1, rank[people[filled[circle]]], circle))
    return {p for people in circles.values() for p in people if chains.ends_at(p)}
