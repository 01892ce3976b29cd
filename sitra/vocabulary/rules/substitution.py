"""Putting what replaces a deprecated term in its place in a document."""

from collections.abc import Callable, Iterable, Mapping
from copy import deepcopy
from dataclasses import dataclass
from enum import StrEnum
from typing import Any

from sitra.kit.errors import Impossible
from sitra.vocabulary.rules.book import TermBook

type Path = tuple[str | int, ...]
"""Where a term stands in a document: keys, and ranks in lists."""


@dataclass(frozen=True, slots=True)
class Heir:
    """What replaces a term: another term (wire form), or none we can name, in the same field or another.

    `field` is a dotted path from the root of the document; empty, the term stays where it is.
    """

    term: Mapping[str, Any] | None
    field: str = ""


class Outcome(StrEnum):
    """What became of one use of a deprecated term."""

    REPLACED = "replaced"
    MOVED = "moved"
    MERGED = "merged"
    LEFT = "left"


@dataclass(frozen=True, slots=True)
class Swap:
    """One use of a deprecated term: where, and what became of it. What is left is for a person."""

    path: Path
    old: int
    heir: Heir
    outcome: Outcome


@dataclass(frozen=True, slots=True)
class Substituted:
    """A document without its deprecated terms, and each thing that was done."""

    document: dict[str, Any]
    swaps: tuple[Swap, ...]


def heirs(book: TermBook) -> dict[int, Heir]:
    """Say what replaces each deprecated term, following chains to their end.

    The last field named on a chain is the one. A term that goes without a replacement we know has no
    heir. Raises `Impossible` when terms replace each other in a circle.
    """
    announced = {term.id: term.deprecated for term in book if term.deprecated}
    return {number: heir for number in announced if (heir := _heir(number, announced, book))}


def substitute(
    document: Mapping[str, Any], replacements: Mapping[int, Heir], is_list: Callable[[str], bool]
) -> Substituted:
    """Put heirs in the place of deprecated terms; the document given is left as it is.

    `is_list` says whether the field of a dotted path holds a list of terms. A term that cannot go
    to its new field (unnamed heir, field taken, use inside a list of blocks) is left in its place.
    """
    fresh = deepcopy(dict(document))
    swaps = [
        Swap(path, number, heir, _swap(fresh, path, heir, is_list))
        for path, number in reversed(_uses(document, ()))
        if (heir := replacements.get(number)) is not None
    ]
    return Substituted(fresh, tuple(reversed(swaps)))


def _heir(number: int, announced: Mapping[int, Mapping[str, Any]], book: TermBook) -> Heir | None:
    passed, field = [number], ""
    while said := announced.get(passed[-1]):
        field = str(said.get("champSubstitution") or field)
        coming = said.get("critereSubstitutionId")
        if coming is None:
            break
        if coming in passed:
            ring = " → ".join(map(str, [*passed[passed.index(coming) :], coming]))
            raise Impossible(f"Ces termes se remplacent en rond : {ring}.")
        passed.append(coming)
    term = book.get(passed[-1]) if len(passed) > 1 else None
    if term is None and not field:
        return None
    return Heir({"elementReferenceType": term.type, "id": term.id} if term else None, field)


def _uses(value: Any, path: Path) -> list[tuple[Path, int]]:
    """Find every term of a document, in the order of reading."""
    if isinstance(value, Mapping):
        if "elementReferenceType" in value:
            number = value.get("id")
            return [(path, number)] if isinstance(number, int) else []
        steps: Iterable[tuple[str | int, Any]] = value.items()
    elif isinstance(value, list):
        steps = enumerate(value)
    else:
        return []
    return [use for step, below in steps for use in _uses(below, (*path, step))]


def _swap(document: dict[str, Any], path: Path, heir: Heir, is_list: Callable[[str], bool]) -> Outcome:
    if heir.term is None:
        return Outcome.LEFT
    here = ".".join(step for step in path if isinstance(step, str))
    if heir.field in {"", here}:
        return _replace(document, path, heir.term)
    inside_blocks = any(isinstance(step, int) for step in path[:-1])
    if inside_blocks or not _settle(document, heir.field.split("."), heir.term, as_list=is_list(heir.field)):
        return Outcome.LEFT
    _remove(document, path)
    return Outcome.MOVED


def _replace(document: dict[str, Any], path: Path, term: Mapping[str, Any]) -> Outcome:
    around = _at(document, path[:-1])
    if isinstance(around, list) and any(_is(one, term) for one in around):
        del around[path[-1]]  # type: ignore[arg-type]
        return Outcome.MERGED
    around[path[-1]] = dict(term)
    return Outcome.REPLACED


def _settle(document: dict[str, Any], keys: list[str], term: Mapping[str, Any], *, as_list: bool) -> bool:
    """Write a term in a field, making the blocks that lead to it; say whether it is there now."""
    *way, last = keys
    block: Any = document
    for key in way:
        block = block.get(key, {}) if isinstance(block, dict) else None
    if not isinstance(block, dict):
        return False
    standing = block.get(last)
    if standing is not None and not (isinstance(standing, list) if as_list else _is(standing, term)):
        return False
    block = document
    for key in way:
        block = block.setdefault(key, {})
    if not as_list:
        block[last] = dict(term)
    elif not any(_is(one, term) for one in standing or ()):
        block[last] = [*(standing or ()), dict(term)]
    return True


def _remove(document: dict[str, Any], path: Path) -> None:
    """Take a term away, and the list it leaves empty."""
    around = _at(document, path[:-1])
    del around[path[-1]]
    if around == []:
        del _at(document, path[:-2])[path[-2]]


def _at(document: Any, path: Path) -> Any:
    for step in path:
        document = document[step]
    return document


def _is(value: Any, term: Mapping[str, Any]) -> bool:
    return isinstance(value, Mapping) and value.get("id") == term["id"]
