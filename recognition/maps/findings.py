"""« Ce que la carte raconte »: what a fabric tells, each with the act that fits it.

Nobody is ranked: people, badges and circles come in order of name. What concerns single people is
told to coordination alone, so only with its `Desk`.
"""

from collections import Counter, defaultdict
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from datetime import date
from enum import StrEnum
from uuid import UUID

from recognition.maps.fabric import Circle, Fabric, MapBadge, MapPerson, Thread, ThreadKind
from recognition.maps.shape import Shape
from recognition.texts import fold

SEVERAL = 2  # threads across, from which on somebody wove several
MOST_COMPANIONS = 3  # named beside somebody


class FindingKind(StrEnum):
    BRIDGES = "bridges"
    THIRSTY = "thirsty"  # adopted badges without any words
    WELCOME = "welcome"  # members without any tie
    UNMET = "unmet"  # members who are tied, and whom nobody has met
    LOOP = "loop"  # one group that vouches for itself
    WAITING = "waiting"  # requests without an answer
    HINGES = "hinges"  # people on whom others hang
    APART = "apart"  # circles that nobody of another one vouches for
    COMMUNITY = "community"  # one group that holds together across circles


class FindingAction(StrEnum):
    """What to do about it: the kinds of an invitation, or going to the desk."""

    WORD = "word"
    MEETING = "meeting"
    ROUND = "round"
    WORKSHOP = "workshop"
    DESK = "desk"


@dataclass(frozen=True)
class Beside:
    """Somebody, and others to be named with them: who could meet them (WELCOME, UNMET), or who
    hang on them (HINGES, of whom there are `count`)."""

    person: MapPerson
    others: tuple[MapPerson, ...]
    count: int


class WaitingKind(StrEnum):
    MEMBERSHIP = "membership"
    PROPOSAL = "proposal"


@dataclass(frozen=True)
class Waiting:
    """Somebody asked and nobody reacted. `name` is theirs or the badge's title, `slug` the
    badge's or the collective's."""

    kind: WaitingKind
    name: str
    slug: str
    since: date


@dataclass(frozen=True)
class Desk:
    """What coordination alone knows of its collectives: all their members, with their pages, who
    of them coordinates or is a minor, and what waits."""

    collective_ids: frozenset[UUID]
    members: tuple[MapPerson, ...]
    coordinator_ids: frozenset[UUID]
    minor_ids: frozenset[UUID]
    waiting: tuple[Waiting, ...]


@dataclass(frozen=True)
class Finding:
    """One thing told. `count` is how many there are of what it is about: threads across for
    BRIDGES, badges, people, circles, or requests. `returned` is the share of a LOOP's arcs that
    are answered by one back; `threads` what to show on the map."""

    kind: FindingKind
    action: FindingAction
    count: int
    people: tuple[MapPerson, ...] = ()
    badges: tuple[MapBadge, ...] = ()
    circles: tuple[Circle, ...] = ()
    beside: tuple[Beside, ...] = ()
    waiting: tuple[Waiting, ...] = ()
    threads: tuple[Thread, ...] = ()
    returned: float | None = None


def findings(fabric: Fabric, shape: Shape, desk: Desk | None = None) -> tuple[Finding, ...]:
    """What a fabric and its shape tell. Seen from a collective, what concerns that one; with a
    desk, of its collectives. Linear."""
    return tuple(_Telling(fabric, shape, desk).told())


