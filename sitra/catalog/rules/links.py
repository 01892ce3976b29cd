"""Records that a document names: where, as what, and what each is for the other."""

from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass
from functools import cache
from typing import Any

from sitra.catalog.rules.kinds import Kind
from sitra.catalog.rules.tree import Node, tree
from sitra.catalog.rules.types import RecordRef
from sitra.catalog.rules.walk import values

TYPED = "liens.liensObjetsTouristiquesTypes"
"""Where a record says what another one is for it."""

OTHER_END = {
    "DEFAUT": "DEFAUT",
    "ORGANISATEUR_PROGRAMME": "PROGRAMME_ORGANISATEUR",
    "CADRE_OFFRE_SPECIALE": "OFFRE_SPECIALE_CADRE",
    "PACKAGE_OBJET": "OBJET_PACKAGE",
    "PARCOURS_ETAPE": "ETAPE_PARCOURS",
    "VISITE_ORGANISATEUR": "ORGANISATEUR_VISITE",
    "VEND_ICI": "PROPOSE_PRODUIT_DE",
    "PERMET_ACCEDER_A": "EST_ACCESSIBLE_PAR",
    "EST_SITUE_DANS": "A_DANS_SON_PERIMETRE",
}
"""Nature of a link -> what the first record is for the second. The others say nothing of the way back."""
OTHER_END |= {there: here for here, there in OTHER_END.items()}


@dataclass(frozen=True, slots=True)
class Named:
    """A record that a document names: by which field, and as what when the field says so."""

    field: str
    nature: str
    number: int


def named(document: Mapping[str, Any], kind: Kind) -> Iterator[Named]:
    """Give every record that a document names, in the order of the catalogue."""
    for link in _typed(document):
        if number := _number(link.get("objetTouristique")):
            yield Named(f"{TYPED}[].objetTouristique", str(link.get("type", "")), number)
    for one in values(document, _references(kind)):
        if not one.path.startswith(TYPED) and (number := _number(one.value)):
            yield Named(one.field.path, "", number)


def with_other_ends(document: Mapping[str, Any], ends: list[dict[str, Any]]) -> Mapping[str, Any]:
    """Add what other records say of this one, after what it says itself; what it says already is left out.

    `ends` are links as a document holds them, each with the nature it has on this side.
    """
    said = {(link.get("type"), _number(link.get("objetTouristique"))) for link in _typed(document)}
    more = [end for end in ends if (end["type"], end["objetTouristique"]["id"]) not in said]
    if not more:
        return document
    links = document.get("liens", {})
    return {**document, "liens": {**links, "liensObjetsTouristiquesTypes": [*_typed(document), *more]}}


def _typed(document: Mapping[str, Any]) -> list[Mapping[str, Any]]:
    links = document.get("liens")
    found = links.get("liensObjetsTouristiquesTypes") if isinstance(links, Mapping) else None
    return [one for one in found if isinstance(one, Mapping)] if isinstance(found, list) else []


def _number(ref: Any) -> int:
    number = ref.get("id") if isinstance(ref, Mapping) else None
    return number if isinstance(number, int) else 0


@cache
def _references(kind: Kind) -> Node:
    """Cut the tree of a kind down to the branches that lead to other records."""
    return _pruned(tree(kind)) or Node("")


def _pruned(node: Node) -> Node | None:
    if node.field is not None:
        return node if isinstance(node.field.type, RecordRef) else None
    kept = {name: cut for name, child in node.children.items() if (cut := _pruned(child))}
    return Node(node.name, node.many, children=kept) if kept else None


@dataclass(frozen=True, slots=True)
class Parked:
    """A piece of a document that waits for a record; `place` carries ranks, `[]` for one more of a list."""

    place: str
    number: int
    piece: Any


def translated(
    document: Mapping[str, Any], kind: Kind, find: Callable[[int], int | None]
) -> tuple[dict[str, Any], list[Parked]]:
    """Write the numbers of an outside source as ours; what names a record we do not have is taken out.

    `find` gives our number of one of theirs. What is taken out is given beside, as the source wrote it.
    """
    parked: list[Parked] = []
    return _translated(document, _references(kind), find, "", parked), parked


def _translated(
    block: Mapping[str, Any], node: Node, find: Callable[[int], int | None], path: str, parked: list[Parked]
) -> dict[str, Any]:
    written = dict(block)
    for name, child in node.children.items():
        held = block.get(name)
        here = f"{path}.{name}" if path else name
        if isinstance(held, list) and child.many:
            written[name] = [
                one
                for rank, item in enumerate(held)
                if (one := _piece(item, child, find, (f"{here}[]", f"{here}[{rank}]"), parked)) is not None
            ]
            if held and not written[name]:
                del written[name]
        elif held is not None:
            kept = _piece(held, child, find, (here, here), parked)
            if kept is None or (held and kept == {}):
                del written[name]
            else:
                written[name] = kept
    return written


def _piece(
    item: Any,
    node: Node,
    find: Callable[[int], int | None],
    places: tuple[str, str],
    parked: list[Parked],
) -> Any:
    """Translate one value; nothing when it waits. A typed link waits whole: it is nothing without its end."""
    if not isinstance(item, Mapping):
        return item
    ref = item if node.field is not None else item.get("objetTouristique") if _is_link(node) else None
    if ref is None:
        return item if node.field is not None else _translated(item, node, find, places[1], parked)
    theirs = _number(ref)
    ours = find(theirs) if theirs else None
    if theirs and ours is None:
        parked.append(Parked(places[0], theirs, item))
        return None
    return _numbered(item, ours) if theirs else item


def _is_link(node: Node) -> bool:
    """Say whether a block of a list is nothing but a link and what is said of it."""
    return node.many and "objetTouristique" in node.children


def _numbered(item: Mapping[str, Any], number: int | None) -> dict[str, Any]:
    if "objetTouristique" in item:
        return {**item, "objetTouristique": {**item["objetTouristique"], "id": number}}
    return {**item, "id": number}


def taken_back(document: Mapping[str, Any], parked: Parked, number: int) -> dict[str, Any]:
    """Put back a piece that waited, under our number of the record it names; at the end of its list."""
    steps = parked.place.replace("[", ".[").split(".")
    return dict(_put(document, steps, _numbered(parked.piece, number)))


def _put(holder: Any, steps: list[str], piece: Any) -> Any:
    step, *below = steps
    if step == "[]":
        return [*(holder if isinstance(holder, list) else ()), piece]
    if step.startswith("["):
        rank = int(step[1:-1])
        if not isinstance(holder, list) or rank >= len(holder):
            return holder
        return [_put(one, below, piece) if at == rank else one for at, one in enumerate(holder)]
    held = dict(holder) if isinstance(holder, Mapping) else {}
    held[step] = _put(held.get(step, {}), below, piece) if below else piece
    return held
