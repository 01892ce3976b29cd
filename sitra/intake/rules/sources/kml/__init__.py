"""Trails of KML files, and of the KMZ archives that hold one: lines and recorded tracks."""

from collections.abc import Iterator
from pathlib import Path

from sitra.intake.rules import archives, manifests, reading
from sitra.intake.rules.draft import Note, Read, Unreadable
from sitra.intake.rules.glance import Glance
from sitra.intake.rules.trails import telling, xml_texts
from sitra.intake.rules.trails.telling import Trail
from sitra.media.rules.tracks import measuring
from sitra.media.rules.tracks.measuring import Spot
from sitra.media.rules.tracks.xml_texts import Begun, Ended, is_mended

SOURCE = manifests.source(__name__)
_LINES = frozenset({"LineString", "LinearRing"})


def recognises(seen: Glance) -> bool:
    """Say whether a file is a KML or a KMZ."""
    if seen.is_archive:
        return not seen.path.is_dir() and any(name.lower().endswith(".kml") for name in seen.names)
    return xml_texts.root(seen.path) == "kml"


def expected(path: Path) -> int:
    """Count the places of a file."""
    return _content(path).count(b"</Placemark>")


def read(path: Path) -> Iterator[Read]:
    """Read a file; raises `Unreadable` when it is torn, too long or holds no trail."""
    raw = _content(path)
    found = _Reading(path.name)
    for event in xml_texts.events(raw, path.name):
        found.take(event)
    if not found.trails:
        raise Unreadable(
            f"Le fichier « {path.name} » ne contient aucun tracé : exportez la ligne de l'itinéraire, "
            "et non ses seuls repères."
        )
    if is_mended(raw):
        yield Note(f"« {path.name} » n'est pas en UTF-8 partout : ses accents ont été lus en Windows-1252.")
    yield from telling.told(found.trails, path)
    if found.places:
        yield Note(f"« {path.name} » : repères sans tracé laissés de côté : {found.places}.")


def _content(path: Path) -> bytes:
    """Give the KML of a file, out of its archive when it is a KMZ."""
    if not archives.is_zip(path):
        return reading.content(path)
    with archives.opened(path) as archive:
        name = next((one for one in archive.names if one.lower().endswith(".kml")), "")
        return archive.content(name, reading.LARGEST)


class _Reading:
    """One passage through a file, place by place."""

    def __init__(self, name: str) -> None:
        self.name, self.trails, self.places, self._points = name, list[Trail](), 0, 0
        self._inside: list[str] = []
        self._said: dict[str, str] = {}
        self._lines: list[list[Spot]] = []

    def take(self, event: Begun | Ended) -> None:
        """Take in what begins or ends."""
        if isinstance(event, Begun):
            self._inside.append(event.name)
            if event.name == "Placemark":
                self._said, self._lines = {}, []
            elif event.name == "Track":
                self._lines.append([])
            return
        self._inside.pop()
        above = self._inside[-1] if self._inside else ""
        if event.name == "coordinates" and above in _LINES:
            self._lines.append(list(self._spots(event.text.split(), ",")))
        elif event.name == "coord" and above == "Track" and self._lines:
            self._lines[-1].extend(self._spots([event.text], None))
        elif event.name == "Placemark":
            self._keep()
        elif above == "Placemark" and event.name in {"name", "description"}:
            self._said[event.name] = event.text

    def _spots(self, written: list[str], between: str | None) -> Iterator[Spot]:
        self._points += len(written)
        if self._points > telling.MOST_POINTS:
            raise Unreadable(
                f"Le fichier « {self.name} » compte plus de {telling.MOST_POINTS} points : coupez-le."
            )
        for one in written:
            try:
                lon, lat, *height = map(float, one.split(between))
            except ValueError:
                continue
            if found := measuring.spot(lon, lat, height[0] if height else None):
                yield found

    def _keep(self) -> None:
        if not self._lines:
            self.places += 1
            return
        if len(self.trails) >= telling.MOST_TRAILS:
            raise Unreadable(
                f"Le fichier « {self.name} » compte plus de {telling.MOST_TRAILS} itinéraires : coupez-le."
            )
        place = f"{self.name}, tracé {len(self.trails) + 1}"
        said = self._said
        self.trails.append(Trail(place, self._lines, said.get("name", ""), said.get("description", "")))
