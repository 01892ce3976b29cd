"""What people ask, turned into conditions part by part, and answered in the order they want."""

from collections.abc import Iterable, Mapping
from datetime import date, datetime, time
from functools import lru_cache
from typing import Any

from django.utils import timezone

from sitra.access.rules.mandate import Mandate
from sitra.places import queries as places
from sitra.places.rules.atlas import Atlas
from sitra.search import models
from sitra.search.queries.calendar import by_opening, interval, open_in
from sitra.search.queries.finding import Found, found, kept
from sitra.search.rules import asking, ordering
from sitra.search.rules.around import Circle
from sitra.search.rules.asking import Question
from sitra.search.rules.columns.counting import LeftOut, counts
from sitra.search.rules.conditions import Condition
from sitra.search.rules.ordering import Order
from sitra.search.rules.schema import milliseconds
from sitra.tourism.policy import CONSULT
from sitra.tourism.queries import freshness
from sitra.vocabulary import queries as vocabulary
from sitra.vocabulary.rules.atlas import Atlas as Vocabulary

type Parts = Mapping[str, Condition]
"""A question by what can be left out of it: parts whose values are counted bear the name of their field."""

_DESCENDING = {"NOM_INVERSE": ordering.NAME, "RECENTES": ordering.CHANGE}
_ASCENDING = {"NOM": ordering.NAME, "IDENTIFIANT": ordering.NUMBER, "ANCIENNES": ordering.CHANGE}
"""Names of orders that people choose -> what is ordered; the others need words, a place or days."""


def parts_of(question: Question, who: Mandate, terms: Vocabulary | None = None) -> Parts:
    """Split a question by what can be left out of it."""
    return _parts(question, who, opened_to(who), terms)


def parts_among(question: Question, opened: Condition) -> Parts:
    """Split a question that is asked of some records in the name of nobody."""
    return _parts(question, Mandate(), opened, None)


def _parts(question: Question, who: Mandate, opened: Condition, terms: Vocabulary | None) -> Parts:
    parts = {"": asking.all_of([opened, asking.words(question.words, asking.EVERYWHERE, opened)])}
    if question.kinds:
        parts["kind"] = asking.one_of("kind", question.kinds)
    if question.communes:
        parts["commune"] = _near(question.communes, question.radius)
    if question.terms:
        below = (terms or vocabulary.atlas()).with_below
        parts["terms"] = asking.all_of(asking.one_of("terms", below(term)) for term in question.terms)
    if question.states:
        parts["state"] = asking.one_of("state", question.states)
    if question.owners:
        parts["owner"] = asking.one_of("owner", question.owners)
    if days := _days(question):
        parts["days"] = open_in(interval(*days))
    if beside := list(_beside(question, who)):
        parts["beside"] = asking.all_of(beside)
    return parts


def whole(parts: Parts, but: str | None = None) -> Condition:
    """Put a question together again, without one of its parts."""
    return asking.all_of(condition for name, condition in parts.items() if name != but)


def answered(parts: Parts, question: Question) -> Found:
    """Give the page that a question asks for, in its order; what an order needs and lacks leaves it aside."""
    condition, order = whole(parts), question.order
    if order == "LISTE" and question.numbers is not None:
        return _as_picked(condition, question)
    if order == "OUVERTURE" and (days := _days(question)):
        return by_opening(condition, interval(*days), first=question.first, count=question.count)
    return found(condition, first=question.first, count=question.count, order=_order(question))


def count(question: Question, who: Mandate) -> int:
    """Count the records that answer a question."""
    return len(kept(whole(parts_of(question, who))).rows)


def living_communes(codes: Iterable[str]) -> list[str]:
    """Translate INSEE codes into those that records are found by; other places make another generation."""
    return places.heirs(codes, _atlas(models.current()))


def opened_to(who: Mandate) -> Condition:
    """Keep what somebody may consult."""
    atlas = _atlas(models.current())

    def code(number: int) -> str:
        line = atlas.living(number)
        return line.code if line else ""

    return asking.within(CONSULT.scope(who), code)


def facets(condition: Condition, fields: Mapping[str, int]) -> dict[str, dict[Any, int]]:
    """Count what a condition keeps by the values of fields: so many of each, the most frequent first."""
    held = kept(condition)
    with held.columns.lock:
        return {field: counts(held.columns, held.rows, field, most) for field, most in fields.items()}


def counted(condition: Condition, field: str, known: frozenset[Any], most: int) -> dict[Any, int]:
    """Count the values of a field that some of what a condition keeps has, but not all; not those known."""
    held = kept(condition)
    with held.columns.lock:
        return counts(held.columns, held.rows, field, most, LeftOut(known, common=True))


def _near(communes: tuple[str, ...], radius: int) -> Condition:
    """Keep what is in communes, or not further from their centres than a radius in metres."""
    here = asking.one_of("commune", living_communes(communes))
    if not radius:
        return here
    circles = [asking.around(Circle(lon, lat, radius)) for lon, lat in places.centres(communes)]
    return asking.any_of([here, *circles])


def _days(question: Question) -> tuple[date, date] | None:
    start, end = question.start or question.end, question.end or question.start
    return (start, end) if start and end else None


def _beside(question: Question, who: Mandate) -> Iterable[Condition]:
    """Give the conditions whose values are not counted."""
    if question.unchanged_since:
        midnight = timezone.make_aware(datetime.combine(question.unchanged_since, time.min))
        yield asking.between("changed", None, milliseconds(midnight) - 1)
    if question.due:
        # How fresh a record is, is told to its own people: elsewhere nothing is due.
        wanted = set(question.owners) or None
        owners = wanted if who.pilots else who.seated.intersection(wanted or who.seated)
        yield asking.numbered(freshness.due_numbers(owners))
    if question.box:
        yield asking.inside(question.box)
    if question.numbers is not None:
        yield asking.numbered(question.numbers)


def _order(question: Question) -> Order | str:
    by = question.order
    if by == "DISTANCE" and question.communes and (centres := places.centres(question.communes[:1])):
        return Order(ordering.DISTANCE, circle=Circle(*centres[0], radius=0))
    if by in _DESCENDING:
        return Order(_DESCENDING[by], ascending=False)
    if by in _ASCENDING:
        return _ASCENDING[by]
    return ordering.RELEVANCE if question.words else ordering.NAME


def _as_picked(condition: Condition, question: Question) -> Found:
    """Give a page of records in the order in which somebody put them."""
    numbers = question.numbers or ()
    here = set(found(condition, first=0, count=len(numbers)).numbers) if numbers else set[int]()
    ordered = [number for number in numbers if number in here]
    return Found(len(ordered), ordered[question.first : question.first + question.count])


@lru_cache(maxsize=2)
def _atlas(generation: models.Generation) -> Atlas:
    del generation
    return places.atlas()
