"""Periods as the editor shows them: the parts of its form, arranged for openings and for prices.

Names are those of the form; what a list does not hold yet gets one blank row: a plain page suffices.
"""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass, replace
from typing import Final

from sitra.review.rules.editing import Group, Input, Item, Option, Rows
from sitra.review.rules.editing.forms import Part

_WEEK: Final = ("LUNDI", "MARDI", "MERCREDI", "JEUDI", "VENDREDI", "SAMEDI", "DIMANCHE")
_SHORT: Final = 3
_FREE_RANK = 20
"""Ranks from which a toggle that is not held is named: those held keep theirs."""


@dataclass(frozen=True, slots=True)
class Toggle:
    """A day that is on or off."""

    name: str
    value: str
    label: str
    short: str
    chosen: bool


@dataclass(frozen=True, slots=True)
class Frame:
    """One time slot."""

    name: str
    rest: str
    start: Input
    end: Input
    every: Input | None
    blank: bool


@dataclass(frozen=True, slots=True)
class HoursLine:
    """Hours of some days of the week."""

    name: str
    rest: str
    frames_name: str
    frames: tuple[Frame, ...]
    days_name: str
    days: tuple[Toggle, ...]
    closed: Input | None

    @property
    def plain(self) -> bool:
        """Say whether it holds every day: its days may stay folded."""
        return not any(one.chosen for one in self.days) and not (self.closed and self.closed.said == "oui")


@dataclass(frozen=True, slots=True)
class Hours:
    """Hours of one nature."""

    name: str
    rest: str
    kind: Input | None
    lines_name: str
    lines: tuple[HoursLine, ...]


@dataclass(frozen=True, slots=True)
class Period:
    """A period of opening."""

    item: Item
    rank: int
    begins: Input
    ends: Input
    yearly: Input | None
    rhythm: Input | None
    weekdays_name: str
    weekdays: tuple[Toggle, ...]
    monthly: Rows | None
    extra: Rows | None
    extra_blank: str
    old: tuple[Input, Input] | None
    hours_name: str
    hours: tuple[Hours, ...]
    more: tuple[Part, ...]


def periods(rows: Rows) -> list[Period]:
    """Arrange the periods of opening."""
    return [_period(item) for item in rows.items]


def _by_name(parts: Iterable[Part]) -> dict[str, Part]:
    """Give parts by the last step of their names, groups opened."""
    found: dict[str, Part] = {}
    for part in parts:
        if isinstance(part, Group):
            found |= _by_name(part.parts)
        else:
            found[part.name.rpartition(".")[2]] = part
    return found


def _input(parts: dict[str, Part], key: str, name: str, shape: str) -> Input:
    found = parts.get(key)
    return found if isinstance(found, Input) else Input(f"{name}.{key}", "", "", shape)


def _rows(parts: dict[str, Part], key: str) -> Rows | None:
    found = parts.get(key)
    return found if isinstance(found, Rows) else None


_SHOWN_APART: Final = frozenset({
    "dateDebut", "dateFin", "tousLesAns", "type", "ouverturesJournalieres", "ouverturesJourDuMois",
    "ouverturesExceptionnelles", "horaireOuverture", "horaireFermeture", "horaires",
})  # fmt: skip


def _period(item: Item) -> Period:
    parts = _by_name(item.parts)
    hours = _rows(parts, "horaires")
    old = [_input(parts, key, item.name, "time") for key in ("horaireOuverture", "horaireFermeture")]
    extra, yearly, rhythm = (
        _rows(parts, "ouverturesExceptionnelles"),
        parts.get("tousLesAns"),
        parts.get("type"),
    )
    held = extra.items if extra else ()
    return Period(
        item=item,
        rank=item.rank,
        begins=_input(parts, "dateDebut", item.name, "day"),
        ends=_input(parts, "dateFin", item.name, "day"),
        yearly=yearly if isinstance(yearly, Input) else None,
        rhythm=rhythm if isinstance(rhythm, Input) else None,
        weekdays_name=f"{item.name}.ouverturesJournalieres",
        weekdays=tuple(
            _weekdays(_rows(parts, "ouverturesJournalieres"), f"{item.name}.ouverturesJournalieres")
        ),
        monthly=_rows(parts, "ouverturesJourDuMois"),
        extra=extra,
        extra_blank=f"{item.name}.ouverturesExceptionnelles.{len(held)}.dateOuverture",
        old=(old[0], old[1]) if any(one.said for one in old) else None,
        hours_name=f"{item.name}.horaires",
        hours=tuple(_hours(hours, f"{item.name}.horaires", blank=not any(one.said for one in old))),
        more=tuple(part for key, part in parts.items() if key not in _SHOWN_APART),
    )


