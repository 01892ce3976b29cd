"""Paths of records and their tags: numbers by which a woven record names them.

A path is a tuple of names of members; lists leave no trace in it. After the step `INSIDE` the object is
closed: nothing in it has a path of its own but what a language may drop, whatever its depth. Terms are
closed, since they are many and alike, and so are objects with too many names, as maps have.
"""

from collections.abc import Iterable, Iterator, KeysView
from typing import Any

import orjson

INSIDE = None
"""Step into a closed object."""

type Path = tuple[str | None, ...]

MOST = 2**16
"""Tags are written on 16 bits."""

WIDEST = 128
"""Names of one object; the widest of the catalogue has 44."""

LARGEST = 8192
"""Paths under one that is not the root; `aspects` has about half of all."""


class TooManyPaths(ValueError):
    """There is no tag left."""


class Node:
    """A path that has a tag, and those that continue it."""

    __slots__ = ("below", "children", "closed", "key", "parent", "path", "plans", "tag")

    def __init__(self, tag: int, path: Path, parent: "Node | None") -> None:
        self.tag = tag
        self.path = path
        self.parent = parent
        self.children: dict[str | None, Node] = {}
        self.closed = INSIDE in path
        self.below = 0
        self.plans: dict[tuple[str, ...], Any] = {}
        """How objects of these names are woven here, for those who weave."""
        self.key = b"," + orjson.dumps(path[-1]) + b":" if path and path[-1] is not INSIDE else b""


class Paths:
    """Tags of paths in the order of their first use; it only grows.

    One process writes at a time; another learns what it has not seen. `len` is the number of tags.
    """

    def __init__(self, lines: Iterable[bytes] = ()) -> None:
        self.root = Node(0, (), None)
        self._nodes = [self.root]
        self.learn(lines)

    def __len__(self) -> int:
        return len(self._nodes)

    def path(self, tag: int) -> Path:
        """Give the path of a tag."""
        return self._nodes[tag].path

    def lines(self, since: int = 1) -> list[bytes]:
        """Write each path from a tag on, to be stored; that of the root, tag 0, is not needed."""
        return [orjson.dumps(node.path) for node in self._nodes[since:]]

    def learn(self, lines: Iterable[bytes]) -> None:
        """Read the lines from tag `len(paths)` on; raises `ValueError` when they do not follow."""
        for line in lines:
            *steps, last = orjson.loads(line)
            node = self.root
            for step in steps:
                node = node.children[step]
            if last in node.children:
                raise ValueError("This path already has a tag")
            self.child(node, last)

    def child(self, node: Node, step: str | None) -> Node:
        """Give a path one step longer, with a new tag when it has none; raises `TooManyPaths`."""
        known = node.children.get(step)
        if known is not None:
            return known
        if len(self._nodes) >= MOST:
            raise TooManyPaths
        made = Node(len(self._nodes), (*node.path, step), node)
        node.children[step] = made
        self._nodes.append(made)
        for one in (node, *_above(node)):
            one.below += 1
        return made

    def has_room(self, node: Node, names: KeysView[str]) -> bool:
        """Say whether an object with these names may stay open."""
        if names <= node.children.keys():
            return True
        new = len(names - node.children.keys())
        *under_the_root, _ = (node, *_above(node))
        full = any(one.below + new > LARGEST for one in under_the_root)
        return not full and len(node.children) + new <= WIDEST


def _above(node: Node) -> Iterator[Node]:
    while node.parent is not None:
        node = node.parent
        yield node
