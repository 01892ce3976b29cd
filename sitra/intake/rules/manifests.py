"""The folder of a source: what it is and under which licence (`source.toml`), and its tables (`*.csv`)."""

import csv
import io
import tomllib
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from functools import cache, lru_cache
from importlib import resources
from typing import Any

from sitra.catalog.rules.kinds import Kind
from sitra.catalog.rules.tree import Node, tree
from sitra.catalog.rules.types import Ref
from sitra.intake.rules.draft import Source, Unreadable
from sitra.kit.texts import fold

KINDS = ("from", "says", "kind")
TERMS = ("from", "says", "kind", "field", "type", "term", "label")
FIGURES = ("from", "says", "kind", "field")
WORDS = ("from", "says", "fr", "en")
FREE = frozenset({"note", "within"})
"""Columns that any table may have besides its own: a note for people, what a class is a special case of."""

_folded = lru_cache(maxsize=20_000)(fold)


@dataclass(frozen=True, slots=True)
class Line:
    """A line of a table: where it stands (`festivals/terms.csv, ligne 12`), its cells by column."""

    place: str
    cells: Mapping[str, str]

    def __getitem__(self, column: str) -> str:
        """Give a cell, empty when there is none."""
        return self.cells.get(column, "")

    def mistake(self, words: str) -> Unreadable:
        """Say what is wrong with the line."""
        return Unreadable(f"{self.place} : {words}")


@dataclass(frozen=True, slots=True)
class Term:
    """A term that something said becomes: in which field, for which kinds."""

    kinds: frozenset[Kind]
    field: str
    type: str
    number: int


@dataclass(frozen=True, slots=True)
class Figure:
    """A field that a figure goes into, for which kinds."""

    kinds: frozenset[Kind]
    field: str


def source(package: str) -> Source:
    """Read the `source.toml` of a source's package: name, licence, url, notes, whole; `code` is its key."""
    read = tomllib.loads(resources.files(package).joinpath("source.toml").read_text(encoding="utf-8"))
    return Source(**{**read, "notes": tuple(read.get("notes", ()))})


def tables(package: str) -> list[str]:
    """Give the names of the tables of a source, sorted."""
    return sorted(one.name for one in resources.files(package).iterdir() if one.name.endswith(".csv"))


@cache
def lines(package: str, name: str, columns: tuple[str, ...]) -> tuple[Line, ...]:
    """Read a table of a source, which must have those columns; none when there is no such table.

    Raises `Unreadable`, naming the table and the line.
    """
    file = resources.files(package).joinpath(name)
    if not file.is_file():
        return ()
    place = f"{package.rpartition('.')[2]}/{name}"
    table = csv.reader(io.StringIO(file.read_text(encoding="utf-8"), newline=""))
    header = next(table, [])
    if set(header) - FREE != set(columns):
        raise Unreadable(f"{place}, ligne 1 : les colonnes doivent être {', '.join(columns)} (et note).")
    found = []
    for cells in table:
        if not any(cells):
            continue
        where = f"{place}, ligne {table.line_num}"
        if len(cells) != len(header):
            raise Unreadable(f"{where} : {len(cells)} colonnes au lieu de {len(header)}.")
        found.append(Line(where, {key: cell.strip() for key, cell in zip(header, cells, strict=True)}))
    return tuple(found)


def said(line: Line) -> tuple[str, str]:
    """Give what a line is about: where it is said, and what, folded."""
    return line["from"], fold(line["says"])


def kind_of(line: Line) -> Kind:
    """Give the kind that a line names."""
    try:
        return Kind(line["kind"])
    except ValueError:
        raise line.mistake(f"le type d'objet « {line['kind']} » n'existe pas.") from None


@cache
def kinds(package: str) -> Mapping[tuple[str, str], Kind]:
    """Read `kinds.csv`: where and what is said, folded -> kind, in the order of the table."""
    return dict(_once((line, said(line), kind_of(line)) for line in lines(package, "kinds.csv", KINDS)))


@cache
def words(package: str) -> Mapping[tuple[str, str], tuple[str, str]]:
    """Read `words.csv`: where and what is said, folded -> how it is said in French and in English."""
    return dict(
        _once((line, said(line), (line["fr"], line["en"])) for line in lines(package, "words.csv", WORDS))
    )


def _once[K, V](found: Iterable[tuple[Line, K, V]]) -> Iterator[tuple[K, V]]:
    """Give keys and values; a key that comes again is a mistake."""
    met = set()
    for line, key, value in found:
        if key in met:
            raise line.mistake("cette correspondance est déjà donnée plus haut : gardez une des deux.")
        met.add(key)
        yield key, value


