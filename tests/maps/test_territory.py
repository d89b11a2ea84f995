"""France with collectives, towns of members who agreed, and bridges; nobody else on it."""

import math
from collections.abc import Callable
from dataclasses import replace
from datetime import date
from itertools import combinations
from typing import Any
from uuid import UUID, uuid4

import pytest
from sqlmodel import Session

from recognition.collectives.models import Collective
from recognition.maps.fabric import Arc, Circle, Fabric, Filters, filtered
from recognition.maps.lettering import labelled
from recognition.maps.queries import fabric_of
from recognition.maps.territory import Territory, grounds, step_of, territory_of
from recognition.people.models import Person, ProfileVisibility
from recognition.places.france import france
from recognition.places.projection import Point
from recognition.places.towns import find_towns, town
from recognition.trust.queries import EVERYWHERE, Scope
from tests.factories import (
    join,
    make_award,
    make_badge,
    make_collective,
    make_endorsement,
    make_person,
)

ALBI, TOULOUSE, LYON = "81004", "31555", "69123"


def circle(name: str, region: str = "76", town_code: str = "") -> Circle:
    return Circle(uuid4(), name.lower(), name, name, "pastel", region, town_code)


def seen(session: Session, scope: Scope = EVERYWHERE) -> Territory:
    return territory_of(fabric_of(session, {}, scope))


def towns(territory: Territory) -> dict[str, int]:
    return {dot.town.name: dot.count for dot in territory.towns}


def bridges(territory: Territory) -> dict[tuple[str, str], int]:
    return {(it.first.name, it.second.name): it.count for it in territory.bridges}


def member(session: Session, collective: Collective, name: str = "", **values: Any) -> Person:
    """An accepted member who is on the map by a thread: they carry a badge."""
    person = make_person(session, name, **values)
    join(session, person, collective)
    badge = make_badge(session, collective=collective)
    make_award(session, badge, person, make_person(session))
    return person


# Towns


def test_members_of_a_town_are_one_dot_and_counted_together(session: Session) -> None:
    here = make_collective(session, "Ici")
    for code in (ALBI, ALBI, TOULOUSE):
        member(session, here, town_code=code)

    found = seen(session)

    assert towns(found) == {"Albi": 2, "Toulouse": 1}
    albi = town(ALBI)
    assert albi is not None
    assert found.towns[0].point == albi.point
    assert [dot.step for dot in found.towns] == [2, 1]


def test_who_did_not_agree_is_in_no_dot_no_count_and_no_name(session: Session) -> None:
    here = make_collective(session, "Ici")
    member(session, here, "Celle qui veut bien", town_code=ALBI)
    member(session, here, "Celui qui n’a rien dit", city="Albi")

    (dot,) = seen(session).towns

    assert (dot.town.code, dot.count) == (ALBI, 1)
    assert [person.name for person in dot.named] == ["Celle qui veut bien"]


def test_who_withdraws_is_gone_at_once_even_from_a_map_that_was_looked_at(
    session: Session,
) -> None:
    here = make_collective(session, "Ici")
    person = member(session, here, town_code=ALBI)
    memory: dict[str, object] = {}
    before = territory_of(fabric_of(session, memory, EVERYWHERE))

    person.town_code = ""
    session.add(person)
    session.flush()

    assert towns(before) == {"Albi": 1}
    assert towns(territory_of(fabric_of(session, memory, EVERYWHERE))) == {}


@pytest.mark.parametrize(
    ("visibility", "everywhere", "here", "there"),
    [
        (ProfileVisibility.PUBLIC, 1, 1, 1),
        (ProfileVisibility.COLLECTIVE, 0, 1, 0),
        (ProfileVisibility.PRIVATE, 0, 0, 0),
    ],
)
def test_a_town_is_shown_no_further_than_the_page_of_its_person(
    session: Session, visibility: ProfileVisibility, everywhere: int, here: int, there: int
) -> None:
    own, other = make_collective(session, "Le sien"), make_collective(session, "Un autre")
    member(session, own, town_code=ALBI, profile_visibility=visibility)

    counts = [
        sum(dot.count for dot in seen(session, scope).towns)
        for scope in (EVERYWHERE, Scope(own.id), Scope(other.id))
    ]

    assert counts == [everywhere, here, there]


