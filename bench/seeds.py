"""Real records that ship with the demonstration, and the sentences and words that they are written in."""

import re
from collections import defaultdict
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from sitra.intake.rules.draft import Draft
from sitra.intake.rules.sources import SOURCES
from sitra.kit.texts import SUFFIXES

FOLDER = Path(__file__).resolve().parents[1] / "demo" / "data"

FILES = (
    ("datatourisme-ardeche-drome.zip", "datatourisme"),
    ("datatourisme-paris.zip", "datatourisme"),
    ("hebergements-classes.csv.gz", "atout-france"),
    ("festivals.csv.gz", "festivals"),
    ("musees.csv.gz", "museofile"),
    ("tourisme-handicap.csv.gz", "tourisme-handicap"),
)

SHORTEST, LONGEST = 20, 320
"""Signs of a sentence that is worth telling again."""

_END = re.compile(r"(?<=[.!?…])\s+|\s*[\r\n]+\s*")
_LANGUAGES = {f"libelle{suffix}": code for code, suffix in SUFFIXES.items()}


@dataclass(frozen=True, slots=True)
class Seeds:
    """Real records in the order of their files, and real sentences by language, then by kind."""

    drafts: list[Draft]
    sentences: dict[str, dict[str, list[str]]] = field(default_factory=dict)

    def said(self, language: str, kind: str, least: int = 40) -> list[str]:
        """Give the sentences of a kind, or those of every kind when it has too few."""
        by_kind = self.sentences.get(language, {})
        own = by_kind.get(kind, [])
        return own if len(own) >= least else by_kind.get("", [])


def read() -> Seeds:
    """Read them all; takes some four seconds."""
    drafts = [
        row for name, code in FILES for row in SOURCES[code].read(FOLDER / name) if isinstance(row, Draft)
    ]
    kept: dict[str, dict[str, dict[str, None]]] = defaultdict(lambda: defaultdict(dict))
    for draft in drafts:
        for language, text in _texts(draft.document):
            for sentence in _END.split(text):
                if SHORTEST <= len(sentence) <= LONGEST:
                    kept[language][draft.kind][sentence] = None
                    kept[language][""][sentence] = None
    return Seeds(
        drafts,
        {code: {kind: list(said) for kind, said in kinds.items()} for code, kinds in kept.items()},
    )


def _texts(document: Mapping[str, Any]) -> Iterator[tuple[str, str]]:
    """Give the languages and words of the descriptions of a record."""
    presentation = document.get("presentation", {})
    for text in (presentation.get("descriptifCourt"), presentation.get("descriptifDetaille")):
        for key, said in (text or {}).items():
            yield _LANGUAGES[key], said
