"""What is shown of a track without reading its file again: a light line, a profile, what was measured.

It is a GeoJSON feature, written beside the file when it comes, and served as a rendition is.
"""

import json
from collections.abc import Iterable, Sequence
from dataclasses import asdict, dataclass
from typing import Any

from sitra.media.rules.tracks import measuring
from sitra.media.rules.tracks.gpx import Gpx
from sitra.media.rules.tracks.measuring import Heights, Measures, Shape, Spot

NAME = "trace"
MOST_DRAWN, MOST_HEIGHTS = 1_000, 160
"""Points of the line and of the profile: a screen shows no more."""
_FINEST = 2.0
"""Metres by which the line that is drawn may leave the track at first; twice as much until it is light."""
_DEGREE = 111_195.0
_DIGITS = 6

type Line = Sequence[tuple[float, float]]


@dataclass(frozen=True, slots=True)
class Trace:
    """A track as it is shown: lines in degrees, metres and heights along it, what was measured.

    `points` and `tracks` count what the file holds; `timed` and `signed` say that it tells when each point
    was passed, and by whom.
    """

    lines: Sequence[Line]
    profile: Line
    measures: Measures
    start: Spot
    points: int
    tracks: int
    timed: bool = False
    signed: bool = False


def traced(found: Gpx, lines: Sequence[Sequence[Spot]]) -> Trace:
    """Make a trace of the lines of a file."""
    measures = measuring.measured(lines)
    profile = measuring.profile(lines, MOST_HEIGHTS) if measures.heights else []
    return Trace(
        lines=lightened(lines),
        profile=[(round(place), round(height, 1)) for place, height in profile],
        measures=measures,
        start=lines[0][0],
        points=sum(map(len, lines)),
        tracks=sum(any(len(line) > 1 for line in one.lines) for one in found.walked),
        timed=found.timed,
        signed=found.signed,
    )


def lightened(lines: Sequence[Sequence[Spot]]) -> list[Line]:
    """Draw lines with fewer points: none of those left out was further from the line than a few metres."""
    whole: list[Line] = [[(one.lon, one.lat) for one in line] for line in lines]
    margin = _FINEST
    drawn = whole
    while sum(map(len, drawn)) > max(MOST_DRAWN, 2 * len(lines)):
        drawn = [_simplified(line, margin) for line in whole]
        margin *= 2
    return [[(round(lon, _DIGITS), round(lat, _DIGITS)) for lon, lat in line] for line in drawn]


def _simplified(line: Line, margin: float) -> Line:
    """Simplify by Douglas and Peucker, in degrees of latitude."""
    import shapely  # noqa: PLC0415 - as heavy as a picture, which would pay for it each time

    found = shapely.LineString(line).simplify(margin / _DEGREE, preserve_topology=False)
    return [(lon, lat) for lon, lat in found.coords]


def written(trace: Trace) -> bytes:
    """Write a trace as GeoJSON."""
    properties = {**asdict(trace), **asdict(trace.measures)}
    for name in ("lines", "measures"):
        del properties[name]
    whole = {
        "type": "Feature",
        "geometry": {"type": "MultiLineString", "coordinates": trace.lines},
        "properties": properties,
    }
    return json.dumps(whole, ensure_ascii=False, separators=(",", ":")).encode()


def read(raw: bytes) -> Trace:
    """Read a trace that was written."""
    whole = json.loads(raw)
    said: dict[str, Any] = whole["properties"]
    heights = said["heights"]
    return Trace(
        lines=[_pairs(line) for line in whole["geometry"]["coordinates"]],
        profile=_pairs(said["profile"]),
        measures=Measures(
            said["metres"], Shape(said["shape"]), said["minutes"], Heights(**heights) if heights else None
        ),
        start=Spot(**said["start"]),
        points=said["points"],
        tracks=said["tracks"],
        timed=said["timed"],
        signed=said["signed"],
    )


def _pairs(held: Iterable[Sequence[float]]) -> list[tuple[float, float]]:
    return [(one[0], one[1]) for one in held]
