"""A record as the reading API writes it (v002, sections 4.2 and 4.3), in every language."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import UTC, datetime
from typing import Any, Protocol

from sitra.catalog.rules.kinds import Kind
from sitra.catalog.rules.tree import Node, tree
from sitra.catalog.rules.types import CommuneRef, Ref


class Lookups(Protocol):
    """Where references are looked up."""

    def term(self, number: int) -> dict[str, Any] | None:
        """Write a term in full, or answer nothing."""

    def commune(self, number: int) -> dict[str, Any] | None:
        """Write a commune in full, or answer nothing."""


@dataclass(frozen=True, slots=True)
class Owner:
    """The member answerable for a record."""

    id: int
    name: str
    kind: int
    site: str
    created_at: datetime
    changed_at: datetime


@dataclass(frozen=True, slots=True)
class Head:
    """What a record is besides its document."""

    id: int
    kind: Kind
    identifier: str
    state: str
    owner: Owner
    created_at: datetime
    changed_at: datetime


def moment(at: datetime) -> str:
    """Write an instant as the contract does: `2018-11-30T08:42:14.436+0000`."""
    universal = at.astimezone(UTC)
    return f"{universal:%Y-%m-%dT%H:%M:%S}.{universal.microsecond // 1000:03d}+0000"


def api_form(head: Head, document: Mapping[str, Any], lookups: Lookups) -> dict[str, Any]:
    """Write a whole record; keys that the catalogue does not know are kept as they are."""
    body = _block(document, tree(head.kind), lookups)
    return {
        "type": head.kind.value,
        "id": head.id,
        "nom": body.pop("nom", {}),
        "identifier": head.identifier,
        "state": head.state,
        "gestion": {
            "dateCreation": moment(head.created_at),
            "dateModification": moment(head.changed_at),
            "membreProprietaire": _owner(head.owner, lookups),
        },
        **body,
    }


def _owner(owner: Owner, lookups: Lookups) -> dict[str, Any]:
    written: dict[str, Any] = {
        "nom": owner.name,
        "dateCreation": moment(owner.created_at),
        "dateModification": moment(owner.changed_at),
        "id": owner.id,
    }
    if kind := lookups.term(owner.kind):
        written = {"type": kind, **written}
    if owner.site:
        written["siteWeb"] = owner.site
    return written


def _block(block: Mapping[str, Any], node: Node, lookups: Lookups) -> dict[str, Any]:
    written: dict[str, Any] = {}
    for name, child in node.children.items():
        if name in block:
            written[name] = _value(block[name], child, lookups)
    for child in node.always():
        written.setdefault(child.name, False)
    for name, value in block.items():
        written.setdefault(name, value)
    return written


def _value(value: Any, node: Node, lookups: Lookups) -> Any:
    if node.many and isinstance(value, list):
        return [_single(item, node, lookups) for item in value]
    return _single(value, node, lookups)


def _single(value: Any, node: Node, lookups: Lookups) -> Any:
    if not isinstance(value, Mapping):
        return value
    if node.field is None:
        return _block(value, node, lookups)
    if isinstance(node.field.type, Ref):
        return lookups.term(value.get("id", 0)) or value
    if isinstance(node.field.type, CommuneRef):
        return lookups.commune(value.get("id", 0)) or value
    return value
