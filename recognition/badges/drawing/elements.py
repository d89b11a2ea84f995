"""SVG basic shapes as the path data that draws them (SVG 2, chapter 10)."""

from collections.abc import Mapping

from recognition.badges.drawing.paths import BLANK, PathError, Reader, Segment, parse

_NUMBER_STARTS = "+-.0123456789"


def element(tag: str, attributes: Mapping[str, str]) -> tuple[Segment, ...]:
    """The outline of one SVG element: path, circle, ellipse, rect, line, polyline or polygon.

    Attributes that say nothing about the outline are ignored. Raises PathError.
    """
    if tag == "path":
        return parse(_attribute(attributes, "d"))
    if tag in ("polyline", "polygon"):
        return _points(_attribute(attributes, "points"), closed=tag == "polygon")
    if tag == "line":
        start = (_length(attributes, "x1", 0.0), _length(attributes, "y1", 0.0))
        end = (_length(attributes, "x2", 0.0), _length(attributes, "y2", 0.0))
        return (Segment("M", start), Segment("L", end))
    if tag == "rect":
        return _rectangle(attributes)
    if tag in ("circle", "ellipse"):
        rx = _length(attributes, "r" if tag == "circle" else "rx")
        ry = rx if tag == "circle" else _length(attributes, "ry")
        return _ellipse(_length(attributes, "cx", 0.0), _length(attributes, "cy", 0.0), rx, ry)
    raise PathError(f"unknown element {tag!r}")


def _attribute(attributes: Mapping[str, str], name: str) -> str:
    value = attributes.get(name)
    if not isinstance(value, str):
        raise PathError(f"attribute {name!r} is missing")
    return value


def _length(attributes: Mapping[str, str], name: str, default: float | None = None) -> float:
    if default is not None and name not in attributes:
        return default
    text = _attribute(attributes, name)
    reader = Reader(text)
    value = reader.number()
    if text[reader.at :].strip(BLANK):
        raise PathError(f"attribute {name!r} is not a number")
    if value < 0 and name in ("r", "rx", "ry", "width", "height"):
        raise PathError(f"attribute {name!r} is negative")
    return value


def _points(text: str, *, closed: bool) -> tuple[Segment, ...]:
    if not text.strip(BLANK):
        return ()
    # The grammar of `points` is that of the pairs after a move.
    if text.lstrip(BLANK)[0] not in _NUMBER_STARTS:
        raise PathError("attribute 'points' must begin with a number")
    segments = parse("M" + text)
    if any(segment.command not in "ML" for segment in segments):
        raise PathError("attribute 'points' holds something else than numbers")
    return (*segments, Segment("Z")) if closed else segments


def _rectangle(attributes: Mapping[str, str]) -> tuple[Segment, ...]:
    x, y = _length(attributes, "x", 0.0), _length(attributes, "y", 0.0)
    width, height = _length(attributes, "width"), _length(attributes, "height")
    # An absent radius is equal to the other one (SVG 2, 10.2).
    rx = _length(attributes, "rx" if "rx" in attributes else "ry", 0.0)
    ry = _length(attributes, "ry" if "ry" in attributes else "rx", 0.0)
    rx, ry = min(rx, width / 2), min(ry, height / 2)
    right, bottom = x + width, y + height
    sides = [
        Segment("M", (x + rx, y)),
        Segment("L", (right - rx, y)),
        Segment("A", (rx, ry, 0.0, 0.0, 1.0, right, y + ry)),
        Segment("L", (right, bottom - ry)),
        Segment("A", (rx, ry, 0.0, 0.0, 1.0, right - rx, bottom)),
        Segment("L", (x + rx, bottom)),
        Segment("A", (rx, ry, 0.0, 0.0, 1.0, x, bottom - ry)),
        Segment("L", (x, y + ry)),
        Segment("A", (rx, ry, 0.0, 0.0, 1.0, x + rx, y)),
        Segment("Z"),
    ]
    rounded = rx > 0 and ry > 0
    return tuple(side for side in sides if rounded or side.command != "A")


def _ellipse(cx: float, cy: float, rx: float, ry: float) -> tuple[Segment, ...]:
    return (
        Segment("M", (cx - rx, cy)),
        Segment("A", (rx, ry, 0.0, 1.0, 1.0, cx + rx, cy)),
        Segment("A", (rx, ry, 0.0, 1.0, 1.0, cx - rx, cy)),
        Segment("Z"),
    )
