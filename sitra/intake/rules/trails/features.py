"""The features of a GeoJSON file: their shapes and properties, told apart into lines and points."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from functools import lru_cache
from pathlib import Path
from typing import Any

from sitra.intake.rules import json_texts, reading
from sitra.intake.rules.draft import Unreadable
from sitra.intake.rules.json_texts import Unsound
from sitra.intake.rules.trails import telling
from sitra.media.rules.tracks import measuring
from sitra.media.rules.tracks.measuring import Spot

LINES = frozenset({"LineString", "MultiLineString"})
_WORLD = ("CRS84", "EPSG::4326", "EPSG:4326")


@dataclass(frozen=True, slots=True)
class Feature:
    """A feature: where it stands in the file, its properties, its shape."""

    place: str
    number: str
    properties: Mapping[str, Any]
    shape: str
    coordinates: Any


def features(path: Path) -> list[Feature]:
    """Read the features of a file; raises `Unreadable` when it is not GeoJSON in degrees."""
    stat = path.stat()
    return list(_features(path, stat.st_mtime_ns, stat.st_size))


@lru_cache(maxsize=1)
def _features(path: Path, changed: int, size: int) -> tuple[Feature, ...]:
    del changed, size
    try:
        whole, _ = json_texts.parse(reading.content(path))
    except Unsound as unsound:
        raise Unreadable(f"Le fichier « {path.name} » n'est pas lisible. {unsound}") from None
    rows = whole.get("features") if isinstance(whole, Mapping) else None
    if isinstance(whole, Mapping) and whole.get("type") == "Feature":
        rows = [whole]
    if not isinstance(rows, list):
        raise Unreadable(f"Le fichier « {path.name} » est du JSON, mais pas du GeoJSON : exportez-le ainsi.")
    _demand_degrees(path, whole)
    return tuple(_feature(path, rank, row) for rank, row in enumerate(rows, start=1))


def is_geojson(path: Path) -> bool:
    """Say whether a file is GeoJSON."""
    if not reading.is_json(path):
        return False
    try:
        return bool(features(path))
    except Unreadable:
        return False


def spots(coordinates: Any) -> Iterator[Spot]:
    """Read a list of positions; what is none is left out."""
    for one in coordinates if isinstance(coordinates, list) else ():
        numbers = [part for part in one if _is_number(part)] if isinstance(one, list) else []
        if len(numbers) >= 2 and (found := measuring.spot(*numbers[:3])):  # noqa: PLR2004 - lon, lat
            yield found


def lines(feature: Feature) -> list[list[Spot]]:
    """Give the lines of a feature; raises `Unreadable` when the file has too many points."""
    held = feature.coordinates if isinstance(feature.coordinates, list) else []
    found = [list(spots(one)) for one in ([held] if feature.shape == "LineString" else held)]
    if sum(map(len, found)) > telling.MOST_POINTS:
        raise Unreadable(f"« {feature.place} » compte plus de {telling.MOST_POINTS} points : simplifiez-le.")
    return found


def _feature(path: Path, rank: int, row: Any) -> Feature:
    known = row if isinstance(row, Mapping) else {}
    shape = known.get("geometry")
    shape = shape if isinstance(shape, Mapping) else {}
    properties = known.get("properties")
    number = known.get("id")
    return Feature(
        place=f"{path.name}, objet {rank}",
        number=str(number) if isinstance(number, str | int) and not isinstance(number, bool) else "",
        properties=properties if isinstance(properties, Mapping) else {},
        shape=str(shape.get("type", "")),
        coordinates=shape.get("coordinates"),
    )


def _demand_degrees(path: Path, whole: Mapping[str, Any]) -> None:
    """Refuse a file that says its coordinates are not longitudes and latitudes."""
    crs = whole.get("crs")
    named = str(crs.get("properties", {}).get("name", "")) if isinstance(crs, Mapping) else ""
    if named and not named.endswith(_WORLD):
        raise Unreadable(
            f"Le fichier « {path.name} » est dans la projection {named[:60]} : exportez-le en WGS 84 "
            "(EPSG:4326), comme le veut GeoJSON."
        )


def _is_number(value: Any) -> bool:
    return isinstance(value, int | float) and not isinstance(value, bool)
