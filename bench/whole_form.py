"""The API form of records of the corpus, made without a database, for engines other than ours."""

from collections.abc import Mapping
from datetime import UTC, datetime
from typing import Any

from bench.corpus import SHARED, Corpus, Made
from bench.criteria import FULL
from sitra.catalog.rules.forms import Head, Owner, api_form
from sitra.vocabulary.rules import elements, files
from sitra.vocabulary.rules.book import TermBook

FRANCE = 532
MEMBER_KIND = 233
BORN = datetime(2020, 1, 1, tzinfo=UTC)


def book() -> TermBook:
    """Read the vocabulary."""
    full = SHARED / FULL
    if full.exists():
        reading = elements.Reading()
        for _ in reading.take(files.elements(full)):
            pass
        lines: Mapping[int, Any] = reading.lines
        return TermBook(lines.values())
    from sitra.vocabulary.actions import seed_lines  # noqa: PLC0415 - needs settings

    return TermBook(seed_lines())


class Lookups:
    """References of records, from the corpus itself."""

    def __init__(self, corpus: Corpus) -> None:
        self.book = book()
        country = self.book.wire(FRANCE)
        self._communes = {
            place.number: {
                "id": place.number,
                "code": place.code,
                "nom": place.name,
                **({"pays": country} if country else {}),
                **({"codePostal": place.postal_code} if place.postal_code else {}),
            }
            for place in corpus.country.places
        }

    def term(self, number: int) -> dict[str, Any] | None:
        """Write a term in full."""
        return self.book.wire(number)

    def commune(self, number: int) -> dict[str, Any] | None:
        """Write a commune in full."""
        return self._communes.get(number)

    def record(self, number: int) -> dict[str, Any] | None:
        """Answer nothing: records of the corpus have no links."""
        del number
        return None

    def criterion(self, number: int) -> dict[str, Any] | None:
        """Answer nothing: they have no internal criteria either."""
        del number
        return None


def full(one: Made, lookups: Lookups) -> dict[str, Any]:
    """Write a record in its API form."""
    owner = Owner(one.owner, owner_name(one.owner), MEMBER_KIND, "", BORN, BORN)
    identifier = f"SITRA2_{one.kind.code}_{one.number}"
    head = Head(one.number, one.kind, identifier, one.state, owner, one.changed_at, one.changed_at)
    return api_form(head, one.document, lookups)


def owner_name(number: int) -> str:
    """Name a member."""
    return f"Office de tourisme n° {number}"
