"""Records woven when they change into tagged pieces, from which answers are cut without parsing.

A woven record is its JSON in pieces, each with the tag of a path: what a selection or a language can
drop is a piece of its own. Members begin with their comma, and objects with a mark that takes away the
comma that follows: a byte that JSON never holds, since it escapes control characters.
"""

from array import array
from functools import lru_cache
from itertools import batched
from typing import Any, NamedTuple

from orjson import dumps

from sitra.catalog.rules.paths import INSIDE, Node, Paths, TooManyPaths
from sitra.kit.sharing import ByIdentity, Shared
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
"""Woven terms that are remembered by what they say, about 2 kB each: the same come again and again."""

SHARED = 16_384
"""Woven objects that are remembered by identity, half a kilobyte each: terms and communes."""

PLANS = 64
"""Sets of names of the objects of one path that are remembered."""

_TERM = "elementReferenceType"
_OPEN = b"{" + OPENED
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
    return b"," + dumps(name) + b":"


type _Plan = tuple[tuple[bytes, Node, bool], ...]
"""Of each member: the bytes before its value, its path, and whether it is a value of contact."""


class _Part(NamedTuple):
    """A part of a record that is woven."""

    content: bytes
    rows: array[int]


class Loom:
    """What weaves records, one after the other; one thread at a time."""

    def __init__(self, paths: Paths) -> None:
        self.paths = paths
        self._terms: dict[tuple[int, bytes], _Part] = {}
        self._shared = ByIdentity[_Part](SHARED)
        self._begin()

    def weave(self, record: dict[str, Any]) -> Woven | None:
        """Cut a record of JSON values into pieces; new paths are noted.

        `None` when no tag is left: it has to be answered by parsing.
        """
        self._begin()
        try:
            self._value(record, self.paths.root, RECORD)
        except TooManyPaths:
            return None
        return Woven(b"".join(self._pieces), self._rows.tobytes())

    def _begin(self) -> None:
        """Begin with no piece and no row, which is a tag and a length one after the other."""
        self._pieces: list[bytes] = []
        self._rows = array("H")

    def _put(self, piece: bytes, tag: int) -> None:
        self._pieces.append(piece)
        length = len(piece)
        if length > LONGEST:
            _add(self._rows, tag, length)
        else:
            self._rows.append(tag)
            self._rows.append(length)

    def _value(self, value: Any, node: Node, before: bytes) -> None:
        """Weave what stands at a path, after some bytes."""
        kind = type(value)
        if kind in _SCALARS or not value:
            self._put(before + dumps(value), node.tag)
        elif kind is Shared:
            self._known(value, node, before)
        elif isinstance(value, dict):
            self._object(value, node, before)
        elif _SCALARS.issuperset(map(type, value)):
            self._put(before + dumps(value), node.tag)
        else:
            before += b"["
            for one in value:
                if type(one) is dict and one:
                    self._object(one, node, before)
                else:
                    self._value(one, node, before)
                before = b","
            self._put(b"]", node.tag)

    def _known(self, shared: Shared, node: Node, before: bytes) -> None:
        """Weave an object that is known by identity, most often one that came before."""
        part = self._shared.get(shared, node.tag)
        if part is None:
            apart = Loom(self.paths)
            apart._object(shared, node, b"")
            part = self._shared.keep(shared, apart._part(), node.tag)
        self._take(part, node, before)

    def _part(self) -> _Part:
        return _Part(b"".join(self._pieces), _merged(self._rows))

    def _take(self, part: _Part, node: Node, before: bytes) -> None:
        self._pieces += before, part.content
        self._rows.append(node.tag)
        self._rows.append(len(before))
        self._rows += part.rows

    def _object(self, record: dict[str, Any], node: Node, before: bytes) -> None:
        """Weave an object that is not empty."""
        if _TERM in record and not node.closed:
            self._term(record, self.paths.child(node, INSIDE), before)
            return
        plan: _Plan | None = node.plans.get(tuple(record))
        if plan is None:
            node, plan = self._planned(record, node)
        # Some two hundred pieces of a record pass here: no call is made that can be spared.
        put, add, tag = self._pieces.append, self._rows.append, node.tag
        opened = before + _OPEN
        put(opened)
        add(tag)
        add(len(opened))
        for (key, child, contact), value in zip(plan, record.values(), strict=True):
            kind = type(value)
            if kind in _SCALARS:
                piece = key + dumps(value)
                put(piece)
                length = len(piece)
                if length > LONGEST:
                    _add(self._rows, child.tag, length)
                else:
                    add(child.tag)
                    add(length)
            elif contact:
                self._contact(value, child, key)
            elif kind is dict and value:
                self._object(value, child, key)
            else:
                self._value(value, child, key)
        put(b"}")
        add(tag)
        add(1)

    def _planned(self, record: dict[str, Any], node: Node) -> tuple[Node, _Plan]:
        """Say how the members of an object are woven, and at which path: its own, or inside of it."""
        names = tuple(record)
        plan: _Plan | None = node.plans.get(names)
        if plan is None:
            if not node.closed and not self.paths.has_room(node, record.keys()):
                return self._planned(record, self.paths.child(node, INSIDE))
            plan = _kept(node, names, self._closed(names, node) if node.closed else self._opened(names, node))
        return node, plan

    def _opened(self, names: tuple[str, ...], node: Node) -> _Plan:
        """Give each member a path of its own."""
        children = [self.paths.child(node, name) for name in names]
        return tuple((child.key, child, name == CONTACT) for child, name in zip(children, names, strict=True))

    def _closed(self, names: tuple[str, ...], node: Node) -> _Plan:
        """Give no member a path but what a language may drop."""
        return tuple(
            (
                _key(name),
                self.paths.child(node, name) if name in LABELS or name == CONTACT else node,
                name == CONTACT,
            )
            for name in names
        )

    def _term(self, record: dict[str, Any], node: Node, before: bytes) -> None:
        """Weave a term, most often one that came before."""
        named = node.tag, dumps(record)
        part = self._terms.get(named)
        if part is None:
            apart = Loom(self.paths)
            apart._object(record, node, b"")
            part = apart._part()
            if len(self._terms) >= TERMS:
                self._terms.clear()
            self._terms[named] = part
        self._take(part, node, before)

    def _contact(self, value: Any, node: Node, before: bytes) -> None:
        """Weave a value of contact, whose members are languages and are whole."""
        if not value or not isinstance(value, dict):
            self._value(value, self.paths.child(node, INSIDE) if value else node, before)
            return
        names = tuple(value)
        plan: _Plan | None = node.plans.get(names)
        if plan is None:
            plan = _kept(node, names, self._spoken(names, node))
        self._put(before + _OPEN, node.tag)
        for (key, child, _), one in zip(plan, value.values(), strict=True):
            whole = child if type(one) in _SCALARS else self.paths.child(child, INSIDE)
            self._put(key + dumps(one), whole.tag)
        self._put(b"}", node.tag)

    def _spoken(self, names: tuple[str, ...], node: Node) -> _Plan:
        """Give the members of a value of contact the path of their language."""
        return tuple(
            (_key(name), self.paths.child(node, name if name in _KEYS else NO_LANGUAGE), False)
            for name in names
        )


def _kept(node: Node, names: tuple[str, ...], plan: _Plan) -> _Plan:
    """Remember a plan; all of a path are forgotten when there are many."""
    if len(node.plans) >= PLANS:
        node.plans.clear()
    node.plans[names] = plan
    return plan


def _add(rows: "array[int]", tag: int, length: int) -> None:
    """Add a row, or as many as needed where a piece is long."""
    while length > LONGEST:
        rows.append(tag)
        rows.append(LONGEST)
        length -= LONGEST
    rows.append(tag)
    rows.append(length)


def _merged(rows: "array[int]") -> "array[int]":
    """Make one row of neighbours of the same tag."""
    merged = array("H")
    for tag, length in batched(rows, 2):
        if merged and merged[-2] == tag and merged[-1] + length <= LONGEST:
            merged[-1] += length
        else:
            merged.append(tag)
            merged.append(length)
    return merged
