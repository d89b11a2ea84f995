"""The edges, indexed by small integers in the order of ids, and the voices heard on a badge.

Sorting here is what makes every later step independent of the order of rows.
"""

from bisect import bisect_left
from collections import deque
from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Literal

from recognition.trust.edges import USE_QUALITY, Person, TrustEdges

LEVELS = (1.0, 0.5, 0.25, 0.125)  # strengths a voice may have
UNCONFIRMED = 0.5  # factor on the voice of somebody nobody has met yet

VoiceKind = Literal["endorse", "inherit", "use"]


@dataclass(frozen=True, slots=True)
class Link:
    """Endorsements of badge `source` count here too, times `factor`."""

    source: int
    factor: float


@dataclass(frozen=True, slots=True)
class Network:
    """People and badges by position in the sorted ids; every inner sequence is ascending."""

    people: tuple[str, ...]
    circles: tuple[str, ...]  # of each person
    confirmed: frozenset[int]
    reached: frozenset[int]  # people at the end of a trust chain from somebody confirmed
    held: tuple[tuple[int, ...], ...]  # badges of each person
    badges: tuple[str, ...]
    holders: tuple[tuple[int, ...], ...]  # people of each badge
    endorsed: tuple[dict[int, float], ...]  # of each badge, person → strongest quality
    users: tuple[tuple[int, ...], ...]  # of each badge
    inherits: tuple[tuple[Link, ...], ...]  # of each badge
    shown: tuple[int, ...]  # badges somebody holds or endorses

    def position(self, badge_id: str) -> int | None:
        at = bisect_left(self.badges, badge_id)
        found = at < len(self.badges) and self.badges[at] == badge_id
        return at if found else None


def network_of(edges: TrustEdges) -> Network:
    """Cost: a sort of the ids, then linear in the edges."""
    people = sorted(
        {*edges.people}
        | {act.person for act in edges.holdings}
        | {act.person for act in edges.endorsements}
        | {act.person for act in edges.uses}
    )
    shown = {act.badge for act in edges.holdings} | {act.badge for act in edges.endorsements}
    badges = sorted(
        shown
        | {act.badge for act in edges.uses}
        | {badge for link in edges.inheritances for badge in (link.source, link.target)}
    )
    person_at = {person: position for position, person in enumerate(people)}
    badge_at = {badge: position for position, badge in enumerate(badges)}

    held: list[set[int]] = [set() for _ in people]
    holders: list[set[int]] = [set() for _ in badges]
    for holding in edges.holdings:
        person, badge = person_at[holding.person], badge_at[holding.badge]
        held[person].add(badge)
        holders[badge].add(person)
    endorsed: list[dict[int, float]] = [{} for _ in badges]
    for said in edges.endorsements:
        voices, person = endorsed[badge_at[said.badge]], person_at[said.person]
        voices[person] = max(voices.get(person, 0.0), said.quality)
    users: list[set[int]] = [set() for _ in badges]
    for use in edges.uses:
        users[badge_at[use.badge]].add(person_at[use.person])
    inherits: list[dict[int, float]] = [{} for _ in badges]
    for link in edges.inheritances:
        factors, source = inherits[badge_at[link.target]], badge_at[link.source]
        factors[source] = max(factors.get(source, 0.0), link.factor)

    stranger = Person()
    known = [edges.people.get(person, stranger) for person in people]
    confirmed = frozenset(at for at, person in enumerate(known) if person.confirmed)
    return Network(
        people=tuple(people),
        circles=tuple(person.circle for person in known),
        confirmed=confirmed,
        reached=_reached(confirmed, endorsed, holders, len(people)),
        held=tuple(tuple(sorted(mine)) for mine in held),
        badges=tuple(badges),
        holders=tuple(tuple(sorted(theirs)) for theirs in holders),
        endorsed=tuple(dict(sorted(voices.items())) for voices in endorsed),
        users=tuple(tuple(sorted(theirs)) for theirs in users),
        inherits=tuple(
            tuple(Link(source, factor) for source, factor in sorted(factors.items()))
            for factors in inherits
        ),
        shown=tuple(badge_at[badge] for badge in sorted(shown)),
    )


def _reached(
    confirmed: frozenset[int],
    endorsed: list[dict[int, float]],
    holders: list[set[int]],
    people_count: int,
) -> frozenset[int]:
    """Breadth first along trust arcs, each badge opened once: linear in the edges."""
    vouched: list[list[int]] = [[] for _ in range(people_count)]
    for badge, voices in enumerate(endorsed):
        for person in voices:
            vouched[person].append(badge)
    reached = set(confirmed)
    queue = deque(confirmed)
    opened: set[int] = set()
    while queue:
        for badge in vouched[queue.popleft()]:
            if badge not in opened:
                opened.add(badge)
                found = holders[badge] - reached
                reached |= found
                queue.extend(found)
    return frozenset(reached)


@dataclass(frozen=True, slots=True)
class Newcomer:
    """An imagined person with a chain of their own who endorses with quality 1."""

    circle: str
    confirmed: bool


@dataclass(frozen=True, slots=True)
class Change:
    """What is imagined different about one badge, to see what it would be worth then."""

    qualities: Mapping[int, float] = field(default_factory=dict)  # direct ones, by person
    met: frozenset[int] = frozenset()  # people confirmed
    tied: frozenset[int] = frozenset()  # people given a chain nobody else uses
    newcomer: Newcomer | None = None


AS_IT_IS = Change()


@dataclass(slots=True)
class Heard:
    """The strongest route by which one person's word arrives at a badge.

    `strength` is one of LEVELS: a product that falls between two counts as the lower.
    """

    person: int
    circle: str
    confirmed: bool
    kind: VoiceKind
    source: int  # the badge that was endorsed or carried
    quality: float
    factor: float  # of inheritance, 1 for the others
    strength: float


def voices(network: Network, badge: int, change: Change = AS_IT_IS) -> list[Heard]:
    """Everyone heard on a badge with strength of at least ⅛, holders too, by person.

    Of equally strong routes the direct one is kept, then the inherited one whose badge
    comes first by id, then use. An imagined newcomer stands one position after the last.
    """
    best: dict[int, tuple[float, VoiceKind, int, float, float]] = {}
    for person, quality in {**network.endorsed[badge], **change.qualities}.items():
        best[person] = (quality, "endorse", badge, quality, 1.0)
    for link in network.inherits[badge]:
        for person, quality in network.endorsed[link.source].items():
            product = quality * link.factor
            if person not in best or product > best[person][0]:
                best[person] = (product, "inherit", link.source, quality, link.factor)
    for person in network.users[badge]:
        if person not in best or best[person][0] < USE_QUALITY:
            best[person] = (USE_QUALITY, "use", badge, USE_QUALITY, 1.0)

    heard: list[Heard] = []
    for person in sorted(best):
        product, kind, source, quality, factor = best[person]
        confirmed = person in network.confirmed or person in change.met
        strength = _level(product if confirmed else product * UNCONFIRMED)
        if strength:
            circle = network.circles[person]
            heard.append(Heard(person, circle, confirmed, kind, source, quality, factor, strength))
    if new := change.newcomer:
        strength = 1.0 if new.confirmed else UNCONFIRMED
        heard.append(
            Heard(len(network.people), new.circle, new.confirmed, "endorse", badge, 1, 1, strength)
        )
    return heard


def _level(strength: float) -> float:
    """The highest level not above `strength`; 0 below the lowest, where a voice is dropped."""
    return next((level for level in LEVELS if level <= strength), 0.0)
