"""The drawing of France: regions of the mainland joined from departments, overseas in boxes."""

import math
from collections import defaultdict
from collections.abc import Iterable
from dataclasses import asdict, dataclass
from pathlib import Path
from typing import Any

from recognition.places.making.fitting import Fit, fitted
from recognition.places.making.shapes import (
    Edge,
    Mesh,
    Ring,
    Vertex,
    area,
    around,
    is_inside,
    kept_vertices,
    middle,
    path_of,
    walked,
)
from recognition.places.making.sources import Spot, department_outlines, land, records
from recognition.places.projection import Box, Point, on_mainland

WIDTH, HEIGHT = 640, 812  # units of the drawing
SNAP = 0.12  # units of the department file: the rounding of its steps, added up along a border
TOLERANCE = 0.55  # units of the drawing
SMALLEST = 1.5  # square units: an island below is a speck


@dataclass(frozen=True)
class Overseas:
    """A territory to draw in a box: its country in the atlas, the land shown, in degrees."""

    code: str
    country: str
    south: float
    north: float
    west: float
    east: float


_GREAT = (
    Overseas("01", "250", 15.80, 16.55, -61.85, -60.95),
    Overseas("02", "250", 14.36, 14.92, -61.26, -60.78),
    Overseas("03", "250", 2.05, 5.85, -54.65, -51.55),
    Overseas("04", "250", -21.42, -20.84, 55.18, 55.88),
    Overseas("06", "250", -13.03, -12.61, 44.98, 45.34),
)
_SMALL = (
    Overseas("975", "666", 46.72, 47.18, -56.52, -56.08),
    Overseas("978", "663", 18.02, 18.14, -63.17, -62.96),
    Overseas("977", "652", 17.86, 17.98, -62.93, -62.76),
    Overseas("988", "540", -22.80, -19.40, 163.40, 168.30),
    Overseas("987", "258", -17.95, -16.35, -152.00, -149.00),
    Overseas("986", "876", -14.45, -13.10, -178.40, -175.90),
)
_KIN = (
    {"01", "02", "03", "977", "978"},
    {"04", "06"},
    {"986", "987", "988"},
    {"94", "93"},
    {"975", "53", "28"},
)
"""Who is near whom across water; on land it is who shares a border."""


def drawing(folder: Path, spots: Iterable[Spot]) -> dict[str, Any]:
    """What `data/france.json` holds."""
    departments = {record["code"]: record for record in records(folder, "departements")}
    outlines = department_outlines(folder)
    fit = _fit(folder, outlines, spots)
    mesh = Mesh(outlines, snap=SNAP)
    points = [_drawn(fit.degrees(point)) for point in mesh.points]
    members: dict[str, list[str]] = defaultdict(list)
    for code in outlines:
        members[departments[code]["region"]].append(code)
    borders = {region: mesh.edges(codes) for region, codes in members.items()}
    kept = kept_vertices(borders, points, tolerance=TOLERANCE)
    regions = [
        _region(
            code, [[points[v] for v in ring if v in kept] for ring in _real(code, borders, points)]
        )
        for code in sorted(borders)
    ]
    boxes = dict(_boxes())
    regions += [_region(code, _island(folder, spec, box)) for spec, code, box in _overseas(boxes)]
    near = _neighbours(borders)
    return {
        "width": WIDTH,
        "height": HEIGHT,
        "fit": {name: round(value, 4) for name, value in asdict(fit).items()},
        "regions": [region | {"near": sorted(near[region["code"]])} for region in regions],
        "boxes": {
            code: {k: round(v, 4) for k, v in asdict(box).items()} for code, box in boxes.items()
        },
    }


def _real(code: str, borders: dict[str, set[Edge]], points: list[Vertex]) -> list[list[int]]:
    """The rings of a region, but for the holes that belong to no neighbour: there, the borders
    of two departments do not quite meet."""
    rings = walked(borders[code])
    largest = max(rings, key=len)
    outer = [points[vertex] for vertex in largest]
    beyond = {v for other in borders if other != code for edge in borders[other] for v in edge}
    return [
        ring
        for ring in rings
        if ring is largest or beyond & set(ring) or not is_inside(outer, points[ring[0]])
    ]


