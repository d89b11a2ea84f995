"""Which projection the outlines of departments are drawn in: found, since their file does not say.

They match Mercator: of the projections tried (Lambert-93, equirectangular, Miller, Mercator)
with scales and offsets fitted to the coast and borders of Natural Earth, it leaves the least.
"""

import math
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray
from scipy.spatial import cKDTree

from recognition.places.making.shapes import Ring, Vertex

ROUNDS = 40


@dataclass(frozen=True)
class Fit:
    """``x = left + right * longitude``, ``y = top - down * Mercator(latitude)``, in radians.

    `error` is the median distance, in units of the file, between the two outlines: their own
    generalisation included.
    """

    left: float
    right: float
    top: float
    down: float
    error: float

    def degrees(self, vertex: Vertex) -> Vertex:
        """The (latitude, longitude) of a point of the file."""
        mercator = (self.top - vertex[1]) / self.down
        lat = 2 * math.atan(math.exp(mercator)) - math.pi / 2
        return math.degrees(lat), math.degrees((vertex[0] - self.left) / self.right)


def mercator(lat: float) -> float:
    return math.asinh(math.tan(math.radians(lat)))


def fitted(outline: Ring, coast: Ring, *, seeds: dict[Vertex, Vertex]) -> Fit:
    """The fit of `coast`, (longitude, latitude) in degrees, onto `outline`, points of the file.

    `seeds` are places of the file with their rough (latitude, longitude), to begin with. Then
    each point of the coast is drawn to the nearest of the outline, nine tenths of them at a time:
    the rest are islands and bays that only one of the two has.
    """
    places = np.array([(math.radians(lon), mercator(lat)) for lat, lon in seeds.values()])
    fit = _line(places, np.array(list(seeds)))
    shore = np.array([(math.radians(lon), mercator(lat)) for lon, lat in coast])
    target = np.array(outline)
    tree = cKDTree(target)
    for _round in range(ROUNDS):
        distances, nearest = tree.query(_drawn(shore, fit))
        near = distances <= np.quantile(distances, 0.9)
        fit = _line(shore[near], target[nearest[near]])
    distances, _nearest = tree.query(_drawn(shore, fit))
    left, right, top, down = (float(value) for value in fit)
    return Fit(left, right, top, down, error=float(np.median(distances)))


def _drawn(places: NDArray[np.float64], fit: NDArray[np.float64]) -> NDArray[np.float64]:
    left, right, top, down = fit
    return np.stack([left + right * places[:, 0], top - down * places[:, 1]], axis=1)


def _line(places: NDArray[np.float64], points: NDArray[np.float64]) -> NDArray[np.float64]:
    """Least squares, each axis for itself."""
    right, left = np.polyfit(places[:, 0], points[:, 0], 1)
    down, top = np.polyfit(places[:, 1], points[:, 1], 1)
    return np.array([left, right, top, -down])
