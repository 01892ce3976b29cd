"""Tables of points: the features of a GeoJSON file, the waypoints of a GPX file."""

from collections.abc import Callable, Iterator, Mapping, Sequence
from pathlib import Path
from typing import Any

from sitra.intake.rules import reading
from sitra.intake.rules.trails import features, xml_texts
from sitra.media.rules.tracks.xml_texts import Begun

LON, LAT = "longitude", "latitude"
_KEYS = 200
_WAYPOINT = ("name", "desc", "cmt", "type", "url", "ele")
_NAMED = {"name": "nom", "desc": "description", "cmt": "commentaire", "url": "lien", "ele": "altitude"}

type Rows = Callable[[], Iterator[tuple[int, Sequence[str]]]]


def points(path: Path) -> Rows:
    """Make a table of the points of a GeoJSON file: their properties, then where they are."""

    def rows() -> Iterator[tuple[int, Sequence[str]]]:
        every = features.features(path)
        keys = list(dict.fromkeys(key for one in every for key in one.properties))[:_KEYS]
        numbered = ["id"] if any(one.number for one in every) and "id" not in keys else []
        yield 1, [*numbered, *keys, LON, LAT]
        for rank, one in enumerate(every, start=2):
            found = next(features.spots([one.coordinates]), None) if one.shape == "Point" else None
            at = (str(found.lon), str(found.lat)) if found else ("", "")
            yield (
                rank,
                [*([one.number] if numbered else []), *(_said(one.properties, key) for key in keys), *at],
            )

    return rows


def waypoints(path: Path) -> Rows:
    """Make a table of the waypoints of a GPX file."""

    def rows() -> Iterator[tuple[int, Sequence[str]]]:
        yield 1, [*(_NAMED.get(key, key) for key in _WAYPOINT), LON, LAT]
        said: dict[str, str] = {}
        inside, rank = False, 1
        for event in xml_texts.events(reading.content(path), path.name):
            if isinstance(event, Begun):
                if event.name == "wpt":
                    inside, said = True, dict(event.attributes)
                elif event.name == "link" and inside:
                    said.setdefault("url", event.attributes.get("href", ""))
            elif event.name == "wpt":
                inside, rank = False, rank + 1
                yield (
                    rank,
                    [*(said.get(key, "") for key in _WAYPOINT), said.get("lon", ""), said.get("lat", "")],
                )
            elif inside and event.text:
                said.setdefault(event.name, event.text)

    return rows


def _said(properties: Mapping[str, Any], key: str) -> str:
    return _words(properties.get(key))


def _words(value: Any) -> str:
    match value:
        case None:
            return ""
        case bool():
            return "oui" if value else "non"
        case list():
            return " ; ".join(filter(None, map(_words, value)))
        case Mapping():
            return ""
    return str(value)
