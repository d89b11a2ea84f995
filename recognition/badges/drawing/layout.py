"""Where everything lies in the picture, in the 200 units shared by the PNG and the SVG."""

import itertools
import math
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from functools import cache

from recognition.badges.drawing import lettering
from recognition.badges.drawing.flattening import Polyline, flatten
from recognition.badges.drawing.icons import ICON_SIDE, ICONS
from recognition.badges.drawing.paths import Point, Segment, moved, scaled
from recognition.badges.drawing.picture import Picture
from recognition.badges.drawing.shapes import SHAPES, SIDE, STITCHING_SCALE, outline

ICON_STROKE = 1.75  # units of the pictogram's own square
STITCH_WIDTH = 2.4
STITCH_OPACITY = 0.62
STITCH_LENGTH = 7.0
STITCH_GAP = 6.0

TOLERANCE = 0.02
"""Units: a twentieth of a pixel at 512."""

_WORD_MARGIN = 5.0  # units kept between the word and the stitching, on each side
_WORD_STEP = 0.25  # units of font size tried, from the largest
_WORD_SMALLEST = 6.0


@dataclass(frozen=True)
class PlacedIcon:
    """`segments` and `stroke` are in units of the picture."""

    segments: tuple[Segment, ...]
    stroke: float


@dataclass(frozen=True)
class PlacedWord:
    """`middle` is the horizontal centre, `size` the font size, `width` the length it takes."""

    text: str
    middle: float
    baseline: float
    size: float
    width: float


@dataclass(frozen=True)
class Cut:
    """What stays readable at a size, as a type designer cuts small letters bolder and wider.

    `icon` and `stroke` multiply the pictogram and its line.
    """

    word: bool = True
    stitching: bool = True
    icon: float = 1.0
    stroke: float = 1.0


def cut_for(size: int) -> Cut:
    """The cut for a picture shown on `size` pixels."""
    # Seen side by side: below 56 pixels letters are under 5 pixels, below 28 stitches are a blur.
    if size < 28:
        return Cut(word=False, stitching=False, icon=1.35, stroke=1.1)
    if size < 56:
        return Cut(word=False, icon=1.2)
    return Cut()


def placed_icon(picture: Picture, cut: Cut) -> PlacedIcon:
    """The pictogram in its place: higher when a word is written below it."""
    shape = SHAPES[picture.shape]
    placing = shape.with_word if picture.word and cut.word else shape.alone
    scale = placing.icon_side / ICON_SIDE * cut.icon
    corner = ICON_SIDE / 2 * scale
    drawn = scaled(ICONS[picture.icon].segments, scale, Point(0.0, 0.0))
    return PlacedIcon(
        moved(drawn, SIDE / 2 - corner, placing.icon_centre - corner),
        ICON_STROKE * scale * cut.stroke,
    )


def placed_word(picture: Picture, cut: Cut) -> PlacedWord | None:
    """The word at the largest size that stays inside the stitching; None when none is shown."""
    if not (picture.word and cut.word):
        return None
    placing = SHAPES[picture.shape].with_word
    unit_width = lettering.width(picture.word)
    edge = stitching(picture.shape)
    size = placing.word_size
    while size > _WORD_SMALLEST and unit_width * size > _room(edge, placing.baseline, size):
        size -= _WORD_STEP
    return PlacedWord(picture.word, SIDE / 2, placing.baseline, size, unit_width * size)


@cache
def stitching(shape: str) -> Polyline:
    """The closed line along which a badge is sewn."""
    (line,) = flatten(outline(shape, STITCHING_SCALE), TOLERANCE)
    return line


@cache
def stitch_pattern(shape: str) -> tuple[float, float]:
    """Stitch and gap close to STITCH_LENGTH and STITCH_GAP that go a whole number of times
    into each of the shape's equal parts, so that no half stitch shows and petals are alike."""
    points, parts = stitching(shape).points, SHAPES[shape].parts
    part_length = sum(math.dist(a, b) for a, b in itertools.pairwise(points)) / parts
    period = STITCH_LENGTH + STITCH_GAP
    stretch = part_length / (round(part_length / period) * period)
    return STITCH_LENGTH * stretch, STITCH_GAP * stretch


def stitches(shape: str) -> list[tuple[Point, ...]]:
    """The stitching cut into its stitches; the line begins and ends in the middle of a gap."""
    stitch, gap = stitch_pattern(shape)
    points = stitching(shape).points
    cut: list[tuple[Point, ...]] = []
    current: list[Point] = []
    sewing, left = False, gap / 2
    for start, end in itertools.pairwise(points):
        here = start
        while (distance := math.dist(here, end)) >= left:
            share = left / distance
            here = Point(here.x + (end.x - here.x) * share, here.y + (end.y - here.y) * share)
            if sewing:
                cut.append((*current, here))
            sewing, left = not sewing, gap if sewing else stitch
            current = [here]
        left -= distance
        if distance:
            current.append(end)
    return cut


def _room(edge: Polyline, baseline: float, size: float) -> float:
    """The width free for letters of `size` on `baseline`, within `edge`."""
    top, bottom = baseline - lettering.CAPITAL_HEIGHT * size, baseline + lettering.DESCENT * size
    half = min(_half_width(edge.points, y) for y in _heights(top, bottom))
    return 2 * (half - _WORD_MARGIN)


def _heights(top: float, bottom: float) -> Iterable[float]:
    steps = 8
    return (top + (bottom - top) * step / steps for step in range(steps + 1))


def _half_width(points: Sequence[Point], y: float) -> float:
    """How far the edge is from the picture's vertical axis at height `y`; 0 outside of it."""
    return min(
        (
            abs(a.x + (b.x - a.x) * (y - a.y) / (b.y - a.y) - SIDE / 2)
            for a, b in itertools.pairwise(points)
            if a.y != b.y and min(a.y, b.y) <= y <= max(a.y, b.y)
        ),
        default=0.0,
    )
