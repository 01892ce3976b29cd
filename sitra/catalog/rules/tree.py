"""The fields of a kind as a tree that a document can be walked along."""

import dataclasses
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from functools import cache
from typing import Any

from sitra.catalog.rules.fields import FIELDS
from sitra.catalog.rules.fields.choices import ASPECTS
from sitra.catalog.rules.kinds import Kind
from sitra.catalog.rules.types import Boolean, Field, Integer, Section, Text, Type

HEAD_KEYS = ("type", "id", "identifier", "state")
"""What a record is besides its document: the rest of `gestion` is computed."""

_ASPECTS_COME_BEFORE = "metadonnees"


@dataclass(slots=True)
class Node:
    """A place in a document: a block of further places, or a field; `many` when it is a list."""

    name: str
    many: bool = False
    field: Field | None = None
    children: "dict[str, Node]" = dataclasses.field(default_factory=dict)
    always: dict[str, bool | int] = dataclasses.field(default_factory=dict)
    """Names of the children that are written as soon as the block is -> what they then say."""

    mandatory: "dict[str, Node]" = dataclasses.field(default_factory=dict)
    """Children that must be filled in, or that hold some."""

    ways: "dict[type[Type], dict[str, Node]]" = dataclasses.field(
        default_factory=dict, repr=False, compare=False
    )

    def toward(self, kind: type[Type]) -> "Mapping[str, Node]":
        """Give the children that are fields of a type, or hold some; worked out once."""
        if (found := self.ways.get(kind)) is None:
            found = self.ways[kind] = {name: one for name, one in self.children.items() if one.leads(kind)}
        return found

    def leads(self, kind: type[Type]) -> bool:
        """Say whether it is a field of a type, or holds one."""
        return any(isinstance(one.type, kind) for one in self.leaves())

    def leaves(self) -> Iterator[Field]:
        """Give every field below, in order."""
        if self.field is not None:
            yield self.field
        for child in self.children.values():
            yield from child.leaves()

    def at(self, path: str) -> "Node | None":
        """Give the place of a dotted path, with or without `[]`."""
        node: Node | None = self
        for step in path.replace("[]", "").split("."):
            node = node.children.get(step) if node else None
        return node


@cache
def tree(kind: Kind) -> Node:
    """Build the tree of a kind, once."""
    return grow(kind, FIELDS)


def grow(kind: Kind, fields: Iterable[Field]) -> Node:
    """Build the tree of a kind out of fields, in their order, its aspects included."""
    mine = [one for one in fields if kind in one.kinds]
    root = _planted(mine)
    aspects = _planted(
        [
            Field("aspect", ASPECTS, "Aspect", "Aspect", section=Section.MANAGEMENT),
            Field("champsAspect[]", Text(), "Champs de l'aspect", "Fields of the aspect"),
            *(one for one in mine if one.aspects),
        ]
    )
    aspects.name, aspects.many = "aspects", True
    children = list(root.children.items())
    places = [rank for rank, (name, _) in enumerate(children) if name == _ASPECTS_COME_BEFORE]
    children.insert(places[0] if places else len(children), ("aspects", aspects))
    root.children = dict(children)
    _mark_mandatory(root)
    return root


def _mark_mandatory(node: Node) -> bool:
    """Note along which children something mandatory stands; an aspect has nothing mandatory."""
    if node.field is not None:
        return node.field.mandatory
    node.mandatory = {
        name: child for name, child in node.children.items() if name != "aspects" and _mark_mandatory(child)
    }
    return bool(node.mandatory)


def _planted(fields: Iterable[Field]) -> Node:
    root = Node("")
    for one in fields:
        node = root
        for step in one.path.split("."):
            name = step.removesuffix("[]")
            parent, node = node, node.children.setdefault(name, Node(name))
            node.many = node.many or step.endswith("[]")
        node.field = one
        if isinstance(one.type, Boolean | Integer) and one.type.always:
            parent.always[node.name] = False if isinstance(one.type, Boolean) else 0
    return root


def unknown_paths(document: Mapping[str, Any], kind: Kind) -> set[str]:
    """Give the dotted paths of a document that the catalogue does not declare for its kind."""
    return set(_unknown(document, tree(kind), ""))


def _unknown(block: Any, node: Node, path: str) -> Iterator[str]:
    if node.field is not None or block is None:
        return
    if isinstance(block, list):
        for item in block:
            yield from _unknown(item, node, path)
        return
    if not isinstance(block, Mapping):
        yield path
        return
    for key, value in block.items():
        below = node.children.get(key)
        here = f"{path}.{key}" if path else key
        if below is None:
            yield here
        else:
            yield from _unknown(value, below, here)
