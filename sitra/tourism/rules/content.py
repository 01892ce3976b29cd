"""What is drawn from a document, and what a document must have."""

from collections.abc import Mapping
from datetime import date
from typing import Any

from sitra.catalog.rules.kinds import Kind
from sitra.catalog.rules.sheet import point
from sitra.catalog.rules.tree import unknown_paths
from sitra.catalog.rules.validation.values import read_day
from sitra.kit import texts
from sitra.kit.errors import Impossible
from sitra.tourism.rules.layers import BLOCKS


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
        "expires_on": expiry(document),
    }


def expiry(document: Mapping[str, Any]) -> date | None:
    """Give the day after which something is to be done with a record."""
    return read_day(_held(document.get("expiration"), "dateExpiration"))


def expiry_action(document: Mapping[str, Any]) -> str:
    """Give what is then to be done, in the word of v002; nothing when it was not said."""
    return str(_held(document.get("expiration"), "expirationAction") or "")


def _held(block: Any, key: str) -> Any:
    return block.get(key) if isinstance(block, Mapping) else None


def with_value_of(document: Mapping[str, Any], other: Mapping[str, Any], path: str) -> dict[str, Any]:
    """Take the value of one place from another document; a list is taken whole.

    `path` is that of a field, `descriptionTarif.periodes[].tarifs[].minimum`: what lies within a list
    means the list. What the other document does not hold is taken away.
    """
    steps = path.partition("[]")[0].split(".")
    return _grafted(document, other, steps)


def _grafted(document: Mapping[str, Any], other: Mapping[str, Any], steps: list[str]) -> dict[str, Any]:
    key, *below = steps
    kept = dict(document)
    theirs = other.get(key)
    if below:
        ours = kept.get(key)
        inner = _grafted(
            ours if isinstance(ours, Mapping) else {}, theirs if isinstance(theirs, Mapping) else {}, below
        )
        theirs = inner or None
    if theirs is None:
        kept.pop(key, None)
    else:
        kept[key] = theirs
    return kept


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


def demand_apart(document: Mapping[str, Any], before: Mapping[str, Any] | None = None) -> None:
    """Refuse to write into a document what stands beside it, for some only: it would be shown to all."""
    old = before or {}
    if any(name in document and document[name] != old.get(name) for name in BLOCKS):
        message = "Données privées, critères internes et métadonnées s'écrivent à part, non dans la fiche."
        raise Impossible(message)
