"""Trails of GPX files: their tracks and routes; points of interest are another matter."""

from collections.abc import Iterator
from pathlib import Path

from sitra.intake.rules import manifests, reading
from sitra.intake.rules.draft import Note, Read, Unreadable
from sitra.intake.rules.glance import Glance
from sitra.intake.rules.trails import measuring, telling, xml_texts
from sitra.intake.rules.trails.measuring import Spot
from sitra.intake.rules.trails.telling import Trail
from sitra.intake.rules.trails.xml_texts import Begun, Ended

SOURCE = manifests.source(__name__)
_LINES, _POINTS = {"trk": "trkseg", "rte": "rte"}, frozenset({"trkpt", "rtept", "wpt"})


def recognises(seen: Glance) -> bool:
    """Say whether a file is a GPX that holds tracks or routes."""
    if seen.is_archive or xml_texts.root(seen.path) != "gpx":
        return False
    raw = reading.content(seen.path)
    return b"trkpt" in raw or b"rtept" in raw or b"wpt" not in raw


def expected(path: Path) -> int:
    """Count the tracks and routes of a file."""
    raw = reading.content(path)
    return raw.count(b"</trk>") + raw.count(b"</rte>")


def read(path: Path) -> Iterator[Read]:
    """Read a file; raises `Unreadable` when it is torn, too long or holds no trail."""
    raw = reading.content(path)
    found = _Reading(path.name)
    found.through(raw)
    if not found.trails:
        raise Unreadable(
            f"Le fichier « {path.name} » ne contient aucun itinéraire (trace ou route) : "
            "exportez la trace depuis votre logiciel, et non ses seuls points."
        )
    if xml_texts.is_mended(raw):
        yield Note(f"« {path.name} » n'est pas en UTF-8 partout : ses accents ont été lus en Windows-1252.")
    yield from telling.told(found.trails, path)
    if found.waypoints:
        yield Note(f"« {path.name} » : points remarquables laissés de côté : {found.waypoints}.")


class _Reading:
    """One passage through a file."""

    def __init__(self, name: str) -> None:
        self.name, self.trails, self.waypoints = name, list[Trail](), 0
        self._inside: list[str] = []
        self._points = 0
        self._said: dict[str, str] = {}
        self._lines: list[list[Spot]] = []
        self._at: tuple[float, float] | None = None
        self._height: float | None = None

    def through(self, raw: bytes) -> None:
        """Read all of it."""
        for event in xml_texts.events(raw, self.name):
            if isinstance(event, Begun):
                self._begin(event)
            else:
                self._inside.pop()
                self._end(event)

    def _begin(self, event: Begun) -> None:
        if event.name in _LINES:
            self._said, self._lines = {}, [[]] if event.name == "rte" else []
        elif event.name == "trkseg":
            self._lines.append([])
        elif event.name in _POINTS:
            self._points += 1
            if self._points > telling.MOST_POINTS:
                raise Unreadable(
                    f"Le fichier « {self.name} » compte plus de {telling.MOST_POINTS} points : coupez-le."
                )
            self._at, self._height = _degrees(event.attributes), None
        elif event.name == "link" and self._inside and self._inside[-1] in _LINES:
            self._said.setdefault("link", event.attributes.get("href", ""))
        self._inside.append(event.name)

    def _end(self, event: Ended) -> None:
        above = self._inside[-1] if self._inside else ""
        if event.name == "ele" and above in _POINTS:
            self._height = _number(event.text)
        elif event.name in {"trkpt", "rtept"}:
            if self._lines and self._at and (one := measuring.spot(*self._at, self._height)):
                self._lines[-1].append(one)
        elif event.name == "wpt":
            self.waypoints += 1
        elif above in _LINES:
            self._said.setdefault(event.name, event.text)
        elif event.name in _LINES:
            self._keep()

    def _keep(self) -> None:
        said, place = self._said, f"{self.name}, itinéraire {len(self.trails) + 1}"
        text = said.get("desc") or said.get("cmt") or ""
        self.trails.append(
            Trail(
                place,
                self._lines,
                said.get("name", ""),
                text,
                practice=said.get("type", ""),
                link=said.get("link") or said.get("url") or "",
            )
        )
        if len(self.trails) > telling.MOST_TRAILS:
            raise Unreadable(
                f"Le fichier « {self.name} » compte plus de {telling.MOST_TRAILS} itinéraires : coupez-le."
            )


def _degrees(attributes: dict[str, str]) -> tuple[float, float] | None:
    lon, lat = _number(attributes.get("lon", "")), _number(attributes.get("lat", ""))
    return None if lon is None or lat is None else (lon, lat)


def _number(text: str) -> float | None:
    try:
        found = float(text)
    except ValueError:
        return None
    return found if found == found and abs(found) != float("inf") else None  # noqa: PLR0124 - NaN