def test_two_maps_that_differ_by_one_hidden_award_differ_by_its_bridge_and_nothing_else(
    session: Session,
) -> None:
    south, east = make_collective(session, "Sud"), make_collective(session, "Est")
    giver = member(session, south, town_code=ALBI)
    holder = member(session, east, town_code=LYON)
    badge = make_badge(session, collective=south)
    before = seen(session)
    award = make_award(session, badge, holder, giver)
    shown = seen(session)
    award.visibility = "private"
    session.add(award)
    session.flush()

    assert bridges(before) == {}
    assert bridges(shown) == {("Est", "Sud"): 1}
    assert seen(session) == before


def test_a_code_that_is_no_town_puts_nobody_anywhere(session: Session) -> None:
    member(session, make_collective(session, "Ici"), town_code="99999")

    assert seen(session).towns == ()


def test_towns_are_told_by_region(session: Session) -> None:
    here = make_collective(session, "Ici")
    for code in (TOULOUSE, ALBI, ALBI, LYON, "97411"):
        member(session, here, town_code=code)

    groups = seen(session).town_groups

    assert [(group.region, group.count) for group in groups] == [
        ("Auvergne-Rhône-Alpes", 1),
        ("La Réunion", 1),
        ("Occitanie", 3),
    ]
    assert [dot.town.name for dot in groups[2].towns] == ["Albi", "Toulouse"]


def test_sizes_are_four_steps() -> None:
    assert [step_of(count) for count in (1, 2, 4, 5, 9, 10, 5000)] == [1, 2, 2, 3, 3, 4, 4]


# Bridges


def test_a_bridge_counts_people_once_whichever_way_and_however_often(session: Session) -> None:
    south, east = make_collective(session, "Sud"), make_collective(session, "Est")
    ann, bob = member(session, south), member(session, east)
    for _ in range(2):
        make_award(session, make_badge(session, collective=south), bob, ann)
    make_endorsement(session, endorser=ann, badge=make_badge(session, collective=east))
    once = bridges(seen(session))
    make_endorsement(session, endorser=bob, badge=make_badge(session, collective=south))

    assert once == {("Est", "Sud"): 1}
    assert bridges(seen(session)) == {("Est", "Sud"): 2}


def test_carrying_a_badge_of_elsewhere_is_no_bridge(session: Session) -> None:
    south, east = make_collective(session, "Sud"), make_collective(session, "Est")
    bob = make_person(session)
    join(session, bob, east)
    outside = make_person(session)
    make_award(session, make_badge(session, collective=south), bob, outside)

    assert bridges(seen(session)) == {}


def test_people_of_no_collective_cross_no_bridge(session: Session) -> None:
    south = make_collective(session, "Sud")
    make_endorsement(
        session, endorser=make_person(session), badge=make_badge(session, collective=south)
    )

    assert bridges(seen(session)) == {}


def test_filters_of_the_map_apply_to_towns_and_bridges(session: Session) -> None:
    south, east = make_collective(session, "Sud"), make_collective(session, "Est")
    ann = member(session, south, town_code=ALBI)
    bob = member(session, east, town_code=LYON)
    make_award(session, make_badge(session, collective=south), bob, ann)
    fabric = fabric_of(session, {}, EVERYWHERE)

    only_south = territory_of(filtered(fabric, Filters(circle_ids=frozenset({south.id}))))
    earlier = territory_of(filtered(fabric, Filters(until=date(2020, 1, 1))))

    assert (towns(only_south), bridges(only_south)) == ({"Albi": 1}, {})
    assert (towns(earlier), bridges(earlier)) == ({}, {})


def test_the_widest_bridge_comes_first_and_each_has_a_name_of_its_own() -> None:
    fabric = _woven(
        circle("A"), circle("B", "84"), circle("C", "11"), {("A", "B"): 1, ("A", "C"): 6}
    )

    found = territory_of(fabric).bridges

    assert [(it.key, it.count, it.step) for it in found] == [("a-c", 6, 3), ("a-b", 1, 1)]


