"""Which records a query of the index finds, in which order, page by page."""

from collections.abc import Iterable
from dataclasses import dataclass

import numpy as np
import tantivy
from numpy.typing import NDArray

from sitra.search import models
from sitra.search.rules import alphabet, asking, ordering
from sitra.search.rules.around import Circle
from sitra.search.rules.ordering import Numbers, Order
from sitra.tourism.policy import Scope

NEAR_PAGES = 1000
"""Down to this place the index sorts names itself; beyond, columns are quicker (15 µs a place or more)."""

_SORTS = {ordering.NUMBER: "id", ordering.NAME: "sort"}


@dataclass(frozen=True, slots=True)
class Found:
    """Numbers of the records found on a page, and how many there are in all."""

    total: int
    numbers: list[int]


@dataclass(frozen=True, slots=True)
class _Hits:
    """Every record found: where each stands in the index, its number and its score."""

    searcher: tantivy.Searcher
    addresses: list[tantivy.DocAddress]
    numbers: Numbers
    scores: NDArray[np.float64]

    def whole(self, field: str) -> Numbers:
        """Give a column of whole numbers."""
        return np.array(self.searcher.fast_field_values(field, self.addresses), dtype=np.int64)

    def degrees(self, field: str) -> NDArray[np.float64]:
        """Give a column of degrees; not a number where there is none."""
        return np.array(self.searcher.fast_field_values(field, self.addresses), dtype=np.float64)


def found(query: tantivy.Query, *, first: int, count: int, order: Order | str = ordering.NUMBER) -> Found:
    """Answer a query of the index: one page of record numbers, and the total."""
    wanted = Order(order) if isinstance(order, str) else order
    searcher = models.current().searcher()
    if count == 0 or first >= searcher.num_docs:
        return Found(_count(searcher, query), [])
    near = wanted.by == ordering.NUMBER or first + count <= NEAR_PAGES
    if near and (sort := _SORTS.get(wanted.by)):
        return _sorted(searcher, query, first, count, sort, ascending=wanted.ascending)
    hits = _gather(searcher, query, scored=wanted.by == ordering.RELEVANCE)
    ordered = _ordered(hits, wanted)
    return Found(len(ordered), ordered[first : first + count].tolist())


def total(query: tantivy.Query) -> int:
    """Count what a query finds."""
    return _count(models.current().searcher(), query)


def worded(text: str, fields: tuple[str, ...], scope: Scope, language: str = "") -> tantivy.Query | None:
    """Ask for words as they are written; when nothing in a scope holds them, with a mistake in each."""
    exact = asking.words(text, fields, language)
    if exact is None or total(asking.all_of([asking.within(scope), exact])):
        return exact
    return asking.words(text, fields, language, forgiving=True)


def around(circle: Circle, conditions: Iterable[tantivy.Query]) -> tantivy.Query:
    """Keep what stands in a circle, among what satisfies other conditions.

    What is in the box inside the circle is; what is only in the box around it is measured.
    """
    searcher = models.current().searcher()
    inner, outer = circle.inner(), asking.inside(circle.outer())
    sure = asking.inside(inner) if inner else asking.one_of("id", [])
    doubtful = asking.but(outer, sure) if inner else outer
    hits = _gather(searcher, asking.all_of([*conditions, doubtful]))
    metres = circle.metres(hits.degrees("lon"), hits.degrees("lat"))
    measured = asking.one_of("id", hits.numbers[metres <= circle.radius].tolist())
    return asking.any_of([sure, measured])


def _sorted(
    searcher: tantivy.Searcher, query: tantivy.Query, first: int, count: int, sort: str, *, ascending: bool
) -> Found:
    """Let the index sort."""
    direction = tantivy.Order.Asc if ascending else tantivy.Order.Desc
    result = searcher.search(query, limit=count, offset=first, order_by_field=sort, order=direction)
    addresses = [address for _, address in result.hits]
    numbers = [int(number) for number in searcher.fast_field_values("id", addresses) if number]
    return Found(_total(result), numbers)


def _ordered(hits: _Hits, order: Order) -> Numbers:
    """Order all that was found."""
    match order.by:
        case ordering.NAME:
            columns = [hits.whole(f"sort{rank}") for rank in range(alphabet.PARTS)]
            return ordering.ranked(hits.numbers, columns, ascending=order.ascending)
        case ordering.CHANCE:
            lots = ordering.drawn(hits.numbers, order.seed)
            return ordering.ranked(hits.numbers, [lots], ascending=order.ascending)
        case ordering.DISTANCE if order.circle:
            metres = order.circle.metres(hits.degrees("lon"), hits.degrees("lat"))
            return ordering.ranked(hits.numbers, [metres], ascending=order.ascending)
        case ordering.RELEVANCE:
            return ordering.ranked(hits.numbers, [-hits.scores])
    message = f"no such order here: {order.by}"
    raise ValueError(message)


def _gather(searcher: tantivy.Searcher, query: tantivy.Query, *, scored: bool = False) -> _Hits:
    """Bring every record found, by number unless scores are wanted."""
    most, sort = max(searcher.num_docs, 1), None if scored else "id"
    direction = tantivy.Order.Desc if scored else tantivy.Order.Asc
    hits = searcher.search(query, limit=most, count=False, order_by_field=sort, order=direction).hits
    addresses = [address for _, address in hits]
    if scored:
        numbers = np.array(searcher.fast_field_values("id", addresses), dtype=np.int64)
        return _Hits(searcher, addresses, numbers, np.array([score for score, _ in hits], dtype=np.float64))
    numbers = np.array([number for number, _ in hits], dtype=np.int64)
    return _Hits(searcher, addresses, numbers, np.empty(0))


def _count(searcher: tantivy.Searcher, query: tantivy.Query) -> int:
    return _total(searcher.search(query, 1))


def _total(result: tantivy.SearchResult) -> int:
    """Count all that was found; the stubs of the library do not know the attribute."""
    return int(getattr(result, "count", 0) or 0)
