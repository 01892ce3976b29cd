"""Trails of GeoJSON files, those of the national schema of trails among them; points are a table."""

from collections.abc import Iterator, Mapping
from pathlib import Path
from typing import Any

from sitra.intake.rules import manifests
from sitra.intake.rules.draft import Note, Read, Refusal
from sitra.intake.rules.glance import Glance
from sitra.intake.rules.trails import features, telling
from sitra.intake.rules.trails.features import Feature
from sitra.intake.rules.trails.telling import Trail
from sitra.kit.texts import fold

SOURCE = manifests.source(__name__)
_NAMES = ("nom itineraire", "nom", "name", "titre", "title", "libelle", "nom trace")
_NUMBERS = ("uuid", "id local", "id", "identifiant", "osm id", "fid", "code")
_TEXTS = ("description", "presentation", "presentation courte", "descriptif", "desc", "instructions")
_LINKS = ("url", "lien", "link", "site", "site web", "website")
_PRACTICES = ("pratique", "practice", "activite", "activity", "sport", "type", "usage")
_WAYMARKS = ("balisage", "waymarking")
_HOURS = ("duree", "duration")
_DAY = 24


def recognises(seen: Glance) -> bool:
    """Say whether a file is GeoJSON with lines in it."""
    return (
        seen.is_json
        and features.is_geojson(seen.path)
        and any(one.shape in features.LINES for one in features.features(seen.path))
    )


def expected(path: Path) -> int:
    """Count the features of a file."""
    return len(features.features(path))


def read(path: Path) -> Iterator[Read]:
    """Read a file; raises `Unreadable` when it is not GeoJSON in degrees."""
    every = features.features(path)
    points = sum(one.shape in {"Point", "MultiPoint"} for one in every)
    kept = (one for one in every if one.shape not in {"Point", "MultiPoint"})
    yield from telling.told((_trail(one) for one in kept), path)
    if points:
        yield Note(f"« {path.name} » : points laissés de côté, à importer à part : {points}.")


def _trail(feature: Feature) -> Trail | Refusal:
    if feature.shape not in features.LINES:
        shape = f"de forme {feature.shape}" if feature.shape else "sans forme"
        return Refusal(
            feature.place,
            f"Cet objet est {shape} : un itinéraire est une ligne (LineString).",
            feature.number,
        )
    said = {fold(key): _words(value) for key, value in feature.properties.items()}
    return Trail(
        place=feature.place,
        lines=features.lines(feature),
        name=_first(said, _NAMES),
        text=_first(said, _TEXTS),
        practice=_first(said, _PRACTICES),
        number=_first(said, _NUMBERS) or feature.number,
        link=_first(said, _LINKS),
        minutes=_minutes(_first(said, _HOURS)),
        waymarks=_first(said, _WAYMARKS),
    )


def _first(said: Mapping[str, str], keys: tuple[str, ...]) -> str:
    return next((said[key] for key in keys if said.get(key)), "")


def _words(value: Any) -> str:
    if isinstance(value, list):
        return ", ".join(filter(None, map(_words, value)))
    return "" if value is None or isinstance(value, Mapping | bool) else str(value).strip()


def _minutes(text: str) -> int:
    """Read a duration in hours and their decimals, as the national schema of trails writes it."""
    try:
        hours = float(text.replace(",", "."))
    except ValueError:
        return 0
    return round(60 * hours) if 0 < hours <= 30 * _DAY else 0
