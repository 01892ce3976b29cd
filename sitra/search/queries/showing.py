"""What is shown of the records found: ready bytes, cards, points, counts, figures."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field

import orjson

from sitra.access.rules.mandate import Mandate
from sitra.catalog.rules.kinds import Kind
from sitra.kit.splicing import Block
from sitra.ledger import queries as ledger
from sitra.members import queries as members
from sitra.search import models
from sitra.search.events import RENDITIONS
from sitra.search.queries.finding import Found, found, total
from sitra.search.queries.questions import (
    answered,
    counted,
    facets,
    living_communes,
    parts_of,
    whole,
)
from sitra.search.rules import asking
from sitra.search.rules.asking import Question
from sitra.search.rules.cards import Card, Point, card
from sitra.search.rules.columns.table import Columns
from sitra.search.rules.conditions import Condition
from sitra.tourism import queries as tourism
from sitra.tourism.events import State
from sitra.tourism.policy import PUBLIC
from sitra.vocabulary import queries as vocabulary
from sitra.vocabulary.rules.atlas import Atlas as Vocabulary, loosen
from sitra.vocabulary.rules.book import TermBook

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
    states: dict[str, int] = field(default_factory=dict)
    """By their names in v002, whatever states were asked for."""
    owners: dict[int, int] = field(default_factory=dict)
    """Whatever owners were asked for; those asked for and one's own members first, be they 0."""
    names: dict[int, str] = field(default_factory=dict)
    """Names of these owners."""
    book: TermBook | None = None
    """The vocabulary by which terms were counted."""


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
    atlas = vocabulary.atlas()
    parts = parts_of(question, who, atlas)
    page = answered(parts, question)
    rest = {field: facets(whole(parts, but=field), {field: MOST_OFFERED})[field] for field in _ASIDE}
    owners = dict.fromkeys((*question.owners, *sorted(who.seated)), 0) | rest["owner"]
    return Page(
        total=page.total,
        cards=_cards(page.numbers, language),
        kinds=facets(whole(parts, but="kind"), {"kind": len(Kind)})["kind"],
        terms=dict.fromkeys(question.terms, page.total) | _terms(parts, question.terms, atlas),
        communes=_communes(parts, question.communes),
        states=rest["state"],
        owners=owners,
        names=_names(owners),
        book=atlas.book,
    )


_ASIDE = ("state", "owner")
"""Fields that are counted whatever values of them were asked for."""


def listed(question: Question, who: Mandate) -> Found:
    """Give a page of the numbers of what answers a question, in its order, and how many there are."""
    return answered(parts_of(question, who), question)


def points(question: Question, who: Mandate, language: str = "fr") -> list[Point]:
    """Answer the map of the search page: every located record found, at most `MOST_POINTS`."""
    numbers = found(whole(parts_of(question, who)), first=0, count=MOST_POINTS).numbers
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


def _names(owners: Iterable[int]) -> dict[int, str]:
    """Name members by a card of theirs: the database is asked of those who have none."""
    columns = models.current().columns()
    with columns.lock:
        held, none = columns.held.fields["owner"], columns.held.none
        first = {owner: next(iter(held.get(owner, none) & columns.live), None) for owner in owners}
    numbers = {owner: columns.numbers([row])[0] for owner, row in first.items() if row is not None}
    read = rendered(models.CARD, list(numbers.values()))
    names = {
        owner: str(orjson.loads(read[number])["owner"]) for owner, number in numbers.items() if number in read
    }
    return names | (members.named(missing) if (missing := first.keys() - names.keys()) else {})


def _terms(parts: Mapping[str, Condition], chosen: Iterable[int], atlas: Vocabulary) -> dict[int, int]:
    """Count the terms that would narrow what was found, the most frequent first."""
    condition = whole(parts)
    counts = counted(condition, "terms", atlas.not_offered.union(chosen), MOST_OFFERED)
    below = {term: atlas.with_below(term) for term in counts}
    return {
        term: own if len(below[term]) == 1 else _left(condition, below[term]) for term, own in counts.items()
    }


def offered(
    words: str, question: Question, who: Mandate, language: str = "fr", limit: int = 8
) -> list[tuple[int, int]]:
    """Offer the criteria of these words, with how many records each would leave; those that leave most first.

    Words of other languages count when none of the reader's holds them: they seldom mean the same.
    Criteria that nothing carries come last: they say that the word is known, and that nothing answers.
    """
    atlas = vocabulary.atlas()
    condition = whole(parts_of(question, who, atlas))
    unwanted = atlas.not_offered.union(question.terms)
    known = [term for term in atlas.search(words) if term.active and term.id not in unwanted]
    asked = loosen(words).split()
    own = [term for term in known if all(word in loosen(term.label(language)) for word in asked)]
    counts = {term.id: _left(condition, atlas.with_below(term.id)) for term in (own or known)[:_LOOKED_AT]}
    # Sorted as the words have them, then by count: a sort keeps what is equal in place.
    return sorted(counts.items(), key=lambda one: -one[1])[:limit]


_LOOKED_AT = 60
"""Criteria of some words that are counted, the closest to the words."""


def _left(condition: Condition, terms: Iterable[int]) -> int:
    """Count what a term would leave: those below it are taken with it."""
    return total(asking.all_of([condition, asking.one_of("terms", terms)]))


def _communes(parts: Mapping[str, Condition], chosen: Sequence[str]) -> dict[str, int]:
    """Count communes: those chosen, then those that may be beside them, the most frequent first."""
    living = dict(zip(chosen, living_communes(chosen), strict=True))
    condition = whole(parts)
    here = {
        one: total(asking.all_of([condition, asking.one_of("commune", [code])]))
        for one, code in living.items()
    }
    others = counted(whole(parts, but="commune"), "commune", frozenset(living.values()), MOST_OFFERED)
    return dict(sorted(here.items(), key=lambda one: -one[1])) | others
