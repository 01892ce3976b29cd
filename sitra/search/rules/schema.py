"""What is indexed of a record."""

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from datetime import datetime
from functools import cache, lru_cache
from itertools import chain
from typing import Any

import tantivy

from sitra.kit.texts import SUFFIXES
from sitra.search.rules import alphabet, words
from sitra.tourism.rules.opening import Days

VERSION = "4"
"""Changes with this room: an index of another version is built anew."""

AGENDA_KINDS = ("FETE_ET_MANIFESTATION", "ACTIVITE")
"""The kinds that an agenda shows."""

LEVELS = ("name", "text", "criteria")
"""Where words are looked for: names, descriptions, labels of criteria."""

_NO_CRITERIA = frozenset({"gestion", "pays"})
"""Parts of a record whose terms say nothing of it: the type of its owner, the country of a commune."""

_TERM = "elementReferenceType"
"""What tells a term."""

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
    """Declare the index; a document is found by terms and ranges, and sorted by its fast fields."""
    builder = (
        tantivy.SchemaBuilder()
        .add_integer_field("id", indexed=True, fast=True)
        .add_text_field("kind", tokenizer_name="raw", fast=True, index_option="basic")
        .add_text_field("state", tokenizer_name="raw", index_option="basic")
        .add_integer_field("owner", indexed=True)
        .add_text_field("commune", tokenizer_name="raw", index_option="basic")
        .add_integer_field("territories", indexed=True)
        .add_integer_field("terms", indexed=True)
        .add_integer_field("links", indexed=True)
        .add_integer_field("changed", fast=True)
        .add_integer_field("minutes", fast=True)
        .add_float_field("lon", fast=True)
        .add_float_field("lat", fast=True)
        .add_text_field("days", tokenizer_name="pieces", index_option="basic")
        .add_integer_field("agenda", indexed=True, fast=True)
        .add_text_field("sort", tokenizer_name="raw", fast=True, index_option="basic")
        .add_text_field("place", tokenizer_name="pieces", index_option="freq")
    )
    for rank in range(alphabet.PARTS):
        builder = builder.add_integer_field(f"sort{rank}", fast=True)
    for level in LEVELS:
        builder = builder.add_text_field(level, tokenizer_name="pieces", index_option="freq")
        builder = builder.add_text_field(f"{level}_stems", tokenizer_name="pieces", index_option="freq")
    return builder.build()


@cache
def analyzers() -> dict[str, tantivy.TextAnalyzer]:
    """Make the cutters that the index needs: texts come to it already cut into pieces."""
    return {"pieces": tantivy.TextAnalyzerBuilder(tantivy.Tokenizer.whitespace()).build()}


def entry(record: Mapping[str, Any], beside: Beside) -> tantivy.Document:
    """Turn a whole record (API form) into a document of the index."""
    document = tantivy.Document()
    document.add_integer("id", record["id"])
    document.add_text("kind", record["type"])
    document.add_text("state", record["state"])
    document.add_integer("owner", record["gestion"]["membreProprietaire"]["id"])
    document.add_text("commune", beside.commune_code)
    document.add_text("place", _place(beside.commune_name))
    for number in beside.links:
        document.add_integer("links", number)
    for territory in record.get("territoires", []):
        document.add_integer("territories", territory["id"])
    if beside.changed_at:
        document.add_integer("changed", milliseconds(beside.changed_at))
    if (minutes := duration(record)) is not None:
        document.add_integer("minutes", minutes)
    _add_point(document, record)
    _add_days(document, record["type"], beside.days)
    _add_sort(document, record)
    _add_words(document, record)
    return document


@lru_cache(maxsize=5_000)
def _place(commune: str) -> str:
    return " ".join(words.surface(commune))


def milliseconds(at: datetime) -> int:
    """Write an instant as the index does."""
    return int(at.timestamp() * 1000)


def duration(record: Mapping[str, Any]) -> int | None:
    """Give how long a record takes, in minutes: its session, else the day of its trail."""
    said = record.get("ouverture", {}).get("dureeSeance")
    if said is None:
        said = record.get("informationsEquipement", {}).get("itineraire", {}).get("dureeJournaliere")
    return said if isinstance(said, int) else None


def _add_point(document: tantivy.Document, record: Mapping[str, Any]) -> None:
    located = record.get("localisation", {}).get("geolocalisation", {})
    coordinates = located.get("geoJson", {}).get("coordinates") or []
    if located.get("valide") and len(coordinates) > 1:
        document.add_float("lon", float(coordinates[0]))
        document.add_float("lat", float(coordinates[1]))


