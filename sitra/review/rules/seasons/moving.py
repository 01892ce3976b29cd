"""A period brought to the next year: round dates and feasts keep their date, others their weekday."""

from collections.abc import Mapping
from copy import deepcopy
from datetime import date, timedelta
from decimal import ROUND_HALF_UP, Decimal
from typing import Any, Final

from sitra.catalog.rules.validation.values import read_day
from sitra.tourism.rules.opening import FEASTS, falls_on

type Json = dict[str, Any]

NUMBERS: Final = frozenset({
    "id", "identifiant", "identifiantTechnique", "identifiantTemporaire", "sourceHoraireId",
})  # fmt: skip
"""Names of the numbers by which programs know a period: a copy has its own."""

STEPS: Final = ("0.01", "0.10", "0.50", "1")
"""Amounts to a multiple of which a raised price is rounded."""
MOST_PERCENT = 100
_MONTH_MIDDLE = 15
_SHORT = timedelta(days=21)
_WEEKS = timedelta(weeks=52)
_CENT = Decimal("0.01")


def next_year(period: Mapping[str, Any]) -> Json:
    """Give a period of opening as it would be next year, exceptional openings with it.

    A stay of three weeks at most is moved by 52 weeks as a whole, so that a Saturday stays one.
    """
    moved = _moved(period)
    for one in moved.get("ouverturesExceptionnelles") or ():
        if isinstance(one, dict) and (day := read_day(one.get("dateOuverture"))):
            one["dateOuverture"] = year_later(day).isoformat()
    return moved


def next_year_prices(period: Mapping[str, Any], percent: Decimal = Decimal(), step: str = STEPS[0]) -> Json:
    """Give a period of prices for next year, its amounts raised by a percentage and rounded."""
    moved = _moved(period)
    for rate in moved.get("tarifs") or ():
        if isinstance(rate, dict):
            for key in ("minimum", "maximum"):
                if key in rate:
                    rate[key] = raised(rate[key], percent, step)
    return moved


def copied(period: Mapping[str, Any]) -> Json:
    """Give a period as a new one, without the numbers by which programs know it."""
    plain = _without_numbers(deepcopy(dict(period)))
    assert isinstance(plain, dict)
    return plain


def raised(amount: Any, percent: Decimal, step: str = STEPS[0]) -> Any:
    """Raise an amount by a percentage, to the nearest step, halves up; what is no amount stays."""
    if isinstance(amount, bool) or not isinstance(amount, int | float) or not percent:
        return amount
    exact = Decimal(str(amount)) * (100 + percent) / 100
    unit = Decimal(step)
    found = ((exact / unit).quantize(Decimal(1), ROUND_HALF_UP) * unit).quantize(_CENT)
    return int(found) if found == found.to_integral_value() else float(found)


def year_later(day: date) -> date:
    """Give the like of a day in the year after: the same round date or feast, else the same weekday."""
    year = day.year + 1
    if year > date.max.year:
        return day
    if _is_round(day):
        return _same_date(day, year)
    if feast := next((one for one in sorted(FEASTS) if falls_on(one, day.year) == day), None):
        return falls_on(feast, year)
    return day + _WEEKS


def _moved(period: Mapping[str, Any]) -> Json:
    moved = copied(period)
    first, last = (read_day(moved.get(key)) for key in ("dateDebut", "dateFin"))
    if first and last and timedelta() < last - first <= _SHORT and last.year < date.max.year:
        moved["dateDebut"], moved["dateFin"] = ((day + _WEEKS).isoformat() for day in (first, last))
        return moved
    for key, day in (("dateDebut", first), ("dateFin", last)):
        if day is not None:
            moved[key] = year_later(day).isoformat()
    return moved


def _is_round(day: date) -> bool:
    return day.day in (1, _MONTH_MIDDLE) or (day + timedelta(days=1)).day == 1


def _same_date(day: date, year: int) -> date:
    """Keep the date; the last day of a month stays the last."""
    if day.day not in (1, _MONTH_MIDDLE):
        after = day + timedelta(days=1)
        return date(year + after.year - day.year, after.month, 1) - timedelta(days=1)
    return day.replace(year=year)


def _without_numbers(held: Any) -> Any:
    """Leave out numbers of programs; those of terms are what the period says."""
    if isinstance(held, list):
        return [_without_numbers(one) for one in held]
    if not isinstance(held, dict):
        return held
    if "elementReferenceType" in held:
        return held
    return {key: _without_numbers(one) for key, one in held.items() if key not in NUMBERS}
