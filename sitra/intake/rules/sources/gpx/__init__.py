"""Trails of GPX files: their tracks and routes; points of interest are another matter."""

from collections.abc import Iterator
from pathlib import Path

from sitra.intake.rules import manifests, reading
from sitra.intake.rules.draft import Note, Read, Unreadable
from sitra.intake.rules.glance import Glance
from sitra.intake.rules.trails import telling, xml_texts
from sitra.intake.rules.trails.telling import Trail
from sitra.media.rules.tracks import gpx
from sitra.media.rules.tracks.gpx import Gpx, Long, Track
from sitra.media.rules.tracks.xml_texts import is_mended

SOURCE = manifests.source(__name__)


def recognises(seen: Glance) -> bool:
    """Say whether a file is a GPX that holds tracks or routes."""
    if seen.is_archive or xml_texts.root(seen.path) != gpx.ROOT:
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
    found = _found(raw, path.name)
    if not found.tracks:
        raise Unreadable(
            f"Le fichier « {path.name} » ne contient aucun itinéraire (trace ou route) : "
            "exportez la trace depuis votre logiciel, et non ses seuls points."
        )
    if is_mended(raw):
        yield Note(f"« {path.name} » n'est pas en UTF-8 partout : ses accents ont été lus en Windows-1252.")
    trails = (
        _trail(one, f"{path.name}, itinéraire {rank}") for rank, one in enumerate(found.tracks, start=1)
    )
    yield from telling.told(trails, path)
    if found.waypoints:
        yield Note(f"« {path.name} » : points remarquables laissés de côté : {found.waypoints}.")


def _found(raw: bytes, name: str) -> Gpx:
    try:
        with xml_texts.readable(name):
            found = gpx.read(raw, telling.MOST_POINTS)
    except Long:
        raise Unreadable(
            f"Le fichier « {name} » compte plus de {telling.MOST_POINTS} points : coupez-le."
        ) from None
    if len(found.tracks) > telling.MOST_TRAILS:
        raise Unreadable(
            f"Le fichier « {name} » compte plus de {telling.MOST_TRAILS} itinéraires : coupez-le."
        )
    return found


def _trail(track: Track, place: str) -> Trail:
    said = track.said
    return Trail(
        place,
        track.lines,
        said.get("name", ""),
        said.get("desc") or said.get("cmt") or "",
        practice=said.get("type", ""),
        link=said.get("link") or said.get("url") or "",
    )
