"""What one record may take over from another."""

from collections.abc import Mapping
from typing import Any

from sitra.review.rules.editing.shown import NUMBERED
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
