"""The picture as a PNG file, drawn by Pillow."""

import itertools
import math
from collections.abc import Sequence
from io import BytesIO

from PIL import Image, ImageDraw

from recognition.badges.drawing import lettering
from recognition.badges.drawing.flattening import flatten
from recognition.badges.drawing.layout import (
    STITCH_OPACITY,
    STITCH_WIDTH,
    TOLERANCE,
    Cut,
    cut_for,
    placed_icon,
    placed_word,
    stitches,
)
from recognition.badges.drawing.palette import DYES
from recognition.badges.drawing.paths import Point
from recognition.badges.drawing.picture import Picture
from recognition.badges.drawing.shapes import SIDE, outline

SMALLEST = 8  # pixels
LARGEST = 2048

_CANVAS = 2048  # pixels: the side drawn before it is reduced, where the size allows


def draw(picture: Picture, size: int = 512) -> bytes:
    """A PNG of `size` × `size` pixels, transparent around the shape, without metadata.

    Small pictures leave out the word, then the stitching, for a larger pictogram.
    The same picture and size give the same bytes with the same build of Pillow. Raises
    ValueError for a size outside SMALLEST to LARGEST. Cost: some 80 ms at 512.
    """
    if not SMALLEST <= size <= LARGEST:
        raise ValueError(f"size: {size} is not between {SMALLEST} and {LARGEST}")
    factor = min(16, max(3, _CANVAS // size))
    dye = DYES[picture.dye]
    ink = _ink(picture, cut_for(size), size * factor).reduce(factor)
    flat = (size, size)
    # Every pixel has the dye, even where alpha is 0, so that no dark fringe shows when scaled.
    image = Image.composite(
        Image.new("RGB", flat, dye.ink), Image.new("RGB", flat, dye.colour), ink
    )
    image.putalpha(_shape(picture, size * factor).reduce(factor))
    file = BytesIO()
    image.save(file, "PNG", compress_level=9)
    return file.getvalue()


def _shape(picture: Picture, side: int) -> Image.Image:
    mask = Image.new("L", (side, side), 0)
    (line,) = flatten(outline(picture.shape), TOLERANCE)
    unit = side / SIDE
    ImageDraw.Draw(mask).polygon([_pixel(point, unit) for point in line.points], fill=255)
    return mask


def _ink(picture: Picture, cut: Cut, side: int) -> Image.Image:
    mask = Image.new("L", (side, side), 0)
    brush = ImageDraw.Draw(mask)
    unit = side / SIDE
    if cut.stitching:
        for stitch in stitches(picture.shape):
            _stroke(brush, stitch, STITCH_WIDTH, unit, round(255 * STITCH_OPACITY))
    icon = placed_icon(picture, cut)
    for line in flatten(icon.segments, TOLERANCE):
        _stroke(brush, line.points, icon.stroke, unit, 255)
    word = placed_word(picture, cut)
    if word is not None:
        brush.text(
            (word.middle * unit, word.baseline * unit),
            word.text,
            fill=255,
            font=lettering.font(word.size * unit),
            anchor="ms",
        )
    return mask


def _stroke(
    brush: ImageDraw.ImageDraw, points: Sequence[Point], width: float, unit: float, value: int
) -> None:
    """A line with round caps and joins: a disc on each point, a bar between two."""
    half = width * unit / 2
    for point in points:
        x, y = point.x * unit, point.y * unit
        brush.ellipse((x - half, y - half, x + half, y + half), fill=value)
    for a, b in itertools.pairwise(points):
        length = math.dist(a, b)
        across_x, across_y = (b.y - a.y) / length * width / 2, (a.x - b.x) / length * width / 2
        corners = (
            Point(a.x + across_x, a.y + across_y),
            Point(b.x + across_x, b.y + across_y),
            Point(b.x - across_x, b.y - across_y),
            Point(a.x - across_x, a.y - across_y),
        )
        brush.polygon([_pixel(corner, unit) for corner in corners], fill=value)


def _pixel(point: Point, unit: float) -> tuple[int, int]:
    # Rounded here: Pillow would cut the decimals, and so shift everything up and left.
    return round(point.x * unit), round(point.y * unit)
