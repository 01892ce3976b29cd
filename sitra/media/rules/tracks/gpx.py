"""What a GPX file says: its tracks, its routes, and what else it carries."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field

from sitra.media.rules.tracks import measuring, xml_texts
from sitra.media.rules.tracks.measuring import Spot
from sitra.media.rules.tracks.xml_texts import Begun, Ended, Told

ROOT = "gpx"
MOST_POINTS = 500_000
"""Points of a file at most, in all: a walker who notes one a second needs six days to pass it."""
_LINES, _POINTS = frozenset({"trk", "rte"}), frozenset({"trkpt", "rtept", "wpt"})
_PAGES = frozenset({"http://www.w3.org/1999/xhtml", "http://www.w3.org/2000/svg"})
"""Namespaces of what a browser shows, and runs, wherever it stands."""


class Long(Exception):
    """More points than are read."""


@dataclass(frozen=True, slots=True)
class Track:
    """A track, or a route: its lines, and what is said of it by the name of the element."""

    lines: Sequence[Sequence[Spot]]
    said: Mapping[str, str]
    is_route: bool = False


@dataclass(slots=True)
class Gpx:
    """A GPX file: its tracks and routes in their order, how many points and waypoints it holds."""

    tracks: list[Track] = field(default_factory=list)
    points: int = 0
    waypoints: int = 0
    timed: bool = False
    """Whether it tells when each point was passed."""
    signed: bool = False
    """Whether it names its author."""
    shows: bool = False
    """Whether a browser would find something to show, or to run, in it."""

    @property
    def walked(self) -> list[Track]:
        """Give what is walked: the tracks, else the routes. Programs often write one line as both."""
        return [one for one in self.tracks if not one.is_route] or self.tracks


def read(raw: bytes, most: int = MOST_POINTS) -> Gpx:
    """Read a file; raises `Torn`, `Trap`, or `Long` where it has more points than `most`."""
    reading = _Reading(most)
    for event in xml_texts.everything(raw):
        reading.take(event)
    return reading.found


class _Reading:
    """One passage through a file."""

    def __init__(self, most: int) -> None:
        self.found, self._most = Gpx(), most
        self._inside: list[str] = []
        self._said: dict[str, str] = {}
        self._lines: list[list[Spot]] = []
        self._at: tuple[float, float] | None = None
        self._height: float | None = None

    def take(self, event: Begun | Ended | Told) -> None:
        """Take in what begins, ends or is told to programs."""
        if isinstance(event, Told):
            self.found.shows |= event.name.startswith("xml")
        elif isinstance(event, Begun):
            self.found.shows |= event.space in _PAGES
            self._begin(event)
            self._inside.append(event.name)
        else:
            self._inside.pop()
            self._end(event, self._inside[-1] if self._inside else "")

    def _begin(self, event: Begun) -> None:
        if event.name in _LINES:
            self._said, self._lines = {}, [[]] if event.name == "rte" else []
        elif event.name == "trkseg":
            self._lines.append([])
        elif event.name in _POINTS:
            self.found.points += 1
            if self.found.points > self._most:
                raise Long
            self._at, self._height = _degrees(event.attributes), None
        elif event.name == "link" and self._inside and self._inside[-1] in _LINES:
            self._said.setdefault("link", event.attributes.get("href", ""))

    def _end(self, event: Ended, above: str) -> None:
        if above in _POINTS and event.name == "ele":
            self._height = _number(event.text)
        elif event.name in {"trkpt", "rtept"}:
            if self._lines and self._at and (one := measuring.spot(*self._at, self._height)):
                self._lines[-1].append(one)
        elif event.name == "wpt":
            self.found.waypoints += 1
        elif event.name in _LINES:
            self.found.tracks.append(Track(self._lines, self._said, is_route=event.name == "rte"))
        elif above in _LINES:
            self._said.setdefault(event.name, event.text)
        self.found.timed |= event.name == "time" and above in _POINTS
        self.found.signed |= event.name in {"author", "email"}


def _degrees(attributes: Mapping[str, str]) -> tuple[float, float] | None:
    lon, lat = _number(attributes.get("lon", "")), _number(attributes.get("lat", ""))
    return None if lon is None or lat is None else (lon, lat)


def _number(text: str) -> float | None:
    try:
        found = float(text)
    except ValueError:
        return None
    return found if found == found and abs(found) != float("inf") else None  # noqa: PLR0124 - NaN
