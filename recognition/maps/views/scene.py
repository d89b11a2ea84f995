"""The network as it is drawn: every mark with its place, its dye and what is said of it.

Pure: a fabric and positions in, frozen marks out. Sizes are in units of the drawing.
"""

import math
from collections import Counter
from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from uuid import UUID

from recognition.collectives.queries import NO_CIRCLE
from recognition.maps.fabric import Fabric, MapBadge, MapPerson, ThreadKind
from recognition.maps.layout import Place
from recognition.maps.views.plane import Frame, Spot, frame_of, laid_out

MOST_DRAWN = 500
PERSON_RADIUS = 10.5
BADGE_RADIUS, BADGE_MIDDLE, BADGE_MOST = 14.0, 20.0, 28.0
MARGIN = 34.0
COMFORTABLE = 620.0  # units across or down at which a letter of 11 is read without effort
LETTER, MOST_LABELS, LONGEST_LABEL = 11.0, 10, 26
_BEND = 0.09  # of a thread's length


@dataclass(frozen=True, slots=True)
class Node:
    """A badge or a person. `key` is how an address chooses it, "" for who cannot be chosen.

    `radius` is half the side of a badge's square too. `classes` are words of the style sheet.
    """

    id: str
    key: str
    kind: str  # badge, personne
    spot: Spot
    radius: float
    dye: str
    label: str
    short: str
    initials: str
    shape: str
    icon: str
    month: str
    classes: str
    labelled: bool


@dataclass(frozen=True, slots=True)
class Label:
    """A name that stands on the drawing: its middle and its baseline."""

    text: str
    x: int
    y: int
    month: str
    later: bool


@dataclass(frozen=True, slots=True)
class Line:
    """A thread: `path` is SVG path data."""

    path: str
    month: str
    classes: str


@dataclass(frozen=True, slots=True)
class Strand:
    """The threads of one dye, and of one strength."""

    dye: str
    kind: str  # woven, carried
    lines: tuple[Line, ...]


@dataclass(frozen=True, slots=True)
class Scene:
    """A network on paper. `letter` is the font size that reads well at this frame."""

    frame: Frame
    letter: float
    strands: tuple[Strand, ...]
    over: tuple[Strand, ...]  # of what is chosen or told, above the others
    nodes: tuple[Node, ...]
    labels: tuple[Label, ...]

    @property
    def badges(self) -> tuple[Node, ...]:
        return tuple(node for node in self.nodes if node.kind == "badge")

    @property
    def people(self) -> tuple[Node, ...]:
        return tuple(node for node in self.nodes if node.kind == "personne")

    @property
    def looks(self) -> list[tuple[str, str]]:
        """Each pictogram and shape in use, once: (what, name)."""
        used = {("shape", node.shape) for node in self.badges}
        return sorted(used | {("icon", node.icon) for node in self.badges})

    @property
    def crowded(self) -> bool:
        """Whether letters inside people would be too small to read."""
        return self.frame.height > COMFORTABLE * 2


@dataclass(frozen=True, slots=True)
class Light:
    """What stands out: `chosen` a node's id, `told` nodes, `ties` pairs (person, badge) told."""

    chosen: str = ""
    told: frozenset[str] = frozenset()
    ties: frozenset[tuple[UUID, UUID]] = frozenset()
    until: date | None = None


def badge_radii(fabric: Fabric) -> dict[UUID, float]:
    """The area above the smallest follows the value, the greatest of the fabric having the
    largest radius; without a number, neither small nor large."""
    most = max((badge.value or 0.0 for badge in fabric.badges), default=0.0)
    room = BADGE_MOST**2 - BADGE_RADIUS**2
    return {
        badge.id: BADGE_MIDDLE
        if badge.value is None
        else math.sqrt(BADGE_RADIUS**2 + room * badge.value / (most or 1.0))
        for badge in fabric.badges
    }


def key_of(thing: MapBadge | MapPerson) -> str:
    """How an address chooses it."""
    if isinstance(thing, MapBadge):
        return f"badge/{thing.slug}"
    return f"personne/{thing.handle}" if thing.handle else ""