def _add_days(document: tantivy.Document, kind: str, days: Days | None) -> None:
    """Add each open day, and the months that have one; an agenda needs them as numbers too."""
    if not days:
        return
    written = days.written()
    months = dict.fromkeys(day[:7] for day in written)
    document.add_text("days", " ".join((*written, *months)))
    if kind in AGENDA_KINDS:
        for day in days:
            document.add_integer("agenda", day.toordinal())


def _add_sort(document: tantivy.Document, record: Mapping[str, Any]) -> None:
    key = alphabet.key(_french(record["nom"]))
    document.add_text("sort", f"{key}\x1f{record['id']:012d}")
    for rank, part in enumerate(alphabet.packed(key)):
        document.add_integer(f"sort{rank}", part)


def _add_words(document: tantivy.Document, record: Mapping[str, Any]) -> None:
    _add_level(document, "name", _said(record["nom"]))
    presentation = record.get("presentation", {})
    described = [presentation.get("descriptifCourt", {}), presentation.get("descriptifDetaille", {})]
    described += [one.get("description", {}) for one in presentation.get("descriptifsThematises", [])]
    _add_level(document, "text", (one for text in described for one in _said(text)))
    terms = _terms(record)
    for term in terms:
        document.add_integer("terms", term["id"])
    cut = [_labels(term) for term in terms]
    document.add_text("criteria", _each_once(plain for plain, _ in cut))
    document.add_text("criteria_stems", _each_once(marked for _, marked in cut))


def _each_once(pieces: Iterable[tuple[str, ...]]) -> str:
    return " ".join(dict.fromkeys(chain.from_iterable(pieces)))


def _add_level(document: tantivy.Document, level: str, said: Iterable[tuple[str, str]]) -> None:
    plain, marked = list[str](), list[str]()
    spoken = set[str]()
    for code, text in dict.fromkeys(said):
        surface, stems = words.lines(text, code)
        if text not in spoken:
            plain.append(surface)
        spoken.add(text)
        marked.append(stems)
    document.add_text(level, " ".join(filter(None, plain)))
    document.add_text(f"{level}_stems", " ".join(filter(None, marked)))


def _labels(term: Mapping[str, Any]) -> tuple[tuple[str, ...], tuple[str, ...]]:
    labels = tuple(map(term.get, _LANGUAGES))
    try:
        return _criterion(*labels)
    except TypeError:  # a label that is no text, where the catalogue knows of no term
        return _criterion.__wrapped__(*labels)


@lru_cache(maxsize=20_000)
def _criterion(*labels: Any) -> tuple[tuple[str, ...], tuple[str, ...]]:
    """Cut the labels of a criterion, in the order of `_LANGUAGES`: thousands of records carry it."""
    said = [
        (code, one) for code, one in zip(_LANGUAGES.values(), labels, strict=True) if isinstance(one, str)
    ]
    plain = [piece for _, text in said for piece in words.surface(text)]
    marked = [piece for code, text in said for piece in words.stems(text, code)]
    return tuple(dict.fromkeys(plain)), tuple(dict.fromkeys(marked))


def _said(text: Any) -> Iterator[tuple[str, str]]:
    """Give the languages and words of `{libelleFr, libelleEn, …}`."""
    if isinstance(text, Mapping):
        for key, said in text.items():
            if key in _LANGUAGES and isinstance(said, str):
                yield _LANGUAGES[key], said


def _terms(record: Mapping[str, Any]) -> list[Mapping[str, Any]]:
    """Find every term a record carries, wherever it stands."""
    found = list[Mapping[str, Any]]()
    _gather(record, found)
    return found


def _gather(block: Mapping[str, Any], found: list[Mapping[str, Any]]) -> None:
    for key, below in block.items():
        # A record is plain JSON: to ask at each value for any mapping would take most of the time.
        if isinstance(below, dict):
            if key in _NO_CRITERIA:
                continue
            if _TERM in below:
                found.append(below)
            else:
                _gather(below, found)
        elif isinstance(below, list) and key not in _NO_CRITERIA:
            _gather_each(below, found)


def _gather_each(blocks: list[Any], found: list[Mapping[str, Any]]) -> None:
    for one in blocks:
        if isinstance(one, dict):
            if _TERM in one:
                found.append(one)
            else:
                _gather(one, found)
        elif isinstance(one, list):
            _gather_each(one, found)


def _french(name: Mapping[str, Any]) -> str:
    return str(name.get("libelleFr") or next(iter(name.values()), ""))
