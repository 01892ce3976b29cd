"""A record as the contract writes it, in its two forms, and read back (v002, sections 4.2 and 4.3).

What is stored is the export form without its head: references bare, every language, no key that is empty.
"""

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from datetime import UTC, datetime
from functools import cache
from typing import Any, Protocol

from sitra.catalog.rules.kinds import Kind
from sitra.catalog.rules.tree import HEAD_KEYS, Node, tree
from sitra.catalog.rules.types import CommuneRef, CriterionRef, RecordRef, Ref, Type


class Lookups(Protocol):
    """Where references are looked up; each answers nothing when the number is not known."""

    def term(self, number: int) -> dict[str, Any] | None:
        """Write a term in full."""

    def commune(self, number: int) -> dict[str, Any] | None:
        """Write a commune in full."""

    def record(self, number: int) -> dict[str, Any] | None:
        """Write the link to a record: `type, id, nom, identifier, state, adresse, geolocalisation`."""

    def criterion(self, number: int) -> dict[str, Any] | None:
        """Write an internal criterion in full."""


@dataclass(frozen=True, slots=True)
class Owner:
    """The member answerable for a record."""

    id: int
    name: str
    kind: int
    site: str
    created_at: datetime
    changed_at: datetime
    departement: str = ""


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
    exported_at: datetime | None = None
    mails: tuple[str, ...] = ()
    """Addresses where a problem is reported."""


def moment(at: datetime) -> str:
    """Write an instant as the contract does: `2018-11-30T08:42:14.436+0000`."""
    return at.astimezone(UTC).replace(tzinfo=None).isoformat(timespec="milliseconds") + "+0000"


def api_form(head: Head, document: Mapping[str, Any], lookups: Lookups) -> dict[str, Any]:
    """Write a whole record with its references in full, as the reading API answers it.

    Keys that the catalogue does not know are kept as they are.
    """
    full: dict[type[Type], Writer] = {
        Ref: lambda value, _: lookups.term(value["id"]) or value,
        CommuneRef: lambda value, _: lookups.commune(value["id"]) or value,
        RecordRef: lambda value, type_: _link(lookups.record(value["id"]), type_) or value,
        CriterionRef: lambda value, _: lookups.criterion(value["id"]) or value,
    }
    owner_kind = lookups.term(head.owner.kind)
    return _written(head, _block(document, _place(head.kind), full), owner_kind)


def export_form(
    head: Head,
    document: Mapping[str, Any],
    commune: Callable[[int], int] = lambda number: number,
    record: Callable[[int], int] = lambda number: number,
) -> dict[str, Any]:
    """Write a whole record with bare references, as an export archive holds it.

    `commune` gives the number by which clients know a commune, for the one a document holds; `record` the
    number of the record that goes on for one that is named.
    """
    owner_kind = {"elementReferenceType": "MembreSitraType", "id": head.owner.kind}
    writers: dict[type[Type], Writer] = {
        CommuneRef: lambda value, _: {**value, "id": commune(value["id"])},
        RecordRef: lambda value, _: {**value, "id": record(value["id"])},
    }
    return _written(head, _block(document, _place(head.kind), writers), owner_kind)


def stored(record: Mapping[str, Any], kind: Kind) -> dict[str, Any]:
    """Read a record of either form into a document; what the catalogue does not know is kept."""
    body = {key: value for key, value in record.items() if key not in HEAD_KEYS and key != "gestion"}
    return _block(body, _place(kind), _BARE, fill=False)


type Writer = Callable[[Mapping[str, Any], Type], Mapping[str, Any]]

_BLOCKS = (dict, Mapping)
"""A block is nearly always the first: to ask for any mapping at once takes ten times longer."""

_TERRITORY = frozenset({Kind.TERRITOIRE})


def _link(written: dict[str, Any] | None, type_: Type) -> dict[str, Any] | None:
    """Leave out where a record is from a link that can only lead to a territory."""
    if written and isinstance(type_, RecordRef) and type_.kinds == _TERRITORY:
        return {key: value for key, value in written.items() if key not in {"adresse", "geolocalisation"}}
    return written


def _keep(*keys: str) -> Writer:
    def kept(value: Mapping[str, Any], _: Type) -> Mapping[str, Any]:
        return {key: value[key] for key in keys if key in value} if "id" in value else value

    return kept