@cache
def terms(package: str) -> "Terms":
    """Read `terms.csv`: what is said -> terms of the vocabulary, each in its field."""
    found = lines(package, "terms.csv", TERMS)
    keys = (
        (line, (*said(line), line["kind"], line["field"], line["term"]), (said(line), _term(line)))
        for line in found
    )
    return Terms(pair for _, pair in _once(keys))


def _term(line: Line) -> Term:
    if not (line["term"].isascii() and line["term"].isdecimal()):
        raise line.mistake(f"« {line['term']} » n'est pas le numéro d'un terme.")
    having = _having(line)
    node = _place(next(iter(having)), line["field"])
    if node is None or node.field is None or node.field.type != Ref(line["type"]):
        raise line.mistake(f"le champ « {line['field']} » n'attend pas un terme de {line['type']}.")
    if node.many != line["field"].endswith("[]"):
        raise line.mistake("un champ qui a plusieurs termes s'écrit avec [], un champ qui en a un, sans.")
    return Term(having, line["field"], line["type"], int(line["term"]))


def _having(line: Line) -> frozenset[Kind]:
    """Give the kinds that a line is for: the one it names, else all that have its field."""
    asked = [kind_of(line)] if line["kind"] else list(Kind)
    having = frozenset(kind for kind in asked if _place(kind, line["field"]))
    if not having:
        raise line.mistake(f"le champ « {line['field']} » n'existe pas pour ce type d'objet.")
    return having


def _place(kind: Kind, field: str) -> Node | None:
    return tree(kind).at(field)


@cache
def figures(package: str) -> Mapping[tuple[str, str], tuple[Figure, ...]]:
    """Read `figures.csv`: where and what is said, folded -> fields of the figure that stands there."""
    found: dict[tuple[str, str], tuple[Figure, ...]] = {}
    read = lines(package, "figures.csv", FIGURES)
    keys = ((line, (*said(line), line["kind"], line["field"]), line) for line in read)
    for _, line in _once(keys):
        found[said(line)] = (*found.get(said(line), ()), Figure(_having(line), line["field"]))
    return found


class Terms:
    """What a source says -> terms."""

    def __init__(self, found: Iterable[tuple[tuple[str, str], Term]]) -> None:
        self._found: dict[tuple[str, str], list[Term]] = {}
        for key, term in found:
            self._found.setdefault(key, []).append(term)

    def of(self, kind: Kind, origin: str, *says: str) -> list[Term]:
        """Give the terms that words of one place become in a kind, in the order of the words."""
        found = (term for one in says for term in self._found.get((origin, _folded(one)), ()))
        return [term for term in found if kind in term.kinds]

    def closest(self, kind: Kind, origin: str, chain: Iterable[str]) -> list[Term]:
        """Give, for each field, the terms of the first of a chain of words that has any for it."""
        kept: list[Term] = []
        for one in chain:
            filled = {term.field for term in kept}
            kept += [term for term in self.of(kind, origin, one) if term.field not in filled]
        return kept

    def numbers(self, origin: str, *says: str) -> list[int]:
        """Give the numbers of the terms that words of one place become, whatever the kind."""
        return [term.number for one in says for term in self._found.get((origin, _folded(one)), ())]

    def words(self, origin: str) -> list[str]:
        """Give the folded words of one place, in the order of the table."""
        return [word for place, word in self._found if place == origin]


def write(document: dict[str, Any], found: Iterable[Term], *, missing: bool = False) -> None:
    """Write terms into a document: a list takes each once, a single field keeps the first it got.

    With `missing`, only fields that have nothing so far are written.
    """
    full = {term.field for term in found if has(document, term.field)} if missing else frozenset()
    for term in found:
        if term.field not in full:
            put(document, term.field, {"elementReferenceType": term.type, "id": term.number})


def count(document: dict[str, Any], kind: Kind, found: Iterable[Figure], figure: int | None) -> None:
    """Write a figure into its fields for a kind; nothing when there is none."""
    for one in found:
        if figure is not None and kind in one.kinds:
            put(document, one.field, figure)


def has(document: Mapping[str, Any], path: str) -> bool:
    """Say whether something stands at a path."""
    block: Any = document
    for step in path.removesuffix("[]").split("."):
        block = block.get(step) if isinstance(block, Mapping) else None
    return bool(block)


def put(document: dict[str, Any], path: str, value: Any) -> None:
    """Write a value at a path, `a.b` or `a.b[]`: what stands there already stays."""
    *above, last = path.split(".")
    block = document
    for step in above:
        block = block.setdefault(step, {})
    if last.endswith("[]"):
        kept = block.setdefault(last.removesuffix("[]"), [])
        if value not in kept:
            kept.append(value)
    else:
        block.setdefault(last, value)
