"""Reads of the vocabulary."""

from dataclasses import fields
from functools import lru_cache

from sitra.ledger import queries as ledger
from sitra.vocabulary.models import Term
from sitra.vocabulary.rules.atlas import Atlas
from sitra.vocabulary.rules.book import TermBook, TermLine

COLUMNS = tuple(field.name for field in fields(TermLine))
"""A line of the book has the columns of the table, by the same names."""


def book() -> TermBook:
    """Bring every term into memory."""
    rows = Term.objects.values_list(*COLUMNS)
    return TermBook(TermLine(*row) for row in rows)


def atlas() -> Atlas:
    """Give the vocabulary ready to be browsed; it stays in memory until the ledger tells of it again."""
    return _atlas(ledger.latest("vocabulary"))


@lru_cache(maxsize=1)
def _atlas(fact: int) -> Atlas:
    del fact
    return Atlas(book())
