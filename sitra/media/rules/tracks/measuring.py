"""What is measured along a trail: length, heights, shape."""

from bisect import bisect_left
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from enum import StrEnum
from itertools import accumulate, pairwise
from math import asin, cos, hypot, radians, sin, sqrt

EARTH = 6_371_008.8
"""Mean radius in metres (IUGG)."""
WINDOW = 60.0
"""Heights are smoothed over this many metres along the trail: receivers tremble by some metres."""
STEP = 5.0
"""Metres of climb or descent from which one counts; less is noise. The usual choice for barometers and
models of the ground alike: without it, a flat walk along a lake climbs hundreds of metres."""
_CLOSED = (100.0, 0.02)
"""Ends this near, in metres or as a share of the length, make a loop."""
_SAME_WAY = 40.0
"""Metres between the way out and the way back when they are one path; less on a short walk."""
_SAMPLES = 25
_LOWEST, _HIGHEST = -500.0, 9000.0
_ALONG, _UP, _DOWN = 4_000, 300, 500
"""Metres walked, climbed and descended in an hour (DIN 33466, the usage of the alpine clubs)."""
_HOUR, _ROUNDED = 60, 5


@dataclass(frozen=True, slots=True)
class Spot:
    """A point of a trail in degrees, with its height in metres when the file gives it."""

    lon: float
    lat: float
    height: float | None = None


class Shape(StrEnum):
    """How a trail ends, by its wire word."""

    LOOP = "BOUCLE"
    THERE_AND_BACK = "ALLER_RETOUR"
    ONE_WAY = "ALLER_ITINERANCE"


@dataclass(frozen=True, slots=True)
class Heights:
    """Climb and descent summed, lowest and highest point, in whole metres."""

    climb: int
    descent: int
    lowest: int
    highest: int


@dataclass(frozen=True, slots=True)
class Measures:
    """What is measured along a track: `metres` of it, its heights where it gives them, how it ends.

    `minutes` is how long one walks, without rests, by DIN 33466, in fives.
    """

    metres: int
    shape: Shape
    minutes: int
    heights: Heights | None = None


def measured(lines: Sequence[Sequence[Spot]]) -> Measures:
    """Measure all there is to measure; `lines` are of two points at least."""
    along, up_and_down = length(lines), heights(lines)
    return Measures(round(along), shape(lines), walked(along, up_and_down), up_and_down)


def walked(along: float, up_and_down: Heights | None) -> int:
    """Estimate the minutes of a walk: the longer of along and up, and half the shorter."""
    flat = along / _ALONG
    steep = (up_and_down.climb / _UP + up_and_down.descent / _DOWN) if up_and_down else 0.0
    hours = max(flat, steep) + min(flat, steep) / 2
    return max(_ROUNDED, round(hours * _HOUR / _ROUNDED) * _ROUNDED)


def profile(lines: Sequence[Sequence[Spot]], most: int) -> list[tuple[float, float]]:
    """Give metres along the track and smoothed height, at most so many and evenly spread."""
    found: list[tuple[float, float]] = []
    begun = 0.0
    for line in lines:
        at = [begun, *(begun + one for one in accumulate(metres(a, b) for a, b in pairwise(line)))]
        known = [(place, one) for place, one in zip(at, line, strict=True) if one.height is not None]
        smoothed = _smoothed([one for _place, one in known])
        found += [(place, height) for (place, _one), height in zip(known, smoothed, strict=True)]
        begun = at[-1]
    return _spread(found, most)


def spot(lon: float, lat: float, height: float | None = None) -> Spot | None:
    """Give a point on Earth, its longitude between -180 and 180; nothing when it is nowhere."""
    if not (abs(lat) <= 90 and abs(lon) <= 360):  # noqa: PLR2004 - degrees
        return None
    known = height is not None and _LOWEST <= height <= _HIGHEST
    return Spot((lon + 180) % 360 - 180 if abs(lon) > 180 else lon, lat, height if known else None)  # noqa: PLR2004


def without_stops(line: Sequence[Spot]) -> list[Spot]:
    """Drop the points where one stands still."""
    kept = list(line[:1])
    for one in line:
        if kept and (one.lon, one.lat) != (kept[-1].lon, kept[-1].lat):
            kept.append(one)
    return kept


