"""The eight shapes of a badge, in a square of 200 units."""

from collections.abc import Mapping
from dataclasses import dataclass
from functools import lru_cache
from types import MappingProxyType

from recognition.badges.drawing.paths import Point, Segment, data, parse, scaled

SIDE = 200.0
"""Units: the side of the square in which a shape is drawn."""

STITCHING_SCALE = 0.885


@dataclass(frozen=True)
class Placing:
    """Where the pictogram and the word go, in units.

    `icon_centre` is a height, `icon_side` the side of the pictogram's square. The word's letters
    stand on `baseline` and are at most `word_size` high (font size).
    """

    icon_centre: float
    icon_side: float = 72.0
    baseline: float = 0.0
    word_size: float = 0.0


@dataclass(frozen=True)
class Shape:
    """An outline and what suits it.

    `label` is French, `middle` the height from which the outline grows, `parts` how many equal
    parts it has from its first point on.
    """

    name: str
    label: str
    outline: tuple[Segment, ...]
    alone: Placing
    with_word: Placing
    parts: int
    middle: float = 100.0


def _shape(
    name: str,
    label: str,
    path: str,
    alone: Placing,
    with_word: Placing,
    *,
    parts: int = 1,
    middle: float = 100.0,
) -> Shape:
    return Shape(name, label, parse(path), alone, with_word, parts, middle)


SHAPES: Mapping[str, Shape] = MappingProxyType(
    {
        shape.name: shape
        for shape in (
            _shape(
                "rond",
                "Rond",
                "M20 100a80 80 0 1 0 160 0a80 80 0 1 0-160 0Z",
                Placing(100),
                Placing(86, 68, 147, 20),
            ),
            _shape(
                "hexagone",
                "Hexagone",
                "M87.9 19Q100 12 112.1 19L164.1 49Q176.2 56 176.2 70V130Q176.2 144 164.1 151"
                "L112.1 181Q100 188 87.9 181L35.9 151Q23.8 144 23.8 130V70Q23.8 56 35.9 49Z",
                Placing(100),
                Placing(83, 70, 144, 20),
                parts=6,
            ),
            _shape(
                "carre",
                "Carré",
                "M27 51Q27 27 51 27H149Q173 27 173 51V149Q173 173 149 173H51Q27 173 27 149Z",
                Placing(100),
                Placing(86, 70, 147, 22),
                parts=4,
            ),
            _shape(
                "bouclier",
                "Bouclier",
                "M44 18H156Q172 18 172 34V108C172 154 134 178 100 188C66 178 28 154 28 108"
                "V34Q28 18 44 18Z",
                Placing(92),
                Placing(80, 72, 142, 20),
            ),
            _shape(
                "losange",
                "Losange",
                "M81.6 22.4Q100 4 118.4 22.4L177.6 81.6Q196 100 177.6 118.4L118.4 177.6"
                "Q100 196 81.6 177.6L22.4 118.4Q4 100 22.4 81.6Z",
                Placing(100),
                Placing(84, 60, 136, 18),
                parts=4,
            ),
            _shape(
                "fleur",
                "Fleur",
                "M100 27A23 23 0 0 1 142.9 40.9A23 23 0 0 1 169.4 77.4A23 23 0 0 1 169.4 122.6"
                "A23 23 0 0 1 142.9 159.1A23 23 0 0 1 100 173A23 23 0 0 1 57.1 159.1"
                "A23 23 0 0 1 30.6 122.6A23 23 0 0 1 30.6 77.4A23 23 0 0 1 57.1 40.9"
                "A23 23 0 0 1 100 27Z",
                Placing(100),
                Placing(86, 68, 145, 20),
                parts=10,
            ),
            _shape(
                "pentagone",
                "Pentagone",
                "M85.4 24.6Q100 14 114.6 24.6L171 65.6Q185.6 76.2 180 93.3L158.5 159.7"
                "Q152.9 176.8 134.9 176.8H65.1Q47.1 176.8 41.5 159.7L20 93.3"
                "Q14.4 76.2 29 65.6Z",
                Placing(104),
                Placing(91, 70, 150, 20),
                parts=5,
                middle=104.0,
            ),
            _shape(
                "arche",
                "Arche",
                "M32 166V86A68 68 0 0 1 168 86V166Q168 182 152 182H48Q32 182 32 166Z",
                Placing(100),
                Placing(88, 72, 150, 22),
            ),
        )
    }
)


def outline(shape: str, scale: float = 1.0) -> tuple[Segment, ...]:
    """The shape's path, enlarged around its middle. Raises KeyError for an unknown shape."""
    known = SHAPES[shape]
    return scaled(known.outline, scale, Point(SIDE / 2, known.middle))


@lru_cache(maxsize=256)
def shape_path(shape: str, scale: float = 1.0) -> str:
    """The shape as SVG path data for `viewBox="0 0 200 200"`, in pages and marks.

    Raises KeyError for an unknown shape.
    """
    return data(outline(shape, scale))
