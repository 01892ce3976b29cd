"""What the addresses and forms of duplicates ask, read leniently: what makes no sense is left out."""

from collections.abc import Mapping
from dataclasses import dataclass, replace
from datetime import date, timedelta

from django.http import QueryDict

from sitra.catalog.rules.kinds import Kind
from sitra.places import queries as places
from sitra.review.events import Band, Pick
from sitra.review.queries import Asked

LONGEST = 80
LAST_PAGE = 5_000
_FIELD = "champ:"
_SEEN = "vu:"
DELAYS = {"semaine": 7, "mois": 30, "trimestre": 91}
"""Word of the form -> days for which a pair is put aside."""


@dataclass(frozen=True, slots=True)
class QueueCriteria:
    """The queue as its address asks it: `type`, `departement`, `commune`, `vraisemblance`, `qui`, `file`."""

    kind: str = ""
    departement: str = ""
    place: str = ""
    band: str = ""
    everybody: bool = False
    aside: bool = False
    page: int = 1

    @classmethod
    def read(cls, query: QueryDict) -> "QueueCriteria":
        """Read an address."""
        kind, band = query.get("type", ""), query.get("vraisemblance", "")
        return cls(
            kind=kind if kind in set(Kind) else "",
            departement=query.get("departement", "")[:3].replace("\0", ""),
            place=" ".join(query.get("commune", "").replace("\0", " ").split())[:LONGEST],
            band=band if band in set(Band) else "",
            everybody=query.get("qui") == "tous",
            aside=query.get("file") == "plus-tard",
            page=page_of(query),
        )

    @property
    def offers(self) -> list[places.Offer]:
        """Communes that what was typed may mean; all of them are asked for."""
        return places.suggest(self.place) if self.place else []

    def asked(self, offers: list[places.Offer]) -> Asked:
        """Put it as the queue wants it; a commune that nobody knows holds nothing."""
        codes = tuple(offer.commune.code for offer in offers) or ("",)
        return Asked(
            kind=self.kind,
            departement=self.departement,
            communes=codes if self.place else (),
            band=self.band,
            everybody=self.everybody,
            aside=self.aside,
            page=self.page,
        )

    def at(self, page: int) -> "QueueCriteria":
        """Ask the same on another page."""
        return replace(self, page=page)

    @property
    def address(self) -> str:
        """The query string that says it, without what goes without saying."""
        query = QueryDict(mutable=True)
        given = {
            "type": self.kind,
            "departement": self.departement,
            "commune": self.place,
            "vraisemblance": self.band,
            "qui": "tous" if self.everybody else "",
            "file": "plus-tard" if self.aside else "",
            "page": str(self.page) if self.page > 1 else "",
        }
        query.update({name: value for name, value in given.items() if value})
        return query.urlencode()

    @property
    def is_narrow(self) -> bool:
        """Say whether something is asked besides whose pairs."""
        return bool(self.kind or self.departement or self.place or self.band)


@dataclass(frozen=True, slots=True)
class MergeForm:
    """What the page of a pair sends: the record kept, what was chosen, the revisions that were read."""

    keep: int | None
    choices: dict[str, Pick]
    seen: dict[int, int]
    looks: bool
    """Whether the result is only to be seen."""

    @classmethod
    def read(cls, form: QueryDict) -> "MergeForm":
        """Read the form."""
        given = form.dict()
        fields = _named(given, _FIELD)
        seen = _named(given, _SEEN)
        return cls(
            keep=number_of(str(given.get("garder", ""))),
            choices={path: Pick(word) for path, word in fields.items() if word in set(Pick)},
            seen={
                number: revision
                for key, word in seen.items()
                if (number := number_of(key)) and (revision := number_of(word))
            },
            looks="voir" in form,
        )


def _named(given: Mapping[str, object], prefix: str) -> dict[str, str]:
    return {name.removeprefix(prefix): str(word) for name, word in given.items() if name.startswith(prefix)}


def number_of(text: str) -> int | None:
    """Read a number of a record."""
    return int(text) if text.isascii() and text.isdigit() and len(text) <= 18 else None  # noqa: PLR2004


def couple_of(text: str) -> tuple[int, int] | None:
    """Read two numbers, `12-15`."""
    one, _, other = text.partition("-")
    numbers = number_of(one), number_of(other)
    return (numbers[0], numbers[1]) if numbers[0] and numbers[1] else None


def page_of(query: QueryDict) -> int:
    """Read the number of a page."""
    return min(max(number_of(query.get("page", "")) or 1, 1), LAST_PAGE)


def day_of(form: QueryDict, today: date) -> date:
    """Read until when a pair is put aside: a month when it is not said."""
    return today + timedelta(days=DELAYS.get(form.get("delai", ""), DELAYS["mois"]))
