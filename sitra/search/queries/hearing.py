"""What the index hears in words: who holds them, the best first; remembered as long as nothing changes."""

from dataclasses import dataclass, field
from itertools import islice

import tantivy
from pyroaring import BitMap

from sitra.search import models
from sitra.search.rules import wording
from sitra.search.rules.columns.postings import rows_of
from sitra.search.rules.columns.table import Columns
from sitra.search.rules.conditions import Words

_BEST = 500
"""Records that are put in order at first; most words are held by fewer."""

_FEW = 1000
"""Records among which words are looked for by number, rather than further down in all that hold them."""


@dataclass(slots=True)
class Speech:
    """The rows that hold words, and the best of them in order, as far as was needed."""

    searcher: tantivy.Searcher
    query: tantivy.Query
    rows: BitMap
    best: list[int] = field(default_factory=list)

    def page(self, columns: Columns, kept: BitMap, first: int, count: int) -> list[int]:
        """Give a page of what is kept, the most relevant first; ties go as the index has them."""
        wanted = first + count
        while True:
            ranked = list(islice((row for row in self.best if row in kept), wanted))
            if len(ranked) >= min(wanted, len(kept)):
                return columns.numbers(ranked[first:])
            if self.best and len(kept) <= _FEW:
                among = wording.among(columns.numbers(rows_of(kept)), self.query)
                return _numbers(
                    self.searcher, self.searcher.search(among, limit=count, offset=first, count=False)
                )
            limit = min(max(_BEST, 2 * wanted, 4 * len(self.best)), self.searcher.num_docs)
            found = self.searcher.search(self.query, limit=limit, count=False)
            best = _best(columns, _numbers(self.searcher, found))
            if len(best) == len(self.best):
                return columns.numbers(ranked[first:])
            self.best = best


def speech(generation: models.Generation, columns: Columns, words: Words) -> Speech:
    """Hear words, or remember what was heard."""
    # The searcher is taken after what is remembered: it may know more than these columns, never less.
    return columns.worked_out(words, lambda: _heard(generation.searcher(), columns, words))


def _heard(searcher: tantivy.Searcher, columns: Columns, words: Words) -> Speech:
    query = wording.query(words)
    first = searcher.search(query, limit=_BEST, count=True)
    numbers = _numbers(searcher, first)
    held: int = first.count or 0  # type: ignore[attr-defined]  # its types leave it out
    best = _best(columns, numbers)
    if held > len(numbers):
        # Where they are many, no order is worked out for all.
        found = searcher.search(
            query, limit=held, count=False, order_by_field="id", order=tantivy.Order.Asc
        ).hits
        numbers = [number for number, _ in found]
    return Speech(searcher, query, columns.rows_of(numbers), best)


def _numbers(searcher: tantivy.Searcher, result: tantivy.SearchResult) -> list[int]:
    addresses = [address for _, address in result.hits]
    return [int(number) for number in searcher.fast_field_values("id", addresses) if number]


def _best(columns: Columns, numbers: list[int]) -> list[int]:
    return [row for row in columns.each_row(numbers) if row is not None]
