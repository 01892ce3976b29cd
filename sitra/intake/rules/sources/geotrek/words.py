"""The words of a Geotrek: lists that its records point to by number, and what they are in v002."""

import csv
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from importlib import resources
from typing import Any

from sitra.intake.rules import wording
from sitra.kit.texts import SUFFIXES, fold

type Json = Mapping[str, Any]
type Texts = dict[str, str]
type Languages = frozenset[str] | None

_LABELS = ("label", "name", "route", "type")
"""Where a row of a list says what it is, by the list."""
_CODES = {"pt": "pt-br", "zh-hans": "zh"}
"""Languages that Geotrek writes otherwise."""


def _table(name: str) -> dict[str, dict[str, str]]:
    """Read a table beside this module: its first column -> the row."""
    written = resources.files(__package__).joinpath(f"{name}.csv").read_text(encoding="utf-8")
    return {next(iter(row.values())): row for row in csv.DictReader(written.splitlines())}


def _numbers(name: str) -> dict[str, list[int]]:
    return {
        word: [int(number) for number in list(row.values())[1].split()] for word, row in _table(name).items()
    }


PRACTICES, DIFFICULTIES, THEMES = _numbers("practices"), _numbers("difficulties"), _numbers("themes")
ROUTES = {word: row["shape"] for word, row in _table("routes").items()}
NETWORKS, HEADINGS = _table("networks"), _table("headings")
CONTENTS, EVENTS = _table("contents"), _table("events")


@dataclass
class Words:
    """The lists of one Geotrek: name of the list -> number -> row."""

    lists: dict[str, dict[int, Json]] = field(default_factory=dict)

    def learn(self, name: str, rows: Iterable[Any]) -> None:
        """Take in a page of a list."""
        known = self.lists.setdefault(name, {})
        known.update({row["id"]: row for row in rows if isinstance(row, Mapping) and "id" in row})

    def row(self, name: str, number: Any) -> Json:
        """Give a row of a list, or an empty one."""
        return self.lists.get(name, {}).get(number, {}) if isinstance(number, int) else {}

    def said(self, name: str, number: Any) -> Texts:
        """Say what a number stands for, in every language."""
        row = self.row(name, number)
        return texts(next((row[key] for key in _LABELS if row.get(key)), None))

    def heard(self, name: str, numbers: Iterable[Any]) -> list[str]:
        """Give the folded words of several numbers, French first."""
        found = (self.said(name, number) for number in numbers)
        return [fold(said.get("fr") or next(iter(said.values()), "")) for said in found if said]


def texts(value: Any) -> Texts:
    """Read a text: in several languages, or plain and then French; cleaned, without what is empty."""
    if isinstance(value, str):
        value = {"fr": value}
    if not isinstance(value, Mapping):
        return {}
    named = ((_CODES.get(str(code).lower(), str(code).lower()), words) for code, words in value.items())
    cleaned = {
        code: wording.clean(words) for code, words in named if isinstance(words, str) and code in SUFFIXES
    }
    return {code: words for code, words in cleaned.items() if words}


def published(row: Json) -> Languages:
    """Say in which languages a record is published; nothing when it does not say."""
    said = row.get("published")
    if not isinstance(said, Mapping):
        return None
    return frozenset(_CODES.get(str(code), str(code)) for code, out in said.items() if out)


def within(found: Texts, languages: Languages) -> Texts:
    """Keep the languages that are published: others are drafts."""
    return {code: words for code, words in found.items() if languages is None or code in languages}


def listed(found: Sequence[Texts]) -> Texts:
    """Write several texts one after the other; what is not said in a language is said in French there."""
    codes = dict.fromkeys(code for one in found for code in one)
    return {
        code: ", ".join(wording.line(one.get(code) or one.get("fr", "")) for one in found).strip(", ")
        for code in codes
    }


def headed(heading: str, found: Texts) -> Iterator[tuple[str, str]]:
    """Give texts under their heading, in the languages in which we know it."""
    for code, words in found.items():
        if code in HEADINGS[heading]:
            colon = " : " if code == "fr" else ": "
            yield code, f"{HEADINGS[heading][code]}{colon}{words}"


def paragraphs(*found: tuple[str, Texts]) -> Texts:
    """Write several headed texts one below the other."""
    written: dict[str, list[str]] = {}
    for heading, said in found:
        for code, words in headed(heading, said):
            written.setdefault(code, []).append(words)
    return {code: "\n".join(lines) for code, lines in written.items()}
