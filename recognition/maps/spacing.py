"""Room for everybody: no two on top of one another, and what hangs on nothing in rows beside."""

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
from scipy.spatial import cKDTree

from recognition.maps.forces import Floats

GAP = 0.2  # between two rims
ENOUGH = 0.99  # of the distance wanted: nobody sees the rest
TOLERATED = 0.97  # what is not worth starting for: what stood apart stays
SHELF_GAP = 1.2  # between two groups that nothing ties


def spaced(at: Floats, radius: Floats, mobile: Floats, *, rounds: int = 300) -> Floats:
    """Push overlapping bodies apart, each in proportion to how `mobile` it is (0 to 1), until
    none do or the rounds are over. Nobody else moves."""
    at = at.copy()
    reach = 2 * float(radius.max()) + GAP
    for turn in range(rounds):
        pairs = cKDTree(at).query_pairs(reach, output_type="ndarray")
        if len(pairs) == 0:
            break
        pairs = pairs[np.lexsort((pairs[:, 1], pairs[:, 0]))]
        one, other = pairs[:, 0], pairs[:, 1]
        between = at[other] - at[one]
        distance = np.linalg.norm(between, axis=1)
        wanted = radius[one] + radius[other] + GAP
        close = distance < wanted * (ENOUGH if turn else TOLERATED)
        if not close.any():
            break
        one, other, between = one[close], other[close], between[close]
        distance, wanted = distance[close], wanted[close]
        same = distance < 1e-9
        angle = (one[same] * 2.399963 + other[same]) % (2 * np.pi)  # any two differ
        between[same] = np.stack([np.cos(angle), np.sin(angle)], axis=1)
        distance[same] = 1.0
        share = mobile[one] / np.maximum(mobile[one] + mobile[other], 1e-9)
        lack = np.where(same, wanted, wanted - distance)
        push = between / distance[:, None] * (lack * 0.55)[:, None]
        for axis in (0, 1):
            at[:, axis] -= np.bincount(one, push[:, axis] * share, minlength=len(at))
            at[:, axis] += np.bincount(other, push[:, axis] * (1 - share), minlength=len(at))
    return at


def to_scale(at: Floats, radius: Floats) -> Floats:
    """As wide as it takes for most neighbours to have room."""
    centred: Floats = at - at.mean(axis=0)
    if len(at) < 2:
        return centred
    distance, nearest = cKDTree(at).query(at, k=2)
    wanted = radius + radius[nearest[:, 1]] + GAP
    ratio = np.quantile(distance[:, 1] / wanted, 0.3)
    centred /= max(float(ratio), 1e-6)
    return centred


@dataclass(frozen=True)
class Box:
    low: Floats
    high: Floats

    @property
    def size(self) -> Floats:
        return self.high - self.low


def box_of(at: Floats, radius: Floats) -> Box:
    """What holds them, rims included."""
    return Box((at - radius[:, None]).min(axis=0), (at + radius[:, None]).max(axis=0))


def shelves(boxes: Sequence[Box], under: Box) -> list[Floats]:
    """How far to move each box so that they stand in rows under another one, in their order."""
    area = sum(float(np.prod(box.size + SHELF_GAP)) for box in boxes)
    width = max(float(under.size[0]), 1.5 * area**0.5)
    middle = float(under.low[0] + under.high[0]) / 2
    top = float(under.high[1]) + SHELF_GAP
    moves: list[Floats] = []
    for row in _rows(boxes, width):
        x = middle - (sum(float(box.size[0]) for box in row) + SHELF_GAP * (len(row) - 1)) / 2
        for box in row:
            moves.append(np.array([x, top]) - box.low)
            x += float(box.size[0]) + SHELF_GAP
        top += max(float(box.size[1]) for box in row) + SHELF_GAP
    return moves


def _rows(boxes: Sequence[Box], width: float) -> list[list[Box]]:
    rows: list[list[Box]] = []
    left = 0.0
    for box in boxes:
        if not rows or left + box.size[0] > width:
            rows.append([])
            left = 0.0
        rows[-1].append(box)
        left += float(box.size[0]) + SHELF_GAP
    return rows
