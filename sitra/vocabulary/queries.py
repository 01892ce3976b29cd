"""Reads of the vocabulary."""

from dataclasses import fields

from sitra.vocabulary.models import Term
from sitra.vocabulary.rules.book import TermBook, TermLine

COLUMNS = tuple(field.name for field in fields(TermLine))
"""A line of the book has the columns of the table, by the same names."""


def book() -> TermBook:
    """Bring every term into memory."""
    rows = Term.objects.values_list(*COLUMNS)
    return TermBook(TermLine(*row) for row in rows)
