"""What is measured along a trail: length, heights, shape."""

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


def spot(lon: float, lat: float, height: float | None = None) -> Spot | None:
    """Give a point on Earth, its longitude between -180 and 180; nothing when it is nowhere."""
    if not (abs(lat) <= 90 and abs(lon) <= 360):  # noqa: PLR2004 - degrees
        return None
    known = height is not None and _LOWEST <= height <= _HIGHEST
    return Spot((lon + 180) % 360 - 180 if abs(lon) > 180 else lon, lat, height if known else None)  # noqa: PLR2004


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
