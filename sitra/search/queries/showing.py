"""What is shown of the records found: ready bytes, cards, points, counts, figures."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from functools import lru_cache
from typing import Any

import orjson

from sitra.access.rules.mandate import Mandate
from sitra.catalog.rules.kinds import Kind
from sitra.kit.splicing import Block
from sitra.ledger import queries as ledger
from sitra.members import queries as members
from sitra.places import queries as places
from sitra.places.rules.atlas import Atlas
from sitra.search import models
from sitra.search.events import RENDITIONS
from sitra.search.queries.finding import Found, found, kept, total
from sitra.search.rules import asking
from sitra.search.rules.asking import Question
from sitra.search.rules.cards import Card, Point, card
from sitra.search.rules.columns.counting import LeftOut, counts
from sitra.search.rules.columns.table import Columns
from sitra.search.rules.conditions import Condition
from sitra.tourism import queries as tourism
from sitra.tourism.events import State
from sitra.tourism.policy import CONSULT, PUBLIC
from sitra.vocabulary import queries as vocabulary

MOST_POINTS = 10_000
MOST_USUAL = 80
"""Terms of which a kind of record is said to carry them often."""
MOST_OFFERED = 30
"""Criteria, and communes, that are offered to narrow a search, besides those that were chosen."""


@dataclass(frozen=True, slots=True)
class Page:
    """A page of cards, and what may narrow or widen the question, with how many records each would give.

    `kinds` and `communes` (INSEE codes as they were asked for, else living ones) are counted whatever
    kinds or communes were asked for, as one asks for one or another; `terms` among what was found, as a
    record carries them all. What was asked for comes first, be it 0; what every record has is left out.
    """

    total: int
    cards: list[Card]
    kinds: dict[str, int]
    terms: dict[int, int]
    communes: dict[str, int]


@dataclass(frozen=True, slots=True)
class Figures:
    """The network in figures."""

    records: int
    communes: int
    members: int
    languages: int


@dataclass(frozen=True, slots=True)
class Status:
    """How the read model of this node stands; size in bytes."""

    generation: str
    records: int
    waiting: int
    size: int
    up_to_date_make: bool


def rendered(shelf: str, numbers: Sequence[int]) -> dict[int, bytes]:
    """Give the ready bytes of records by number; one that left in the meantime is left out."""
    read = zip(numbers, models.current().read(shelf, numbers), strict=True)
    return {number: content for number, content in read if content is not None}


def deflated(shelf: str, numbers: Sequence[int]) -> dict[int, Block]:
    """Give the blocks of records that were deflated when they changed, for answers that are compressed."""
    return {number: Block(content) for number, content in rendered(shelf + models.DEFLATED, numbers).items()}


def wholes(numbers: Iterable[int]) -> list[bytes]:
    """Give records in API form, every language."""
    return [content for content in models.current().wholes.plain(numbers) if content is not None]


def cards(question: Question, who: Mandate, language: str) -> Page:
    """Answer the search page."""
    parts = _asked(question, who)
    page = found(
        _whole(parts),
        first=question.first,
        count=question.count,
        order=question.order if question.words or question.order != "PERTINENCE" else "NOM",
    )
    return Page(
        total=page.total,
        cards=_cards(page.numbers, language),
        kinds=facets(_whole(parts, but="kind"), {"kind": len(Kind)})["kind"],
        terms=dict.fromkeys(question.terms, page.total) | _terms(parts, question.terms),
        communes=_communes(parts, question.communes),
    )


def points(question: Question, who: Mandate, language: str = "fr") -> list[Point]:
    """Answer the map of the search page: every located record found, at most `MOST_POINTS`."""
    numbers = found(_whole(_asked(question, who)), first=0, count=MOST_POINTS).numbers
    return [
        Point(one.id, one.lon, one.lat, one.kind, one.name)
        for one in _cards(numbers, language)
        if one.lon is not None and one.lat is not None
    ]


def users_of(term: int, *, first: int = 0, count: int = 10) -> Found:
    """Answer how many living records carry a term, whatever their state, and a page of their numbers."""
    return found(asking.one_of("terms", [term]), first=first, count=count)


def often(kind: str, sure: int = 3) -> list[int]:
    """Give the terms that published records of a kind carry most, each carried by `sure` at least."""
    published = asking.one_of("state", [State.PUBLISHED.wire])
    held = facets(asking.all_of([published, asking.one_of("kind", [kind])]), {"terms": MOST_USUAL})["terms"]
    return [term for term, many in held.items() if many >= sure]


def figures() -> Figures:
    """Give the figures of the home page."""
    every = asking.within(PUBLIC)
    return Figures(
        records=total(every),
        communes=tourism.count_communes(),
        members=members.count(),
        languages=11,
    )


def status() -> Status:
    """Say how the read model of this node stands."""
    generation = models.current()
    return Status(
        generation=generation.path.name,
        records=len(generation.columns().live),
        waiting=ledger.waiting(generation.position()),
        size=generation.size(),
        up_to_date_make=generation.make() == models.make(),
    )


def renditions() -> tuple[str, ...]:
    """Name the renditions that are kept ready."""
    return tuple(RENDITIONS)


def facets(condition: Condition, fields: Mapping[str, int]) -> dict[str, dict[Any, int]]:
    """Count what a condition keeps by the values of fields: so many of each, the most frequent first."""
    held = kept(condition)
    with held.columns.lock:
        return {field: counts(held.columns, held.rows, field, most) for field, most in fields.items()}


def living_communes(codes: Iterable[str]) -> list[str]:
    """Translate INSEE codes into those that records are found by; other places make another generation."""
    return places.heirs(codes, _atlas(models.current()))


@lru_cache(maxsize=2)
def _atlas(generation: models.Generation) -> Atlas:
    del generation
    return places.atlas()


def perimeters(territories: Iterable[int]) -> frozenset[str]:
    """Give the codes of the communes in the perimeter of published territories."""
    wanted, columns = frozenset(territories), models.current().columns()
    return columns.worked_out(("perimeters", wanted), lambda: _perimeters(wanted, columns))


def _perimeters(territories: frozenset[int], columns: Columns) -> frozenset[str]:
    found_codes = set[str]()
    opened = asking.all_of([asking.within(PUBLIC), asking.one_of("kind", [Kind.TERRITOIRE.value])])
    shown = found(asking.all_of([opened, asking.numbered(territories)]), first=0, count=MOST_POINTS)
    for number in shown.numbers:
        if (row := columns.row(number)) is None:
            continue
        if row not in columns.noted:
            columns.noted[row] = _communes_of(number)
        found_codes |= columns.noted[row]
    return frozenset(found_codes)


def _communes_of(territory: int) -> frozenset[str]:
    perimeters = (
        orjson.loads(content).get("localisation", {}).get("perimetreGeographique", [])
        for content in wholes([territory])
    )
    return frozenset(
        commune["code"] for perimeter in perimeters for commune in perimeter if commune.get("code")
    )


def _cards(numbers: Sequence[int], language: str) -> list[Card]:
    return [card(orjson.loads(content), language) for content in rendered(models.CARD, numbers).values()]


def opened_to(who: Mandate) -> Condition:
    """Keep what somebody may consult."""
    atlas = _atlas(models.current())

    def code(number: int) -> str:
        line = atlas.living(number)
        return line.code if line else ""

    return asking.within(CONSULT.scope(who), code)


def _asked(question: Question, who: Mandate) -> dict[str, Condition]:
    """Split a question by what can be left out of it."""
    opened = opened_to(who)
    parts = {"": asking.all_of([opened, asking.words(question.words, asking.EVERYWHERE, opened)])}
    if question.kinds:
        parts["kind"] = asking.one_of("kind", question.kinds)
    if question.communes:
        parts["commune"] = asking.one_of("commune", living_communes(question.communes))
    if question.terms:
        parts["terms"] = asking.all_of(asking.one_of("terms", [term]) for term in question.terms)
    return parts


def _whole(parts: Mapping[str, Condition], but: str | None = None) -> Condition:
    """Put a question together again, without one of its parts."""
    return asking.all_of(condition for name, condition in parts.items() if name != but)


def _terms(parts: Mapping[str, Condition], chosen: Iterable[int]) -> dict[int, int]:
    """Count the terms that would narrow what was found, the most frequent first."""
    return _narrowing(_whole(parts), "terms", vocabulary.atlas().not_offered.union(chosen))


def _communes(parts: Mapping[str, Condition], chosen: Sequence[str]) -> dict[str, int]:
    """Count communes: those chosen, then those that may be beside them, the most frequent first."""
    living = dict(zip(chosen, living_communes(chosen), strict=True))
    # A record has one commune: among what was found, those chosen have all that they would have.
    here = facets(_whole(parts), {"commune": len(living)})["commune"] if living else {}
    counted = sorted(((here.get(code, 0), one) for one, code in living.items()), key=lambda one: -one[0])
    others = _narrowing(_whole(parts, but="commune"), "commune", frozenset(living.values()))
    return {code: many for many, code in counted} | others


def _narrowing(condition: Condition, field: str, known: frozenset[Any]) -> dict[Any, int]:
    """Count the values of a field that some of what a condition keeps has, but not all; not those known."""
    held = kept(condition)
    with held.columns.lock:
        return counts(held.columns, held.rows, field, MOST_OFFERED, LeftOut(known, common=True))
