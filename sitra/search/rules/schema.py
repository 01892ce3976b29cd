"""What is indexed of a record, and how words are cut."""

from collections.abc import Iterable, Iterator, Mapping
from functools import cache
from typing import Any

import tantivy

from sitra.kit.texts import fold

VERSION = "3"
"""Changes with this module: an index of another version is built anew."""

TOKENIZERS = ("sitra_words", "sitra_french")
STORED_FIELDS = ("name", "text_fr", "text", "criteria", "place")

_LONGEST_WORD = 60
_ELIDED = ["l", "d", "s", "n", "j", "m", "t", "c", "qu", "a", "et"]
_OTHER_LANGUAGES = ("En", "Es", "It", "De", "Nl", "Ru", "Zh", "PtBR", "Ja", "Ko")


@cache
def schema() -> tantivy.Schema:
    """Declare the index."""
    return (
        tantivy.SchemaBuilder()
        .add_integer_field("id", indexed=True, fast=True)
        .add_text_field("kind", tokenizer_name="raw", fast=True, index_option="basic")
        .add_text_field("state", tokenizer_name="raw", index_option="basic")
        .add_integer_field("owner", indexed=True)
        .add_text_field("commune", tokenizer_name="raw", index_option="basic")
        .add_integer_field("terms", indexed=True)
        .add_integer_field("links", indexed=True)
        .add_text_field("sort", tokenizer_name="raw", fast=True, index_option="basic")
        .add_float_field("lon", fast=True)
        .add_float_field("lat", fast=True)
        .add_text_field("name", tokenizer_name="sitra_words")
        .add_text_field("text_fr", tokenizer_name="sitra_french")
        .add_text_field("text", tokenizer_name="sitra_words")
        .add_text_field("criteria", tokenizer_name="sitra_french")
        .add_text_field("place", tokenizer_name="sitra_words")
        .build()
    )


@cache
def analyzers() -> dict[str, tantivy.TextAnalyzer]:
    """Make the word cutters: folded words, and French stems."""
    keep = tantivy.Filter
    words = (
        tantivy.TextAnalyzerBuilder(tantivy.Tokenizer.simple())
        .filter(keep.remove_long(_LONGEST_WORD))
        .filter(keep.lowercase())
        .filter(keep.ascii_fold())
    )
    french = (
        tantivy.TextAnalyzerBuilder(tantivy.Tokenizer.simple())
        .filter(keep.remove_long(_LONGEST_WORD))
        .filter(keep.lowercase())
        .filter(keep.stopword("french"))
        .filter(keep.ascii_fold())
        .filter(keep.custom_stopword(_ELIDED))
        .filter(keep.stemmer("french"))
    )
    return {"sitra_words": words.build(), "sitra_french": french.build()}


def entry(record: Mapping[str, Any], labels: Mapping[str, str], links: Iterable[int]) -> tantivy.Document:
    """Turn a whole record (API form) into a document of the index.

    `labels` gives the words of the place: `code`, `name` of the commune, `departement`; `links` the
    numbers of the records it names.
    """
    document = tantivy.Document()
    document.add_integer("id", record["id"])
    document.add_text("kind", record["type"])
    document.add_text("state", record["state"])
    document.add_integer("owner", record["gestion"]["membreProprietaire"]["id"])
    document.add_text("commune", labels["code"])
    document.add_text("place", labels["name"])
    document.add_text("sort", f"{fold(_french(record['nom']))[:80]} {record['id']:012d}")
    _add_point(document, record)
    for term, label in _terms(record):
        document.add_integer("terms", term)
        document.add_text("criteria", label)
    for number in links:
        document.add_integer("links", number)
    _add_texts(document, record)
    return document


def _add_point(document: tantivy.Document, record: Mapping[str, Any]) -> None:
    located = record.get("localisation", {}).get("geolocalisation", {})
    coordinates = located.get("geoJson", {}).get("coordinates") or []
    if located.get("valide") and len(coordinates) > 1:
        document.add_float("lon", float(coordinates[0]))
        document.add_float("lat", float(coordinates[1]))


def _add_texts(document: tantivy.Document, record: Mapping[str, Any]) -> None:
    for text in dict.fromkeys(record["nom"].values()):
        document.add_text("name", str(text))
    presentation = record.get("presentation", {})
    described = [
        presentation.get("descriptifCourt", {}),
        presentation.get("descriptifDetaille", {}),
    ]
    described += [one.get("description", {}) for one in presentation.get("descriptifsThematises", [])]
    for text in described:
        if french := text.get("libelleFr"):
            document.add_text("text_fr", french)
        for suffix in _OTHER_LANGUAGES:
            if other := text.get(f"libelle{suffix}"):
                document.add_text("text", other)


def _terms(value: Any) -> Iterator[tuple[int, str]]:
    """Find every term a record carries, wherever it stands."""
    if isinstance(value, Mapping):
        if "elementReferenceType" in value:
            yield value["id"], str(value.get("libelleFr", ""))
            return
        for key, below in value.items():
            if key != "gestion":
                yield from _terms(below)
    elif isinstance(value, list):
        for below in value:
            yield from _terms(below)


def _french(name: Mapping[str, Any]) -> str:
    return str(name.get("libelleFr") or next(iter(name.values()), ""))