_REFERENCES = (Ref, CommuneRef, RecordRef, CriterionRef)
"""Types that some form writes in a way of its own; values of the others are the same in every form."""

_BARE: dict[type[Type], Writer] = {
    Ref: _keep("elementReferenceType", "id"),
    CommuneRef: _keep("id"),
    RecordRef: _keep("type", "id"),
    CriterionRef: _keep("id"),
}


def _written(head: Head, body: dict[str, Any], owner_kind: Mapping[str, Any] | None) -> dict[str, Any]:
    return {
        "type": head.kind.value,
        "id": head.id,
        "nom": body.pop("nom", {}),
        "identifier": head.identifier,
        "state": head.state,
        "gestion": _management(head, owner_kind),
        **body,
    }


def _management(head: Head, owner_kind: Mapping[str, Any] | None) -> dict[str, Any]:
    owner = head.owner
    written: dict[str, Any] = {
        "dateCreation": moment(head.created_at),
        "dateModification": moment(head.changed_at),
    }
    if head.exported_at:
        written["dateExportModification"] = moment(head.exported_at)
    written["membreProprietaire"] = {
        **({"type": owner_kind} if owner_kind else {}),
        "nom": owner.name,
        "dateCreation": moment(owner.created_at),
        "dateModification": moment(owner.changed_at),
        **({"departement": owner.departement} if owner.departement else {}),
        "id": owner.id,
        **({"siteWeb": owner.site} if owner.site else {}),
    }
    if head.mails:
        written["signalerUnProblemeMails"] = list(head.mails)
    return written


@dataclass(frozen=True, slots=True)
class _Place:
    """What writing a block needs of a node: the names of its children, and which are not mere values."""

    names: tuple[str, ...]
    below: "Mapping[str, _Place]"
    always: Mapping[str, bool | int]
    many: bool
    type: Type | None
    """That of a reference; a block has none."""

    plans: "dict[tuple[str, ...], _Plan]" = field(default_factory=dict, repr=False, compare=False)

    def plan(self, names: tuple[str, ...]) -> "_Plan":
        """Give the order of the catalogue for names, then those it does not know; worked out once."""
        plan = self.plans.get(names)
        if plan is None:
            if len(self.plans) >= _PLANS:
                self.plans.clear()
            held, known = frozenset(names), frozenset(self.names)
            order = (
                *(name for name in self.names if name in held),
                *(name for name in names if name not in known),
            )
            below = tuple((name, self.below[name]) for name in order if name in self.below)
            plan = self.plans[names] = order, below
        return plan


type _Plan = tuple[tuple[str, ...], tuple[tuple[str, _Place], ...]]
"""Names in order, and those of them that are not mere values."""

_PLANS = 256
"""Sets of names that are remembered of a place."""


@cache
def _place(kind: Kind) -> _Place:
    return _placed(tree(kind))


def _placed(node: Node) -> _Place:
    return _Place(
        names=tuple(node.children),
        below={
            name: _placed(child)
            for name, child in node.children.items()
            if child.field is None or isinstance(child.field.type, _REFERENCES)
        },
        always=node.always,
        many=node.many,
        type=node.field.type if node.field else None,
    )


def _block(
    block: Mapping[str, Any], place: _Place, writers: Mapping[type[Type], Writer], *, fill: bool = True
) -> dict[str, Any]:
    """Write a block in the order of the catalogue; `fill` adds what is always written."""
    filled = {**place.always, **block} if fill and place.always else block
    order, below = place.plan(tuple(filled))
    written = {name: filled[name] for name in order}
    for name, child in below:
        written[name] = _value(written[name], child, writers, fill=fill)
    return written


def _value(value: Any, place: _Place, writers: Mapping[type[Type], Writer], *, fill: bool) -> Any:
    if isinstance(value, list):
        return [_value(item, place, writers, fill=fill) for item in value] if place.many else value
    if not isinstance(value, _BLOCKS):
        return value
    if place.type is None:
        return _block(value, place, writers, fill=fill)
    # A reference without a number names nothing: it stays as it was written.
    writer = writers.get(type(place.type)) if "id" in value else None
    return writer(value, place.type) if writer else value
