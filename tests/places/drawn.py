"""Reading the paths of the drawing again, to ask what they hold."""

import math
import re

from recognition.places.projection import Point

Ring = list[tuple[float, float]]


def rings_of(path: str) -> list[Ring]:
    """The rings of path data made of ``M``, ``l`` and ``z``."""
    rings = []
    for piece in path.split("z")[:-1]:
        start, steps = piece.removeprefix("M").split("l")
        x, y = map(float, start.split() if " " in start else re.findall(r"-?[\d.]+", start))
        numbers = [float(number) for number in re.findall(r"-?[\d.]+", steps)]
        ring = [(x, y)]
        for right, down in zip(numbers[::2], numbers[1::2], strict=True):
            x, y = x + right, y + down
            ring.append((x, y))
        rings.append(ring)
    return rings


def distance_outside(path: str, point: Point) -> float:
    """How far a point is from the land of a path; 0 within."""
    rings = rings_of(path)
    if sum(_crossed(ring, point) for ring in rings) % 2:
        return 0.0
    return min(
        _to_segment((point.x, point.y), first, last)
        for ring in rings
        for first, last in zip(ring, ring[1:] + ring[:1], strict=True)
    )


def _crossed(ring: Ring, point: Point) -> int:
    return sum(
        (ay > point.y) != (by > point.y) and point.x < (bx - ax) * (point.y - ay) / (by - ay) + ax
        for (ax, ay), (bx, by) in zip(ring, ring[1:] + ring[:1], strict=True)
    )


def _to_segment(
    point: tuple[float, float], first: tuple[float, float], last: tuple[float, float]
) -> float:
    dx, dy = last[0] - first[0], last[1] - first[1]
    length = dx * dx + dy * dy or 1.0
    along = ((point[0] - first[0]) * dx + (point[1] - first[1]) * dy) / length
    along = min(max(along, 0.0), 1.0)
    return math.dist(point, (first[0] + along * dx, first[1] + along * dy))
