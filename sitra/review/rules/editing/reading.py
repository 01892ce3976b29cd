"""What comes back from a form, read into the document: values where they can be, the words otherwise."""

from collections.abc import Callable, Mapping, Sequence
from copy import deepcopy
from dataclasses import dataclass, field as dataclass_field
from datetime import date, time
from typing import Any

import orjson

from sitra.catalog.rules.aspects import layer_tree
from sitra.catalog.rules.kinds import Kind
from sitra.catalog.rules.tree import Node, tree
from sitra.catalog.rules.types import (
    Boolean,
    Choice,
    CommuneRef,
    ContactValue,
    Day,
    Decimal,
    Field,
    Integer,
    Localised,
    Point,
    RecordRef,
    Ref,
    Time,
    Type,
)
from sitra.review.rules.editing.forms import REST, unread
from sitra.review.rules.editing.saying import YES
from sitra.review.rules.editing.shown import NUMBERED, written

PRESENT = "present"
"""Name under which a form says which lists it holds."""
MOST_ITEMS = 500
LONGEST_REST = 200_000
_MINUTES, _SECONDS = 5, 8
"""Hours of 2025 are written without seconds, those before with (v002, section 0.2)."""

type Sent = Mapping[str, Sequence[str]]
"""Name -> everything sent under it."""


@dataclass(frozen=True, slots=True)
class Resolver:
    """How words that name a commune or a record are understood; raises `ValueError` where they are not."""

    commune: Callable[[str], int]
    record: Callable[[str], tuple[str, int]]


@dataclass(slots=True)
class Reading:
    """The document that comes of a form, and by name the words that could not be read, and why."""

    document: dict[str, Any]
    typed: dict[str, str] = dataclass_field(default_factory=dict)
    wrong: dict[str, str] = dataclass_field(default_factory=dict)


class _Unread(ValueError):
    """Words that are no value of their field, with the sentence that says so."""


def read(
    document: Mapping[str, Any], kind: Kind, sent: Sent, resolver: Resolver, *, layered: bool = False
) -> Reading:
    """Write what a form holds over a document; what the form does not hold stays.

    A `layered` form is that of an aspect, over the record as it reads in it: it writes only what may differ.
    """
    reader = _Reader(resolver, frozenset(sent.get(PRESENT, ())))
    posted = _nested(sent, reader.present)
    result = deepcopy(dict(document))
    reader.block(layer_tree(kind) if layered else tree(kind), result, posted, "")
    return Reading(result, reader.typed, reader.wrong)


def _nested(sent: Sent, present: frozenset[str]) -> dict[str, Any]:
    """Turn dotted names into blocks; the values of a name are a list."""
    root: dict[str, Any] = {}
    for name, values in [*((one, None) for one in present), *sent.items()]:
        if name == PRESENT or name.startswith("_"):
            continue
        *steps, last = name.split(".")
        block = root
        for step in steps:
            below = block.setdefault(step, {})
            if not isinstance(below, dict):
                break
            block = below
        else:
            if values is None:
                block.setdefault(last, {})
            elif not (isinstance(block.get(last), dict) and block[last]):
                block[last] = list(values)
    return root


class _Reader:
    """One form in the reading."""

    def __init__(self, resolver: Resolver, present: frozenset[str]) -> None:
        self.resolver, self.present = resolver, present
        self.typed: dict[str, str] = {}
        self.wrong: dict[str, str] = {}

    def block(
        self, node: Node, held: dict[str, Any], posted: Mapping[str, Any], name: str, was: Any = None
    ) -> None:
        """Write what was posted for a block over what it holds, in place; `was` is what the record said."""
        said = was if isinstance(was, Mapping) else held
        for step, given in posted.items():
            child = node.children.get(step)
            here = f"{name}.{step}" if name else step
            if child is None or not written(child):
                continue
            before = held.get(step)
            value = self._value(child, before, given, here, said.get(step))
            if value in (None, "", [], {}):
                held.pop(step, None)
            else:
                held[step] = value
            if child.field is not None and isinstance(child.field.type, Point) and value != before:
                _mark_point(held, value)

    def _value(self, child: Node, held: Any, given: Any, here: str, was: Any) -> Any:
        if child.field is None and child.many:
            whole = isinstance(given, dict) and here in self.present
            return self._items(child, given, here, was) if whole else held
        if child.field is None:
            inner = dict(held) if isinstance(held, Mapping) else {}
            if isinstance(given, Mapping):
                self.block(child, inner, given, here, was)
            return inner
        if isinstance(child.field.type, Localised | ContactValue):
            return _texts(held, given)
        words = [str(one) for one in given] if isinstance(given, list) else []
        if child.many:
            return self._many(child.field, words, here)
        return _as_it_was(was, self._one(child.field, words[-1] if words else "", here), child.field)

    def _items(self, node: Node, given: Mapping[str, Any], name: str, was: Any) -> list[Any]:
        """Rebuild a list out of its rows, in the order of their ranks; rows with nothing in them go."""
        items: list[Any] = []
        ranks = sorted((int(one) for one in given if one.isdecimal()), key=int)[:MOST_ITEMS]
        for rank in ranks:
            posted = given[str(rank)]
            if not isinstance(posted, Mapping):
                continue
            item = _rest(posted.get(REST))
            here = f"{name}.{len(items)}"
            self._renamed(f"{name}.{rank}", here)
            said = was[rank] if isinstance(was, list) and rank < len(was) else {}
            self.block(node, item, {key: one for key, one in posted.items() if key != REST}, here, said)
            unread = any(one.startswith(f"{here}.") for one in self.typed)
            if unread or any(key not in NUMBERED for key in item):
                items.append(item)
        return items

    def _renamed(self, old: str, new: str) -> None:
        """Let lists within an item be known under its new rank."""
        if old != new:
            moved = {f"{new}{one.removeprefix(old)}" for one in self.present if one.startswith(f"{old}.")}
            self.present |= moved

    def _one(self, field: Field, words: str, name: str) -> Any:
        cleaned = words.strip()
        if not cleaned:
            return None
        try:
            return self._typed_value(field, cleaned)
        except ValueError as error:
            self.typed[name] = words
            told = str(error) if isinstance(error, _Unread) else ""
            self.wrong[name] = told or unread(field)
            return None

    def _many(self, field: Field, words: list[str], name: str) -> list[Any]:
        if not isinstance(field.type, Choice | Ref):
            words = [line for one in words for line in one.splitlines()]
        found = [self._one(field, one, name) for one in words]
        if name in self.typed:
            self.typed[name] = "\n".join(words)
        return [one for one in found if one is not None]

    def _typed_value(self, field: Field, words: str) -> Any:
        kind = field.type
        if isinstance(kind, CommuneRef):
            return {"id": self.resolver.commune(words)}
        if isinstance(kind, RecordRef):
            wire, number = self.resolver.record(words)
            return {"type": wire, "id": number}
        value = plain_value(kind, words)
        return value[:_MINUTES] if isinstance(kind, Time) and field.since else value