def _fit(folder: Path, outlines: dict[str, list[Ring]], spots: Iterable[Spot]) -> Fit:
    towns: dict[str, list[Spot]] = defaultdict(list)
    for spot in spots:
        towns[spot.code[:2] or "75"].append(spot)
    seeds: dict[Vertex, Vertex] = {}
    for code, rings in outlines.items():
        near = towns[code]
        where = middle(max(rings, key=area))
        seeds[where] = (_mean(s.lat for s in near), _mean(s.lon for s in near))
    borders = Mesh(outlines, snap=SNAP)
    outline = [
        point
        for edge in borders.edges(outlines)
        for point in _between(*(borders.points[vertex] for vertex in edge), step=0.5)
    ]
    coast = [
        point
        for ring in land(folder, "250")
        if all(-6 < lon < 10 and 41 < lat < 52 for lon, lat in ring)
        for pair in around(ring)
        for point in _between(*pair, step=0.02)
    ]
    return fitted(outline, coast, seeds=seeds)


def _mean(values: Iterable[float]) -> float:
    numbers = list(values)
    return sum(numbers) / len(numbers)


def _between(first: Vertex, last: Vertex, *, step: float) -> list[Vertex]:
    count = max(1, int(math.dist(first, last) / step))
    return [
        (first[0] + (last[0] - first[0]) * i / count, first[1] + (last[1] - first[1]) * i / count)
        for i in range(count)
    ]


def _drawn(degrees: Vertex) -> Vertex:
    point = on_mainland(*degrees)
    return point.x, point.y


def _region(code: str, rings: list[Ring]) -> dict[str, Any]:
    shown = [ring for ring in rings if len(ring) > 2 and area(ring) >= SMALLEST]
    shown = shown or [max(rings, key=area)]
    x, y = middle(max(shown, key=area))
    return {"code": code, "x": round(x, 1), "y": round(y, 1), "path": path_of(shown)}


def _boxes() -> Iterable[tuple[str, Box]]:
    """Two rows below the mainland."""
    for row, top, height, name_height in ((_GREAT, 606, 112, 24), (_SMALL, 726, 80, 24)):
        gap, count = 8, len(row)
        width = (WIDTH - 16 - gap * (count - 1)) / count
        for place, spec in enumerate(row):
            left = 8 + place * (width + gap)
            lat, lon = (spec.south + spec.north) / 2, (spec.west + spec.east) / 2
            wide = (spec.east - spec.west) * math.cos(math.radians(lat))
            scale = min(
                (width - 16) / wide, (height - name_height - 12) / (spec.north - spec.south)
            )
            middle_y = top + name_height + (height - name_height) / 2 - 2
            yield (
                spec.code,
                Box(left, top, width, height, lat, lon, left + width / 2, middle_y, scale),
            )


def _overseas(boxes: dict[str, Box]) -> Iterable[tuple[Overseas, str, Box]]:
    return [(spec, spec.code, boxes[spec.code]) for spec in (*_GREAT, *_SMALL)]


def _island(folder: Path, spec: Overseas, box: Box) -> list[Ring]:
    """The land of a territory within what its box shows."""
    inside = [
        [_xy(box.at(lat, lon)) for lon, lat in ring]
        for ring in land(folder, spec.country)
        if all(
            spec.west <= lon <= spec.east and spec.south <= lat <= spec.north for lon, lat in ring
        )
    ]
    mesh = Mesh({str(place): [ring] for place, ring in enumerate(inside)}, snap=1e-9)
    borders: dict[str, set[Edge]] = {name: mesh.edges([name]) for name in mesh.rings}
    kept = kept_vertices(borders, mesh.points, tolerance=TOLERANCE * 0.7)
    return [
        [mesh.points[v] for v in ring if v in kept]
        for edges in borders.values()
        for ring in walked(edges)
    ]


def _xy(point: Point) -> Vertex:
    return point.x, point.y


def _neighbours(borders: dict[str, set[Edge]]) -> dict[str, set[str]]:
    near: dict[str, set[str]] = defaultdict(set)
    for first, edges in borders.items():
        near[first] |= {other for other in borders if other != first and borders[other] & edges}
    for group in _KIN:
        for code in group:
            near[code] |= group - {code}
    return near
