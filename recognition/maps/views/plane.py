"""Places on paper: from positions in units of neighbourly distance to a drawing without overlap."""

import math
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from itertools import count

import numpy as np
import numpy.typing as npt
from scipy.spatial import cKDTree

from recognition.maps.layout import Place

SPACING = 23.0  # drawing units for one of the layout, in which a person takes 0.4
GAP = 5.0  # drawing units kept free between two discs
ROUNDS = 60
_GOLDEN = math.pi * (3 - math.sqrt(5))

Floats = npt.NDArray[np.float64]


@dataclass(frozen=True, slots=True)
class Spot:
    """A disc of the drawing, in its units; y grows downwards."""

    x: float
    y: float
    radius: float


@dataclass(frozen=True, slots=True)
class Frame:
    """What of the drawing is shown."""

    x: float
    y: float
    width: float
    height: float

    @property
    def view_box(self) -> str:
        return f"{self.x:.0f} {self.y:.0f} {self.width:.0f} {self.height:.0f}"

    def closer(self, steps: int, around: Spot | None) -> "Frame":
        """The same frame, each step showing two thirds of the one before, around a spot (None:
        its own middle)."""
        if not steps:
            return self
        part = (2 / 3) ** steps
        width, height = self.width * part, self.height * part
        x = around.x if around else self.x + self.width / 2
        y = around.y if around else self.y + self.height / 2
        return Frame(x - width / 2, y - height / 2, width, height)


def laid_out(
    nodes: Sequence[str],
    radii: Mapping[str, float],
    positions: Mapping[str, Place],
    *,
    parted: bool = True,
) -> dict[str, Spot]:
    """Each node in its place; `parted`, none over another. What has no position yet waits in a
    spiral around the rest. About 50 ms for 500 nodes."""
    if not nodes:
        return {}
    known = [positions[node] for node in nodes if node in positions]
    edge = max((math.hypot(place.x, place.y) for place in known), default=0.0)
    waiting = count()
    points = np.array(
        [
            (positions[node].x, positions[node].y)
            if node in positions
            else _outside(next(waiting), edge)
            for node in nodes
        ]
    )
    placed = points * SPACING
    if parted:
        placed = _parted(placed, np.array([radii[node] for node in nodes]))
    return {
        node: Spot(float(x), float(y), radii[node])
        for node, (x, y) in zip(nodes, placed, strict=True)
    }


def frame_of(spots: Mapping[str, Spot], *, margin: float, ratio: float = 0.7) -> Frame:
    """The whole of the drawing, made as wide as `ratio` of its height or more, so that a thin map
    is not blown up."""
    if not spots:
        return Frame(-200, -200, 400, 400)
    left = min(spot.x for spot in spots.values()) - margin
    top = min(spot.y for spot in spots.values()) - margin
    right = max(spot.x for spot in spots.values()) + margin
    bottom = max(spot.y for spot in spots.values()) + margin
    width, height = max(right - left, 320.0), max(bottom - top, 320.0)
    wide, high = max(width, height * ratio), max(height, width * ratio)
    return Frame((left + right - wide) / 2, (top + bottom - high) / 2, wide, high)


def _outside(index: int, edge: float) -> tuple[float, float]:
    turn, far = index * _GOLDEN, edge + 1.5 + math.sqrt(index) * 0.6
    return far * math.cos(turn), far * math.sin(turn)


def _parted(points: Floats, radii: Floats) -> Floats:
    """Discs pushed apart by as little as it takes, round after round, in a fixed order."""
    placed = points.copy()
    reach = 2 * float(radii.max()) + GAP
    for _ in range(ROUNDS):
        pairs = cKDTree(placed).query_pairs(reach, output_type="ndarray")
        if not len(pairs):
            break
        one, other = pairs[:, 0], pairs[:, 1]
        apart = placed[other] - placed[one]
        distance = np.hypot(apart[:, 0], apart[:, 1])
        missing = radii[one] + radii[other] + GAP - distance
        close = missing > 0.1
        if not close.any():
            break
        one, other, apart = one[close], other[close], apart[close]
        distance, missing = distance[close], missing[close]
        # Two nodes on one spot leave in a direction of their own.
        turn = (one * 7 + other * 13) % 360 / 180 * math.pi
        away = np.where(
            distance[:, None] > 1e-6,
            apart / np.maximum(distance, 1e-6)[:, None],
            np.stack([np.cos(turn), np.sin(turn)], axis=1),
        )
        push = away * (missing * 0.52)[:, None]
        np.add.at(placed, one, -push * 0.5)
        np.add.at(placed, other, push * 0.5)
    return placed
