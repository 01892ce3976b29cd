"""What one record may take over from another."""

from collections.abc import Callable, Mapping
from typing import Any

from sitra.catalog.rules.tree import Node
from sitra.catalog.rules.types import Field
from sitra.review.rules.editing.shown import NUMBERED, written
from sitra.tourism.rules.overlays import put

_ITS_OWN = (
    "gestion",
    "informations.informationsLegales.siret",
    "metadonnees",
    "donneesPrivees",
    "criteresInternes",
    "expiration",
    "enquete",
    "integration",
)
"""What belongs to one record: its history, its number in registers, what stands beside it."""

_OF_A_COPY = {"libelleFr": " (copie)", "libelleEn": " (copy)"}


def unnumbered(document: Mapping[str, Any]) -> dict[str, Any]:
    """Give what a copy of a record says: no number of its own, and a name that tells it is a copy."""
    copied: dict[str, Any] = stripped(document)
    for path in _ITS_OWN:
        copied = put(copied, path, None)
    name = copied.get("nom", {})
    copied["nom"] = {
        key: f"{words[: 255 - len(_OF_A_COPY[key])]}{_OF_A_COPY[key]}" if key in _OF_A_COPY else words
        for key, words in name.items()
    }
    return copied


def stripped(value: Any, *, in_list: bool = False) -> Any:
    """Give a value without the numbers by which programs know the items of its lists."""
    if isinstance(value, Mapping):
        reference = "elementReferenceType" in value or set(value) <= {"id", "type"}
        gone = NUMBERED if in_list and not reference else frozenset()
        return {key: stripped(one) for key, one in value.items() if key not in gone}
    if isinstance(value, list):
        return [stripped(one, in_list=True) for one in value]
    return value


def taken(node: Node, value: Any, fits: Callable[[Field], bool] = lambda _field: True) -> Any:
    """Give of a value what people write at a place, without the numbers of its items.

    Only the fields that `fits` says are taken.
    """
    if not written(node):
        return None
    if node.field is not None:
        return stripped(value) if fits(node.field) else None
    if isinstance(value, list):
        items = [taken(node, one, fits) for one in value if isinstance(one, Mapping)] if node.many else []
        return [one for one in items if one]
    if not isinstance(value, Mapping):
        return None
    found = {
        key: taken(node.children[key], one, fits)
        for key, one in value.items()
        if key in node.children and one not in (None, "")
    }
    return {key: one for key, one in found.items() if one not in (None, {}, [])} | _point(value, found)


def _point(value: Mapping[str, Any], found: Mapping[str, Any]) -> dict[str, Any]:
    """Let coordinates that came say that they are those of a point."""
    return {"type": value["type"]} if found.get("coordinates") and "type" in value else {}