def metres(first: Spot, second: Spot) -> float:
    """Give the distance between two points along the ground; the antimeridian is no border."""
    lat1, lat2 = radians(first.lat), radians(second.lat)
    across = sin(radians(second.lon - first.lon) / 2) ** 2
    half = sin((lat2 - lat1) / 2) ** 2 + cos(lat1) * cos(lat2) * across
    return 2 * EARTH * asin(min(1.0, sqrt(half)))


def length(lines: Sequence[Sequence[Spot]]) -> float:
    """Sum the length of lines in metres; what lies between two lines is not walked."""
    return sum(metres(a, b) for line in lines for a, b in pairwise(line))


def heights(lines: Sequence[Sequence[Spot]]) -> Heights | None:
    """Sum climbs and descents; nothing when heights are not given, or are all zero as some programs write."""
    every = [one.height for line in lines for one in line if one.height is not None]
    total = sum(len(line) for line in lines)
    if len(every) < max(2, total // 2) or not any(every):
        return None
    climb = descent = 0.0
    for line in lines:
        up, down = _climbs(list(_smoothed([one for one in line if one.height is not None])))
        climb, descent = climb + up, descent + down
    return Heights(round(climb), round(descent), round(min(every)), round(max(every)))


def shape(lines: Sequence[Sequence[Spot]]) -> Shape:
    """Tell a loop, the same way back, and one way."""
    along = [one for line in lines for one in line]
    whole = length([along])
    if metres(along[0], along[-1]) > max(_CLOSED[0], _CLOSED[1] * whole):
        return Shape.ONE_WAY
    return Shape.THERE_AND_BACK if _returns(along, whole) else Shape.LOOP


def _smoothed(line: Sequence[Spot]) -> Iterator[float]:
    """Give each height as the mean of those within half a window on either side."""
    at = [0.0, *accumulate(metres(a, b) for a, b in pairwise(line))]
    sums = [0.0, *accumulate(one.height or 0.0 for one in line)]
    low = high = 0
    for place in at[: len(line)]:
        while at[low] < place - WINDOW / 2:
            low += 1
        while high < len(line) and at[high] <= place + WINDOW / 2:
            high += 1
        yield (sums[high] - sums[low]) / (high - low)


def _spread(found: Sequence[tuple[float, float]], most: int) -> list[tuple[float, float]]:
    """Read a line of heights at evenly spaced places."""
    if len(found) <= most:
        return list(found)
    places = [place for place, _height in found]
    step = (places[-1] - places[0]) / (most - 1)
    return [_between(found, places, places[0] + step * rank) for rank in range(most)]


def _between(
    found: Sequence[tuple[float, float]], places: Sequence[float], wanted: float
) -> tuple[float, float]:
    rank = min(max(bisect_left(places, wanted), 1), len(places) - 1)
    (before, low), (after, high) = found[rank - 1], found[rank]
    share = min(1.0, (wanted - before) / (after - before)) if after > before else 0.0
    return wanted, low + share * (high - low)


def _climbs(known: Sequence[float]) -> tuple[float, float]:
    """Sum what goes up and down by at least a step."""
    up = down = 0.0
    reference = known[0] if known else 0.0
    for height in known:
        if height - reference >= STEP:
            up, reference = up + height - reference, height
        elif reference - height >= STEP:
            down, reference = down + reference - height, height
    return up, down


def _returns(along: Sequence[Spot], whole: float) -> bool:
    """Say whether the second half walks the first one back."""
    at = [0.0, *accumulate(metres(a, b) for a, b in pairwise(along))]
    ways = [whole * rank / (2 * _SAMPLES) for rank in range(1, _SAMPLES)]
    limit = min(_SAME_WAY, whole / 20)
    near = sum(_apart(_after(along, at, way), _after(along, at, whole - way)) < limit for way in ways)
    return near > 0.9 * len(ways)


def _after(along: Sequence[Spot], at: Sequence[float], way: float) -> Spot:
    """Give the point that is this many metres along."""
    rank = next((one for one, far in enumerate(at) if far >= way), len(at) - 1)
    if rank == 0:
        return along[0]
    before, after = along[rank - 1], along[rank]
    step = at[rank] - at[rank - 1]
    share = (way - at[rank - 1]) / step if step else 0.0
    return Spot(before.lon + share * (after.lon - before.lon), before.lat + share * (after.lat - before.lat))


def _apart(first: Spot, second: Spot) -> float:
    return hypot(
        radians(second.lat - first.lat) * EARTH,
        radians(second.lon - first.lon) * EARTH * cos(radians(first.lat)),
    )
