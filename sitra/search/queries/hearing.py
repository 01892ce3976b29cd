"""What the index hears in words: who holds them, the best first; remembered as long as nothing changes."""

from dataclasses import dataclass, field
from itertools import islice

import numpy as np
import tantivy
from pyroaring import BitMap

from sitra.search import models
from sitra.search.rules import wording
from sitra.search.rules.columns.postings import rows_of
from sitra.search.rules.columns.table import Columns
from sitra.search.rules.conditions import Words

_BEST = 500
"""Records that are put in order at first."""

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
                return self._numbers(self.searcher.search(among, limit=count, offset=first, count=False))
            limit = min(max(_BEST, 2 * wanted, 4 * len(self.best)), self.searcher.num_docs)
            numbers = self._numbers(self.searcher.search(self.query, limit=limit, count=False))
            best = [row for number in numbers if (row := columns.row(number)) is not None]
            if len(best) == len(self.best):
                return columns.numbers(ranked[first:])
            self.best = best

    def _numbers(self, result: tantivy.SearchResult) -> list[int]:
        addresses = [address for _, address in result.hits]
        return [int(number) for number in self.searcher.fast_field_values("id", addresses) if number]


def speech(generation: models.Generation, columns: Columns, words: Words) -> Speech:
    """Hear words, or remember what was heard."""
    # The searcher is taken after what is remembered: it may know more than these columns, never less.
    return columns.worked_out(words, lambda: _heard(generation.searcher(), columns, words))


def _heard(searcher: tantivy.Searcher, columns: Columns, words: Words) -> Speech:
    query, most = wording.query(words), max(searcher.num_docs, 1)
    ascending = tantivy.Order.Asc
    hits = searcher.search(query, limit=most, count=False, order_by_field="id", order=ascending).hits
    numbers = np.fromiter((number for number, _ in hits), dtype=np.int64, count=len(hits))
    return Speech(searcher, query, columns.rows_of(numbers))
