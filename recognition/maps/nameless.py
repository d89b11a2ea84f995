"""People as dots: what remains of a fabric when nobody is to be named."""

from collections import defaultdict
from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from hashlib import sha256
from uuid import UUID, uuid5

from recognition.maps.fabric import Arc, MapPerson, Thread, arcs_by_day, by_day

_DOTS = UUID("6f0c2a52-0d4e-5c3b-9a53-7b5f6c1f9e01")

Mark = tuple[date, int, str]
"""What a thread shows of itself on a map without names: its day, its badge and its kind."""


@dataclass(frozen=True)
class Dots:
    people: tuple[MapPerson, ...]
    threads: tuple[Thread, ...]
    arcs: tuple[Arc, ...]


def nameless(
    threads: Sequence[Thread],
    arcs: Iterable[Arc],
    circle_of: Mapping[UUID, UUID],
    circle_ids: Collection[UUID],
) -> Dots:
    """Everybody who has a thread, as a dot of their circle if that is one of `circle_ids`.

    A dot is numbered after its first thread, which the map shows anyway: neither its id nor the
    order of dots tells who it is, and both stay as long as that thread does. Arcs remain between
    dots. Linear, but for sorting.
    """
    marks = _marks(threads)
    ids = _ids(marks)
    people = [
        MapPerson(
            id=ids[person_id],
            name="",
            handle=None,
            initials="",
            circle_id=circle_of.get(person_id) if circle_of.get(person_id) in circle_ids else None,
            confirmed=False,
            town_code="",
            since=theirs[0][0],
        )
        for person_id, theirs in marks.items()
    ]
    return Dots(
        people=tuple(sorted(people, key=lambda dot: dot.id.int)),
        threads=tuple(
            by_day(
                Thread(
                    ids[thread.person_id],
                    thread.badge_id,
                    thread.kind,
                    thread.on,
                    frozenset(ids[it] for it in thread.holder_ids if it in ids),
                )
                for thread in threads
            )
        ),
        arcs=tuple(
            arcs_by_day(
                Arc(ids[arc.source_id], ids[arc.target_id], arc.on)
                for arc in arcs
                if arc.source_id in ids and arc.target_id in ids
            )
        ),
    )


def _marks(threads: Sequence[Thread]) -> dict[UUID, list[Mark]]:
    marks: defaultdict[UUID, list[Mark]] = defaultdict(list)
    for thread in threads:
        marks[thread.person_id].append((thread.on, thread.badge_id.int, thread.kind))
    return {person_id: sorted(theirs) for person_id, theirs in marks.items()}


def _ids(marks: Mapping[UUID, list[Mark]]) -> dict[UUID, UUID]:
    """Those who began alike are told apart by what they did later, then by a digest that says
    nothing."""
    alike: defaultdict[Mark, list[UUID]] = defaultdict(list)
    for person_id in sorted(marks, key=lambda it: (marks[it], sha256(it.bytes).digest())):
        alike[marks[person_id][0]].append(person_id)
    return {
        person_id: uuid5(_DOTS, f"{first}/{number}")
        for first, people in alike.items()
        for number, person_id in enumerate(people)
    }
