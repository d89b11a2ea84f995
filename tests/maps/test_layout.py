"""A map that has room for everybody, is always the same, and does not jump."""

import math
from collections.abc import Mapping
from dataclasses import replace
from datetime import date
from itertools import combinations
from random import Random
from uuid import UUID, uuid4

import numpy as np
import pytest
from sqlmodel import Session

from recognition.maps.fabric import Circle, Fabric, MapBadge, MapPerson, Thread, ThreadKind
from recognition.maps.forces import repulsion
from recognition.maps.layout import BADGE_RADIUS, PERSON_RADIUS, Place, beside, lay_out
from recognition.maps.queries import fabric_of
from recognition.maps.spacing import spaced
from recognition.trust.queries import EVERYWHERE
from tests.maps.weave import weave

DAY = date(2026, 3, 14)


def circle(number: int) -> Circle:
    return Circle(UUID(int=number), f"c{number}", f"C{number}", f"C{number}", "garance", "76", "")


def person(number: int, home: int | None = None) -> MapPerson:
    circle_id = None if home is None else UUID(int=home)
    name = f"P{number:05}"
    return MapPerson(UUID(int=1_000 + number), name, name, "P", circle_id, True, "", DAY)


def badge(number: int, home: int) -> MapBadge:
    return MapBadge(
        id=UUID(int=1_000_000 + number),
        slug=f"b{number}",
        title=f"B{number:05}",
        family="role",
        shape="rond",
        dye="garance",
        icon="ear",
        circle_id=UUID(int=home),
        adopted=True,
        since=DAY,
        value=None,
    )


