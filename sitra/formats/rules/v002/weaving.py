"""Records woven when they change into tagged pieces, from which answers are cut without parsing.

A woven record is its JSON in pieces, each with the tag of a path: what a selection or a language can
drop is a piece of its own. Members begin with their comma, and objects with a mark that takes away the
comma that follows: a byte that JSON never holds, since it escapes control characters.
"""

from array import array
from functools import lru_cache
from itertools import groupby
from operator import itemgetter
from typing import Any, NamedTuple

import numpy as np
import orjson

from sitra.formats.rules.v002.paths import INSIDE, Node, Paths, TooManyPaths
from sitra.kit.texts import SUFFIXES, VALUE_KEYS

RECORD, OPENED = b"\x1e", b"\x1f"
"""Before a record; after the brace of an object."""

CONTACT = "coordonnees"
LABELS = frozenset(f"libelle{suffix}" for suffix in SUFFIXES.values())
NO_LANGUAGE = ""
"""Step of a value of contact in no language known, which is never answered."""

LONGEST = 0xFFFF
"""Bytes of one piece."""

TERMS = 4096
"""Woven terms that are remembered, about 2 kB each: the same come again and again."""

_TERM = "elementReferenceType"
_KEYS = frozenset(VALUE_KEYS.values())
_SCALARS = frozenset({str, int, float, bool, type(None)})


class Woven(NamedTuple):
    """A record in pieces: their bytes, then the tag and the length of each, on 16 bits both."""

    content: bytes
    table: bytes


def unwoven(content: bytes) -> bytes:
    """Give back the JSON of a whole record."""
    return content[len(RECORD) :].replace(OPENED + b",", b"")


@lru_cache(maxsize=4096)
def _key(name: str) -> bytes:
    return b"," + orjson.dumps(name) + b":"


class Loom:
    """What weaves records, one after the other; one thread at a time."""

    def __init__(self, paths: Paths) -> None:
        self.paths = paths
        self._terms: dict[tuple[int, bytes], tuple[list[bytes], list[int]]] = {}
        self._clear()

    def weave(self, record: dict[str, Any]) -> Woven | None:
        """Cut a record of JSON values into pieces; new paths are noted.

        `None` when no tag is left: it has to be answered by parsing.
        """
        self._clear()
        try:
            self._value(record, self.paths.root, RECORD)
        except TooManyPaths:
            return None
        return Woven(b"".join(self._pieces), _table(self._pieces, self._tags))

    def _clear(self) -> None:
        self._pieces: list[bytes] = []
        self._tags: list[int] = []

    def _put(self, piece: bytes, tag: int) -> None:
        self._pieces.append(piece)
        self._tags.append(tag)

    def _value(self, value: Any, node: Node, before: bytes) -> None:
        """Weave what stands at a path, after some bytes."""
        if not value or type(value) in _SCALARS:
            self._put(before + orjson.dumps(value), node.tag)
        elif isinstance(value, dict):
            self._object(value, node, before + b"{" + OPENED)
        elif _SCALARS.issuperset(map(type, value)):
            self._put(before + orjson.dumps(value), node.tag)
        else:
            before += b"["
            for one in value:
                self._value(one, node, before)
                before = b","
            self._put(b"]", node.tag)

    def _object(self, record: dict[str, Any], node: Node, before: bytes) -> None:
        """Weave an object that is not empty."""
        if not node.closed:
            if _TERM in record:
                self._term(record, self.paths.child(node, INSIDE), before)
                return
            if not self.paths.has_room(node, record.keys()):
                node = self.paths.child(node, INSIDE)
        self._put(before, node.tag)
        if node.closed:
            self._closed(record, node)
        else:
            self._opened(record, node)
        self._put(b"}", node.tag)

    def _term(self, record: dict[str, Any], node: Node, before: bytes) -> None:
        """Weave a term, most often one that came before."""
        named = node.tag, orjson.dumps(record)
        woven = self._terms.get(named)
        if woven is None:
            woven = self._woven(record, node)
            if len(self._terms) >= TERMS:
                self._terms.clear()
            self._terms[named] = woven
        self._put(before, node.tag)
        self._pieces += woven[0]
        self._tags += woven[1]

    def _woven(self, record: dict[str, Any], node: Node) -> tuple[list[bytes], list[int]]:
        """Weave a term apart; neighbours of the same tag are one piece."""
        apart = Loom(self.paths)
        apart._closed(record, node)
        apart._put(b"}", node.tag)
        pieces, tags = [], []
        for tag, group in groupby(zip(apart._tags, apart._pieces, strict=True), itemgetter(0)):
            pieces.append(b"".join([piece for _, piece in group]))
            tags.append(tag)
        return pieces, tags

    def _opened(self, record: dict[str, Any], node: Node) -> None:
        """Weave members that have paths of their own."""
        piece, tag, written, known = self._pieces.append, self._tags.append, orjson.dumps, node.children
        for name, value in record.items():
            child = known.get(name) or self.paths.child(node, name)
            if type(value) in _SCALARS:
                piece(child.key + written(value))
                tag(child.tag)
            elif name == CONTACT:
                self._contact(value, child, child.key)
            else:
                self._value(value, child, child.key)

    def _closed(self, record: dict[str, Any], node: Node) -> None:
        """Weave members that have no path but what a language may drop."""
        pieces, tags, known = self._pieces, self._tags, node.children
        for name, value in record.items():
            child = node
            if name in LABELS:
                child = known.get(name) or self.paths.child(node, name)
            if type(value) in _SCALARS:
                pieces.append(_key(name) + orjson.dumps(value))
                tags.append(child.tag)
            elif name == CONTACT and isinstance(value, dict):
                self._contact(value, self.paths.child(node, CONTACT), _key(name))
            else:
                self._value(value, child, _key(name))

    def _contact(self, value: Any, node: Node, before: bytes) -> None:
        """Weave a value of contact, whose members are languages and are whole."""
        if not value or not isinstance(value, dict):
            self._value(value, self.paths.child(node, INSIDE) if value else node, before)
            return
        self._put(before + b"{" + OPENED, node.tag)
        for name, one in value.items():
            child = self.paths.child(node, name if name in _KEYS else NO_LANGUAGE)
            if type(one) not in _SCALARS:
                child = self.paths.child(child, INSIDE)
            self._put(_key(name) + orjson.dumps(one), child.tag)
        self._put(b"}", node.tag)


def _table(pieces: list[bytes], tags: list[int]) -> bytes:
    """Pair tags and lengths, neighbours of the same tag together."""
    tagged = np.frombuffer(array("H", tags), np.uint16)
    starts = np.concatenate(([0], np.flatnonzero(tagged[1:] != tagged[:-1]) + 1))
    lengths = np.add.reduceat(np.frombuffer(array("q", map(len, pieces)), np.int64), starts)
    tagged = tagged[starts]
    while (long := lengths > LONGEST).any():
        rows = np.flatnonzero(long)
        lengths[rows] -= LONGEST
        lengths = np.insert(lengths, rows, LONGEST)
        tagged = np.insert(tagged, rows, tagged[rows])
    table = np.empty((len(tagged), 2), "<u2")
    table[:, 0] = tagged
    table[:, 1] = lengths
    return table.tobytes()
