"""Circles on the Earth: a box that holds one, and distances in metres."""

from dataclasses import dataclass
from math import asin, cos, degrees, radians, sin

import numpy as np
from numpy.typing import NDArray

EARTH = 6_371_008.8
"""Mean radius of the Earth in metres (IUGG)."""

_CAUTION = 1e-9
"""Added to a box in degrees, against rounding: a tenth of a millimetre."""


@dataclass(frozen=True, slots=True)
class Box:
    """Bounds in degrees; a box over the antimeridian has its west greater than its east."""

    west: float
    south: float
    east: float
    north: float


@dataclass(frozen=True, slots=True)
class Circle:
    """A centre in degrees and a radius in metres along the surface."""

    lon: float
    lat: float
    radius: float

    @property
    def angle(self) -> float:
        """Give the radius as an angle at the centre of the Earth, in radians."""
        return self.radius / EARTH

    def outer(self) -> Box:
        """Give a box that holds the circle."""
        half = degrees(self.angle) + _CAUTION
        south, north = self.lat - half, self.lat + half
        if south <= -90 or north >= 90:  # noqa: PLR2004 - a pole is inside: every meridian passes
            return Box(-180, max(south, -90), 180, min(north, 90))
        aside = degrees(asin(min(1.0, sin(radians(half)) / cos(radians(self.lat))))) + _CAUTION
        return Box(_turned(self.lon - aside), south, _turned(self.lon + aside), north)

    def metres(self, lons: NDArray[np.float64], lats: NDArray[np.float64]) -> NDArray[np.float64]:
        """Measure how far points are from the centre."""
        return metres(self.lon, self.lat, lons, lats)


def metres(
    lon: float, lat: float, lons: NDArray[np.float64], lats: NDArray[np.float64]
) -> NDArray[np.float64]:
    """Measure great-circle distances from a point; haversine formula, degrees in, metres out."""
    up = np.sin(np.radians(lats - lat) / 2) ** 2
    across = np.sin(np.radians(lons - lon) / 2) ** 2
    chord = up + cos(radians(lat)) * np.cos(np.radians(lats)) * across
    return np.asarray(2 * EARTH * np.arcsin(np.sqrt(np.clip(chord, 0.0, 1.0))), dtype=np.float64)


def _turned(lon: float) -> float:
    """Bring a longitude back between -180 and 180."""
    return lon - 360 if lon > 180 else lon + 360 if lon < -180 else lon  # noqa: PLR2004
