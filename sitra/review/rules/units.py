"""What one chooses between when two documents become one: a field, a language of a text, a list, a block."""

from collections.abc import Iterator, Mapping
from copy import deepcopy
from dataclasses import dataclass
from typing import Any

from sitra.catalog.rules.tree import Node
from sitra.catalog.rules.types import ContactValue, Field, Localised, Reach

Document = Mapping[str, Any]

_WHOLE = {
    ("localisation", "adresse"): ("adresse",),
    ("localisation", "geolocalisation", "geoJson"): ("geoJson", "valide"),
    ("localisation", "geolocalisation", "valide"): ("geoJson", "valide"),
}
"""What makes sense only whole -> the keys that go together: half of each address is nobody's."""


@dataclass(frozen=True, slots=True)
class Unit:
    """One choice: the keys of a block at a place, and what each of two documents says there.

    `node` is nothing for keys that the catalogue does not know; `language` is the key of one language.
    """

    place: tuple[str, ...]
    keys: tuple[str, ...]
    node: Node | None
    one: Mapping[str, Any]
    other: Mapping[str, Any]
    language: str = ""

    @property
    def path(self) -> str:
        """Where it stands, `presentation.descriptifCourt.libelleFr`: its name in a form."""
        return ".".join((*self.place, self.keys[0]))

    @property
    def same(self) -> bool:
        """Say whether both documents say the same."""
        return self.one == self.other

    @property
    def many(self) -> bool:
        """Say whether it is a list."""
        return self.node is not None and self.node.many and not self.language

    @property
    def field(self) -> Field | None:
        """The field, or the first one below."""
        return next(self.node.leaves(), None) if self.node else None

    @property
    def computed(self) -> bool:
        """Say whether we write it ourselves: then it belongs to its record."""
        return self.node is not None and all(one.computed for one in self.node.leaves())

    @property
    def private(self) -> bool:
        """Say whether only the writers of the record may read it."""
        return self.field is not None and self.field.reach is Reach.PRIVATE


def units(one: Document, other: Document, root: Node) -> Iterator[Unit]:
    """Give every choice between two documents, in the order of the catalogue, what is the same too."""
    yield from _block(one, other, root, ())


def _block(one: Document, other: Document, node: Node, place: tuple[str, ...]) -> Iterator[Unit]:
    done: set[str] = set()
    for name in dict.fromkeys((*node.children, *one, *other)):
        if name in done or (name not in one and name not in other):
            continue
        keys = _WHOLE.get((*place, name), (name,))
        done.update(keys)
        yield from _unit(one, other, node.children.get(keys[0]), place, keys)


def _unit(
    one: Document, other: Document, child: Node | None, place: tuple[str, ...], keys: tuple[str, ...]
) -> Iterator[Unit]:
    name = keys[0]
    mine, theirs = one.get(name), other.get(name)
    blocks = all(value is None or isinstance(value, Mapping) for value in (mine, theirs))
    whole = (*place, name) in _WHOLE
    if child is None or child.many or whole or not blocks:
        yield Unit(place, keys, child, _held(one, keys), _held(other, keys))
    elif child.field is None:
        yield from _block(mine or {}, theirs or {}, child, (*place, name))
    elif isinstance(child.field.type, Localised | ContactValue):
        for language in dict.fromkeys((*(mine or {}), *(theirs or {}))):
            here, there = (_held(value or {}, (language,)) for value in (mine, theirs))
            yield Unit((*place, name), (language,), child, here, there, language)
    else:
        yield Unit(place, keys, child, _held(one, keys), _held(other, keys))


def _held(block: Document, keys: tuple[str, ...]) -> dict[str, Any]:
    return {key: block[key] for key in keys if key in block}


def write(
    result: dict[str, Any], place: tuple[str, ...], keys: tuple[str, ...], taken: Mapping[str, Any]
) -> None:
    """Put values into their block, made on the way; a block that is left empty goes."""
    blocks, block = [], result
    for step in place:
        below = block.get(step)
        if not isinstance(below, dict):
            if not taken:
                return
            below = block[step] = {}
        blocks.append((block, step))
        block = below
    for name in keys:
        if name in taken:
            block[name] = deepcopy(taken[name])
        else:
            block.pop(name, None)
    for above, step in reversed(blocks):
        if above[step] == {}:
            del above[step]
