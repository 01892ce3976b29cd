"""The fields of a kind as a tree that a document can be walked along."""

import dataclasses
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from functools import cache
from typing import Any

from sitra.catalog.rules.fields import FIELDS
from sitra.catalog.rules.kinds import Kind
from sitra.catalog.rules.types import Boolean, Field

TOP_ORDER = (
    "nom",
    "informations",
    "presentation",
    "localisation",
    "liens",
    "prestations",
    "ouverture",
    "descriptionTarif",
    "reservation",
    "contacts",
    "illustrations",
    "multimedias",
)
"""Order of the shared sections on the wire; the section of the kind comes last."""


@dataclass(slots=True)
class Node:
    """A place in a document: a block of further places, or a field; `many` when it is a list."""

    name: str
    many: bool = False
    field: Field | None = None
    children: "dict[str, Node]" = dataclasses.field(default_factory=dict)

    def always(self) -> "Iterator[Node]":
        """Give the children that are written as soon as the block is."""
        for child in self.children.values():
            if child.field and isinstance(child.field.type, Boolean) and child.field.type.always:
                yield child


@cache
def tree(kind: Kind) -> Node:
    """Build the tree of a kind."""
    root = Node("")
    for one in FIELDS:
        if kind in one.kinds:
            _plant(root, one)
    order = {name: rank for rank, name in enumerate(TOP_ORDER)}
    root.children = dict(sorted(root.children.items(), key=lambda item: order.get(item[0], len(order))))
    return root


def _plant(root: Node, one: Field) -> None:
    node = root
    for step in one.path.split("."):
        name = step.removesuffix("[]")
        node = node.children.setdefault(name, Node(name))
        node.many = node.many or step.endswith("[]")
    node.field = one


def unknown_paths(document: Mapping[str, Any], kind: Kind) -> set[str]:
    """Give the dotted paths of a document that the catalogue does not declare for its kind."""
    return set(_unknown(document, tree(kind), ""))


def _unknown(block: Any, node: Node, path: str) -> Iterator[str]:
    if node.field is not None:
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
