"""How the drawing is made: joined, simplified and fitted, on shapes one can count by hand."""

import math

import pytest

from recognition.places.making.fitting import fitted, mercator
from recognition.places.making.shapes import (
    Mesh,
    Ring,
    area,
    is_inside,
    kept_vertices,
    middle,
    path_of,
    walked,
)
from tests.places.drawn import rings_of

WEST: Ring = [(0, 0), (4, 0), (4, 2), (4, 4), (0, 4)]
EAST: Ring = [(4.04, 0), (8, 0), (8, 4), (4, 4.04), (4, 2)]  # its corners are a little off


def test_two_neighbours_joined_lose_the_border_between_them() -> None:
    mesh = Mesh({"west": [WEST], "east": [EAST]}, snap=0.1)

    (ring,) = walked(mesh.edges(["west", "east"]))

    assert len(ring) == 6
    assert area([mesh.points[vertex] for vertex in ring]) == pytest.approx(32, abs=0.2)


def test_neighbours_keep_the_same_border_when_simplified_and_nothing_moves_too_far() -> None:
    wave = [(4 + 0.3 * math.sin(step), step / 10) for step in range(101)]
    west: Ring = [(0, 0), *wave, (0, 10)]
    east: Ring = [(8, 0), *wave, (8, 10)]
    mesh = Mesh({"west": [west], "east": [east]}, snap=1e-6)
    borders = {name: mesh.edges([name]) for name in mesh.rings}

    kept = kept_vertices(borders, mesh.points, tolerance=0.35)

    west_ring, east_ring = (
        [mesh.points[v] for v in walked(edges)[0] if v in kept] for edges in borders.values()
    )
    assert set(west_ring) & set(wave) == set(east_ring) & set(wave)
    assert {wave[0], wave[-1]} <= set(west_ring)
    assert len(west_ring) < len(west) / 2
    assert area(west_ring) + area(east_ring) == pytest.approx(80, abs=0.01)


def test_an_island_is_simplified_to_a_shape_of_its_size() -> None:
    circle = [(math.cos(turn / 50 * math.pi), math.sin(turn / 50 * math.pi)) for turn in range(100)]
    mesh = Mesh({"island": [circle]}, snap=1e-6)
    borders = {"island": mesh.edges(["island"])}

    kept = kept_vertices(borders, mesh.points, tolerance=0.05)

    assert 8 <= len(kept) <= 24
    assert area([circle[vertex] for vertex in sorted(kept)]) == pytest.approx(math.pi, rel=0.07)


def test_the_middle_of_a_crescent_is_in_it() -> None:
    crescent: Ring = [(0, 0), (10, 0), (10, 10), (0, 10), (0, 8), (8, 8), (8, 2), (0, 2)]

    assert is_inside(crescent, middle(crescent))


def test_a_path_says_its_rings_again() -> None:
    ring: Ring = [(10.0, 20.0), (12.5, 20.0), (12.5, 17.9), (-0.3, 17.9)]

    (again,) = rings_of(path_of([ring]))

    assert [pytest.approx(point) for point in ring] == again


def test_a_projection_is_found_again_from_an_outline() -> None:
    shore = [_shore(-4 + 12 * step / 8000) for step in range(8001)]
    outline = [(200 + 2400 * math.radians(lon), 2500 - 2380 * mercator(lat)) for lon, lat in shore]
    seeds = {outline[i]: (shore[i][1] + 0.05, shore[i][0] - 0.05) for i in range(0, 8001, 400)}

    fit = fitted(outline, shore[::20], seeds=seeds)

    assert (fit.left, fit.right) == pytest.approx((200, 2400), rel=1e-3)
    assert (fit.top, fit.down) == pytest.approx((2500, 2380), rel=3e-3)
    assert fit.error < 0.5
    lat, lon = fit.degrees(outline[1230])
    assert (lon, lat) == pytest.approx(shore[1230], abs=0.01)


def _shore(lon: float) -> tuple[float, float]:
    return lon, 45 + 3 * math.sin(lon * 1.7) + lon / 4
