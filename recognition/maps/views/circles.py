"""A map too large to draw at once: its circles as regions, and the threads that go between them."""

import math
from collections import Counter
from collections.abc import Mapping
from dataclasses import dataclass
from uuid import UUID

from recognition.collectives.queries import NO_CIRCLE
from recognition.maps.fabric import Fabric, ThreadKind
from recognition.maps.layout import Place
from recognition.maps.views.asking import OUTSIDE
from recognition.maps.views.plane import Frame, Spot, frame_of, laid_out

SMALLEST, LARGEST = 34.0, 108.0  # radius, in drawing units
THINNEST, THICKEST = 1.5, 16.0  # width of an arc
SPREAD = 0.14
"""Positions of a large map are in units of its neighbours; its circles are brought together."""


@dataclass(frozen=True, slots=True)
class Region:
    """A circle drawn as a disc whose area follows how many people and badges it has. `slug` opens
    it; `name` is "" for the people of no collective."""

    slug: str
    name: str
    dye: str
    spot: Spot
    radius: float
    people_count: int
    badge_count: int
    within_count: int  # threads from its people to its badges


@dataclass(frozen=True, slots=True)
class Bond:
    """All threads between two circles, either way. `path` is SVG path data."""

    one: Region
    other: Region
    thread_count: int
    width: float
    path: str


@dataclass(frozen=True, slots=True)
class Overview:
    """The circles of a fabric and what ties them."""

    frame: Frame
    regions: tuple[Region, ...]
    bonds: tuple[Bond, ...]


def overview_of(fabric: Fabric, positions: Mapping[str, Place]) -> Overview:
    """The circles of a fabric in its own order, nobody's last. Linear."""
    people = Counter(person.circle_id for person in fabric.people)
    badges: Counter[UUID | None] = Counter(badge.circle_id for badge in fabric.badges)
    ties = _ties(fabric)
    names: dict[UUID | None, tuple[str, str, str]] = {
        circle.id: (circle.slug, circle.short_name, circle.accent) for circle in fabric.circles
    }
    names[None] = (OUTSIDE, "", NO_CIRCLE)
    known = [circle for circle in names if people[circle] + badges[circle]]
    most = max((people[circle] + badges[circle] for circle in known), default=1)
    radii = {
        str(circle): max(SMALLEST, LARGEST * math.sqrt((people[circle] + badges[circle]) / most))
        for circle in known
    }
    spots = laid_out(sorted(radii), radii, _middles(fabric, positions))
    regions = {
        circle: Region(
            *names[circle],
            spots[str(circle)],
            radii[str(circle)],
            people[circle],
            badges[circle],
            ties[circle, circle],
        )
        for circle in known
    }
    frame = frame_of(spots, margin=LARGEST + 40)
    return Overview(frame, tuple(regions.values()), tuple(_bonds(regions, ties)))


def _ties(fabric: Fabric) -> Counter[tuple[UUID | None, UUID | None]]:
    """How many threads go from the people of a circle to the badges of a circle."""
    of_person = {person.id: person.circle_id for person in fabric.people}
    of_badge = {badge.id: badge.circle_id for badge in fabric.badges}
    return Counter(
        (of_person[thread.person_id], of_badge[thread.badge_id])
        for thread in fabric.threads
        if thread.kind is not ThreadKind.CARRIED
    )


def _middles(fabric: Fabric, positions: Mapping[str, Place]) -> dict[str, Place]:
    """Where each circle is among the others: the middle of its members."""
    theirs: dict[UUID | None, list[Place]] = {}
    for node, circle in [
        *((person.node, person.circle_id) for person in fabric.people),
        *((badge.node, badge.circle_id) for badge in fabric.badges),
    ]:
        if node in positions:
            theirs.setdefault(circle, []).append(positions[node])
    return {
        str(circle): Place(
            sum(place.x for place in places) / len(places) * SPREAD,
            sum(place.y for place in places) / len(places) * SPREAD,
        )
        for circle, places in theirs.items()
    }


def _bonds(
    regions: Mapping[UUID | None, Region], ties: Counter[tuple[UUID | None, UUID | None]]
) -> list[Bond]:
    both: Counter[tuple[UUID | None, UUID | None]] = Counter()
    order = {circle: number for number, circle in enumerate(regions)}
    for (one, other), count in ties.items():
        if one != other and one in regions and other in regions:
            both[(one, other) if order[one] < order[other] else (other, one)] += count
    most = max(both.values(), default=1)
    return [
        Bond(
            regions[one],
            regions[other],
            count,
            THINNEST + (THICKEST - THINNEST) * math.sqrt(count / most),
            _bow(regions[one].spot, regions[other].spot),
        )
        for (one, other), count in sorted(both.items(), key=lambda pair: pair[1])
    ]


def _bow(start: Spot, end: Spot) -> str:
    across, down = end.x - start.x, end.y - start.y
    middle_x, middle_y = (start.x + end.x) / 2 - down * 0.12, (start.y + end.y) / 2 + across * 0.12
    return f"M{start.x:.0f} {start.y:.0f}Q{middle_x:.0f} {middle_y:.0f} {end.x:.0f} {end.y:.0f}"
