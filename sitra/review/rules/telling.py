"""Evidence written down as JSON, and read back so that it can say itself in either language."""

from collections.abc import Iterable, Mapping
from dataclasses import asdict, fields
from typing import Any

from sitra.catalog.rules.kinds import Kind
from sitra.tourism.rules.evidence import (
    ContactEvidence,
    DatesEvidence,
    DistanceEvidence,
    Evidence,
    KindEvidence,
    NameEvidence,
    PlaceEvidence,
    SiretEvidence,
    StreetEvidence,
)

_SORTS: dict[str, type[Any]] = {
    "name": NameEvidence,
    "place": PlaceEvidence,
    "distance": DistanceEvidence,
    "street": StreetEvidence,
    "siret": SiretEvidence,
    "contact": ContactEvidence,
    "dates": DatesEvidence,
    "kind": KindEvidence,
}
"""Word in JSON -> what it is read as."""

_WORDS = {sort: word for word, sort in _SORTS.items()}


def written(evidence: Iterable[Evidence]) -> list[dict[str, Any]]:
    """Write pieces of evidence as JSON."""
    return [{"sort": _WORDS[type(piece)], **_plain(piece)} for piece in evidence]


def read(rows: Iterable[Mapping[str, Any]]) -> list[Evidence]:
    """Read evidence back; what another version wrote otherwise is left out."""
    return [piece for row in rows if (piece := _read(row)) is not None]


def sentences(rows: Iterable[Mapping[str, Any]], language: str) -> list[str]:
    """Say written evidence in French or English."""
    return [piece.sentence(language) for piece in read(rows)]


def _plain(piece: Any) -> dict[str, Any]:
    return {
        name: [str(one) for one in value] if isinstance(value, tuple) else value
        for name, value in asdict(piece).items()
    }


def _read(row: Mapping[str, Any]) -> Evidence | None:
    sort = _SORTS.get(str(row.get("sort")))
    if sort is None or {one.name for one in fields(sort)} != set(row) - {"sort"}:
        return None
    values = {name: value for name, value in row.items() if name != "sort"}
    if sort is KindEvidence:
        values["kinds"] = tuple(Kind(one) for one in values["kinds"])
    piece: Evidence = sort(**values)
    return piece
