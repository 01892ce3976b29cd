"""How complete and how right a document is, today."""

import re
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from django.utils import timezone

from sitra.catalog.rules import forbidden
from sitra.catalog.rules.completeness import completeness
from sitra.catalog.rules.guide import anchor
from sitra.catalog.rules.kinds import Kind
from sitra.catalog.rules.tree import tree
from sitra.catalog.rules.validation import Forbids, Problem, Severity, TermFacts, validate
from sitra.places import queries as places
from sitra.vocabulary import queries as vocabulary

_RANK = re.compile(r"\[\d+\]")
GAPS = 6
"""Fields named as missing, the most valuable ones."""


@dataclass(frozen=True, slots=True)
class Gap:
    """A field that would help most, and where the guide speaks of it."""

    section: str
    label: str
    anchor: str


@dataclass(frozen=True, slots=True)
class Quality:
    """How complete and how right a record is, in the words of its owner."""

    score: int
    sections: list[tuple[str, int]]
    """Name of the section, percentage."""
    missing: list[Gap]
    blocking: list[str]
    warnings: list[str]


class World:
    """What validation asks of the vocabulary and the places."""

    def __init__(self) -> None:
        self.today = timezone.localdate()
        self._book = vocabulary.atlas().book
        self._communes = places.atlas()

    def term(self, number: int) -> TermFacts | None:
        """Give what is known of a term."""
        line = self._book.get(number)
        if line is None:
            return None
        heir = (line.deprecated or {}).get("critereSubstitutionId")
        return TermFacts(line.type, line.active, heir)

    def forbids(self, number: int) -> Forbids | None:
        """Give what a term excludes."""
        return forbidden.forbids(number)

    def has_commune(self, number: int) -> bool:
        """Say whether a commune exists."""
        return self._communes.get(number) is not None

    def stands_in(self, commune: int, lon: float, lat: float) -> bool | None:
        """Say whether a point is in a commune."""
        return places.stands_in(commune, lon, lat)


def problems(document: Mapping[str, Any], kind: Kind, *, typed: bool = True) -> list[Problem]:
    """List what is wrong with a document today."""
    return validate(document, kind, World(), typed=typed)


type Sign = tuple[str, ...]
"""By what a fault is the same in two documents: its code, its place without ranks, its details."""


def faults(document: Mapping[str, Any], kind: Kind, *, typed: bool = True) -> dict[Sign, Problem]:
    """Give what keeps a document from being shown to the public, by what makes it the same elsewhere."""
    return {
        (one.code, _RANK.sub("[]", one.path), *sorted(map(str, one.details.values()))): one
        for one in problems(document, kind, typed=typed)
        if one.severity is Severity.BLOCKS
    }


def quality(document: Mapping[str, Any], kind: Kind, language: str) -> Quality:
    """Say how complete and how right a document is, in French or English."""
    found = problems(document, kind, typed=False)
    filled = completeness(document, tree(kind))
    said = {
        severity: [one.sentence(language) for one in found if one.severity is severity]
        for severity in Severity
    }
    return Quality(
        score=filled.score,
        sections=[(section.label(language), share) for section, share in filled.sections.items()],
        missing=[
            Gap(field.section.label(language), field.label(language), anchor(field.path))
            for field in filled.missing[:GAPS]
        ],
        blocking=said[Severity.BLOCKS],
        warnings=said[Severity.WARNS],
    )
