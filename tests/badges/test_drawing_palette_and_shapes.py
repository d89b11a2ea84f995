import itertools
import math

import pytest

from recognition.badges.drawing import DYES, SHAPES, shape_path
from recognition.badges.drawing.flattening import flatten
from recognition.badges.drawing.layout import stitches, stitching
from recognition.badges.drawing.paths import Point, parse

DARK_BACKGROUND = "#101118"


def luminance(colour: str) -> float:
    """Relative luminance (WCAG 2.2, definitions)."""
    channels = [int(colour[i : i + 2], 16) / 255 for i in (1, 3, 5)]
    red, green, blue = (
        c / 12.92 if c <= 0.04045 else ((c + 0.055) / 1.055) ** 2.4 for c in channels
    )
    return 0.2126 * red + 0.7152 * green + 0.0722 * blue


def contrast(one: str, other: str) -> float:
    light, dark = sorted((luminance(one), luminance(other)), reverse=True)
    return (light + 0.05) / (dark + 0.05)


def corners(path: str) -> tuple[Point, ...]:
    (line,) = flatten(parse(path), 0.02)
    assert line.closed
    return line.points


def test_there_are_eight_dyes_and_eight_shapes_in_the_order_of_the_visual_language() -> None:
    assert list(DYES) == [
        "pastel",
        "garance",
        "gaude",
        "sarrette",
        "orseille",
        "safran",
        "noyer",
        "sarcelle",
    ]
    assert list(SHAPES) == [
        "rond",
        "hexagone",
        "carre",
        "bouclier",
        "losange",
        "fleur",
        "pentagone",
        "arche",
    ]


@pytest.mark.parametrize("name", DYES)
def test_the_pictogram_is_readable_on_its_dye(name: str) -> None:
    assert contrast(DYES[name].ink, DYES[name].colour) >= 4.5


@pytest.mark.parametrize("name", DYES)
def test_the_dye_stands_out_on_the_dark_background(name: str) -> None:
    assert contrast(DYES[name].colour, DARK_BACKGROUND) >= 3


@pytest.mark.parametrize("name", SHAPES)
def test_a_shape_is_inside_its_square_and_the_same_on_both_sides(name: str) -> None:
    points = corners(shape_path(name))

    assert all(0 < n < 200 for point in points for n in point)
    left, right = min(x for x, _ in points), max(x for x, _ in points)
    assert left + right == pytest.approx(200, abs=0.3)


@pytest.mark.parametrize("name", SHAPES)
def test_a_scaled_shape_is_smaller_by_its_scale(name: str) -> None:
    whole, half = corners(shape_path(name)), corners(shape_path(name, 0.5))

    def side(points: tuple[Point, ...], axis: int) -> float:
        return max(p[axis] for p in points) - min(p[axis] for p in points)

    assert side(half, 0) == pytest.approx(side(whole, 0) / 2, abs=0.1)
    assert side(half, 1) == pytest.approx(side(whole, 1) / 2, abs=0.1)


@pytest.mark.parametrize("name", SHAPES)
def test_stitches_are_alike_and_follow_the_line(name: str) -> None:
    lengths = [
        sum(math.dist(a, b) for a, b in itertools.pairwise(stitch)) for stitch in stitches(name)
    ]
    around = stitching(name).points
    whole = sum(math.dist(a, b) for a, b in itertools.pairwise(around))

    assert max(lengths) - min(lengths) < 1e-6
    assert lengths[0] == pytest.approx(7, rel=0.15)
    assert sum(lengths) == pytest.approx(whole * 7 / 13, rel=1e-6)
    assert len(lengths) % SHAPES[name].parts == 0


def test_an_unknown_shape_is_a_key_error() -> None:
    with pytest.raises(KeyError):
        shape_path("coeur")
