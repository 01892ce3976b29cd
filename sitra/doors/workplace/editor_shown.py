"""What the pages of the editor show beside its form."""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any
from urllib.parse import urlencode

from sitra.catalog.rules.aspects import unit
from sitra.catalog.rules.guide import entries
from sitra.catalog.rules.kinds import Kind
from sitra.kit.texts import fold
from sitra.review.queries import Editing
from sitra.review.queries.editing import told_changes
from sitra.review.rules.editing import LISTED_SECTIONS, section_of
from sitra.review.rules.editing.layers import keyed, listed, place_name
from sitra.review.rules.editing.saying import block_label
from sitra.tourism.rules.overlays import put

MOST_LINES = 12


@dataclass(frozen=True, slots=True)
class FieldLine:
    """A field found by its name, and where it is written."""

    label: str
    section: str
    query: str


@dataclass(frozen=True, slots=True)
class Conflict:
    """A value that two people changed otherwise, each in sentences."""

    path: str
    label: str
    mine: list[str]
    theirs: list[str]


def field_lines(kind: Kind, words: str, language: str, aspect: str = "") -> list[FieldLine]:
    """Find the fields of a kind, or of an aspect of it, whose name, help or block holds all these words.

    Those whose name holds them come first.
    """
    asked = fold(words).split()
    found = []
    for entry in entries(language):
        if (
            entry.section not in LISTED_SECTIONS
            or entry.computed
            or (entry.kinds and kind not in entry.kinds)
        ):
            continue
        absent = aspect and not unit(entry.anchor, kind)
        if absent or section_of(kind, entry.anchor) is None or not all(one in entry.sought for one in asked):
            continue
        rank = 0 if all(word in fold(entry.label) for word in asked) else 1
        block = block_label(entry.anchor.rpartition(".")[0], language)
        section = entry.section.label(language)
        at = {"partie": entry.section.value, "tout": 1} | ({"aspect": aspect} if aspect else {})
        query = urlencode(at) + f"#f-{entry.anchor}"
        found.append(
            (rank, -entry.weight, FieldLine(entry.label, f"{section}, {block}" if block else section, query))
        )
    found.sort(key=lambda one: one[:2])
    return [one[2] for one in found[:MOST_LINES]]


def shown_conflicts(page: Editing, both: Mapping[str, Any], language: str) -> list[Conflict]:
    """Say what each of two people made of the values that both changed."""
    conflicts = []
    read, document = keyed(page.read, page.whole)
    for path, theirs in both.items():
        mine = listed(put(read, path, _at(document, path)))
        other = listed(put(read, path, theirs))
        conflicts.append(
            Conflict(
                path,
                place_name(path, page.kind, language),
                told_changes(page.read, mine, page.kind, language),
                told_changes(page.read, other, page.kind, language),
            )
        )
    return conflicts


def _at(document: Mapping[str, Any], path: str) -> Any:
    value: Any = document
    for step in path.split("."):
        value = value.get(step) if isinstance(value, Mapping) else None
    return value
