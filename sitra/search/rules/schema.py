"""What is indexed of a record."""

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from datetime import datetime
from functools import cache, lru_cache
from typing import Any

import tantivy

from sitra.kit.texts import SUFFIXES
from sitra.search.rules import alphabet, words
from sitra.search.rules.columns.facts import Facts, duration, point
from sitra.tourism.rules.opening import Days

VERSION = "5"
"""Changes with this room: an index of another version is built anew."""

AGENDA_KINDS = ("FETE_ET_MANIFESTATION", "ACTIVITE")
"""The kinds that an agenda shows."""

LEVELS = ("name", "text", "criteria")
"""Where words are looked for: names, descriptions, labels of criteria."""

_NO_CRITERIA = frozenset({"gestion", "pays"})
"""Parts of a record whose terms say nothing of it: the type of its owner, the country of a commune."""

_LANGUAGES = {f"libelle{suffix}": code for code, suffix in SUFFIXES.items()}


@dataclass(frozen=True, slots=True)
class Beside:
    """What is indexed of a record that its API form does not say."""

    commune_code: str = ""
    commune_name: str = ""
    links: frozenset[int] = frozenset()
    """Numbers of the records it names."""
    days: Days | None = None
    """Days it is open; nothing when nobody knows."""
    changed_at: datetime | None = None


@cache
def schema() -> tantivy.Schema:
    """Declare the index, which finds words; all else is in the columns."""
    builder = (
        tantivy.SchemaBuilder()
        .add_integer_field("id", indexed=True, fast=True)
        .add_text_field("place", tokenizer_name="pieces", index_option="freq")
    )
    for level in LEVELS:
        builder = builder.add_text_field(level, tokenizer_name="pieces", index_option="freq")
        builder = builder.add_text_field(f"{level}_stems", tokenizer_name="pieces", index_option="freq")
    return builder.build()


@cache
def analyzers() -> dict[str, tantivy.TextAnalyzer]:
    """Make the cutters that the index needs: texts come to it already cut into pieces."""
    return {"pieces": tantivy.TextAnalyzerBuilder(tantivy.Tokenizer.whitespace()).build()}


def entry(record: Mapping[str, Any], beside: Beside) -> tuple[tantivy.Document, Facts]:
    """Turn a whole record (API form) into a document of the index and the facts of the columns."""
    document = tantivy.Document()
    document.add_integer("id", record["id"])
    document.add_text("place", " ".join(words.surface(beside.commune_name)))
    terms = _add_words(document, record)
    lon, lat = point(record)
    facts = Facts(
        number=record["id"],
        kind=record["type"],
        state=record["state"],
        owner=record["gestion"]["membreProprietaire"]["id"],
        commune=beside.commune_code,
        territories=tuple(territory["id"] for territory in record.get("territoires", [])),
        terms=terms,
        links=tuple(sorted(beside.links)),
        changed=milliseconds(beside.changed_at) if beside.changed_at else 0,
        minutes=duration(record),
        lon=lon,
        lat=lat,
        days=beside.days.bits if beside.days else 0,
        name=alphabet.key(_french(record["nom"])),
    )
    return document, facts


def milliseconds(at: datetime) -> int:
    """Write an instant as the index does."""
    return int(at.timestamp() * 1000)


def _add_words(document: tantivy.Document, record: Mapping[str, Any]) -> tuple[int, ...]:
    """Add the texts of a record; give its terms, whose labels are some of them."""
    _add_level(document, "name", _said(record["nom"]))
    presentation = record.get("presentation", {})
    described = [presentation.get("descriptifCourt", {}), presentation.get("descriptifDetaille", {})]
    described += [one.get("description", {}) for one in presentation.get("descriptifsThematises", [])]
    _add_level(document, "text", (one for text in described for one in _said(text)))
    terms = {term["id"]: term for term in _terms(record)}
    labels = [said for term in terms.values() for said in _said(term)]
    plain, marked = set[str](), set[str]()
    for code, label in dict.fromkeys(labels):
        surface, stems = _label(label, code)
        plain.update(surface)
        marked.update(stems)
    document.add_text("criteria", " ".join(sorted(plain)))
    document.add_text("criteria_stems", " ".join(sorted(marked)))
    return tuple(sorted(terms))


def _add_level(document: tantivy.Document, level: str, said: Iterable[tuple[str, str]]) -> None:
    plain, marked = list[str](), list[str]()
    spoken = dict[str, None]()
    for code, text in dict.fromkeys(said):
        if text not in spoken:
            plain += words.surface(text)
        spoken[text] = None
        marked += words.stems(text, code)
    document.add_text(level, " ".join(plain))
    document.add_text(f"{level}_stems", " ".join(marked))


@lru_cache(maxsize=50_000)
def _label(text: str, language: str) -> tuple[tuple[str, ...], tuple[str, ...]]:
    """Cut the label of a criterion: thousands of records carry the same ones."""
    return words.surface(text), words.stems(text, language)


def _said(text: Any) -> Iterator[tuple[str, str]]:
    """Give the languages and words of `{libelleFr, libelleEn, …}`."""
    if isinstance(text, Mapping):
        for key, said in text.items():
            if key in _LANGUAGES and isinstance(said, str):
                yield _LANGUAGES[key], said


def _terms(value: Any) -> Iterator[Mapping[str, Any]]:
    """Find every term a record carries, wherever it stands."""
    if isinstance(value, Mapping):
        if "elementReferenceType" in value:
            yield value
            return
        for key, below in value.items():
            if key not in _NO_CRITERIA:
                yield from _terms(below)
    elif isinstance(value, list):
        for below in value:
            yield from _terms(below)


def _french(name: Mapping[str, Any]) -> str:
    return str(name.get("libelleFr") or next(iter(name.values()), ""))
