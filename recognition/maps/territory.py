"""The fabric on the ground: collectives, towns and bridges on a drawing of France.

A member stands on it only by the town they agreed to (`MapPerson.town_code`), never nearer, and
counted with the others of that town; whom these eyes may not see is in no fabric, so neither in
a dot nor in a count. Pure: everything comes from one fabric, and no query is asked.
"""

import math
from collections import defaultdict
from collections.abc import Collection, Iterable, Sequence
from dataclasses import dataclass, replace
from uuid import UUID

from recognition.collectives.regions import REGIONS
from recognition.maps.fabric import Circle, Fabric, MapPerson, ThreadKind
from recognition.maps.lettering import Label, labelled
from recognition.places.france import france
from recognition.places.projection import Point
from recognition.places.towns import Town, town
from recognition.texts import fold

STEPS = (1, 2, 5, 10)  # the least count of each size of dot and each width of bridge
DOT = 7.0  # radius of a collective, in units of the drawing
APART = 16.0  # between the middles of two collectives of one place
BEND = 0.16  # of a bridge's length

SHORT_NAMES = {
    "975": "St-Pierre-et-M.",
    "977": "Saint-Barth.",
    "986": "Wallis-et-Futuna",
    "987": "Polynésie",
    "988": "Nlle-Calédonie",
}
"""Names of territories that are wider than their frames."""


@dataclass(frozen=True, slots=True)
class Land:
    """A region. `accent` is the dye of its collective, "" when it has none or several."""

    code: str
    name: str
    path: str
    accent: str
    circle_count: int


@dataclass(frozen=True, slots=True)
class Inset:
    """The frame of an overseas territory; `name` fits it, `small` when only small letters do."""

    code: str
    name: str
    left: float
    top: float
    width: float
    height: float
    small: bool


@dataclass(frozen=True, slots=True)
class CircleDot:
    """A collective. `where` names its town, or its region when it has named no town: it then
    stands in the middle of it. `label` is None when there was no room to write its name."""

    circle: Circle
    point: Point
    where: str
    label: Label | None


@dataclass(frozen=True, slots=True)
class TownDot:
    """A town where members said to be. `step` is its size, 1 to 4; `named` are those whose page
    these eyes may open."""

    town: Town
    point: Point
    count: int
    step: int
    named: tuple[MapPerson, ...]


@dataclass(frozen=True, slots=True)
class TownGroup:
    """The towns of one region, by name; `count` is of their people."""

    region: str
    count: int
    towns: tuple[TownDot, ...]


@dataclass(frozen=True, slots=True)
class Bridge:
    """Two collectives, and how many people of either stood behind somebody or something of the
    other's. `start` and `end` are where the arc touches the ground; `step` is its width."""

    first: Circle
    second: Circle
    start: Point
    end: Point
    path: str
    count: int
    step: int

    @property
    def key(self) -> str:
        """Names it within a page."""
        return f"{self.first.slug}-{self.second.slug}"


@dataclass(frozen=True)
class Territory:
    """What maps/_territory.html draws and tells; collectives and towns by name, bridges the
    widest first. Units are those of the drawing."""

    width: int
    height: int
    lands: tuple[Land, ...]
    insets: tuple[Inset, ...]
    circles: tuple[CircleDot, ...]
    towns: tuple[TownDot, ...]
    bridges: tuple[Bridge, ...]

    @property
    def town_groups(self) -> list[TownGroup]:
        """The towns by region, both by name."""
        by_region: defaultdict[str, list[TownDot]] = defaultdict(list)
        for dot in self.towns:
            by_region[REGIONS[dot.town.region_code]].append(dot)
        return [
            TownGroup(name, sum(dot.count for dot in dots), tuple(dots))
            for name, dots in sorted(by_region.items(), key=lambda group: fold(group[0]))
        ]


def territory_of(fabric: Fabric) -> Territory:
    """Linear in the fabric, but for the names of collectives, each compared with the others."""
    ground = grounds(fabric.circles)
    at = {dot.circle.id: dot for dot in ground.circles}
    return replace(
        ground,
        towns=tuple(_towns(fabric.people)),
        bridges=tuple(_bridges(_crossings(fabric, at.keys()), at)),
    )


def grounds(circles: Iterable[Circle]) -> Territory:
    """France with these collectives and nothing else on it; one of no region is on no map."""
    drawn = france()
    known = [circle for circle in circles if circle.region_code in drawn.regions]
    by_region: defaultdict[str, list[Circle]] = defaultdict(list)
    for circle in known:
        by_region[circle.region_code].append(circle)
    return Territory(
        width=drawn.width,
        height=drawn.height,
        lands=tuple(
            Land(code, REGIONS[code], region.path, _accent(by_region[code]), len(by_region[code]))
            for code, region in drawn.regions.items()
        ),
        insets=tuple(
            Inset(
                code,
                SHORT_NAMES.get(code, REGIONS[code]),
                box.left,
                box.top,
                box.width,
                box.height,
                small=len(code) > 2,
            )
            for code, box in drawn.boxes.items()
        ),
        circles=tuple(_circles(known)),
        towns=(),
        bridges=(),
    )


