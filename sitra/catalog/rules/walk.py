"""Every value of a document, with its field and its place."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from typing import Any

from sitra.catalog.rules.tree import Node
from sitra.catalog.rules.types import Field, Localised, Type
from sitra.kit import texts


@dataclass(frozen=True, slots=True)
class Value:
    """One value: `path` carries ranks, `ouverture.periodesOuvertures[0].dateDebut`."""

    path: str
    field: Field
    value: Any


def values(document: Mapping[str, Any], node: Node, path: str = "") -> Iterator[Value]:
    """Walk along a document, in the order of the catalogue; unknown keys are passed over."""
    for name, child in node.children.items():
        if name not in document:
            continue
        here = f"{path}.{name}" if path else name
        held = document[name]
        if child.many and isinstance(held, list):
            for rank, item in enumerate(held):
                yield from _below(item, child, f"{here}[{rank}]")
        else:
            yield from _below(held, child, here)


def _below(held: Any, node: Node, path: str) -> Iterator[Value]:
    if node.field is not None:
        yield Value(path, node.field, held)
    elif isinstance(held, Mapping):
        yield from values(held, node, path)


def references(document: Mapping[str, Any], node: Node, kind: type[Type]) -> Iterator[int]:
    """Give the numbers a document refers to through fields of one type, in the order of the catalogue."""
    for name, child in node.toward(kind).items():
        if name in document:
            held = document[name]
            for one in held if child.many and isinstance(held, list) else (held,):
                if not isinstance(one, Mapping):
                    continue
                if child.field is None:
                    yield from references(one, child, kind)
                elif "id" in one:
                    yield int(one["id"])


@dataclass(frozen=True, slots=True)
class Translation:
    """A text that people read in several languages: which it has, which it lacks."""

    path: str
    field: Field
    texts: Mapping[str, str]
    """Language code -> text."""

    def missing(self, languages: tuple[str, ...]) -> tuple[str, ...]:
        """Give the languages of a list in which it is not written."""
        return tuple(code for code in languages if not self.texts.get(code))


def translations(document: Mapping[str, Any], node: Node) -> Iterator[Translation]:
    """Give every translatable text of a document, aspects included."""
    for one in values(document, node):
        if isinstance(one.field.type, Localised) and isinstance(one.value, Mapping) and one.value:
            written = {code: one.value.get(f"libelle{suffix}") for code, suffix in texts.SUFFIXES.items()}
            yield Translation(one.path, one.field, {code: text for code, text in written.items() if text})
