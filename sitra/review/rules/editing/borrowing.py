"""Blocks of one record taken over into what somebody types over another: opening, prices, contacts."""

from collections.abc import Collection, Mapping
from enum import StrEnum
from typing import Any

from sitra.catalog.rules.kinds import Kind
from sitra.catalog.rules.tree import Node, tree
from sitra.catalog.rules.types import Section
from sitra.review.rules.editing.copying import taken
from sitra.review.rules.editing.layers import keyed, listed
from sitra.review.rules.editing.shown import written
from sitra.tourism.rules.overlays import agreed, covers, put


class Block(StrEnum):
    """What can be taken over at once, by the word that addresses use."""

    OPENING = "ouverture"
    PRICES = "tarifs"
    CONTACTS = "contacts"
    BOOKING = "reservation"
    SERVICES = "prestations"
    PLACE = "lieu"

    def label(self, language: str = "fr") -> str:
        """Name it in French or English."""
        return _LABELS[self][language == "en"]

    @property
    def section(self) -> Section:
        """The section of the editor in which it is written."""
        return _SECTIONS[self]


_LABELS = {
    Block.OPENING: ("Ouverture", "Opening"),
    Block.PRICES: ("Tarifs", "Prices"),
    Block.CONTACTS: ("Contacts", "Contacts"),
    Block.BOOKING: ("Réservation", "Booking"),
    Block.SERVICES: ("Prestations", "Services"),
    Block.PLACE: ("Adresse et lieu", "Address and place"),
}
_SECTIONS = {
    Block.OPENING: Section.OPENING,
    Block.PRICES: Section.PRICES,
    Block.CONTACTS: Section.CONTACT,
    Block.BOOKING: Section.CONTACT,
    Block.SERVICES: Section.SERVICES,
    Block.PLACE: Section.PLACE,
}
PATHS: dict[Block, tuple[str, ...]] = {
    Block.OPENING: ("ouverture",),
    Block.PRICES: ("descriptionTarif",),
    Block.CONTACTS: ("informations.moyensCommunication", "contacts"),
    Block.BOOKING: ("reservation",),
    Block.SERVICES: ("prestations",),
    Block.PLACE: ("localisation",),
}
"""Block -> the paths whose values come together."""


def borrowed(
    document: Mapping[str, Any], lender: Mapping[str, Any], kind: Kind, blocks: Collection[Block]
) -> dict[str, Any]:
    """Write blocks of another record over a document of a kind.

    What people cannot write in that kind stays as it is: numbers of items, computed values, fields that the
    kind has not. A block of which the lender says nothing is left alone.
    """
    result = dict(document)
    for path in (path for block in Block if block in blocks for path in PATHS[block]):
        node = tree(kind).at(path)
        given = taken(node, _at(lender, path)) if node else None
        if node is None or given in (None, {}, []):
            continue
        held = _at(document, path)
        if isinstance(given, dict) and isinstance(held, Mapping):
            given = _kept(node, held) | given
        result = put(result, path, given)
    return result


def says(lender: Mapping[str, Any], kind: Kind, block: Block) -> bool:
    """Say whether a record has something of a block that a record of a kind can take over."""
    return bool(borrowed({}, lender, kind, (block,)))


def given_back(now: Mapping[str, Any], before: Mapping[str, Any], after: Mapping[str, Any]) -> dict[str, Any]:
    """Take back what a copy brought, and keep what was typed since.

    `before` and `after` are the document when the copy was made.
    """
    return listed(agreed(*keyed(after, now, before)).document)


def replaced(name: str, blocks: Collection[Block]) -> bool:
    """Say whether a name of the form stands in one of these blocks."""
    return any(covers(path, name) for block in blocks for path in PATHS[block])


def _kept(node: Node, held: Mapping[str, Any]) -> dict[str, Any]:
    """Give of a block what nobody types: it stays where it is."""
    return {
        key: one for key, one in held.items() if key not in node.children or not written(node.children[key])
    }


def _at(document: Any, path: str) -> Any:
    for step in path.split("."):
        document = document.get(step) if isinstance(document, Mapping) else None
    return document
