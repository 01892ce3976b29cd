"""Records as features of GeoJSON (RFC 7946)."""

from collections.abc import Mapping
from typing import Any

import orjson

from sitra.catalog.rules.sheet import point
from sitra.formats.rules.v002.fields import Selection, select

MEDIA_TYPE = "application/geo+json"
NEEDED = "localisation.geolocalisation"
"""The path that tells where a record stands."""


def feature(record: Mapping[str, Any], kept: Selection | None) -> bytes:
    """Write a record as a feature whose properties are `kept`; without a checked point, no geometry."""
    lon, lat = point(record)
    place = None if lon is None else {"type": "Point", "coordinates": [lon, lat]}
    shown = {"type": "Feature", "id": record["id"], "geometry": place, "properties": select(record, kept)}
    return orjson.dumps(shown)
