"""What a trust map is made of: people, badges, and the dated threads between them.

A fabric is what one pair of eyes may see and nothing else. Everything drawn, told, listed,
exported or laid out starts from it, so a hidden thing is in no count and pushes no neighbour.
"""

from collections import Counter
from collections.abc import Collection, Iterable
from dataclasses import dataclass, replace
from datetime import date, timedelta
from enum import StrEnum
from uuid import UUID


class ThreadKind(StrEnum):
    """How somebody is tied to a badge, the strongest first."""

    ENDORSED = "endorsed"  # words behind the badge, or behind an award of it
    GIVEN = "given"  # gave it to somebody else
    CARRIED = "carried"  # holds it and shows it


@dataclass(frozen=True, slots=True)
class Circle:
    """A collective as the map draws it. `accent` is a dye."""

    id: UUID
    slug: str
    name: str
    short_name: str
    accent: str
    region_code: str
    town_code: str


@dataclass(frozen=True, slots=True)
class MapPerson:
    """All drawn the same size. `circle_id` is None for somebody in no collective.

    `handle` is None when these eyes may not see their page. `town_code` is "" unless they agreed
    to be on the map.
    """

    id: UUID
    name: str
    handle: str | None
    initials: str
    circle_id: UUID | None
    confirmed: bool
    town_code: str
    since: date

    @property
    def node(self) -> str:
        return f"person/{self.id}"


@dataclass(frozen=True, slots=True)
class MapBadge:
    """A definition. `value` is None where its collective shows threads without the number, or
    there are too few voices to speak of one."""

    id: UUID
    slug: str
    title: str
    family: str
    shape: str
    dye: str
    icon: str
    circle_id: UUID
    adopted: bool
    since: date
    value: float | None
    is_retired: bool = False  # adopted once, no longer given

    @property
    def node(self) -> str:
        return f"badge/{self.id}"


@dataclass(frozen=True, slots=True)
class Thread:
    """Somebody and a badge. Of several acts of a kind the first is kept, with its day.

    `holder_ids` are the people whose award it went through: nobody for words on the definition
    itself, the giver's or endorser's counterparts else.
    """

    person_id: UUID
    badge_id: UUID
    kind: ThreadKind
    on: date
    holder_ids: frozenset[UUID] = frozenset()


@dataclass(frozen=True, slots=True)
class Arc:
    """One person vouched for another: endorsed or gave something the other holds."""

    source_id: UUID
    target_id: UUID
    on: date


@dataclass(frozen=True, slots=True)
class Fabric:
    """`scope` is "everywhere" or the id of the collective whose members' eyes these are. Every
    sequence is in order of name (circles, people, badges), or of day (threads, arcs)."""

    scope: str
    circles: tuple[Circle, ...]
    people: tuple[MapPerson, ...]
    badges: tuple[MapBadge, ...]
    threads: tuple[Thread, ...]
    arcs: tuple[Arc, ...]

    @property
    def size(self) -> int:
        """Nodes drawn."""
        return len(self.people) + len(self.badges)


@dataclass(frozen=True, slots=True)
class Filters:
    """What of a fabric to look at; an empty collection is no filter.

    `circle_ids` keeps people and badges of these collectives (None: of no collective), `since`
    and `until` the threads and arcs of these days, both included.
    """

    circle_ids: frozenset[UUID | None] = frozenset()
    families: frozenset[str] = frozenset()
    since: date | None = None
    until: date | None = None


def filtered(fabric: Fabric, filters: Filters) -> Fabric:
    """The part of a fabric that passes; a thread needs both its ends. Linear."""
    people = [p for p in fabric.people if _chosen(p.circle_id, filters.circle_ids)]
    badges = [
        badge
        for badge in fabric.badges
        if _chosen(badge.circle_id, filters.circle_ids) and _chosen(badge.family, filters.families)
    ]
    if filters.until is not None:
        badges = [badge for badge in badges if badge.since <= filters.until]
        people = [person for person in people if person.since <= filters.until]
    person_ids, badge_ids = {person.id for person in people}, {badge.id for badge in badges}
    return replace(
        fabric,
        people=tuple(people),
        badges=tuple(badges),
        threads=tuple(
            thread
            for thread in fabric.threads
            if thread.person_id in person_ids
            and thread.badge_id in badge_ids
            and _within(thread.on, filters)
        ),
        arcs=tuple(
            arc
            for arc in fabric.arcs
            if arc.source_id in person_ids
            and arc.target_id in person_ids
            and _within(arc.on, filters)
        ),
    )


def _chosen(value: object, wanted: Collection[object]) -> bool:
    return not wanted or value in wanted


def _within(day: date, filters: Filters) -> bool:
    after = filters.since is None or day >= filters.since
    return after and (filters.until is None or day <= filters.until)


def by_day(threads: Iterable[Thread]) -> list[Thread]:
    """Threads by day, those of one day in an order that never changes."""
    return sorted(
        threads,
        key=lambda thread: (thread.on, thread.person_id.int, thread.badge_id.int, thread.kind),
    )


def arcs_by_day(arcs: Iterable[Arc]) -> list[Arc]:
    """Arcs by day, those of one day in an order that never changes."""
    return sorted(arcs, key=lambda arc: (arc.on, arc.source_id.int, arc.target_id.int))


@dataclass(frozen=True, slots=True)
class Month:
    """A stop of the time slider: the threads woven in it, and all those woven by its end."""

    first_day: date
    thread_count: int
    total: int

    @property
    def last_day(self) -> date:
        following = self.first_day.replace(day=28) + timedelta(days=4)
        return following.replace(day=1) - timedelta(days=1)


def months(fabric: Fabric) -> tuple[Month, ...]:
    """Every month from the first thread to the last, also those without one. Linear."""
    if not fabric.threads:
        return ()
    counts = Counter((thread.on.year, thread.on.month) for thread in fabric.threads)
    (year, month), last = min(counts), max(counts)
    told: list[Month] = []
    while (year, month) <= last:
        count = counts[year, month]
        told.append(Month(date(year, month, 1), count, count + (told[-1].total if told else 0)))
        year, month = (year + 1, 1) if month == 12 else (year, month + 1)
    return tuple(told)