def places(
    fabric: Fabric, positions: Mapping[str, Place], *, parted: bool = True
) -> dict[str, Spot]:
    """Where the nodes of a fabric are drawn; `parted` so that none is over another."""
    radii = {f"badge/{badge_id}": radius for badge_id, radius in badge_radii(fabric).items()}
    radii |= {person.node: PERSON_RADIUS for person in fabric.people}
    return laid_out(sorted(radii), radii, positions, parted=parted)


def scene_of(fabric: Fabric, spots: Mapping[str, Spot], light: Light, *, zoom: int = 0) -> Scene:
    """The drawing of a fabric whose every node has its spot."""
    dyes = dye_of_people(fabric)
    near = _neighbours(fabric, light.chosen)
    frame = frame_of({node: spots[node] for node in _nodes(fabric)}, margin=MARGIN)
    frame = frame.closer(zoom, spots.get(light.chosen))
    letter = LETTER * max(1.0, frame.width / COMFORTABLE, frame.height / COMFORTABLE)
    labelled = _labels(fabric, spots, letter, light, near)
    under, over = _strands(fabric, spots, dyes, light)
    return Scene(
        frame,
        letter,
        under,
        over,
        tuple(
            [_badge(badge, spots, light, near, labelled) for badge in fabric.badges]
            + [
                _person(person, spots, light, near, labelled, dyes[person.id])
                for person in fabric.people
            ]
        ),
        tuple(labelled.values()),
    )


def dye_of_people(fabric: Fabric) -> dict[UUID, str]:
    """The dye of each person: that of their circle."""
    accents = {circle.id: circle.accent for circle in fabric.circles}
    return {
        person.id: accents.get(person.circle_id, NO_CIRCLE) if person.circle_id else NO_CIRCLE
        for person in fabric.people
    }


def _nodes(fabric: Fabric) -> Iterable[str]:
    yield from (badge.node for badge in fabric.badges)
    yield from (person.node for person in fabric.people)


def _neighbours(fabric: Fabric, chosen: str) -> frozenset[str]:
    """Who is tied to the chosen node by more than carrying."""
    found = set()
    for thread in fabric.threads:
        person, badge = f"person/{thread.person_id}", f"badge/{thread.badge_id}"
        if thread.kind is not ThreadKind.CARRIED and chosen in (person, badge):
            found |= {person, badge}
    return frozenset(found - {chosen})


def _badge(
    badge: MapBadge,
    spots: Mapping[str, Spot],
    light: Light,
    near: Collection[str],
    labelled: Collection[str],
) -> Node:
    return Node(
        id=badge.node,
        key=key_of(badge),
        kind="badge",
        spot=spots[badge.node],
        radius=spots[badge.node].radius,
        dye=badge.dye,
        label=badge.title,
        short=shortened(badge.title),
        initials="",
        shape=badge.shape,
        icon=badge.icon,
        month=_month(badge.since),
        classes=_classes(badge.node, badge.since, light, near),
        labelled=badge.node in labelled,
    )


def _person(
    person: MapPerson,
    spots: Mapping[str, Spot],
    light: Light,
    near: Collection[str],
    labelled: Collection[str],
    dye: str,
) -> Node:
    return Node(
        id=person.node,
        key=key_of(person),
        kind="personne",
        spot=spots[person.node],
        radius=PERSON_RADIUS,
        dye=dye,
        label=person.name,
        short=person.name,
        initials=person.initials,
        shape="",
        icon="",
        month=_month(person.since),
        classes=_classes(person.node, person.since, light, near),
        labelled=person.node in labelled,
    )


def _classes(node: str, since: date, light: Light, near: Collection[str]) -> str:
    words = []
    if node == light.chosen:
        words.append("on")
    elif node in near:
        words.append("near")
    if node in light.told:
        words.append("lit")
    if light.until is not None and since > light.until:
        words.append("later")
    return " ".join(words)


