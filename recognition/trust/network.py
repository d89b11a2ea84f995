"""The edges, indexed by small integers, and the voices heard on a badge.

Rows are read in order of id, which is what makes every later step independent of the order
of rows in the input. A network can be changed one act at a time; `live` does that.
"""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field
from itertools import pairwise
from typing import Literal, TypeVar, overload

import numpy as np
from numpy.typing import NDArray

from recognition.trust.columns import Columns, columns_of, distinct
from recognition.trust.edges import (
    QUALITIES,
    USE_QUALITY,
    Endorsement,
    Holding,
    Inheritance,
    Person,
    TrustEdges,
    Use,
)
from recognition.trust.reach import reached_from
from recognition.trust.relation import Names, Relation

LEVELS = (1.0, 0.5, 0.25, 0.125)  # strengths a voice may have
UNCONFIRMED = 0.5  # factor on the voice of somebody nobody has met yet

VoiceKind = Literal["endorse", "inherit", "use"]
Row = TypeVar("Row")


@dataclass(frozen=True, slots=True)
class Link:
    """Endorsements of badge `source` count here too, times `factor`."""

    source: int
    factor: float


class Rows(Sequence[Row]):
    """A row for each position, read when asked for."""

    def __init__(self, read: Callable[[int], Row], length: Callable[[], int]) -> None:
        self._read = read
        self._length = length

    def __len__(self) -> int:
        return self._length()

    @overload
    def __getitem__(self, at: int) -> Row: ...
    @overload
    def __getitem__(self, at: slice) -> Sequence[Row]: ...
    def __getitem__(self, at: int | slice) -> Row | Sequence[Row]:
        if isinstance(at, slice):
            return [self._read(each) for each in range(*at.indices(len(self)))]
        if not 0 <= at < len(self):
            raise IndexError(at)
        return self._read(at)


class Network:
    """People and badges by position, and what people did to badges.

    Positions follow the order of ids for all that was there at first; who comes later stands
    at the end, and every row is still in order of id. Only `live` changes a network.

    - `people`, `badges`: ids; `circles` of people;
    - `confirmed`; `reached`: people at the end of a trust chain from somebody confirmed;
    - `held` and `holders`, `endorsed` (person → strongest quality), `users`, `inherits`: rows.
    """

    def __init__(self, columns: Columns) -> None:
        """Cost: a sort of the ids, a look-up for each id, a sort of the acts.

        Raises ValueError for a quality that is not one of QUALITIES.
        """
        persons = Names(
            {*columns.people, *columns.holders, *distinct(columns.endorsers), *columns.users}
        )
        things = Names(
            {*columns.held, *distinct(columns.endorsed), *columns.used}
            | {*columns.sources, *columns.targets}
        )
        self.person_names, self.badge_names = persons, things
        self.people: Sequence[str] = persons.ids
        self.badges: Sequence[str] = things.ids
        self.circles = [""] * len(persons)
        self.listed = bytearray(len(persons))  # 1 for who is known, 0 for a stranger
        self.confirmed: set[int] = set()
        known = persons.column(columns.people).tolist()
        for at, circle, met in zip(known, columns.circles, columns.confirmed, strict=True):
            self.circles[at] = circle
            self.listed[at] = 1
            if met:
                self.confirmed.add(at)

        qualities = np.asarray(columns.qualities, np.float64)
        check_qualities(qualities)
        both = (persons, things)
        self.endorsements = Relation(
            both,
            persons.column(columns.endorsers),
            things.column(columns.endorsed),
            qualities.astype(np.float16),
        )
        self.holdings = Relation(both, persons.column(columns.holders), things.column(columns.held))
        self.uses = Relation(both, persons.column(columns.users), things.column(columns.used))
        self.inheritances = Relation(
            (things, things),
            things.column(columns.sources),
            things.column(columns.targets),
            np.asarray(columns.factors, np.float64),
        )
        self.reached = reached_from(
            self.confirmed, self.endorsements.pairs(), self.holdings.pairs(), len(persons)
        )

    @property
    def held(self) -> Sequence[Sequence[int]]:
        return Rows(self.holdings.heads, self.person_names.__len__)

    @property
    def holders(self) -> Sequence[Sequence[int]]:
        return Rows(self.holdings.tails, self.badge_names.__len__)

    @property
    def endorsed(self) -> Sequence[Mapping[int, float]]:
        return Rows(self.endorsements.into, self.badge_names.__len__)

    @property
    def users(self) -> Sequence[Sequence[int]]:
        return Rows(self.uses.tails, self.badge_names.__len__)

    @property
    def inherits(self) -> Sequence[Sequence[Link]]:
        return Rows(self.links, self.badge_names.__len__)

    def links(self, badge: int) -> list[Link]:
        return [Link(source, factor) for source, factor in self.inheritances.into(badge).items()]

    @property
    def shown(self) -> Sequence[int]:
        """Badges somebody holds or endorses, in order of id."""
        there = self.holdings.with_heads() | self.endorsements.with_heads()
        return self.badge_names.ordered(np.flatnonzero(there).tolist())

    def is_shown(self, badge: int) -> bool:
        return self.holdings.has_head(badge) or self.endorsements.has_head(badge)

    def is_known(self, badge: int) -> bool:
        """Whether any act is about it; of one that was there, nothing may be left."""
        relations = (self.holdings, self.endorsements, self.uses, self.inheritances)
        return any(relation.has_head(badge) for relation in relations) or bool(
            self.inheritances.heads(badge)
        )

    def position(self, badge_id: str) -> int | None:
        return self.badge_names.find(badge_id)

    def is_chain(self, people: Sequence[int]) -> bool:
        """Whether each is vouched for by the next one."""
        return all(self.vouches(giver, taker) for taker, giver in pairwise(people))

    def vouches(self, giver: int, taker: int) -> bool:
        """Whether there is a trust arc."""
        if giver == taker:
            return False
        return any(giver in self.endorsements.into(badge) for badge in self.holdings.heads(taker))

    def ensure_person(self, name: str) -> int:
        """The position of a person, a stranger when new."""
        at = self.person_names.ensure(name)
        if at == len(self.circles):
            self.circles.append("")
            self.listed.append(0)
        return at

    def edges(self) -> TrustEdges:
        """Everything there is, repeated acts as often as they are there."""
        people, badges = self.people, self.badges
        return TrustEdges(
            people={
                name: Person(self.circles[at], at in self.confirmed)
                for at, name in enumerate(people)
                if self.listed[at]
            },
            holdings=tuple(Holding(people[p], badges[b]) for p, b, _ in self.holdings),
            endorsements=tuple(
                Endorsement(people[p], badges[b], quality) for p, b, quality in self.endorsements
            ),
            uses=tuple(Use(people[p], badges[b]) for p, b, _ in self.uses),
            inheritances=tuple(
                Inheritance(badges[s], badges[t], factor) for s, t, factor in self.inheritances
            ),
        )


