"""Where communes are: which one holds a point, which ones are near."""

import math
from collections.abc import Iterable, Mapping
from typing import Any

import numpy as np
import shapely
from shapely.geometry import shape
from shapely.geometry.base import BaseGeometry

SLACK = 0.003
"""How far outside a simplified outline a point still counts as inside, in degrees (about 300 m)."""

EARTH = 6_371_008.8
"""Mean radius of the Earth, in metres (IUGG)."""


def united(drawn: Iterable[tuple[int, dict[str, Any]]]) -> dict[int, BaseGeometry]:
    """Give number -> outline, the parts of one number together: a commune and those merged into it."""
    parts: dict[int, list[BaseGeometry]] = {}
    for number, written in drawn:
        parts.setdefault(number, []).append(shape(written))
    return {number: one[0] if len(one) == 1 else _union(one) for number, one in parts.items()}


def _union(parts: list[BaseGeometry]) -> BaseGeometry:
    return shapely.union_all([shapely.make_valid(part) for part in parts])


class Shapes:
    """Outlines (WGS 84) and centres (longitude, latitude) of communes, by number."""

    def __init__(
        self, outlines: Mapping[int, BaseGeometry], centres: Mapping[int, tuple[float, float]]
    ) -> None:
        self._outlines = dict(outlines)
        self._numbers = list(self._outlines)
        self._tree = shapely.STRtree(list(self._outlines.values()))
        self._centred = list(centres)
        self._centres = np.radians(np.array(list(centres.values()), dtype=float).reshape(-1, 2))

    def holds(self, number: int, lon: float, lat: float) -> bool | None:
        """Say whether a point, in degrees, is in a commune; nothing where its outline is not known."""
        outline = self._outlines.get(number)
        return None if outline is None else bool(shapely.dwithin(outline, shapely.Point(lon, lat), SLACK))

    def at(self, lon: float, lat: float) -> int | None:
        """Give the commune that holds a point; one just outside every outline goes to the nearest."""
        if not (math.isfinite(lon) and math.isfinite(lat)):
            return None
        point = shapely.Point(lon, lat)
        within = [int(rank) for rank in self._tree.query(point, predicate="intersects")]
        if within:
            return self._numbers[min(within)]
        close = [int(rank) for rank in self._tree.query_nearest(point, max_distance=SLACK)]
        return self._numbers[min(close)] if close else None

    def nearest(self, lon: float, lat: float, count: int) -> list[tuple[int, float]]:
        """Give the communes whose centre is nearest, with the distance in metres, nearest first."""
        if not self._centred or not (math.isfinite(lon) and math.isfinite(lat)):
            return []
        metres = self._distances(lon, lat)
        wanted = np.argsort(metres, kind="stable")[:count]
        return [(self._centred[rank], float(metres[rank])) for rank in wanted]

    def _distances(self, lon: float, lat: float) -> "np.ndarray[Any, np.dtype[np.float64]]":
        """Measure to every centre along the sphere (haversine), in metres."""
        here = np.radians([lon, lat])
        lons, lats = self._centres[:, 0], self._centres[:, 1]
        half = np.sin((lats - here[1]) / 2) ** 2
        half += np.cos(here[1]) * np.cos(lats) * np.sin((lons - here[0]) / 2) ** 2
        return np.asarray(2 * EARTH * np.arcsin(np.sqrt(np.minimum(half, 1))), dtype=np.float64)
