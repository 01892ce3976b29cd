"""What is drawn from a document, and what a document must have."""

from collections.abc import Mapping
from typing import Any

from sitra.catalog.rules.kinds import Kind
from sitra.catalog.rules.sheet import point
from sitra.catalog.rules.tree import unknown_paths
from sitra.kit import texts
from sitra.kit.errors import Impossible


def title(document: Mapping[str, Any]) -> str:
    """Give the name of a record, in French when it has one."""
    return texts.label(document.get("nom"))


def commune(document: Mapping[str, Any]) -> int | None:
    """Give the number of the commune a record stands in."""
    address = document.get("localisation", {}).get("adresse", {})
    number = address.get("commune", {}).get("id")
    return int(number) if number is not None else None


def columns(document: Mapping[str, Any]) -> dict[str, Any]:
    """Give what the table of records keeps beside the document."""
    lon, lat = point(document)
    return {
        "name": texts.shorten(title(document), 250),
        "commune_id": commune(document),
        "lon": lon,
        "lat": lat,
    }


def demand_sound(document: Mapping[str, Any], kind: Kind, *, typed: bool) -> None:
    """Refuse a document without a name, or, when it was typed here, with unknown fields.

    What is imported keeps the keys we do not know: they are never lost.
    """
    if not title(document).strip():
        message = "Une fiche doit avoir un nom (champ « nom »)."
        raise Impossible(message)
    if typed and (unknown := unknown_paths(document, kind)):
        listed = ", ".join(sorted(unknown)[:5])
        message = f"Champs inconnus pour le type {kind.label()} : {listed}."
        raise Impossible(message)