def check_qualities(qualities: NDArray[np.float64]) -> None:
    """Raises ValueError for one that is not of QUALITIES."""
    if not np.isin(qualities, QUALITIES).all():
        raise ValueError("a quality is not 1, 0.5 or 0.25")


def network_of(edges: TrustEdges) -> Network:
    return Network(columns_of(edges))


@dataclass(frozen=True, slots=True)
class Change:
    """What is imagined different about one badge, to see what it would be worth then."""

    qualities: Mapping[int, float] = field(default_factory=dict)  # direct ones, by person
    met: frozenset[int] = frozenset()  # people confirmed
    tied: frozenset[int] = frozenset()  # people given a chain nobody else uses


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
    comes first by id, then use.
    """
    best: dict[int, tuple[float, VoiceKind, int, float, float]] = {}
    for person, quality in {**network.endorsements.into(badge), **change.qualities}.items():
        best[person] = (quality, "endorse", badge, quality, 1.0)
    for source, factor in network.inheritances.into(badge).items():
        for person, quality in network.endorsements.into(source).items():
            product = quality * factor
            if person not in best or product > best[person][0]:
                best[person] = (product, "inherit", source, quality, factor)
    for person in network.uses.tails(badge):
        if person not in best or best[person][0] < USE_QUALITY:
            best[person] = (USE_QUALITY, "use", badge, USE_QUALITY, 1.0)

    heard: list[Heard] = []
    for person in network.person_names.ordered(best):
        product, kind, source, quality, factor = best[person]
        confirmed = person in network.confirmed or person in change.met
        strength = level_of(product if confirmed else product * UNCONFIRMED)
        if strength:
            circle = network.circles[person]
            heard.append(Heard(person, circle, confirmed, kind, source, quality, factor, strength))
    return heard


def level_of(strength: float) -> float:
    """The highest level not above `strength`; 0 below the lowest, where a voice is dropped."""
    return next((level for level in LEVELS if level <= strength), 0.0)
