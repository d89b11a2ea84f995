"""Joining departments into regions, and drawing fewer points where nobody would see them.

Two neighbours share the points of their common border, before and after simplifying: a border
is one line.
"""

import math
from collections import defaultdict
from collections.abc import Iterable, Sequence
from itertools import pairwise
from typing import TypeVar

import numpy as np
from scipy.spatial import cKDTree

Vertex = tuple[float, float]
Ring = list[Vertex]
Edge = frozenset[int]
T = TypeVar("T")


def around(ring: Sequence[T]) -> list[tuple[T, T]]:
    """Each point of a ring with the next; the last with the first."""
    return list(pairwise([*ring, ring[0]]))


class Mesh:
    """Rings over shared vertices. Points nearer than `snap` are the same vertex."""

    def __init__(self, rings: dict[str, list[Ring]], *, snap: float) -> None:
        points = [point for group in rings.values() for ring in group for point in ring]
        joined = list(range(len(points)))

        def root(index: int) -> int:
            while joined[index] != index:
                index = joined[index]
            return index

        for first, second in sorted(cKDTree(np.array(points)).query_pairs(snap)):
            low, high = sorted((root(first), root(second)))
            joined[high] = low
        self.points = points
        self.rings: dict[str, list[list[int]]] = {}
        position = 0
        for name, group in rings.items():
            self.rings[name] = []
            for ring in group:
                indices = [root(position + offset) for offset in range(len(ring))]
                position += len(ring)
                kept = [i for before, i in around(indices) if i != before]
                if len(kept) > 2:
                    self.rings[name].append(kept)

    def edges(self, names: Iterable[str]) -> set[Edge]:
        """The border of these shapes taken together: an edge between two of them cancels."""
        border: set[Edge] = set()
        for name in names:
            for ring in self.rings[name]:
                for edge in around(ring):
                    border ^= {frozenset(edge)}
        return border


def walked(edges: set[Edge]) -> list[list[int]]:
    """The rings that a border is made of, as vertices in order."""
    linked: dict[int, set[int]] = defaultdict(set)
    for edge in edges:
        first, second = edge
        linked[first].add(second)
        linked[second].add(first)
    rings = []
    while linked:
        start = min(linked)
        ring, here = [start], start
        while linked[here]:
            following = min(linked[here])
            linked[here].discard(following)
            linked[following].discard(here)
            here = following
            if here == start:
                break
            ring.append(here)
        for vertex in [vertex for vertex in linked if not linked[vertex]]:
            del linked[vertex]
        rings.append(ring)
    return rings


def kept_vertices(
    borders: dict[str, set[Edge]], points: list[Vertex], *, tolerance: float
) -> set[int]:
    """The vertices to draw: those where borders part, and what the lines between them need so
    that none moves by more than `tolerance`."""
    owners: dict[Edge, frozenset[str]] = {}
    for name, edges in borders.items():
        for edge in edges:
            owners[edge] = owners.get(edge, frozenset()) | {name}
    meeting: dict[int, list[frozenset[str]]] = defaultdict(list)
    for edge, who in owners.items():
        for vertex in edge:
            meeting[vertex].append(who)
    fixed = {v for v, groups in meeting.items() if len(groups) != 2 or groups[0] != groups[1]}
    kept = set(fixed)
    for edges in borders.values():
        for ring in walked(edges):
            # A ring that meets no other (an island) starts at its lowest vertex, and turns at the
            # one farthest from it.
            anchors = [place for place, vertex in enumerate(ring) if vertex in fixed]
            if len(anchors) < 2:
                origin = points[ring[anchors[0] if anchors else 0]]
                far = max(
                    range(len(ring)), key=lambda place: math.dist(points[ring[place]], origin)
                )
                anchors = sorted({anchors[0] if anchors else 0, far})
            for first, last in pairwise([*anchors, anchors[0] + len(ring)]):
                chain = [ring[place % len(ring)] for place in range(first, last + 1)]
                kept |= _simplified(min(chain, chain[::-1]), points, tolerance)
    return kept


def _simplified(chain: list[int], points: list[Vertex], tolerance: float) -> set[int]:
    """Douglas and Peucker, 1973."""
    first, last = points[chain[0]], points[chain[-1]]
    worst, place = 0.0, 0
    for index in range(1, len(chain) - 1):
        distance = _from_line(points[chain[index]], first, last)
        if distance > worst:
            worst, place = distance, index
    if worst <= tolerance:
        return {chain[0], chain[-1]}
    return _simplified(chain[: place + 1], points, tolerance) | _simplified(
        chain[place:], points, tolerance
    )


def _from_line(point: Vertex, first: Vertex, last: Vertex) -> float:
    """How far a point is from a segment."""
    dx, dy = last[0] - first[0], last[1] - first[1]
    length = dx * dx + dy * dy
    if length == 0:
        return math.dist(point, first)
    along = ((point[0] - first[0]) * dx + (point[1] - first[1]) * dy) / length
    along = min(max(along, 0.0), 1.0)
    return math.dist(point, (first[0] + along * dx, first[1] + along * dy))


def area(ring: Ring) -> float:
    """Without sign."""
    return abs(sum(ax * by - bx * ay for (ax, ay), (bx, by) in around(ring))) / 2


def is_inside(ring: Ring, point: Vertex) -> bool:
    """Whether a ray to the right crosses the ring an odd number of times."""
    x, y = point
    inside = False
    for (ax, ay), (bx, by) in around(ring):
        if (ay > y) != (by > y) and x < (bx - ax) * (y - ay) / (by - ay) + ax:
            inside = not inside
    return inside


def middle(ring: Ring) -> Vertex:
    """A point well inside: of a grid of forty by forty, the farthest from the ring."""
    xs, ys = [x for x, _ in ring], [y for _, y in ring]
    grid = [
        (min(xs) + (max(xs) - min(xs)) * i / 40, min(ys) + (max(ys) - min(ys)) * j / 40)
        for i in range(1, 40)
        for j in range(1, 40)
    ]
    sides = around(ring)
    return max(
        (point for point in grid if is_inside(ring, point)),
        key=lambda point: min(_from_line(point, a, b) for a, b in sides),
    )


def path_of(rings: Iterable[Ring]) -> str:
    """The rings as SVG path data, in tenths of a unit, each point a step from the one before."""
    pieces = []
    for ring in rings:
        tenths = [(round(x * 10), round(y * 10)) for x, y in ring]
        steps = [(b[0] - a[0], b[1] - a[1]) for a, b in pairwise(tenths)]
        start = f"M{_tenth(tenths[0][0])} {_tenth(tenths[0][1])}"
        moves = " ".join(f"{_tenth(x)} {_tenth(y)}" for x, y in steps if (x, y) != (0, 0))
        pieces.append(f"{start}l{moves}z")
    return "".join(pieces).replace(" -", "-")


def _tenth(value: int) -> str:
    return f"{value / 10:g}"
