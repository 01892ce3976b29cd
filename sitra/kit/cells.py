"""What people write in the cells of a table: numbers, dates, times of day."""

import re
from datetime import date, time

from sitra.kit.texts import fold

_NUMBER = re.compile(
    r"^([+-]?)(\d{1,3}(?:[ \u00a0\u202f'’]\d{3})+|\d+)(?:[.,](\d+))?\s*([^\d\s,.–-]\D{0,12})?$"
)
_MONTHS = {
    "janvier": 1, "fevrier": 2, "mars": 3, "avril": 4, "mai": 5, "juin": 6, "juillet": 7, "aout": 8,
    "septembre": 9, "octobre": 10, "novembre": 11, "decembre": 12,
}  # fmt: skip
_ISO = re.compile(r"^(\d{4})[-/.](\d{1,2})[-/.](\d{1,2})(?:[T ].*)?$")
_FRENCH = re.compile(r"^(\d{1,2})[-/. ](\d{1,2})[-/. ](\d{2}|\d{4})(?: .*)?$")
_WORDED = re.compile(r"^(?:[a-z]+ )?(\d{1,2})(?:er)? ([a-z]+) (\d{4})$")
_HOUR = re.compile(r"^(\d{1,2})\s*(?:h|:|H)\s*(\d{2})?(?::\d{2})?$")
_CENTURY, _RECENT = 2000, 70


class Bad(Exception):
    """A cell that is no value of its field; its text says what is expected, in French."""


def number(text: str) -> float:
    """Read a number as people write it, its unit after it; raises `Bad`."""
    found = _NUMBER.match(text.strip())
    if not found:
        raise Bad("il faut un nombre, par exemple 12 ou 4,5")
    sign, whole, decimals, _ = found.groups()
    return float(f"{sign}{re.sub(r'\D', '', whole)}.{decimals or 0}")


def day(text: str) -> str:
    """Read a date, the day before the month where it is written so; raises `Bad`."""
    plain = text.strip()
    try:
        if found := _ISO.match(plain):
            return date(*map(int, found.groups())).isoformat()
        if found := _FRENCH.match(plain):
            first, month, year = map(int, found.groups())
            return date(_full(year), month, first).isoformat()
        if (found := _WORDED.match(fold(plain))) and found[2] in _MONTHS:
            return date(int(found[3]), _MONTHS[found[2]], int(found[1])).isoformat()
    except ValueError:
        pass
    raise Bad("il faut une date, par exemple 14/07/2026")


def hour(text: str) -> str:
    """Read a time of day; raises `Bad`."""
    found = _HOUR.match(text.strip())
    if found and int(found[1]) < 24 and int(found[2] or 0) < 60:  # noqa: PLR2004 - hours and minutes
        return time(int(found[1]), int(found[2] or 0)).isoformat()
    raise Bad("il faut une heure, par exemple 9h30")


def _full(year: int) -> int:
    if year >= 100:  # noqa: PLR2004 - written in full
        return year
    return _CENTURY + year if year < _RECENT else _CENTURY - 100 + year
