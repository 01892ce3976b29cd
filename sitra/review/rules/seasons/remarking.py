"""What is odd in periods, each thing where it is and with what would mend it."""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from enum import StrEnum, auto
from itertools import combinations, pairwise
from typing import Any, Final

from sitra.catalog.rules.validation.values import read_day
from sitra.tourism.rules.opening import days
from sitra.tourism.rules.opening.remarks import Notes
from sitra.tourism.rules.opening.timetable import listed
from sitra.tourism.rules.sentences import Tongue

OPENING, PRICES = "ouverture.periodesOuvertures", "descriptionTarif.periodes"
SHORTEST_GAP = timedelta(days=14)
"""Days between two periods above which nobody forgot them: the place is closed."""
_MOST = 60
"""Periods that are compared with each other."""


class Odd(StrEnum):
    """What may be wrong with a period."""

    REVERSED = auto()
    NO_START = auto()
    NO_END = auto()
    PAST = auto()
    OVERLAP = auto()
    GAP = auto()


class Mend(StrEnum):
    """What one button does to a period."""

    SWAP = "echanger"
    NEXT_YEAR = "an-prochain"
    STOP_BEFORE = "arreter-avant"
    FILL = "prolonger"


@dataclass(frozen=True, slots=True)
class Remark:
    """One thing odd: the list, the rank of the period, the other one, the days in question."""

    odd: Odd
    block: str
    rank: int
    other: int = -1
    days: tuple[date, date] | None = None

    @property
    def name(self) -> str:
        """Give the name of the period in a form."""
        return f"{self.block}.{self.rank}"

    @property
    def mend(self) -> Mend | None:
        """Say what would mend it; nothing where only its author knows."""
        return _MENDS.get(self.odd)

    def sentence(self, language: str) -> str:
        """Say it in French or English."""
        tongue = Tongue(language)
        when = tongue.span(*self.days) if self.days else ""
        french, english = _SENTENCES[self.odd]
        return tongue.either(french, english).format(other=self.other + 1, when=when)

    def mending(self, language: str) -> str:
        """Say what the button does, in French or English; nothing where there is none."""
        said = _BUTTONS.get(self.odd)
        return Tongue(language).either(*said) if said else ""


_MENDS: Final = {
    Odd.REVERSED: Mend.SWAP,
    Odd.PAST: Mend.NEXT_YEAR,
    Odd.OVERLAP: Mend.STOP_BEFORE,
    Odd.GAP: Mend.FILL,
}
_BUTTONS: Final = {
    Odd.REVERSED: ("Inverser les deux dates", "Swap the two dates"),
    Odd.PAST: ("Reprendre l'an prochain", "Bring to next year"),
    Odd.OVERLAP: ("Arrêter la première la veille de la seconde", "Stop the first the day before the second"),
    Odd.GAP: ("Prolonger jusqu'à la veille de la suivante", "Extend it to the day before the next"),
}
_SENTENCES: Final = {
    Odd.REVERSED: (
        "La fin est avant le début : la période ne compte pas.",
        "It ends before it begins: the period does not count.",
    ),
    Odd.NO_START: (
        "Il manque le début : la période ne compte pas encore.",
        "The first day is missing: the period does not count yet.",
    ),
    Odd.NO_END: (
        "Il manque la fin : la période ne compte pas encore.",
        "The last day is missing: the period does not count yet.",
    ),
    Odd.PAST: ("Cette période est passée.", "This period is over."),
    Odd.OVERLAP: (
        "Recoupe la période {other} {when} : les deux valent ces jours-là.",
        "Overlaps period {other} {when}: both hold on these days.",
    ),
    Odd.GAP: (
        "Rien n'est dit {when}, avant la période {other}.",
        "Nothing is said {when}, before period {other}.",
    ),
}


def remarks(document: Mapping[str, Any], today: date) -> list[Remark]:
    """Tell what is odd in the periods of opening and of prices, in the order of the document."""
    found = []
    for block in (OPENING, PRICES):
        periods = _periods(document, block)
        found += sorted(_of(block, periods, today), key=lambda one: (one.rank, one.odd))
    return found


def _of(block: str, periods: Sequence[Mapping[str, Any]], today: date) -> Iterator[Remark]:
    spans: dict[int, tuple[date, date]] = {}
    for rank, period in enumerate(periods):
        first, last = read_day(period.get("dateDebut")), read_day(period.get("dateFin"))
        yearly = period.get("tousLesAns") is True
        if first and last and first > last:
            yield Remark(Odd.REVERSED, block, rank, days=(last, first))
        elif block == OPENING and (not first or not last):
            if _says_more(period):
                yield Remark(Odd.NO_START if not first else Odd.NO_END, block, rank)
        elif last and last < today and not yearly:
            yield Remark(Odd.PAST, block, rank)
        elif first and last and not yearly:
            spans[rank] = first, last
    yield from _overlaps(block, periods, spans)
    if block == OPENING:
        yield from _gaps(block, spans)


def _says_more(period: Mapping[str, Any]) -> bool:
    """Say whether a period without both dates is meant as one: exceptional openings need none."""
    return not period.get("ouverturesExceptionnelles")


def _overlaps(
    block: str, periods: Sequence[Mapping[str, Any]], spans: Mapping[int, tuple[date, date]]
) -> Iterator[Remark]:
    for one, other in combinations(list(spans)[:_MOST], 2):
        if spans[one][0] > spans[other][0]:
            one, other = other, one  # noqa: PLW2901 - the one that begins first is told
        common = max(spans[one][0], spans[other][0]), min(spans[one][1], spans[other][1])
        if common[0] <= common[1] and (block == PRICES or _both_open(periods[one], periods[other], common)):
            yield Remark(Odd.OVERLAP, block, one, other, common)


def _both_open(one: Mapping[str, Any], other: Mapping[str, Any], common: tuple[date, date]) -> bool:
    """Say whether two periods open on a same day: week days and Sundays apart are no overlap."""
    try:
        found = [
            days({"ouverture": {"periodesOuvertures": [period]}}, *common).days for period in (one, other)
        ]
    except ValueError:
        return True
    return bool(found[0] and found[1] and found[0].bits & found[1].bits)


def _gaps(block: str, spans: Mapping[int, tuple[date, date]]) -> Iterator[Remark]:
    day = timedelta(days=1)
    reached: tuple[int, date] | None = None
    for (rank, (_, last)), (other, (first, _)) in pairwise(sorted(spans.items(), key=lambda one: one[1])):
        if reached is None or last >= reached[1]:
            reached = rank, last
        if day < first - reached[1] <= SHORTEST_GAP + day:
            yield Remark(Odd.GAP, block, reached[0], other, (reached[1] + day, first - day))


def _periods(document: Mapping[str, Any], block: str) -> list[Mapping[str, Any]]:
    root, name = block.split(".")
    held = document.get(root)
    if not isinstance(held, Mapping):
        return []
    return [one for _, one in listed(held, name, root, Notes())]


def mended(document: Mapping[str, Any], remark: Remark) -> dict[str, Any]:
    """Give the period of a remark as its button leaves it; a period that needs a copy is not changed."""
    periods = _periods(document, remark.block)
    period = dict(periods[remark.rank])
    if remark.mend is Mend.SWAP:
        period["dateDebut"], period["dateFin"] = period["dateFin"], period["dateDebut"]
    elif remark.days is not None and remark.mend in (Mend.STOP_BEFORE, Mend.FILL):
        before = remark.days[0] - timedelta(days=1)
        end = before if remark.mend is Mend.STOP_BEFORE else remark.days[1]
        period["dateFin"] = end.isoformat()
    return period
