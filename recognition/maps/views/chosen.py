"""What the panel says of the badge or the person that was chosen on the map."""

from collections.abc import Iterable
from dataclasses import dataclass

from recognition.badges.families import FAMILIES, FamilyLine
from recognition.collectives.queries import NO_CIRCLE
from recognition.maps.fabric import Circle, Fabric, MapBadge, MapPerson, ThreadKind

MOST_FACES = 5


@dataclass(frozen=True, slots=True)
class Face:
    """A person as a portrait. `key` chooses them on the map, "" for who cannot be."""

    key: str
    name: str
    initials: str
    dye: str


@dataclass(frozen=True, slots=True)
class ChosenBadge:
    """`faces` are all who put words behind it or gave it, by name; `circle_count` their circles."""

    badge: MapBadge
    family: FamilyLine
    circle: Circle | None
    faces: tuple[Face, ...]
    circle_count: int

    @property
    def first_faces(self) -> tuple[Face, ...]:
        return self.faces[:MOST_FACES]

    @property
    def more_count(self) -> int:
        return max(len(self.faces) - MOST_FACES, 0)

    @property
    def key(self) -> str:
        return f"badge/{self.badge.slug}"


@dataclass(frozen=True, slots=True)
class ChosenPerson:
    """`stands_behind` and `carries` are badges, by title."""

    person: MapPerson
    face: Face
    circle: Circle | None
    stands_behind: tuple[MapBadge, ...]
    carries: tuple[MapBadge, ...]

    @property
    def key(self) -> str:
        return self.face.key

    @property
    def handle(self) -> str:
        return self.person.handle or ""


def chosen_badge(fabric: Fabric, slug: str) -> ChosenBadge | None:
    """The badge of that slug, if these eyes see it."""
    badge = next((badge for badge in fabric.badges if badge.slug == slug), None)
    if badge is None:
        return None
    voices = {
        thread.person_id
        for thread in fabric.threads
        if thread.badge_id == badge.id and thread.kind is not ThreadKind.CARRIED
    }
    people = [person for person in fabric.people if person.id in voices]
    return ChosenBadge(
        badge,
        FAMILIES[badge.family],
        _circle(fabric, badge.circle_id),
        tuple(faces_of(fabric, people)),
        len({person.circle_id for person in people if person.circle_id}),
    )


def chosen_person(fabric: Fabric, handle: str) -> ChosenPerson | None:
    """The person of that handle, if these eyes see them."""
    person = next((p for p in fabric.people if p.handle and p.handle == handle), None)
    if person is None:
        return None
    theirs = [thread for thread in fabric.threads if thread.person_id == person.id]
    carried = {thread.badge_id for thread in theirs if thread.kind is ThreadKind.CARRIED}
    woven = {thread.badge_id for thread in theirs if thread.kind is not ThreadKind.CARRIED}
    return ChosenPerson(
        person,
        next(iter(faces_of(fabric, [person]))),
        _circle(fabric, person.circle_id),
        tuple(badge for badge in fabric.badges if badge.id in woven),
        tuple(badge for badge in fabric.badges if badge.id in carried),
    )


def faces_of(fabric: Fabric, people: Iterable[MapPerson]) -> Iterable[Face]:
    """Portraits of people, in the order given."""
    accents = {circle.id: circle.accent for circle in fabric.circles}
    for person in people:
        yield Face(
            f"personne/{person.handle}" if person.handle else "",
            person.name,
            person.initials,
            accents.get(person.circle_id, NO_CIRCLE) if person.circle_id else NO_CIRCLE,
        )


def _circle(fabric: Fabric, circle_id: object) -> Circle | None:
    return next((circle for circle in fabric.circles if circle.id == circle_id), None)
