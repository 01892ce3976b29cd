"""One document out of two, field by field: what is proposed, and what somebody chose.

Nothing is invented: every value of the result is a value of the record kept or of the other one.
"""

from collections.abc import Iterator, Mapping
from copy import deepcopy
from dataclasses import dataclass
from typing import Any

from sitra.catalog.rules.kinds import Kind
from sitra.catalog.rules.tree import Node, tree
from sitra.catalog.rules.types import (
    CommuneRef,
    CriterionRef,
    Localised,
    RecordRef,
    Ref,
    Section,
)
from sitra.kit.errors import Impossible
from sitra.kit.texts import fold
from sitra.review.events import Pick
from sitra.review.rules.sameness import NUMBERS, key, named
from sitra.review.rules.units import Document, Unit, units, write

_TERMS = (Ref, CommuneRef, RecordRef, CriterionRef)
_UNITED = frozenset(
    {"moyensCommunication", "contacts", "illustrations", "multimedias", "liensObjetsTouristiquesTypes"}
)
"""Lists of blocks that are put together; two lists of dates or prices would contradict each other."""
_SEVERAL = 255
"""Characters up to which a text is a line, where it is none of those that present the record."""
_FULLER = 1.5
"""How much longer a text must be to say more."""


@dataclass(frozen=True, slots=True)
class Couple:
    """Two documents of one kind: the one of the record that is kept, and the other one.

    `other_is_newer` says which of two texts as full as each other is proposed; `selves` are the
    numbers of both records: a record does not link to itself.
    """

    kind: Kind
    kept: Document
    other: Document
    other_is_newer: bool = False
    selves: frozenset[int] = frozenset()

    def units(self) -> Iterator[Unit]:
        """Give every choice, in the order of the catalogue."""
        return units(self.kept, self.other, tree(self.kind))


def merged(couple: Couple, choices: Mapping[str, Pick] | None = None) -> dict[str, Any]:
    """Give the document of the record kept: by path what was chosen, else what is proposed.

    Raises `Impossible` for both values of what is no list.
    """
    chosen = choices or {}
    result = deepcopy(dict(couple.kept))
    for unit in couple.units():
        if unit.same or unit.computed:
            continue
        pick = chosen.get(unit.path)
        if pick is Pick.BOTH and not unit.many:
            message = f"Le champ « {_label(unit)} » n'a qu'une valeur : choisissez l'une des deux."
            raise Impossible(message)
        pick = pick or proposed(couple, unit)
        if pick is not Pick.KEPT:
            write(result, unit.place, unit.keys, _taken(couple, unit, pick))
    return result


def proposed(couple: Couple, unit: Unit) -> Pick:
    """Propose whose value a field takes: the one of the record kept, unless the other one says more."""
    if unit.same or unit.computed or empty(unit.other, unit.node):
        return Pick.KEPT
    if empty(unit.one, unit.node):
        return Pick.OTHER
    return _better(couple, unit, unit.node) if unit.node else Pick.KEPT


def _better(couple: Couple, unit: Unit, node: Node) -> Pick:
    """Choose between two values that both say something."""
    if unit.many:
        return Pick.BOTH if _united(node) and _taken(couple, unit, Pick.BOTH) != unit.one else Pick.KEPT
    if node.field is None:
        return Pick.OTHER if _leaves(unit.other) > _leaves(unit.one) else Pick.KEPT
    if isinstance(node.field.type, Localised) and (
        node.field.section is Section.TEXT or node.field.type.longest > _SEVERAL
    ):
        return _fuller(couple, str(unit.one[unit.language]), str(unit.other[unit.language]))
    return Pick.KEPT


def _fuller(couple: Couple, kept: str, other: str) -> Pick:
    mine, theirs = fold(kept), fold(other)
    if theirs in mine or len(mine) >= _FULLER * len(theirs):
        return Pick.KEPT
    if mine in theirs or len(theirs) >= _FULLER * len(mine):
        return Pick.OTHER
    return Pick.OTHER if couple.other_is_newer else Pick.KEPT


def _united(node: Node) -> bool:
    if node.field is not None:
        prices = node.field.section in {Section.OPENING, Section.PRICES}
        return isinstance(node.field.type, _TERMS) and not prices
    return node.name in _UNITED


def _taken(couple: Couple, unit: Unit, pick: Pick) -> Mapping[str, Any]:
    if pick is not Pick.BOTH:
        return unit.one if pick is Pick.KEPT else _without_selves(couple, unit, unit.other)
    (name,) = unit.keys
    mine, theirs = unit.one.get(name), _without_selves(couple, unit, unit.other).get(name)
    if not isinstance(mine, list) or not isinstance(theirs, list) or unit.node is None:
        return unit.one or unit.other
    return {name: [*mine, *_new(mine, theirs, unit.node)]}


def _without_selves(couple: Couple, unit: Unit, block: Mapping[str, Any]) -> Mapping[str, Any]:
    """Leave out links of the other record to the one it becomes."""
    if unit.node is None or not couple.selves:
        return block
    kept = {}
    for name, value in block.items():
        if isinstance(value, list) and unit.many:
            value = [one for one in value if not named(one, unit.node) & couple.selves]  # noqa: PLW2901
        elif unit.node.field is not None and named(value, unit.node) & couple.selves:
            continue
        kept[name] = value
    return kept


def _new(mine: list[Any], theirs: list[Any], node: Node) -> Iterator[Any]:
    """Give the items that a list does not have yet; a number that is taken there is given up."""
    met = {key(item, node) for item in mine}
    numbers = {
        str(item[name]) for item in mine if isinstance(item, Mapping) for name in NUMBERS & item.keys()
    }
    for item in theirs:
        if (sign := key(item, node)) in met:
            continue
        met.add(sign)
        if isinstance(item, Mapping) and node.field is None:
            free = {
                name: value
                for name, value in item.items()
                if name not in NUMBERS or str(value) not in numbers
            }
            numbers |= {str(free[name]) for name in NUMBERS & free.keys()}
            yield free
        else:
            yield item


def empty(held: Mapping[str, Any], node: Node | None) -> bool:
    """Say whether nothing is said; a no that is always written says nothing either."""
    if node is not None and node.field is not None and getattr(node.field.type, "always", False):
        return not any(held.values())
    return _leaves(held) == 0


def _leaves(held: Any) -> int:
    """Count what is filled in."""
    if isinstance(held, Mapping):
        return sum(_leaves(value) for value in held.values())
    if isinstance(held, list):
        return sum(_leaves(value) for value in held)
    return int(held not in (None, ""))


def _label(unit: Unit) -> str:
    return unit.field.label() if unit.field else unit.path
