"""The few lines by which a record shows in a list."""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from sitra.catalog.rules.sheet import first_picture, point
from sitra.kit import texts


@dataclass(frozen=True, slots=True)
class Card:
    """A record in a list, in one language."""

    id: int
    name: str
    kind: str
    commune: str
    owner: str
    summary: str
    picture: str
    lon: float | None
    lat: float | None
    state: str


@dataclass(frozen=True, slots=True)
class Point:
    """A record on a map; degrees."""

    id: int
    lon: float
    lat: float
    kind: str
    name: str


def kept(record: Mapping[str, Any], commune: str) -> dict[str, Any]:
    """Draw from a whole record (API form) what its cards need, in every language."""
    presentation = record.get("presentation", {})
    short = presentation.get("descriptifCourt") or presentation.get("descriptifDetaille") or {}
    lon, lat = point(record)
    return {
        "id": record["id"],
        "name": record["nom"],
        "kind": record["type"],
        "commune": commune,
        "owner": record["gestion"]["membreProprietaire"]["nom"],
        "summary": {key: texts.shorten(text) for key, text in short.items()},
        "picture": first_picture(record),
        "lon": lon,
        "lat": lat,
        "state": record["state"],
    }


def card(kept_of: Mapping[str, Any], language: str) -> Card:
    """Write a card in one language."""
    words = {name: texts.label(kept_of[name], language) for name in ("name", "summary")}
    return Card(**{**kept_of, **words})
