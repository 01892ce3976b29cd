"""Which parts of a record are answered, and in which languages (sections 2.5 and 2.6)."""

from collections.abc import Iterable, Mapping
from functools import lru_cache
from typing import Any

import orjson

from sitra.catalog.rules.fields import FIELDS
from sitra.catalog.rules.kinds import Kind
from sitra.catalog.rules.types import Reach
from sitra.kit.texts import SUFFIXES, VALUE_KEYS

DEFAULT_SHELF = "v002-default-1"
"""Name under which the default answer of each record is kept ready."""

DEFAULT_LOCALES = ("fr",)
ALWAYS = ("type", "id")
DEFAULT_PATHS = (
    "id",
    "identifier",
    "nom",
    "informations.moyensCommunication",
    "presentation.descriptifCourt",
    "localisation.adresse",
    "localisation.geolocalisation",
    "illustrations",
    "@informationsObjetTouristique",
)
ALIASES: Mapping[str, tuple[str, ...]] = {
    "@default": DEFAULT_PATHS,
    "@minimal": ("type", "id", "nom"),
    "@informationsObjetTouristique": tuple(kind.block for kind in Kind),
}

Selection = dict[str, Any]
"""Nested names to keep; an empty one keeps all below it."""

_BLOCKS = (dict, Mapping)
"""A block is nearly always the first: to ask for any mapping at once takes ten times longer."""

_EVERY_LABEL = frozenset(f"libelle{suffix}" for suffix in SUFFIXES.values())


def selection(paths: Iterable[str] | None) -> Selection | None:
    """Read `responseFields`; `None` keeps everything. Unknown paths are ignored."""
    wanted = list(DEFAULT_PATHS if paths is None else paths)
    kept: Selection = {name: {} for name in ALWAYS}
    while wanted:
        path = wanted.pop(0)
        if path == "@all":
            return None
        if path in ALIASES:
            wanted = [*ALIASES[path], *wanted]
            continue
        _plant(kept, path.split("."))
    return kept


def _plant(kept: Selection, steps: list[str]) -> None:
    node, known = kept, False
    for rank, step in enumerate(steps):
        known = step in node
        if known and not node[step] and rank:
            return
        node = node.setdefault(step, {})
    if known:
        node.clear()


def select(record: Any, kept: Selection | None) -> Any:
    """Keep the selected parts of a record, in its own order."""
    if not kept:
        return record
    if isinstance(record, list):
        return [select(one, kept) for one in record]
    if not isinstance(record, Mapping):
        return record
    return {name: select(value, kept[name]) for name, value in record.items() if name in kept}


def speak(value: Any, locales: Iterable[str]) -> Any:
    """Keep only some languages of every multilingual value."""
    return _spoken(value, *_languages(tuple(locales)))


@lru_cache(maxsize=256)
def _languages(locales: tuple[str, ...]) -> tuple[frozenset[str], frozenset[str]]:
    """Give the labels to leave out and the keys of contact values to keep."""
    labels = {f"libelle{SUFFIXES[code]}" for code in locales}
    return _EVERY_LABEL - labels, frozenset(VALUE_KEYS[code] for code in locales)


def _spoken(value: Any, unwanted: frozenset[str], keys: frozenset[str]) -> Any:
    if isinstance(value, list):
        return [_spoken(one, unwanted, keys) for one in value]
    if not isinstance(value, _BLOCKS):
        return value
    return {
        name: below if type(below) in _ATOMS else _said(name, below, unwanted, keys)
        for name, below in value.items()
        if name not in unwanted
    }


_ATOMS = frozenset({str, int, float, bool})
"""Types of values that are the same in every language."""


def _said(name: str, value: Any, unwanted: frozenset[str], keys: frozenset[str]) -> Any:
    if name == "coordonnees" and isinstance(value, Mapping):
        return {key: text for key, text in value.items() if key in keys}
    return _spoken(value, unwanted, keys)


DEFAULT = selection(None)


def default_answer(record: Mapping[str, Any]) -> bytes:
    """Make the answer that most requests want, to be kept ready."""
    return answer(record, DEFAULT, DEFAULT_LOCALES)


def answer(record: Mapping[str, Any], kept: Selection | None, locales: Iterable[str]) -> bytes:
    """Make the bytes of one record."""
    return orjson.dumps(speak(select(record, kept), locales))


def told(content: bytes, kept_back: frozenset[Reach]) -> bytes:
    """Leave out of the answer of one record the fields of these sensitivities, in its aspects as well."""
    paths = _paths_of(kept_back)
    record = orjson.loads(content)
    for block in (record, *record.get("aspects", ())):
        for path in paths:
            _leave_out(block, path)
    return orjson.dumps(record)


@lru_cache
def _paths_of(reaches: frozenset[Reach]) -> tuple[tuple[str, ...], ...]:
    return tuple(tuple(one.path.replace("[]", "").split(".")) for one in FIELDS if one.reach in reaches)


def _leave_out(block: Any, path: tuple[str, ...]) -> None:
    """Take a value out of a block, and the blocks that are empty without it."""
    if isinstance(block, list):
        for one in block:
            _leave_out(one, path)
        block[:] = [one for one in block if one not in ({}, [])]
    elif isinstance(block, dict) and path[0] in block:
        name, rest = path[0], path[1:]
        if rest:
            _leave_out(block[name], rest)
        if not rest or block[name] in ({}, []):
            del block[name]