def _weekdays(rows: Rows | None, name: str) -> Iterator[Toggle]:
    """Give the seven days, and « every day » where it is held; days held keep their rank."""
    held: dict[str, str] = {}
    labels: dict[str, str] = {}
    for item in rows.items if rows else ():
        day = _by_name(item.parts).get("jour")
        if isinstance(day, Input):
            labels |= {one.value: one.label for one in day.options}
            held.setdefault(next((one.value for one in day.options if one.chosen), ""), item.name)
    for rank, value in enumerate((*_WEEK, "TOUS")):
        if value in held or value != "TOUS":
            place = held.get(value, f"{name}.{_FREE_RANK + rank}")
            label = labels.get(value, value.lower())
            yield Toggle(f"{place}.jour", value, label, label[:_SHORT], value in held)


def _hours(rows: Rows | None, name: str, *, blank: bool) -> Iterator[Hours]:
    for item in rows.items if rows else ():
        parts = _by_name(item.parts)
        kind = parts.get("type")
        lines = _rows(parts, "timePeriods")
        yield Hours(
            item.name,
            item.rest,
            kind if isinstance(kind, Input) else None,
            f"{item.name}.timePeriods",
            tuple(_lines(lines, f"{item.name}.timePeriods")),
        )
    if blank and not (rows and rows.items):
        yield Hours(f"{name}.0", "", None, f"{name}.0.timePeriods", (_blank_line(f"{name}.0.timePeriods.0"),))


def _lines(rows: Rows | None, name: str) -> Iterator[HoursLine]:
    for item in rows.items if rows else ():
        parts = _by_name(item.parts)
        closed, days = parts.get("closed"), parts.get("weekdays")
        frames = _rows(parts, "timeFrames")
        yield HoursLine(
            item.name,
            item.rest,
            f"{item.name}.timeFrames",
            tuple(_frames(frames, f"{item.name}.timeFrames")),
            f"{item.name}.weekdays",
            tuple(_days(days, f"{item.name}.weekdays")),
            closed if isinstance(closed, Input) else None,
        )
    if not (rows and rows.items):
        yield _blank_line(f"{name}.0")


def _blank_line(name: str) -> HoursLine:
    frames = (_frame(f"{name}.timeFrames.0"),)
    return HoursLine(name, "", f"{name}.timeFrames", frames, f"{name}.weekdays", (), None)


def _days(part: Part | None, name: str) -> Iterator[Toggle]:
    options: tuple[Option, ...] = part.options if isinstance(part, Input) else ()
    for one in options:
        yield Toggle(name, one.value, one.label, one.label[:_SHORT], one.chosen)


def _frames(rows: Rows | None, name: str) -> Iterator[Frame]:
    for item in rows.items if rows else ():
        parts = _by_name(item.parts)
        every = parts.get("recurrence")
        start, end = (_input(parts, key, item.name, "time") for key in ("startTime", "endTime"))
        shown = every if isinstance(every, Input) and every.said else None
        yield Frame(item.name, item.rest, start, end, shown, blank=not (start.said or end.said))
    if not (rows and rows.items):
        yield _frame(f"{name}.0")


def _frame(name: str) -> Frame:
    start, end = (Input(f"{name}.{key}", "", "", "time") for key in ("startTime", "endTime"))
    return Frame(name, "", start, end, None, blank=True)


@dataclass(frozen=True, slots=True)
class Rate:
    """One rate of a period of prices; a number that belongs to none yet is blank."""

    name: str
    rest: str
    title: str
    kind: Input
    low: Input
    high: Input
    currency: Input
    details: tuple[Input, ...]
    blank: bool


@dataclass(frozen=True, slots=True)
class PricePeriod:
    """A period of prices."""

    item: Item
    rank: int
    begins: Input
    ends: Input
    rates_name: str
    rates: tuple[Rate, ...]