def _strands(
    fabric: Fabric, spots: Mapping[str, Spot], dyes: Mapping[UUID, str], light: Light
) -> tuple[tuple[Strand, ...], tuple[Strand, ...]]:
    under: dict[tuple[str, str], list[Line]] = {}
    over: dict[tuple[str, str], list[Line]] = {}
    for thread in fabric.threads:
        person, badge = f"person/{thread.person_id}", f"badge/{thread.badge_id}"
        carried = thread.kind is ThreadKind.CARRIED
        chosen = light.chosen in (person, badge) and not carried
        told = (thread.person_id, thread.badge_id) in light.ties
        later = light.until is not None and thread.on > light.until
        line = Line(
            _curve(spots[person], spots[badge], (thread.person_id.int ^ thread.badge_id.int) & 1),
            _month(thread.on),
            "later" if later else "",
        )
        # What is carried has no dye of its own: it is what lies there, not what is said.
        look = ("", "carried") if carried else (dyes[thread.person_id], "woven")
        (over if chosen or told else under).setdefault(look, []).append(line)
    return _sorted(under), _sorted(over)


def _sorted(lines: Mapping[tuple[str, str], Sequence[Line]]) -> tuple[Strand, ...]:
    looks = sorted(lines, key=lambda look: (look[1] != "carried", look[0]))
    return tuple(Strand(dye, kind, tuple(lines[dye, kind])) for dye, kind in looks)


def _curve(start: Spot, end: Spot, side: int) -> str:
    across, down = end.x - start.x, end.y - start.y
    bend = _BEND if side else -_BEND
    middle_x = (start.x + end.x) / 2 - down * bend
    middle_y = (start.y + end.y) / 2 + across * bend
    return f"M{start.x:.0f} {start.y:.0f}Q{middle_x:.0f} {middle_y:.0f} {end.x:.0f} {end.y:.0f}"


def _labels(
    fabric: Fabric,
    spots: Mapping[str, Spot],
    letter: float,
    light: Light,
    near: Collection[str],
) -> dict[str, Label]:
    """The handful of nodes whose name stands on the drawing: the chosen one and what is tied to
    it, those told, the badges most tied; below or above them, over nothing else."""
    badges = [spots[badge.node] for badge in fabric.badges]
    people = [spots[person.node] for person in fabric.people]
    taken: list[Box] = []
    found: dict[str, Label] = {}
    for node, name, since in _by_need(fabric, light, near):
        if len(found) == MOST_LABELS:
            break
        spot, short = spots[node], shortened(name)
        half = len(short) * letter * 0.29 + 2
        for baseline in (spot.y + spot.radius + letter * 1.05, spot.y - spot.radius - letter * 0.4):
            box = (spot.x - half, baseline - letter * 0.8, spot.x + half, baseline + letter * 0.3)
            free = not any(_overlap(box, other) for other in taken) and not any(
                other is not spot and _touches(box, other, other.radius * 0.6) for other in badges
            )
            covered = sum(
                other is not spot and _touches(box, other, other.radius * 0.4) for other in people
            )
            if node == light.chosen or (free and not covered):
                taken.append(box)
                later = light.until is not None and since > light.until
                found[node] = Label(short, round(spot.x), round(baseline), _month(since), later)
                break
    return found


def _by_need(fabric: Fabric, light: Light, near: Collection[str]) -> list[tuple[str, str, date]]:
    """Whose name is wanted most: node, name, first day."""
    ties = Counter(
        f"badge/{thread.badge_id}"
        for thread in fabric.threads
        if thread.kind is not ThreadKind.CARRIED
    )
    named = [(badge.node, badge.title, badge.since) for badge in fabric.badges]
    named += [
        (person.node, person.name, person.since)
        for person in fabric.people
        if person.name and (person.node == light.chosen or person.node in light.told)
    ]
    if light.told:
        named = [it for it in named if it[0] in light.told]
    return sorted(
        named, key=lambda it: (it[0] != light.chosen, it[0] not in near, -ties[it[0]], it[1])
    )


def shortened(name: str) -> str:
    """A name that fits below a node."""
    fits = len(name) <= LONGEST_LABEL
    return name if fits else name[: LONGEST_LABEL - 1].rstrip() + "…"


Box = tuple[float, float, float, float]  # left, top, right, bottom


def _touches(box: Box, spot: Spot, radius: float) -> bool:
    left, top, right, bottom = box
    return left - radius < spot.x < right + radius and top - radius < spot.y < bottom + radius


def _overlap(one: Box, other: Box) -> bool:
    return one[0] < other[2] and other[0] < one[2] and one[1] < other[3] and other[1] < one[3]


def _month(day: date) -> str:
    return f"{day:%Y-%m}"
