"""What one button does to the periods of a record: a copy for next year, a mended date, rows that came in."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date
from decimal import Decimal, InvalidOperation
from typing import Any, Final, Self

from sitra.review.rules.seasons import remarking
from sitra.review.rules.seasons.moving import MOST_PERCENT, STEPS, copied, next_year, next_year_prices
from sitra.tourism.rules.opening.remarks import Notes
from sitra.tourism.rules.opening.timetable import OPENING as OPENING_HOURS, timetable

type Json = dict[str, Any]
type Document = Mapping[str, Any]

LISTS: Final = (remarking.OPENING, remarking.PRICES)
_OLD: Final = (("horaireOuverture", "startTime"), ("horaireFermeture", "endTime"))
_MINUTES = 5


@dataclass(frozen=True, slots=True)
class Rise:
    """How prices go up: a percentage, and the step they are rounded to."""

    percent: Decimal = Decimal()
    step: str = STEPS[0]

    @classmethod
    def read(cls, percent: str, step: str) -> Self:
        """Read what people type; raises `ValueError` for what is no percentage from -100 to 100."""
        words = percent.replace("%", "").replace(",", ".").strip() or "0"
        try:
            found = Decimal(words)
        except InvalidOperation:
            raise ValueError(percent) from None
        if not found.is_finite() or abs(found) > MOST_PERCENT:
            raise ValueError(percent)
        return cls(found, step if step in STEPS else STEPS[0])


@dataclass(frozen=True, slots=True)
class Place:
    """A period of a record: which list, which rank."""

    block: str
    rank: int

    @classmethod
    def read(cls, name: str) -> Self | None:
        """Read `ouverture.periodesOuvertures.2`; nothing for another name."""
        block, _, rank = name.rpartition(".")
        return cls(block, int(rank)) if block in LISTS and rank.isdecimal() and len(rank) < _MINUTES else None


def items(document: Document, block: str) -> list[Any]:
    """Give the items of a list, as a list to be written over."""
    root, name = block.split(".")
    held = document.get(root)
    found = held.get(name) if isinstance(held, Mapping) else None
    return list(found) if isinstance(found, list) else []


def put_items(document: Document, block: str, found: Iterable[Any]) -> Json:
    """Give a document with the items of a list."""
    root, name = block.split(".")
    held = document.get(root)
    return {**document, root: {**(held if isinstance(held, Mapping) else {}), name: list(found)}}


def added(document: Document, block: str, more: Iterable[Json]) -> Json:
    """Put items after those of a list."""
    return put_items(document, block, [*items(document, block), *more])


def copied_at(document: Document, place: Place, rise: Rise | None = None) -> Json:
    """Put a copy of a period after the last one: as it is, or as it would be next year."""
    period = items(document, place.block)[place.rank]
    if rise is None:
        later = copied(period)
    elif place.block == remarking.PRICES:
        later = next_year_prices(period, rise.percent, rise.step)
    else:
        later = next_year(period)
    return added(document, place.block, [later])


def mended_at(document: Document, place: Place, mend: remarking.Mend, today: date) -> Json:
    """Do what a remark offers, if it still holds; a document without that remark is given as it is."""
    for remark in remarking.remarks(document, today):
        if (remark.block, remark.rank, remark.mend) == (place.block, place.rank, mend):
            found = items(document, place.block)
            if mend is remarking.Mend.NEXT_YEAR:
                moved = copied_at(document, place, Rise())
                found[place.rank] = items(moved, place.block)[-1]
            else:
                found[place.rank] = remarking.mended(document, remark)
            return put_items(document, place.block, found)
    return dict(document)


def with_rates(document: Document, rank: int | None, rates: Iterable[Json]) -> Json:
    """Put rates into a period of prices; into a new one without dates where none is named."""
    found = items(document, remarking.PRICES)
    if rank is None or not 0 <= rank < len(found):
        return added(document, remarking.PRICES, [{"tarifs": list(rates)}])
    found[rank] = {**found[rank], "tarifs": [*(found[rank].get("tarifs") or []), *rates]}
    return put_items(document, remarking.PRICES, found)


def with_slot(document: Document, place: Place) -> Json:
    """Write the hours of a period as the contract does since 2025, so that it may have several slots."""
    found = items(document, place.block)
    period = dict(found[place.rank])
    frame = {new: str(period[old])[:_MINUTES] for old, new in _OLD if period.get(old)}
    if frame and not any(line.is_opening for line in timetable(period, "", Notes())):
        kind = {"elementReferenceType": "HoraireType", "id": OPENING_HOURS}
        hours = {"type": kind, "timePeriods": [{"timeFrames": [frame]}]}
        period["horaires"] = [*(period.get("horaires") or []), hours]
    for old, _ in _OLD:
        period.pop(old, None)
    found[place.rank] = period
    return put_items(document, place.block, found)
