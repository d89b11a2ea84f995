"""The map as tables: everything that is drawn, in words, a hundred rows at a time."""

from collections import Counter
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from typing import Generic, TypeVar

from recognition.badges.families import FAMILIES
from recognition.maps.fabric import Fabric, MapBadge, MapPerson, Thread, ThreadKind
from recognition.texts import fold

PAGE_SIZE = 100

Line = TypeVar("Line")


@dataclass(frozen=True, slots=True)
class BadgeRow:
    badge: MapBadge
    family: str
    circle: str
    voice_count: int


@dataclass(frozen=True, slots=True)
class PersonRow:
    """No figure stands beside a person: there is nothing to compare."""

    person: MapPerson
    circle: str


@dataclass(frozen=True, slots=True)
class ThreadRow:
    """`person` is "" for somebody without a name on this map."""

    thread: Thread
    person: MapPerson
    badge: MapBadge


@dataclass(frozen=True, slots=True)
class Page(Generic[Line]):
    """`number` and `page_count` from 1."""

    rows: tuple[Line, ...]
    total: int
    number: int

    @property
    def page_count(self) -> int:
        return max((self.total - 1) // PAGE_SIZE + 1, 1)


def badge_page(fabric: Fabric, order: str, number: int) -> Page[BadgeRow]:
    """`order` is titre, famille, collectif or date (the latest first); titles within."""
    voices = Counter(
        badge_id
        for badge_id, _ in {
            (thread.badge_id, thread.person_id)
            for thread in fabric.threads
            if thread.kind is not ThreadKind.CARRIED
        }
    )
    circles = {circle.id: circle.short_name for circle in fabric.circles}
    keys: dict[str, Callable[[MapBadge], object]] = {
        "famille": lambda badge: fold(FAMILIES[badge.family].label),
        "collectif": lambda badge: fold(circles.get(badge.circle_id, "")),
        "date": lambda badge: -badge.since.toordinal(),
    }
    badges: Sequence[MapBadge] = fabric.badges
    if order in keys:
        badges = sorted(badges, key=keys[order])  # type: ignore[arg-type]
    return _page(
        badges,
        number,
        lambda badge: BadgeRow(
            badge, FAMILIES[badge.family].label, circles.get(badge.circle_id, ""), voices[badge.id]
        ),
    )


def people_page(fabric: Fabric, number: int) -> Page[PersonRow]:
    """By name, and by nothing else."""
    circles = {circle.id: circle.short_name for circle in fabric.circles}
    return _page(
        fabric.people,
        number,
        lambda person: PersonRow(
            person, circles.get(person.circle_id, "") if person.circle_id else ""
        ),
    )


def thread_page(fabric: Fabric, number: int) -> Page[ThreadRow]:
    """The latest first."""
    people = {person.id: person for person in fabric.people}
    badges = {badge.id: badge for badge in fabric.badges}
    return _page(
        fabric.threads[::-1],
        number,
        lambda thread: ThreadRow(thread, people[thread.person_id], badges[thread.badge_id]),
    )


Thing = TypeVar("Thing")


def _page(things: Sequence[Thing], number: int, row: Callable[[Thing], Line]) -> Page[Line]:
    last = max((len(things) - 1) // PAGE_SIZE + 1, 1)
    number = min(number, last)
    start = (number - 1) * PAGE_SIZE
    return Page(
        tuple(row(thing) for thing in things[start : start + PAGE_SIZE]), len(things), number
    )