class _Telling:
    def __init__(self, fabric: Fabric, shape: Shape, desk: Desk | None) -> None:
        self.fabric = fabric
        self.shape = shape
        self.desk = desk
        self.people = {person.id: person for person in fabric.people}
        if desk:
            self.people |= {member.id: self._known(member) for member in desk.members}
        self.circles = {circle.id: circle for circle in fabric.circles}
        self.circle_of_badge = {badge.id: badge.circle_id for badge in fabric.badges}
        own = {id for id in self.circles if str(id) == fabric.scope}
        self.focus = own | (desk.collective_ids if desk else frozenset())
        self.members = {person.id for person in fabric.people if person.circle_id in self.focus}
        self.members |= {member.id for member in desk.members} if desk else set()

    def _known(self, member: MapPerson) -> MapPerson:
        """As the map has them, if it has: it tells whether these eyes count them as met."""
        return self.people.get(member.id, member)

    def told(self) -> Iterator[Finding]:
        yield from self._bridges()
        yield from self._thirsty()
        if self.desk:
            yield from self._to_meet(self.desk)
            yield from self._loops()
            yield from self._waiting(self.desk)
            yield from self._hinges()
        yield from self._apart()
        yield from self._communities()

    def _bridges(self) -> Iterator[Finding]:
        across = [thread for thread in self.fabric.threads if self._crosses(thread)]
        if across:
            woven = Counter(thread.person_id for thread in across)
            several = {person_id for person_id, count in woven.items() if count >= SEVERAL}
            yield Finding(
                FindingKind.BRIDGES,
                FindingAction.WORD,
                len(across),
                people=self._in_order(several),
                threads=tuple(across),
            )

    def _crosses(self, thread: Thread) -> bool:
        """Whether words or a gift went from one circle into another (and one of ours)."""
        home = self.people[thread.person_id].circle_id
        if thread.kind is ThreadKind.CARRIED or home is None:
            return False
        ends: set[UUID | None] = {self.circle_of_badge[thread.badge_id]}
        ends |= {self.people[it].circle_id for it in thread.holder_ids if it in self.people}
        ends -= {None, home}
        return bool(ends) and (not self.focus or bool(self.focus & (ends | {home})))

    def _thirsty(self) -> Iterator[Finding]:
        watered = {it.badge_id for it in self.fabric.threads if it.kind is ThreadKind.ENDORSED}
        badges = tuple(
            badge
            for badge in self.fabric.badges
            if badge.adopted
            and not badge.is_retired
            and badge.id not in watered
            and (not self.focus or badge.circle_id in self.focus)
        )
        if badges:
            yield Finding(FindingKind.THIRSTY, FindingAction.ROUND, len(badges), badges=badges)

    def _to_meet(self, desk: Desk) -> Iterator[Finding]:
        near = self._companions()
        coordination = self._in_order(desk.coordinator_ids)
        tied = {thread.person_id for thread in self.fabric.threads} | set(near)
        for kind, people in (
            (FindingKind.WELCOME, [it for it in desk.members if it.id not in tied]),
            (
                FindingKind.UNMET,
                [it for it in desk.members if it.id in tied and not self._is_met(it.id)],
            ),
        ):
            beside = tuple(
                Beside(self.people[it.id], found[:MOST_COMPANIONS], len(found))
                for it in people
                for found in [self._who_could_meet(desk, it.id, near, coordination)]
            )
            if beside:
                yield Finding(
                    kind,
                    FindingAction.MEETING,
                    len(beside),
                    people=tuple(it.person for it in beside),
                    beside=beside,
                )

    def _is_met(self, person_id: UUID) -> bool:
        return self.people[person_id].confirmed

    def _companions(self) -> dict[UUID, set[UUID]]:
        """Who has an arc with whom, one way or the other."""
        near: defaultdict[UUID, set[UUID]] = defaultdict(set)
        for arc in self.fabric.arcs:
            near[arc.source_id].add(arc.target_id)
            near[arc.target_id].add(arc.source_id)
        return near

    def _who_could_meet(
        self,
        desk: Desk,
        person_id: UUID,
        near: dict[UUID, set[UUID]],
        coordination: tuple[MapPerson, ...],
    ) -> tuple[MapPerson, ...]:
        """Members whom they know and who were met themselves; else coordination. A minor is never
        sent to meet somebody, nor anybody but coordination to meet a minor."""
        known = set() if person_id in desk.minor_ids else near.get(person_id, set())
        able = (known & self.members) - desk.minor_ids
        met = self._in_order(it for it in able if self._is_met(it))
        return met or tuple(it for it in coordination if it.id != person_id)

    def _loops(self) -> Iterator[Finding]:
        for loop in self.shape.loops:
            if not self.focus or self.members & set(loop.person_ids):
                yield Finding(
                    FindingKind.LOOP,
                    FindingAction.ROUND,
                    len(loop.person_ids),
                    people=self._in_order(loop.person_ids),
                    returned=loop.returned,
                )

    def _waiting(self, desk: Desk) -> Iterator[Finding]:
        if desk.waiting:
            yield Finding(
                FindingKind.WAITING, FindingAction.DESK, len(desk.waiting), waiting=desk.waiting
            )

    def _hinges(self) -> Iterator[Finding]:
        beside = tuple(
            Beside(self.people[it.person_id], self._in_order(it.loose_ids), it.loose_count)
            for it in self.shape.hinges
            if not self.focus or self.members & {it.person_id, *it.loose_ids}
        )
        if beside:
            yield Finding(
                FindingKind.HINGES,
                FindingAction.MEETING,
                len(beside),
                people=tuple(it.person for it in beside),
                beside=beside,
            )

    def _apart(self) -> Iterator[Finding]:
        home = {person.id: person.circle_id for person in self.fabric.people}
        inhabited = set(home.values())
        reached = {
            home[arc.target_id]
            for arc in self.fabric.arcs
            if home[arc.source_id] not in (None, home[arc.target_id])
        }
        apart = tuple(
            circle
            for circle in self.fabric.circles
            if circle.id in inhabited and circle.id not in reached
        )
        if apart and len(inhabited - {None}) > 1:
            yield Finding(FindingKind.APART, FindingAction.WORKSHOP, len(apart), circles=apart)

    def _communities(self) -> Iterator[Finding]:
        for community in self.shape.communities:
            if not self.focus or self.focus & set(community.circle_ids):
                yield Finding(
                    FindingKind.COMMUNITY,
                    FindingAction.WORKSHOP,
                    len(community.person_ids),
                    people=self._in_order(community.person_ids),
                    circles=tuple(self.circles[it] for it in community.circle_ids),
                )

    def _in_order(self, person_ids: Iterable[UUID]) -> tuple[MapPerson, ...]:
        """By name, as everywhere on a map."""
        people = (self.people[it] for it in person_ids if it in self.people)
        return tuple(sorted(people, key=lambda it: (fold(it.name), it.id.int)))