def _as_it_was(was: Any, value: Any, field: Field) -> Any:
    """Keep a time that is not changed as it was written: with its seconds, or without."""
    same = isinstance(field.type, Time) and isinstance(was, str) and isinstance(value, str)
    return was if same and f"{was}:00"[:_SECONDS] == f"{value}:00"[:_SECONDS] else value


def plain_value(kind: Type, words: str) -> Any:
    """Read one value that says itself; raises `ValueError` for what is none of its type."""
    if isinstance(kind, Choice) and words not in {word[0] for word in kind.words}:
        raise ValueError(words)
    reader = _READERS.get(type(kind))
    return reader(words) if reader else _referred(kind, words)


def _referred(kind: Type, words: str) -> Any:
    return {"elementReferenceType": kind.vocabulary, "id": int(words)} if isinstance(kind, Ref) else words


def _decimal(words: str) -> int | float:
    value = float(_figures(words).replace(",", "."))
    return int(value) if value.is_integer() else value


def _clocked(words: str) -> str:
    return time.fromisoformat(_clock(words)).isoformat()


def _point(words: str) -> list[float]:
    lat, lon = (float(one) for one in words.replace(";", ",").split(","))
    return [lon, lat]


def _figures(words: str) -> str:
    """Strip what people write around figures: spaces between thousands, the sign of the euro."""
    return "".join(words.split()).replace("€", "").replace("\u202f", "")


def _day(words: str) -> str:
    """Read `2026-07-14` or `14/07/2026`."""
    if "/" in words:
        day, month, year = words.split("/")
        return date(int(year), int(month), int(day)).isoformat()
    return date.fromisoformat(words).isoformat()


def _clock(words: str) -> str:
    """Read `09:30`, `9h30`, `9 h`."""
    hours, _, minutes = words.replace(" ", "").lower().replace("h", ":").partition(":")
    return f"{int(hours):02d}:{minutes or '00'}"


def _texts(held: Any, given: Any) -> dict[str, Any]:
    """Write the languages that came over those held."""
    kept = dict(held) if isinstance(held, Mapping) else {}
    for key, values in given.items() if isinstance(given, Mapping) else ():
        words = str(values[-1]).replace("\r\n", "\n").strip() if isinstance(values, list) and values else ""
        if words:
            kept[key] = words
        else:
            kept.pop(key, None)
    return kept


def _rest(given: Any) -> dict[str, Any]:
    """Read what the form kept of an item without showing it; what is no block is left."""
    words = given[-1] if isinstance(given, list) and given else ""
    if not words or len(words) > LONGEST_REST:
        return {}
    try:
        kept = orjson.loads(words)
    except orjson.JSONDecodeError:
        return {}
    return kept if isinstance(kept, dict) else {}


def _mark_point(block: dict[str, Any], value: Any) -> None:
    """Let a point say that it is one."""
    if value:
        block["type"] = "Point"
    else:
        block.pop("type", None)


_READERS: dict[type[Type], Callable[[str], Any]] = {
    Boolean: lambda words: words == YES,
    Integer: lambda words: int(_figures(words)),
    Decimal: _decimal,
    Day: _day,
    Time: _clocked,
    Point: _point,
}
