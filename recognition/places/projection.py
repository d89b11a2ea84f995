"""From degrees to the drawing of France: Lambert-93 on the mainland, a box for each overseas part.

The mainland and Corsica are drawn in Lambert-93, the projection of French official maps; its
constants are those that IGN publishes (*Projections cartographiques en France*, NTG 71 and the
table of Lambert-93). An overseas territory is drawn in a box of its own, at a scale of its own,
with degrees of longitude shortened by the cosine of its middle latitude.
"""

import math
from dataclasses import dataclass

# Lambert-93 on GRS80, in metres: exponent, constant, and the pole of the cone.
_EXPONENT = 0.7256077650
_CONSTANT = 11_754_255.426
_POLE_EAST, _POLE_NORTH = 700_000.0, 12_655_612.050
_ECCENTRICITY = 0.08181919112
_MERIDIAN = math.radians(3)

# The drawing: units a metre, and the corner of the mainland's frame in Lambert-93.
UNITS_PER_METRE = 0.54e-3
_WEST, _NORTH = 80_000.0, 7_130_000.0


@dataclass(frozen=True, slots=True)
class Point:
    """A place of the drawing, in its units: x to the right, y downwards."""

    x: float
    y: float


def on_mainland(lat: float, lon: float) -> Point:
    """Where a place of the mainland or Corsica is drawn. Degrees, WGS 84."""
    sine = _ECCENTRICITY * math.sin(math.radians(lat))
    isometric = math.atanh(math.sin(math.radians(lat))) - _ECCENTRICITY * math.atanh(sine)
    radius = _CONSTANT * math.exp(-_EXPONENT * isometric)
    angle = _EXPONENT * (math.radians(lon) - _MERIDIAN)
    east = _POLE_EAST + radius * math.sin(angle)
    north = _POLE_NORTH - radius * math.cos(angle)
    return Point((east - _WEST) * UNITS_PER_METRE, (_NORTH - north) * UNITS_PER_METRE)


@dataclass(frozen=True, slots=True)
class Box:
    """Where an overseas territory is drawn: its frame, and the land it shows.

    `left`, `top`, `width`, `height` are the frame; `lat`, `lon` the middle of what is shown,
    at (`x`, `y`); `scale` the units of a degree of latitude.
    """

    left: float
    top: float
    width: float
    height: float
    lat: float
    lon: float
    x: float
    y: float
    scale: float

    def at(self, lat: float, lon: float) -> Point:
        """Where a place is drawn; one beyond the frame stands at its edge."""
        east = (lon - self.lon) * math.cos(math.radians(self.lat))
        return Point(
            _between(self.left + 6, self.x + east * self.scale, self.left + self.width - 6),
            _between(
                self.top + 6, self.y - (lat - self.lat) * self.scale, self.top + self.height - 6
            ),
        )


def _between(least: float, value: float, most: float) -> float:
    return min(max(value, least), most)