def test_an_arc_starts_and_ends_beside_its_dots_not_under_them() -> None:
    found = territory_of(
        _woven(circle("A", "76", TOULOUSE), circle("B", "84", LYON), circle("C"), {("A", "B"): 1})
    )
    (bridge,) = found.bridges
    at = {dot.circle.name: dot.point for dot in found.circles}

    assert math.dist(_xy(bridge.start), _xy(at["A"])) == pytest.approx(9.0)
    assert math.dist(_xy(bridge.end), _xy(at["B"])) == pytest.approx(9.0)


def _xy(point: Point) -> tuple[float, float]:
    return point.x, point.y


def _woven(
    first: Circle, second: Circle, third: Circle, crossings: dict[tuple[str, str], int]
) -> Fabric:
    """Three circles; each crossing is of so many people of the first who vouched for one of the
    second."""
    from recognition.maps.fabric import MapPerson

    circles = {it.name: it for it in (first, second, third)}
    blank = MapPerson(UUID(int=0), "N", None, "N", None, False, "", date(2026, 1, 1))
    people, arcs = [], []
    for (here, there), count in crossings.items():
        target = replace(blank, id=uuid4(), circle_id=circles[there].id)
        people.append(target)
        for _ in range(count):
            source = replace(blank, id=uuid4(), circle_id=circles[here].id)
            people.append(source)
            arcs.append(Arc(source.id, target.id, date(2026, 1, 1)))
    return Fabric("everywhere", tuple(circles.values()), tuple(people), (), (), tuple(arcs))


# Collectives


def test_a_collective_stands_in_its_town_else_in_the_middle_of_its_region() -> None:
    albi = town(ALBI)
    assert albi is not None
    with_town, without = grounds([circle("A", "76", ALBI), circle("B", "84")]).circles

    assert (with_town.point, with_town.where) == (albi.point, "Albi (81)")
    assert (without.point, without.where) == (
        france().regions["84"].middle,
        "Auvergne-Rhône-Alpes",
    )


def test_collectives_of_one_town_stand_side_by_side_and_always_in_the_same_places() -> None:
    many = [circle(f"C{number}", "76", ALBI) for number in range(12)]

    dots = grounds(many).circles

    apart = [math.dist(_xy(a.point), _xy(b.point)) for a, b in combinations(dots, 2)]
    assert min(apart) >= 15.9
    assert [dot.point for dot in grounds(many).circles] == [dot.point for dot in dots]


def test_a_region_wears_the_dye_of_its_only_collective() -> None:
    lands = {
        land.code: land
        for land in grounds([circle("A", "76"), circle("B", "84"), circle("C", "84")]).lands
    }

    assert (lands["76"].accent, lands["76"].circle_count) == ("pastel", 1)
    assert (lands["84"].accent, lands["84"].circle_count) == ("", 2)
    assert (lands["11"].accent, lands["11"].circle_count) == ("", 0)


def test_names_cover_neither_one_another_nor_a_dot_nor_leave_the_drawing() -> None:
    names = [f"Collectif {number}" for number in range(30)]
    points = [each.point for each in find_towns("saint", 30)]

    labels = labelled(names, points, 7, 640, 812)

    written = [label for label in labels if label]
    assert 8 <= len(written) < 30
    for one, other in combinations(written, 2):
        assert abs(one.y - other.y) >= 22 or one.x != other.x
    assert labelled(["Au bord"], [Point(638, 400)], 7, 640, 812)[0] is not None
    assert labelled(["A" * 200], [Point(320, 400)], 7, 640, 812) == [None]


# The page


@pytest.mark.parametrize("count", [1, 3])
def test_the_territory_takes_the_queries_of_its_fabric_and_none_more(
    session: Session, statements: Callable[[], Any], count: int
) -> None:
    here, there = make_collective(session, "Ici"), make_collective(session, "Là", region_code="84")
    for number in range(count):
        person = member(session, here, town_code=ALBI if number % 2 else LYON)
        make_endorsement(session, endorser=person, badge=make_badge(session, collective=there))
    session.commit()
    fabric = fabric_of(session, {}, EVERYWHERE)

    with statements() as asked:
        found = territory_of(fabric)

    assert (len(asked), sum(dot.count for dot in found.towns)) == (0, count)
