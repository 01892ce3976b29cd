"""What is indexed of a record."""

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from datetime import datetime
from functools import cache, lru_cache
from itertools import chain
from typing import Any, Literal

import tantivy

from sitra.kit.sharing import ByIdentity, Shared
from sitra.kit.texts import SUFFIXES
from sitra.search.rules import alphabet, words
from sitra.search.rules.columns.facts import Facts, duration, point
from sitra.tourism.rules.opening import Days

VERSION = "7"
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

type _Pieces = dict[str, None]
"""Pieces in order, each once."""

type _Cut = tuple[_Pieces, _Pieces]
"""The surface and the stems of the labels of a term."""

_CUT = ByIdentity[_Cut](20_000)
"""Terms that were cut: thousands of records carry the same."""


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
        # Pieces of criteria stand once each: there is nothing to count.
        option: Literal["basic", "freq"] = "basic" if level == "criteria" else "freq"
        builder = builder.add_text_field(level, tokenizer_name="pieces", index_option=option)
        builder = builder.add_text_field(f"{level}_stems", tokenizer_name="pieces", index_option=option)
    return builder.build()


@cache
def analyzers() -> dict[str, tantivy.TextAnalyzer]:
    """Make the cutters that the index needs: texts come to it already cut into pieces."""
    return {"pieces": tantivy.TextAnalyzerBuilder(tantivy.Tokenizer.whitespace()).build()}


def entry(record: Mapping[str, Any], beside: Beside) -> tuple[dict[str, str], Facts]:
    """Turn a whole record (API form) into the texts of the index and the facts of the columns."""
    texts = {"place": _place(beside.commune_name)}
    terms = _add_words(texts, record)
    lon, lat = point(record)
    return texts, Facts(
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


def document(number: int, texts: Mapping[str, str]) -> tantivy.Document:
    """Make the document of the index of some texts."""
    made = tantivy.Document()
    made.add_integer("id", number)
    for field, text in texts.items():
        made.add_text(field, text)
    return made


@lru_cache(maxsize=5_000)
def _place(commune: str) -> str:
    return " ".join(words.surface(commune))


def milliseconds(at: datetime) -> int:
    """Write an instant as the index does."""
    return int(at.timestamp() * 1000)


def learn(records: Iterable[Mapping[str, Any]]) -> None:
    """Cut the words of whole records (API form) at once, before the entry of each is made."""
    words.learn((text, code) for record in records for level in _levels(record) for code, text in level)


def _levels(record: Mapping[str, Any]) -> Iterator[Iterator[tuple[str, str]]]:
    """Give what a record says in its name, then in its descriptions."""
    yield _said(record["nom"])
    presentation = record.get("presentation", {})
    described = [presentation.get("descriptifCourt", {}), presentation.get("descriptifDetaille", {})]
    described += [one.get("description", {}) for one in presentation.get("descriptifsThematises", [])]
    yield chain.from_iterable(map(_said, described))


def _add_words(texts: dict[str, str], record: Mapping[str, Any]) -> tuple[int, ...]:
    """Add the texts of a record; give its terms, whose labels are some of them."""
    for level, said in zip(LEVELS, _levels(record), strict=False):
        _add_level(texts, level, said)
    terms = _terms(record)
    plain, marked = dict[str, None](), dict[str, None]()
    for term in terms:
        its_plain, its_marked = _labels(term)
        plain |= its_plain
        marked |= its_marked
    texts["criteria"], texts["criteria_stems"] = " ".join(plain), " ".join(marked)
    return tuple({term["id"] for term in terms})


def _add_level(texts: dict[str, str], level: str, said: Iterable[tuple[str, str]]) -> None:
    plain, marked = list[str](), list[str]()
    spoken = set[str]()
    for code, text in dict.fromkeys(said):
        surface, stems = words.lines(text, code)
        if text not in spoken:
            plain.append(surface)
        spoken.add(text)
        marked.append(stems)
    texts[level] = " ".join(filter(None, plain))
    texts[f"{level}_stems"] = " ".join(filter(None, marked))


def _labels(term: Mapping[str, Any]) -> _Cut:
    if type(term) is not Shared:
        return _criterion(term)
    return _CUT.get(term) or _CUT.keep(term, _criterion(term))


def _criterion(term: Mapping[str, Any]) -> _Cut:
    """Cut the labels of a criterion; one that is no text is passed over."""
    said = list(_said(term))
    plain = [piece for _, text in said for piece in words.surface(text)]
    marked = [piece for code, text in said for piece in words.stems(text, code)]
    return dict.fromkeys(plain), dict.fromkeys(marked)


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
        # Most values are texts. A record is plain JSON: to ask for any mapping would take most of the time.
        if type(below) is str or key in _NO_CRITERIA:
            continue
        if isinstance(below, dict):
            if _TERM in below:
                found.append(below)
            else:
                _gather(below, found)
        elif isinstance(below, list):
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