def _accent(circles: Sequence[Circle]) -> str:
    return circles[0].accent if len(circles) == 1 else ""


def _circles(circles: Sequence[Circle]) -> Iterable[CircleDot]:
    points: list[Point] = []
    for circle in circles:
        points.append(_free(_ground(circle), points))
    drawn = france()
    labels = labelled(
        [circle.short_name for circle in circles], points, DOT, drawn.width, drawn.height
    )
    for circle, point, label in zip(circles, points, labels, strict=True):
        at = town(circle.town_code)
        where = at.label if at else REGIONS.get(circle.region_code, "")
        yield CircleDot(circle, point, where, label)


def _ground(circle: Circle) -> Point:
    """Its town, else the middle of its region."""
    at = town(circle.town_code)
    return at.point if at else france().regions[circle.region_code].middle


def _free(wanted: Point, taken: Sequence[Point]) -> Point:
    """The wanted place, else the nearest of rings around it where no other collective stands."""
    for ring in range(len(taken) + 1):
        for turn in range(max(6 * ring, 1)):
            angle = math.tau * turn / max(6 * ring, 1)
            point = Point(
                wanted.x + ring * APART * math.cos(angle), wanted.y + ring * APART * math.sin(angle)
            )
            if all(math.dist((point.x, point.y), (it.x, it.y)) >= APART - 0.01 for it in taken):
                return point
    raise AssertionError("a ring beyond all that is taken is free")


def _towns(people: Iterable[MapPerson]) -> Iterable[TownDot]:
    by_code: defaultdict[str, list[MapPerson]] = defaultdict(list)
    for person in people:
        by_code[person.town_code].append(person)
    dots = [
        TownDot(
            at,
            at.point,
            len(here),
            step_of(len(here)),
            tuple(person for person in here if person.handle is not None),
        )
        for code, here in by_code.items()
        if (at := town(code)) is not None
    ]
    return sorted(dots, key=lambda dot: (fold(dot.town.name), dot.town.code))


def step_of(count: int) -> int:
    """Which of the four sizes a count is shown at: 1, 2 to 4, 5 to 9, 10 and more."""
    return sum(count >= least for least in STEPS)


def _crossings(fabric: Fabric, circle_ids: Collection[UUID]) -> dict[frozenset[UUID], set[UUID]]:
    """Who crossed between each two collectives: endorsed or gave a badge of the other's, or
    vouched for one of its members. A person is counted once a bridge."""
    home = {person.id: person.circle_id for person in fabric.people}
    badges = {badge.id: badge.circle_id for badge in fabric.badges}
    crossings: defaultdict[frozenset[UUID], set[UUID]] = defaultdict(set)
    steps = [
        (thread.person_id, badges.get(thread.badge_id))
        for thread in fabric.threads
        if thread.kind is not ThreadKind.CARRIED
    ]
    steps += [(arc.source_id, home.get(arc.target_id)) for arc in fabric.arcs]
    for person_id, there in steps:
        here = home.get(person_id)
        if here in circle_ids and there in circle_ids and here and there and here != there:
            crossings[frozenset({here, there})].add(person_id)
    return crossings


def _bridges(
    crossings: dict[frozenset[UUID], set[UUID]], at: dict[UUID, CircleDot]
) -> Iterable[Bridge]:
    bridges = []
    for pair, people in crossings.items():
        first, second = sorted((at[id] for id in pair), key=_by_name)
        start, end, path = _arc(first.point, second.point)
        count = len(people)
        bridges.append(Bridge(first.circle, second.circle, start, end, path, count, step_of(count)))
    return sorted(bridges, key=lambda bridge: (-bridge.count, bridge.key))


def _by_name(dot: CircleDot) -> tuple[str, str]:
    return fold(dot.circle.name), dot.circle.slug


def _arc(first: Point, second: Point) -> tuple[Point, Point, str]:
    """A curve that rises to the north of the straight line, between the rims of two dots."""
    west, east = sorted((first, second), key=lambda point: (point.x, point.y))
    dx, dy = east.x - west.x, east.y - west.y
    top = Point((west.x + east.x) / 2 + dy * BEND, (west.y + east.y) / 2 - dx * BEND)
    start, end = _rim(first, top), _rim(second, top)
    path = f"M{start.x:.1f} {start.y:.1f}Q{top.x:.1f} {top.y:.1f} {end.x:.1f} {end.y:.1f}"
    return start, end, path


def _rim(dot: Point, towards: Point) -> Point:
    length = math.dist((dot.x, dot.y), (towards.x, towards.y)) or 1.0
    part = min((DOT + 2) / length, 1.0)
    return Point(dot.x + (towards.x - dot.x) * part, dot.y + (towards.y - dot.y) * part)
