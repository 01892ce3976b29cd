"""Which records a condition keeps, in which order, page by page."""

from collections.abc import Sequence
from contextlib import suppress
from dataclasses import dataclass

from pyroaring import BitMap

from sitra.search import models
from sitra.search.events import ReadModelUnavailable
from sitra.search.queries import hearing
from sitra.search.rules import asking, ordering
from sitra.search.rules.columns import paging
from sitra.search.rules.columns.keeping import keep
from sitra.search.rules.columns.table import Columns
from sitra.search.rules.conditions import Condition, Words, forgiven, split, words_of
from sitra.search.rules.ordering import Order
from sitra.tourism import queries as tourism


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


def prepare() -> None:
    """Have the columns in memory before somebody waits for them; without a read model there are none."""
    with suppress(ReadModelUnavailable):
        models.current().columns()


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
    with columns.lock:
        rows = _rows(generation, columns, condition)
        if not rows and (misspelt := _misspelt(generation, columns, condition)):
            condition = forgiven(condition, misspelt)
            rows = _rows(generation, columns, condition)
    return Kept(generation, columns, rows, condition)


def total(condition: Condition) -> int:
    """Count what a condition keeps."""
    return len(kept(condition).rows)


def changed(number: int) -> int | None:
    """Give when a record changed, in milliseconds, as orders have it; nothing for one that left."""
    columns = models.current().columns()
    row = columns.row(number)
    return None if row is None else int(columns.plain["changed"][row])


def missing(numbers: Sequence[int]) -> set[int]:
    """Give those of these numbers that no record of the read model carries."""
    return models.current().columns().missing(numbers)


def living(numbers: Sequence[int]) -> set[int]:
    """Give the records that answer for numbers: themselves, or those they were merged into."""
    gone = missing(numbers)
    return {*numbers} if not gone else ({*numbers} - gone) | {*tourism.heirs(gone).values()}


def _rows(generation: models.Generation, columns: Columns, condition: Condition) -> BitMap:
    return keep(columns, condition, lambda words: hearing.speech(generation, columns, words).rows)


def _misspelt(generation: models.Generation, columns: Columns, condition: Condition) -> frozenset[Words]:
    """Give the words that none of the records they are meant for holds as they are written."""
    asked = (words for words in words_of(condition) if not words.forgiving)
    return frozenset(
        words
        for words in asked
        if words.among and not _rows(generation, columns, asking.all_of([words.among, words]))
    )


def _relevant(held: Kept, first: int, count: int) -> list[int]:
    """Give a page by relevance; without words all are as relevant, and go by number."""
    words = split(held.condition)[1]
    if words is None:
        return paging.page(held.columns, held.rows, Order(), first, count)
    speech = hearing.speech(held.generation, held.columns, words)
    return speech.page(held.columns, held.rows, first, count)