def price_periods(rows: Rows, offered: Iterable[tuple[str, str]]) -> list[PricePeriod]:
    """Arrange the periods of prices, with a blank rate after those of each; `offered` as it says."""
    return [_price_period(item, list(offered)) for item in rows.items]


def _price_period(item: Item, offered: list[tuple[str, str]]) -> PricePeriod:
    parts = _by_name(item.parts)
    rates = _rows(parts, "tarifs")
    name = f"{item.name}.tarifs"
    shown = [_rate(one, offered) for one in (rates.items if rates else ())]
    currency = shown[-1].currency if shown else None
    return PricePeriod(
        item,
        item.rank,
        _input(parts, "dateDebut", item.name, "day"),
        _input(parts, "dateFin", item.name, "day"),
        name,
        (*shown, _blank_rate(f"{name}.{len(shown)}", offered, currency)),
    )


_COMMON = 40
"""Rates that a page offers before its script brings them all."""


def _rate(item: Item, offered: list[tuple[str, str]]) -> Rate:
    parts = _by_name(item.parts)
    kind = _input(parts, "type", item.name, "choice")
    chosen = tuple(one for one in kind.options if one.chosen)
    labels = {one.label for one in chosen}
    common = tuple(Option(number, label) for number, label in offered[:_COMMON] if label not in labels)
    details = tuple(one for key, one in parts.items() if key.startswith("libelle") and isinstance(one, Input))
    low, high = (_input(parts, key, item.name, "number") for key in ("minimum", "maximum"))
    return Rate(
        item.name,
        item.rest,
        item.title,
        replace(kind, options=(*chosen, *common)),
        low,
        high,
        _input(parts, "devise", item.name, "choice"),
        details or (Input(f"{item.name}.precisionTarif.libelleFr", "", "", "line", language="fr"),),
        blank=not chosen and not low.said and not high.said,
    )


def _blank_rate(name: str, offered: list[tuple[str, str]], like: Input | None) -> Rate:
    """Give a rate with nothing in it; its currency is said only with an amount, so none is chosen."""
    common = tuple(Option(number, label) for number, label in offered[:_COMMON])
    words = like.options if like else (Option("EUR", "euro"),)
    currency = Input(
        f"{name}.devise", "", "", "choice", options=tuple(replace(one, chosen=False) for one in words)
    )
    low, high = (Input(f"{name}.{key}", "", "", "number") for key in ("minimum", "maximum"))
    detail = Input(f"{name}.precisionTarif.libelleFr", "", "", "line", language="fr")
    kind = Input(f"{name}.type", "", "", "choice", options=common)
    return Rate(name, "", "", kind, low, high, currency, (detail,), blank=True)


@dataclass(frozen=True, slots=True)
class Closures:
    """Exceptional closures: feasts as toggles, dates, and what else is held."""

    feasts: tuple[Toggle, ...]
    other_feasts: tuple[Toggle, ...]
    dates: tuple[Item, ...]
    blank: str


def closures(rows: Rows, usual: Iterable[str], named: Iterable[tuple[str, str]]) -> Closures:
    """Arrange exceptional closures; `usual` are the feasts shown first, `named` all of them with names."""
    held: dict[str, str] = {}
    dates = []
    for item in rows.items:
        feast = _by_name(item.parts).get("dateSpeciale")
        value = feast.said if isinstance(feast, Input) else ""
        if value and not item.rest and value not in held and not _date(item):
            held[value] = item.name
        else:
            dates.append(item)
    free = max([one.rank for one in rows.items], default=-1) + _FREE_RANK
    toggles = [
        Toggle(
            f"{held.get(value, f'{rows.name}.{free + rank}')}.dateSpeciale",
            value,
            label,
            label,
            value in held,
        )
        for rank, (value, label) in enumerate(named)
    ]
    first = {*usual, *held}
    return Closures(
        tuple(one for one in toggles if one.value in first),
        tuple(one for one in toggles if one.value not in first),
        tuple(dates),
        f"{rows.name}.{free - 1}.dateFermeture",
    )


def _date(item: Item) -> str:
    found = _by_name(item.parts).get("dateFermeture")
    return found.said if isinstance(found, Input) else ""
