"""How the columns of a table become the fields of a record: what a person decided, once."""

import hashlib
import json
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from typing import Any

from sitra.catalog.rules.kinds import Kind
from sitra.intake.rules.tabular.targets import targets
from sitra.kit.texts import LANGUAGES, fold

AUTOMATIC = ""
SEPARATORS = (AUTOMATIC, ";", ",", "|", "/", "\n")
"""What may part several values in a cell; the automatic one takes what the cell shows."""
LEFT_OUT = 0
"""A word that a person chose not to take in."""
_MOST = 400
_LONGEST = 200


@dataclass(frozen=True, slots=True)
class Column:
    """A column of the file and the target it becomes."""

    name: str
    target: str
    language: str = "fr"
    separator: str = AUTOMATIC


@dataclass(frozen=True, slots=True)
class Constant:
    """What every line says, though no column does."""

    target: str
    text: str


@dataclass(frozen=True, slots=True)
class Plan:
    """The whole of it; `key` is the column that identifies a line, or nothing: then name and place do."""

    kind: Kind
    columns: tuple[Column, ...] = ()
    key: str = ""
    constants: tuple[Constant, ...] = ()
    words: Mapping[str, Mapping[str, int]] = field(default_factory=dict)
    """Target -> folded word of the file -> number of the term, or 0 when it is left out."""

    def json(self) -> dict[str, Any]:
        """Write it as it is kept."""
        return {
            "kind": self.kind.value,
            "key": self.key,
            "columns": [
                {"name": one.name, "target": one.target, "language": one.language, "separator": one.separator}
                for one in self.columns
            ],
            "constants": [{"target": one.target, "text": one.text} for one in self.constants],
            "words": {target: dict(words) for target, words in self.words.items()},
        }

    @property
    def digest(self) -> str:
        """Tell two plans apart."""
        written = json.dumps(self.json(), sort_keys=True, ensure_ascii=False)
        return hashlib.sha256(written.encode()).hexdigest()

    @property
    def vocabulary_targets(self) -> set[str]:
        """Give the targets of its columns that take terms."""
        known = targets(self.kind)
        return {one.target for one in self.columns if known[one.target].vocabulary}


def plan(kept: Mapping[str, Any]) -> Plan:
    """Read a plan back, leniently: what the catalogue no longer knows is left out."""
    kind = Kind(kept["kind"])
    known = targets(kind)
    columns = tuple(
        Column(
            str(one["name"]),
            one["target"],
            one.get("language") if one.get("language") in LANGUAGES else "fr",
            one.get("separator") if one.get("separator") in SEPARATORS else AUTOMATIC,
        )
        for one in kept.get("columns", ())[:_MOST]
        if one.get("target") in known
    )
    constants = tuple(
        Constant(one["target"], str(one.get("text", ""))[:5000])
        for one in kept.get("constants", ())[:_MOST]
        if one.get("target") in known and str(one.get("text", "")).strip()
    )
    words = {
        target: {fold(word)[:_LONGEST]: int(number) for word, number in settled.items()}
        for target, settled in kept.get("words", {}).items()
        if target in known
    }
    return Plan(kind, columns, str(kept.get("key", "")), constants, words)


def suits(kept: Plan, columns: Iterable[str]) -> bool:
    """Say whether a file has all the columns that a plan reads."""
    there = {fold(one) for one in columns}
    wanted = {fold(one.name) for one in kept.columns} | ({fold(kept.key)} if kept.key else set())
    return bool(wanted) and wanted <= there
