"""Records woven when they change into tagged pieces, from which answers are cut without parsing.

A woven record is its JSON in pieces, each with the tag of a path: what a selection or a language can
drop is a piece of its own. Members begin with their comma, and objects with a mark that takes away the
comma that follows: a byte that JSON never holds, since it escapes control characters.
"""

from array import array
from functools import lru_cache
from itertools import batched
from typing import Any, NamedTuple

import orjson

from sitra.catalog.rules.paths import INSIDE, Node, Paths, TooManyPaths
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
    """A record in pieces: their bytes, then the tag and the length of each, on 16 bits of this machine."""

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
        self._terms: dict[tuple[int, bytes], tuple[bytes, list[int]]] = {}
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
        return Woven(b"".join(self._pieces), _table(self._rows))

    def _clear(self) -> None:
        """Begin with no piece and no row, which is a tag and a length one after the other."""
        self._pieces: list[bytes] = []
        self._rows: list[int] = []

    def _put(self, piece: bytes, tag: int) -> None:
        self._pieces.append(piece)
        self._rows += (tag, len(piece))

    def _value(self, value: Any, node: Node, before: bytes) -> None:
        """Weave what stands at a path, after some bytes."""
        if type(value) in _SCALARS or not value:
            self._put(before + orjson.dumps(value), node.tag)
        elif isinstance(value, dict):
            self._object(value, node, before)
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
        if node.closed:
            self._closed(record, node, before)
        elif _TERM in record:
            self._term(record, self.paths.child(node, INSIDE), before)
        elif self.paths.has_room(node, record.keys()):
            self._opened(record, node, before)
        else:
            self._closed(record, self.paths.child(node, INSIDE), before)

    def _opened(self, record: dict[str, Any], node: Node, before: bytes) -> None:
        """Weave an object whose members have paths of their own."""
        self._put(before + b"{" + OPENED, node.tag)
        put, rows, known = self._pieces.append, self._rows, node.children
        for name, value in record.items():
            child = known.get(name) or self.paths.child(node, name)
            if type(value) in _SCALARS:
                piece = child.key + orjson.dumps(value)
                put(piece)
                rows += (child.tag, len(piece))
            elif name == CONTACT:
                self._contact(value, child, child.key)
            else:
                self._value(value, child, child.key)
        self._put(b"}", node.tag)

    def _closed(self, record: dict[str, Any], node: Node, before: bytes) -> None:
        """Weave an object whose members have no path but what a language may drop."""
        self._put(before + b"{" + OPENED, node.tag)
        for name, value in record.items():
            child = self.paths.child(node, name) if name in LABELS else node
            if name == CONTACT and isinstance(value, dict):
                self._contact(value, self.paths.child(node, CONTACT), _key(name))
            else:
                self._value(value, child, _key(name))
        self._put(b"}", node.tag)

    def _term(self, record: dict[str, Any], node: Node, before: bytes) -> None:
        """Weave a term, most often one that came before."""
        named = node.tag, orjson.dumps(record)
        woven = self._terms.get(named)
        if woven is None:
            apart = Loom(self.paths)
            apart._closed(record, node, b"")
            woven = b"".join(apart._pieces), _merged(apart._rows)
            if len(self._terms) >= TERMS:
                self._terms.clear()
            self._terms[named] = woven
        content, rows = woven
        self._put(before, node.tag)
        self._pieces.append(content)
        self._rows += rows

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


def _merged(rows: list[int]) -> list[int]:
    """Make one row of neighbours of the same tag."""
    merged: list[int] = []
    for tag, length in batched(rows, 2):
        if merged and merged[-2] == tag:
            merged[-1] += length
        else:
            merged += (tag, length)
    return merged


def _table(rows: list[int]) -> bytes:
    """Write rows, in as many as needed where a piece is long."""
    try:
        return array("H", rows).tobytes()
    except OverflowError:
        cut: list[int] = []
        for tag, length in batched(rows, 2):
            cut += (tag, LONGEST) * (length // LONGEST) + (tag, length % LONGEST)
        return array("H", cut).tobytes()
