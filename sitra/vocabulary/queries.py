"""Reads of the vocabulary."""

from sitra.vocabulary.models import Term
from sitra.vocabulary.rules.book import TermBook, TermLine


def book() -> TermBook:
    """Bring every term into memory."""
    rows = Term.objects.values_list("id", "type", "order", "labels", "family_id", "parent_id", "active")
    return TermBook(TermLine(*row) for row in rows)
