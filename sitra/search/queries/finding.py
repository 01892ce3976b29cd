"""Which records a condition keeps, in which order, page by page."""

from collections.abc import Iterable
from dataclasses import dataclass
from functools import lru_cache

import numpy as np
import tantivy
from pyroaring import BitMap

from sitra.search import models
from sitra.search.rules import asking, ordering, wording
from sitra.search.rules.columns import paging
from sitra.search.rules.columns.keeping import keep
from sitra.search.rules.columns.postings import rows_of
from sitra.search.rules.columns.table import Columns
from sitra.search.rules.conditions import Condition, Words, forgiven, split, words_of
from sitra.search.rules.ordering import Order

_FEW = 1000
"""Records among which words are looked for by number; among more, pages are cut out of all that is found."""


@dataclass(frozen=True, slots=True)
class Found:
    """Numbers of the records found on a page, and how many there are in all."""

    total: int
    numbers: list[int]


@dataclass(frozen=True, slots=True)
class Kept:
    """The rows that a condition keeps, and the condition as it was understood at last."""

    generation: models.Generation
    columns: Columns
    rows: BitMap
    condition: Condition


def found(condition: Condition, *, first: int, count: int, order: Order | str = ordering.NUMBER) -> Found:
    """Answer a condition: one page of record numbers, and the total."""
    wanted = Order(order) if isinstance(order, str) else order
    held = kept(condition)
    total = len(held.rows)
    if count == 0 or first >= total:
        return Found(total, [])
    if wanted.by == ordering.RELEVANCE:
        return Found(total, _relevant(held, first, count))
    return Found(total, paging.page(held.columns, held.rows, wanted, first, count))


def kept(condition: Condition) -> Kept:
    """Give the rows a condition keeps; words that nobody has written so are forgiven a mistake."""
    generation = models.current()
    columns = generation.columns()
    rows = _rows(generation, columns, condition)
    if not rows and (misspelt := _misspelt(generation, columns, condition)):
        condition = forgiven(condition, misspelt)
        rows = _rows(generation, columns, condition)
    return Kept(generation, columns, rows, condition)


def total(condition: Condition) -> int:
    """Count what a condition keeps."""
    return len(kept(condition).rows)


def present(numbers: Iterable[int]) -> set[int]:
    """Keep the numbers that records of the read model carry."""
    columns = models.current().columns()
    return {number for number in numbers if columns.row(number) is not None}


def _rows(generation: models.Generation, columns: Columns, condition: Condition) -> BitMap:
    return keep(columns, condition, lambda words: _spoken(generation, columns, words))


def _misspelt(generation: models.Generation, columns: Columns, condition: Condition) -> frozenset[Words]:
    """Give the words that none of the records they are meant for holds as they are written."""
    asked = (words for words in words_of(condition) if not words.forgiving)
    return frozenset(
        words
        for words in asked
        if words.among and not _rows(generation, columns, asking.all_of([words.among, words]))
    )


def _spoken(generation: models.Generation, columns: Columns, words: Words) -> BitMap:
    return columns.rows_of(_speaking(generation, generation.journal.sequence(), words))


@lru_cache(maxsize=256)
def _speaking(
    generation: models.Generation, sequence: int, words: Words
) -> np.ndarray[tuple[int], np.dtype[np.int64]]:
    """Give the numbers of the records that hold words, as long as nothing changes."""
    del sequence
    searcher = generation.searcher()
    most = max(searcher.num_docs, 1)
    ascending = tantivy.Order.Asc
    hits = searcher.search(
        wording.query(words), limit=most, count=False, order_by_field="id", order=ascending
    ).hits
    return np.array([number for number, _ in hits], dtype=np.int64)


def _relevant(held: Kept, first: int, count: int) -> list[int]:
    """Give a page by relevance; without words all are as relevant, and go by number."""
    words = split(held.condition)[1]
    if words is None:
        return paging.page(held.columns, held.rows, Order(), first, count)
    searcher, query = held.generation.searcher(), wording.query(words)
    if len(held.rows) <= _FEW:
        among = wording.among(held.columns.numbers(rows_of(held.rows)), query)
        return _numbers(searcher, searcher.search(among, limit=count, offset=first, count=False))
    wanted, share = first + count, searcher.num_docs
    limit = 2 * wanted
    while True:
        best = _numbers(searcher, searcher.search(query, limit=limit, count=False))
        kept = [number for number in best if held.columns.holds(held.rows, number)]
        if len(kept) >= wanted or limit >= share:
            return kept[first:wanted]
        limit *= 4


def _numbers(searcher: tantivy.Searcher, result: tantivy.SearchResult) -> list[int]:
    addresses = [address for _, address in result.hits]
    return [int(number) for number in searcher.fast_field_values("id", addresses) if number]
