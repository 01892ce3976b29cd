"""What one may tick to narrow a search: kinds, criteria, communes, each with how many records it holds."""

from collections import Counter
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, replace

from django.utils.translation import gettext as _

from sitra.catalog.rules.kinds import Kind
from sitra.doors.workplace.forms import STATES, Criteria
from sitra.kit.texts import fold
from sitra.places import queries as places
from sitra.search.queries import Page
from sitra.vocabulary import queries as vocabulary
from sitra.vocabulary.rules import names
from sitra.vocabulary.rules.book import TermBook, TermLine
from sitra.vocabulary.rules.offering import NAMED

SHOWN = 8
"""Criteria, and communes, shown before one asks for more."""


@dataclass(frozen=True, slots=True)
class Box:
    """Something one may tick, and how many records it holds here.

    `note` tells it from another of the same label; `language` is the label's when not the screen's.
    """

    value: str
    label: str
    count: int
    ticked: bool
    note: str = ""
    language: str = ""


@dataclass(frozen=True, slots=True)
class Facet:
    """A list of boxes: its name on the page and in the address, its first boxes and those one asks for."""

    name: str
    field: str
    title: str
    nothing: str
    boxes: list[Box]
    more: list[Box]

    @property
    def ticked(self) -> list[Box]:
        """Give the boxes that are ticked."""
        return [box for box in (*self.boxes, *self.more) if box.ticked]


def facets(page: Page, criteria: Criteria, language: str) -> dict[str, Facet]:
    """Give the facets of a search, by name, in the order of the screen."""
    terms, communes = _terms(page.terms, criteria, language, page.book), _communes(page.communes, criteria)
    every = (
        Facet(
            "kinds",
            "type",
            _("Types de fiches"),
            _("Aucun type pour cette recherche."),
            _kinds(page.kinds, criteria, language),
            [],
        ),
        Facet(
            "criteria",
            "critere",
            _("Critères"),
            _("Aucun critère ne départage ces fiches."),
            *_cut(terms),
        ),
        Facet(
            "communes",
            "commune",
            _("Communes"),
            _("Aucune commune ne départage ces fiches."),
            *_cut(communes),
        ),
        Facet(
            "owners",
            "proprietaire",
            _("Propriétaires"),
            _("Aucun propriétaire ne départage ces fiches."),
            *_cut(_owners(page, criteria)),
        ),
        Facet("states", "etat", _("États"), "", _states(page.states, criteria), []),
    )
    return {facet.name: facet for facet in every}


def _kinds(counts: Mapping[str, int], criteria: Criteria, language: str) -> list[Box]:
    """List the kinds that hold something or are ticked, by label."""
    boxes = [
        Box(kind.value, kind.label(language), counts.get(kind.value, 0), kind in criteria.kinds)
        for kind in Kind
    ]
    kept = [box for box in boxes if box.count or box.ticked]
    return sorted(kept, key=lambda box: fold(box.label))


def _terms(
    counts: Mapping[int, int], criteria: Criteria, language: str, book: TermBook | None = None
) -> list[Box]:
    book = book or vocabulary.atlas().book
    lines = ((number, count, book.get(number)) for number, count in counts.items())
    return _told_apart(
        (_term(number, count, line, criteria, language), _vocabulary(line, language))
        for number, count, line in lines
    )


def _term(number: int, count: int, line: TermLine | None, criteria: Criteria, language: str) -> Box:
    ticked = number in criteria.terms
    if line is None:
        return Box(str(number), f"n° {number}", count, ticked)
    label, said = line.said(language)
    note = _vocabulary(line, language) if line.type in NAMED else ""
    return Box(str(number), label, count, ticked, note, said if said != language else "")


def _vocabulary(line: TermLine | None, language: str) -> str:
    return names.name(line.type, language) if line else ""


def _communes(counts: Mapping[str, int], criteria: Criteria) -> list[Box]:
    lines = {line.code: line for line in places.by_codes(counts)}
    return _told_apart(
        (
            Box(code, lines[code].name if code in lines else code, count, code in criteria.communes),
            lines[code].departement if code in lines else "",
        )
        for code, count in counts.items()
    )


def _owners(page: Page, criteria: Criteria) -> list[Box]:
    return [
        Box(str(number), page.names.get(number, f"n° {number}"), count, number in criteria.owners)
        for number, count in page.owners.items()
    ]


def _states(counts: Mapping[str, int], criteria: Criteria) -> list[Box]:
    labels = {"publiees": _("Publiées"), "brouillons": _("Brouillons"), "masquees": _("Masquées")}
    return [
        Box(word, labels[word], counts.get(state, 0), word in criteria.states)
        for word, state in STATES.items()
    ]


def offers(counts: Iterable[tuple[int, int]], criteria: Criteria, language: str) -> list[Box]:
    """Give criteria that are offered for what was typed, each with how many records it would leave."""
    return _terms(dict(counts), criteria, language)


def _told_apart(boxes: Iterable[tuple[Box, str]]) -> list[Box]:
    """Give boxes, with what tells them apart beside those of the same label."""
    every = list(boxes)
    alike = Counter(fold(box.label) for box, _note in every)
    return [replace(box, note=note) if alike[fold(box.label)] > 1 and note else box for box, note in every]


def _cut(boxes: list[Box]) -> tuple[list[Box], list[Box]]:
    """Cut a list in two: what is shown at once, all that is ticked in any case, and the rest."""
    first = max(SHOWN, sum(box.ticked for box in boxes))
    return boxes[:first], boxes[first:]