def synthetic(people: int, badges: int, circles: int = 3, threads: int = 3) -> Fabric:
    """Members tied to some badges of their own circle, one thread in ten to another's."""
    chance = Random(5)
    persons = [person(n, n % circles) for n in range(people)]
    made = [badge(n, n % circles) for n in range(badges)]
    woven = {
        (somebody.id, made[(n % circles + circles * chance.randrange(badges // circles)) % badges])
        if chance.random() > 0.1
        else (somebody.id, chance.choice(made))
        for n, somebody in enumerate(persons)
        for _ in range(threads)
    }
    return Fabric(
        scope="everywhere",
        circles=tuple(circle(n) for n in range(circles)),
        people=tuple(persons),
        badges=tuple(made),
        threads=tuple(
            Thread(who, what.id, ThreadKind.ENDORSED, DAY)
            for who, what in sorted(woven, key=lambda it: (it[0].int, it[1].id.int))
        ),
        arcs=(),
    )


def tied(fabric: Fabric, somebody: MapPerson, *badges: MapBadge) -> Fabric:
    """The fabric with one more person, tied to these badges."""
    threads = (Thread(somebody.id, it.id, ThreadKind.ENDORSED, DAY) for it in badges)
    people = sorted((*fabric.people, somebody), key=lambda it: it.name)
    return replace(fabric, people=tuple(people), threads=(*fabric.threads, *threads))


def nodes_of(fabric: Fabric) -> set[str]:
    return {it.node for it in fabric.people} | {it.node for it in fabric.badges}


def width(places: Mapping[str, Place]) -> float:
    xs, ys = zip(*places.values(), strict=True)
    return max(max(xs) - min(xs), max(ys) - min(ys))


def moved(before: Mapping[str, Place], after: Mapping[str, Place]) -> float:
    """How far those who stayed moved on average, as a share of the map."""
    stayed = [node for node in before if node in after and not node.startswith("circle/")]
    return sum(math.dist(before[it], after[it]) for it in stayed) / len(stayed) / width(before)


def smallest_gap(fabric: Fabric, places: Mapping[str, Place]) -> float:
    """The smallest space between two rims."""
    radius = {it.node: PERSON_RADIUS for it in fabric.people}
    radius |= {it.node: BADGE_RADIUS for it in fabric.badges}
    return min(
        math.dist(places[one], places[other]) - radius[one] - radius[other]
        for one, other in combinations(radius, 2)
    )


def test_every_node_and_every_circle_has_a_place() -> None:
    fabric = synthetic(40, 12)

    places = lay_out(fabric)

    assert places.keys() == nodes_of(fabric) | {f"circle/{it.id}" for it in fabric.circles}
    assert all(math.isfinite(x) and math.isfinite(y) for x, y in places.values())


def test_an_empty_map_and_a_map_of_one_are_maps() -> None:
    empty = Fabric("everywhere", (), (), (), (), ())
    alone = replace(empty, people=(person(1),))

    assert lay_out(empty) == {}
    assert lay_out(alone).keys() == {person(1).node}


def test_the_same_fabric_is_always_laid_out_the_same() -> None:
    assert lay_out(synthetic(60, 20)) == lay_out(synthetic(60, 20))


@pytest.mark.parametrize(("people", "badges"), [(40, 12), (1_200, 300)])
def test_what_did_not_change_does_not_move(people: int, badges: int) -> None:
    fabric = synthetic(people, badges)
    places = lay_out(fabric)

    assert lay_out(fabric, places) == places


@pytest.mark.parametrize(("people", "badges"), [(4, 3), (40, 12), (380, 120)])
def test_nobody_stands_on_anybody(people: int, badges: int) -> None:
    fabric = synthetic(people, badges)

    assert smallest_gap(fabric, lay_out(fabric)) > 0.1


def test_a_newcomer_stands_near_their_badges_and_hardly_moves_the_others() -> None:
    fabric = synthetic(60, 20)
    before = lay_out(fabric)
    newcomer, friends = person(900, 0), fabric.badges[:2]
    grown = tied(fabric, newcomer, *friends)

    after = lay_out(grown, before)

    assert 0 < moved(before, after) < 0.01
    middle = [sum(before[it.node][axis] for it in friends) / 2 for axis in (0, 1)]
    assert math.dist(after[newcomer.node], middle) < width(before) / 4
    assert smallest_gap(grown, after) > 0.1


def test_many_newcomers_one_at_a_time_still_leave_room_for_all() -> None:
    fabric = synthetic(60, 20)
    places = lay_out(fabric)
    chance = Random(3)
    for number in range(20):
        fabric = tied(
            fabric, person(900 + number, number % 3), *chance.sample(list(fabric.badges), 2)
        )
        before, places = places, lay_out(fabric, places)
        assert moved(before, places) < 0.02

    assert smallest_gap(fabric, places) > 0.1


def test_when_much_is_new_each_circle_still_stays_where_it_was() -> None:
    small, large = synthetic(60, 20), synthetic(160, 50)
    before = lay_out(small)

    after = lay_out(large, before)

    def turn(places: Mapping[str, Place]) -> list[float]:
        middles = [np.array(places[f"circle/{it.id}"]) for it in small.circles]
        centre = sum(middles) / len(middles)
        return [math.atan2(*(middle - centre)) for middle in middles]

    for one, other in zip(turn(before), turn(after), strict=True):
        assert abs(math.remainder(one - other, 2 * math.pi)) < 0.8
    assert smallest_gap(large, after) > 0.1


def test_a_map_that_its_ties_have_outgrown_is_drawn_anew() -> None:
    fabric = synthetic(60, 20)
    before = lay_out(replace(fabric, threads=fabric.threads[:8]))

    after = lay_out(fabric, before)

    def length(places: Mapping[str, Place]) -> float:
        return sum(
            math.dist(places[f"person/{it.person_id}"], places[f"badge/{it.badge_id}"])
            for it in fabric.threads
        )

    assert length(after) < 0.6 * length(before)
    assert length(after) < 1.25 * length(lay_out(fabric))
    assert lay_out(fabric, after) == after


def test_somebody_whose_ties_went_elsewhere_follows_them() -> None:
    fabric = synthetic(60, 20)
    wanderer = person(900, 0)
    before = lay_out(tied(fabric, wanderer))
    assert before[wanderer.node].y > max(before[it.node].y for it in fabric.people)  # on the shelf

    friend = min(fabric.badges, key=lambda it: before[it.node].y)
    after = lay_out(tied(fabric, wanderer, friend), before)

    assert math.dist(after[wanderer.node], after[friend.node]) < 5
    assert moved(before, after) < 0.03


def test_what_hangs_on_nothing_stands_in_rows_beside() -> None:
    fabric = synthetic(60, 20)
    apart = [person(900 + n, 0) for n in range(12)]
    pair, shared = person(950, 1), badge(900, 1)
    fabric = replace(
        fabric,
        people=tuple(sorted((*fabric.people, *apart, pair), key=lambda it: it.name)),
        badges=(*fabric.badges, shared),
        threads=(*fabric.threads, Thread(pair.id, shared.id, ThreadKind.CARRIED, DAY)),
    )

    places = lay_out(fabric)

    woven = [places[f"badge/{it.badge_id}"] for it in fabric.threads[:-1]]
    lowest = max(place.y for place in woven)
    left, right = min(place.x for place in woven), max(place.x for place in woven)
    for node in (*(it.node for it in apart), pair.node, shared.node):
        assert places[node].y > lowest
        assert left - 4 < places[node].x < right + 4
    assert len({places[it.node].y for it in apart}) <= 3
    assert math.dist(places[pair.node], places[shared.node]) < 4
    assert max(place.y for place in places.values()) - lowest < 15


def test_those_of_a_circle_stand_together() -> None:
    fabric = synthetic(90, 30)
    places = lay_out(fabric)

    def nearest(somebody: MapPerson) -> UUID:
        return min(
            fabric.circles,
            key=lambda it: math.dist(places[somebody.node], places[f"circle/{it.id}"]),
        ).id

    at_home = sum(nearest(it) == it.circle_id for it in fabric.people)
    assert at_home > 0.8 * len(fabric.people)


def test_threads_are_far_shorter_than_chance_would_have_them() -> None:
    fabric = synthetic(300, 90)
    places = lay_out(fabric)
    chance = Random(1)

    lengths = [
        math.dist(places[f"person/{it.person_id}"], places[f"badge/{it.badge_id}"])
        for it in fabric.threads
    ]
    others = [
        math.dist(
            places[chance.choice(fabric.people).node], places[chance.choice(fabric.badges).node]
        )
        for _ in fabric.threads
    ]
    assert sum(lengths) < 0.6 * sum(others)


def test_beside_moves_nobody_and_finds_everybody_a_place() -> None:
    fabric = synthetic(60, 20)
    before = lay_out(fabric)
    newcomer, stranger = person(900, 0), person(901, 0)
    grown = tied(tied(fabric, newcomer, *fabric.badges[:2]), stranger)

    places = beside(grown, before)

    assert {node: places[node] for node in nodes_of(fabric)} == {
        node: before[node] for node in nodes_of(fabric)
    }
    assert {newcomer.node, stranger.node} <= places.keys()


def test_a_grid_pushes_like_every_pair_would() -> None:
    """Off the mark only between those who share a cell."""
    chance = np.random.default_rng(1)
    at, mass = chance.normal(size=(400, 2)) * 20, chance.uniform(1, 5, size=400)

    between = at[:, None, :] - at[None, :, :]
    square = (between * between).sum(axis=2) + 1e-9
    exact = (between * (mass[None, :] / square)[:, :, None]).sum(axis=1)
    grid = repulsion(at, mass)

    away = np.linalg.norm(grid - exact, axis=1) / np.linalg.norm(exact, axis=1)
    assert np.median(away) < 0.1


def test_two_on_the_same_spot_are_parted() -> None:
    at = spaced(np.zeros((30, 2)), np.full(30, 0.4), np.ones(30))

    apart = [np.linalg.norm(one - other) for one, other in combinations(at, 2)]
    assert min(apart) > 0.9


def test_a_woven_platform_is_laid_out(session: Session) -> None:
    weave(session, people=45, badges=15)
    fabric = fabric_of(session, {}, EVERYWHERE)

    places = lay_out(fabric)

    assert smallest_gap(fabric, places) > 0.1
    assert f"badge/{uuid4()}" not in places
