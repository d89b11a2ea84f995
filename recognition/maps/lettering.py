"""Where names are written on a drawing, so that none covers another or a dot."""

from collections.abc import Sequence
from dataclasses import dataclass

from recognition.places.projection import Point

LETTER = 22.0  # height, in units of the drawing, of the largest letters the style sheet uses
_WIDTH = 0.54  # of a letter, against its height
_GAP = 5.0


@dataclass(frozen=True, slots=True)
class Label:
    """A name to write at a point; `anchor` is the end of it that stands there."""

    text: str
    x: float
    y: float
    anchor: str  # start, middle, end


@dataclass(frozen=True, slots=True)
class _Rectangle:
    left: float
    top: float
    right: float
    bottom: float

    def meets(self, other: "_Rectangle") -> bool:
        return (
            self.left < other.right
            and other.left < self.right
            and self.top < other.bottom
            and other.top < self.bottom
        )


def labelled(
    texts: Sequence[str], points: Sequence[Point], radius: float, width: float, height: float
) -> list[Label | None]:
    """A label beside each dot: to the right, the left, above or below, the first that is free and
    within the drawing; None where none is. The first names have the choice. Quadratic."""
    dots = [_Rectangle(p.x - radius, p.y - radius, p.x + radius, p.y + radius) for p in points]
    written: list[_Rectangle] = []
    labels: list[Label | None] = []
    for place, (text, point) in enumerate(zip(texts, points, strict=True)):
        others = written + dots[:place] + dots[place + 1 :]
        chosen = None
        for label, covered in _around(text, point, radius):
            inside = covered.left >= 0 and covered.right <= width and covered.top >= 0
            if inside and covered.bottom <= height and not any(map(covered.meets, others)):
                chosen = label
                written.append(covered)
                break
        labels.append(chosen)
    return labels


def _around(text: str, point: Point, radius: float) -> list[tuple[Label, _Rectangle]]:
    long, half = len(text) * LETTER * _WIDTH, LETTER / 2
    away = radius + _GAP
    right, left, x, y = point.x + away, point.x - away, point.x, point.y
    above, below = y - away, y + away
    return [
        (Label(text, right, y, "start"), _Rectangle(right, y - half, right + long, y + half)),
        (Label(text, left, y, "end"), _Rectangle(left - long, y - half, left, y + half)),
        (
            Label(text, x, above - half, "middle"),
            _Rectangle(x - long / 2, above - LETTER, x + long / 2, above),
        ),
        (
            Label(text, x, below + half, "middle"),
            _Rectangle(x - long / 2, below, x + long / 2, below + LETTER),
        ),
    ]
