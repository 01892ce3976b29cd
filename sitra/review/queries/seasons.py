"""Reads of those who type periods: their sentences, their days drawn, what is odd, as one types."""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from sitra.accounts.models import Person
from sitra.catalog.rules.aspects import laid
from sitra.catalog.rules.kinds import Kind
from sitra.catalog.rules.speech import Speech
from sitra.kit.days import today
from sitra.kit.texts import fold
from sitra.review.models import Draft
from sitra.review.queries.correcting import consulted
from sitra.review.queries.editing import resolver
from sitra.review.rules.editing import read
from sitra.review.rules.editing.layers import layer_of
from sitra.review.rules.editing.reading import Sent
from sitra.review.rules.seasons.automatic import OPENING, PRICES, Wording
from sitra.review.rules.seasons.drawing import Strip, strip
from sitra.review.rules.seasons.remarking import Remark, remarks
from sitra.review.rules.seasons.shaping import items
from sitra.tourism.models import Revision
from sitra.tourism.queries.records import Namer
from sitra.tourism.rules.opening import calendar_of
from sitra.tourism.rules.sentences import one_period
from sitra.tourism.rules.sentences.prices import season_words
from sitra.tourism.rules.sentences.tongue import Tongue, sentence
from sitra.vocabulary import queries as vocabulary
from sitra.vocabulary.rules.book import TermLine


@dataclass(frozen=True, slots=True)
class Said:
    """A sentence proposed in French and in English, and whether it is written as the periods change."""

    path: str
    block: str
    french: str
    english: str
    follows: bool
    same: bool
    """The record says just that."""


@dataclass(frozen=True, slots=True)
class Told:
    """One period: its name in the form, its sentence, what is odd about it."""

    name: str
    words: str
    remarks: tuple[Remark, ...]


@dataclass(frozen=True, slots=True)
class Seasons:
    """The periods of a document as people read them."""

    language: str
    opening: Said
    prices: Said
    openings: tuple[Told, ...]
    rates: tuple[Told, ...]
    strip: Strip


def seasons(document: Mapping[str, Any], language: str) -> Seasons:
    """Tell the periods of a document."""
    speech, day = Speech(language, Namer()), today()
    found = remarks(document, day)
    openings = [
        one if isinstance(one, Mapping) else {} for one in items(document, "ouverture.periodesOuvertures")
    ]
    prices = [one if isinstance(one, Mapping) else {} for one in items(document, "descriptionTarif.periodes")]
    return Seasons(
        language=language,
        opening=_said(OPENING, document),
        prices=_said(PRICES, document),
        openings=_told("ouverture.periodesOuvertures", [one_period(one, speech) for one in openings], found),
        rates=_told(
            "descriptionTarif.periodes",
            [sentence(season_words(one, Tongue(language))) for one in prices],
            found,
        ),
        strip=strip(document, day, language, calendar_of(document)),
    )


def typed_seasons(person: Person, number: int, sent: Sent, language: str) -> Seasons:
    """Tell the periods of a record as a form holds them; nothing is kept."""
    row = consulted(person, number)
    draft = Draft.objects.filter(object_id=number, person=person, dropped=False).first()
    document = (
        draft.document
        if draft
        else Revision.objects.values_list("document", flat=True).get(object_id=number, number=row.revision)
    )
    kind, aspect = Kind(row.kind), layer_of(sent)
    shown = laid(document, aspect, kind) if aspect else document
    typed = read(shown, kind, sent, resolver(person), layered=bool(aspect)).document
    return seasons(typed, language)


def rate_named(words: str) -> int | None:
    """Understand the name of a rate, in any language we know; nothing where it names none.

    The contract has several terms of one name, for several kinds: the first of their order is meant.
    """
    wanted = fold(words)
    terms = _rates()
    exact = [one for one in terms if wanted in {fold(label) for label in one.labels.values()}]
    if exact:
        return exact[0].id
    near = {fold(one.label()): one.id for one in reversed(terms) if fold(one.label()).startswith(wanted)}
    return next(iter(near.values())) if wanted and len(near) == 1 else None


def rates_offered(language: str) -> list[tuple[str, str]]:
    """Give the rates that may be chosen, each name once: number and name, those of every day first."""
    found: dict[str, str] = {}
    for one in _rates():
        found.setdefault(one.label(language), str(one.id))
    return [(number, label) for label, number in found.items()]


def _rates() -> list[TermLine]:
    terms = (one for one in vocabulary.atlas().book if one.type == "TarifType" and one.active)
    return sorted(terms, key=lambda one: (one.order, one.id))


def _said(wording: Wording, document: Mapping[str, Any]) -> Said:
    proposed = wording.proposed(document, Namer())
    held = wording.of(document).get(wording.text)
    return Said(
        wording.path,
        wording.block,
        proposed.get("libelleFr", ""),
        proposed.get("libelleEn", ""),
        wording.follows(document),
        held == proposed,
    )


def _told(block: str, said: list[str], found: list[Remark]) -> tuple[Told, ...]:
    return tuple(
        Told(f"{block}.{rank}", words, tuple(one for one in found if (one.block, one.rank) == (block, rank)))
        for rank, words in enumerate(said)
    )
