"""Curves turned into straight lines, close enough for any scale at which they are drawn."""

import itertools
import math
from collections.abc import Iterable
from dataclasses import dataclass

from recognition.badges.drawing.paths import LARGEST_NUMBER, PathError, Point, Segment


@dataclass(frozen=True)
class Polyline:
    """Points joined by straight lines; a closed one repeats its first point at the end.

    A single point is a dot: SVG draws it where line caps are round.
    """

    points: tuple[Point, ...]
    closed: bool = False


def flatten(segments: Iterable[Segment], tolerance: float) -> tuple[Polyline, ...]:
    """One polyline per subpath, nowhere further than `tolerance` from the true curve.

    `tolerance` is in the units of the path and positive. Raises PathError when an arc, grown to
    span its ends, has a radius out of range. Cost: a curve of extent e takes about
    sqrt(e / tolerance) points.
    """
    lines: list[Polyline] = []
    start = here = Point(0.0, 0.0)
    points: list[Point] = []
    for segment in segments:
        command, numbers = segment.command, segment.numbers
        if command == "M":
            _keep(lines, points)
            start = here = Point(numbers[0], numbers[1])
            points = []
            continue
        points = points or [here]
        if command == "Z":
            _keep(lines, [*points, start], closed=True)
            here, points = start, []
            continue
        points.extend(_curve_points(here, command, numbers, tolerance))
        here = Point(numbers[-2], numbers[-1])
    _keep(lines, points)
    return tuple(lines)


def _keep(lines: list[Polyline], points: list[Point], *, closed: bool = False) -> None:
    if not points:
        return
    kept = [points[0]]
    kept.extend(b for a, b in itertools.pairwise(points) if a != b)
    lines.append(Polyline(tuple(kept), closed))


def _curve_points(
    here: Point, command: str, numbers: tuple[float, ...], tolerance: float
) -> list[Point]:
    if command == "A":
        return _arc_points(here, numbers, tolerance)
    controls = [here, *(Point(*numbers[i : i + 2]) for i in range(0, len(numbers), 2))]
    degree = len(controls) - 1
    # A chord leaves its curve by at most h² max|B''| / 8, h being the step, and |B''| is at
    # most degree (degree - 1) times the largest second difference of the control points.
    bend = max(
        (
            math.hypot(a.x - 2 * b.x + c.x, a.y - 2 * b.y + c.y)
            for a, b, c in zip(controls, controls[1:], controls[2:], strict=False)
        ),
        default=0.0,
    )
    steps = max(1, math.ceil(math.sqrt(degree * (degree - 1) * bend / (8 * tolerance))))
    inner = [_bezier(controls, step / steps) for step in range(1, steps)]
    return [*inner, controls[-1]]


def _bezier(controls: list[Point], t: float) -> Point:
    # De Casteljau: repeated mixing, steady for every degree.
    while len(controls) > 1:
        controls = [
            Point(a.x + (b.x - a.x) * t, a.y + (b.y - a.y) * t)
            for a, b in itertools.pairwise(controls)
        ]
    return controls[0]


def _arc_points(here: Point, numbers: tuple[float, ...], tolerance: float) -> list[Point]:
    """Points after `here` along an elliptical arc (SVG 2, appendix B.2.4)."""
    rx, ry, end = abs(numbers[0]), abs(numbers[1]), Point(numbers[5], numbers[6])
    if here == end:
        return []
    if rx == 0 or ry == 0:
        return [end]
    turn = math.radians(numbers[2] % 360)
    cos, sin = math.cos(turn), math.sin(turn)
    half_x, half_y = (here.x - end.x) / 2, (here.y - end.y) / 2
    # In the frame of the ellipse, in radii: the unit circle.
    u, v = (cos * half_x + sin * half_y) / rx, (cos * half_y - sin * half_x) / ry
    reach = math.hypot(u, v)
    if reach == 0:
        return [end]
    if not math.isfinite(reach):
        raise PathError("an arc has a radius out of range")
    if reach > 1:
        # Radii too small to span both ends grow just enough (B.2.5).
        rx, ry, u, v, reach = rx * reach, ry * reach, u / reach, v / reach, 1.0
    if max(rx, ry) > LARGEST_NUMBER:
        raise PathError("an arc has a radius out of range")
    offset = math.sqrt(max(0.0, 1 - reach * reach)) / reach
    if numbers[3] == numbers[4]:
        offset = -offset
    centre_u, centre_v = offset * v, -offset * u
    first = math.atan2(v - centre_v, u - centre_u)
    sweep = math.atan2(-v - centre_v, -u - centre_u) - first
    if numbers[4] and sweep < 0:
        sweep += math.tau
    elif not numbers[4] and sweep > 0:
        sweep -= math.tau
    mid_x, mid_y = (here.x + end.x) / 2, (here.y + end.y) / 2

    def at(angle: float) -> Point:
        x, y = rx * (centre_u + math.cos(angle)), ry * (centre_v + math.sin(angle))
        return Point(mid_x + cos * x - sin * y, mid_y + sin * x + cos * y)

    steps = math.ceil(abs(sweep) / _arc_step(max(rx, ry), tolerance))
    return [*(at(first + sweep * step / steps) for step in range(1, steps)), end]


def _arc_step(radius: float, tolerance: float) -> float:
    """The angle, in radians, whose chord leaves a circle by `tolerance`, at most a sixth of it."""
    return min(math.pi / 3, 2 * math.acos(max(0.5, 1 - tolerance / radius)))
