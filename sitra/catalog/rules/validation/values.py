"""One value against the type of its field."""

import re
from collections.abc import Callable, Mapping
from datetime import date, time
from functools import lru_cache
from typing import Any

from sitra.catalog.rules.types import (
    Boolean,
    Choice,
    CommuneRef,
    ContactValue,
    CriterionRef,
    Day,
    Decimal,
    Field,
    Free,
    Integer,
    Localised,
    Moment,
    Point,
    RecordRef,
    Ref,
    Text,
    Time,
    Type,
)
from sitra.catalog.rules.validation.known import Known
from sitra.catalog.rules.validation.problems import Code
from sitra.kit.texts import NAMES, SUFFIXES, VALUE_KEYS

YEARS_BACK, YEARS_AHEAD = 2, 10
"""A date that is typed lies between these years around today (v002, section 6.2)."""

LONGEST_CONTACT = 2000

type Found = tuple[Code, dict[str, Any]] | None
"""What is wrong with a value, and what there is to say of it."""

type Check = Callable[[Any, Any, Known], Found]

_MARKUP = re.compile(r"</?[a-zA-Z][a-zA-Z0-9]*(\s[^<>]*)?/?>")
_SIRET = re.compile(r"\d{14}")
_URL = re.compile(r"https?://[^\s<>\"]+\.[^\s<>\"]+")
_LABELS = {f"libelle{suffix}": code for code, suffix in SUFFIXES.items()}
_KEYS = {key: code for code, key in VALUE_KEYS.items()}
_WRONG: Found = (Code.WRONG_TYPE, {})


def check(value: Any, field: Field, known: Known) -> Found:
    """Say what is wrong with one value of a field, or nothing."""
    return _CHECKS[type(field.type)](value, field.type, known)


def _text(value: Any, kind: Text, known: Known) -> Found:
    del known
    if not isinstance(value, str):
        return _WRONG
    if kind.form and not _FORMS[kind.form](value):
        return _WRONG
    return None if kind.form else _plain(value, kind.longest, ("", ""))


def _plain(value: str, longest: int, language: tuple[str, str]) -> Found:
    if len(value) > longest:
        return Code.TOO_LONG, {"length": len(value), "longest": longest, "language": language}
    if "<" in value and (found := _MARKUP.search(value)):
        return Code.MARKUP, {"tag": found[0][:20], "language": language}
    return None


def _by_language(keys: Mapping[str, str], longest: Callable[[Any], int]) -> Check:
    def checked(value: Any, kind: Any, known: Known) -> Found:
        del known
        if not isinstance(value, Mapping):
            return _WRONG
        most = longest(kind)
        for key, text in value.items():
            code = keys.get(key)
            if code is None or not isinstance(text, str):
                return _WRONG
            if len(text) > most or "<" in text:
                french, english = NAMES[code]
                if found := _plain(text, most, (f" ({french})", f" ({english})")):
                    return found
        return None

    return checked


def _integer(value: Any, kind: Integer, known: Known) -> Found:
    del known
    if not isinstance(value, int) or isinstance(value, bool):
        return _WRONG
    return None if kind.least <= value <= kind.most else (Code.OUT_OF_BOUNDS, {"value": value})


def _decimal(value: Any, kind: Decimal, known: Known) -> Found:
    del known
    if not isinstance(value, int | float) or isinstance(value, bool):
        return _WRONG
    return None if kind.least <= value <= kind.most else (Code.OUT_OF_BOUNDS, {"value": value})


def _boolean(value: Any, kind: Boolean, known: Known) -> Found:
    del kind, known
    return None if isinstance(value, bool) else _WRONG


def _day(value: Any, kind: Day, known: Known) -> Found:
    day = read_day(value)
    if day is None:
        return _WRONG
    if not kind.near:
        return None
    first, last = (_years_away(known.today, years) for years in (-YEARS_BACK, YEARS_AHEAD))
    if first <= day <= last:
        return None
    return Code.FAR_DATE, {
        "value": f"{day:%d/%m/%Y}",
        "first": f"{first:%d/%m/%Y}",
        "last": f"{last:%d/%m/%Y}",
    }


@lru_cache(maxsize=8)
def _years_away(today: date, years: int) -> date:
    """Give the same day of another year; 29 February becomes the 28th."""
    leap = (today.month, today.day) == (2, 29)
    return today.replace(year=today.year + years, day=28 if leap else today.day)


def read_day(value: Any) -> date | None:
    """Read `YYYY-MM-DD`, a date-time at midnight included, as the contract sometimes writes one."""
    try:
        return date.fromisoformat(value[:10]) if isinstance(value, str) else None
    except ValueError:
        return None


def _time(value: Any, kind: Time, known: Known) -> Found:
    del kind, known
    try:
        time.fromisoformat(value)
    except (TypeError, ValueError):
        return _WRONG
    return None


def _moment(value: Any, kind: Moment, known: Known) -> Found:
    del kind, known
    return None if read_day(value) else _WRONG


def _choice(value: Any, kind: Choice, known: Known) -> Found:
    del known
    return None if any(word == value for word, _, _ in kind.words) else _WRONG


def _number(value: Any) -> int | None:
    number = value.get("id") if isinstance(value, Mapping) else None
    return number if isinstance(number, int) and not isinstance(number, bool) else None


def _ref(value: Any, kind: Ref, known: Known) -> Found:
    number = _number(value)
    if number is None:
        return _WRONG
    facts = known.term(number)
    if facts is None:
        return Code.UNKNOWN_TERM, {"value": number, "vocabulary": kind.vocabulary}
    if facts.vocabulary != kind.vocabulary:
        return Code.WRONG_VOCABULARY, {
            "value": number,
            "vocabulary": kind.vocabulary,
            "other": facts.vocabulary,
        }
    if facts.active:
        return None
    instead = facts.substitute
    words = (f" : prenez le n° {instead}", f": take number {instead}") if instead else ("", "")
    return Code.INACTIVE_TERM, {"value": number, "instead": words}


def _commune(value: Any, kind: CommuneRef, known: Known) -> Found:
    del kind
    number = _number(value)
    if number is None:
        return _WRONG
    return None if known.has_commune(number) else (Code.UNKNOWN_COMMUNE, {"value": number})


def _record(value: Any, kind: RecordRef, known: Known) -> Found:
    del known
    if _number(value) is None:
        return _WRONG
    of = value.get("type")
    if of is None:
        return None
    if not isinstance(of, str):
        return _WRONG
    return None if of in kind.kinds else (Code.WRONG_KIND, {"value": of})


def _criterion(value: Any, kind: CriterionRef, known: Known) -> Found:
    del kind, known
    return None if _number(value) is not None else _WRONG


def _point(value: Any, kind: Point, known: Known) -> Found:
    del kind, known
    if not isinstance(value, list) or len(value) not in {2, 3}:
        return _WRONG
    if not all(isinstance(one, int | float) and not isinstance(one, bool) for one in value):
        return _WRONG
    lon, lat = value[:2]
    on_earth = abs(lon) <= 180 and abs(lat) <= 90  # noqa: PLR2004 - degrees
    return None if on_earth else (Code.OUT_OF_BOUNDS, {"value": f"{lon}, {lat}"})


def _sum_of_digits(digits: str) -> int:
    """Sum as Luhn does, by which a SIRET proves itself."""
    doubled = (int(digit) * (2 if rank % 2 else 1) for rank, digit in enumerate(reversed(digits)))
    return sum(one - 9 if one > 9 else one for one in doubled)  # noqa: PLR2004 - digits


def is_siret(value: str) -> bool:
    """Say whether a text is a SIRET: fourteen digits that prove themselves."""
    digits = value.replace(" ", "")
    post = digits.startswith("356000000") and sum(map(int, digits)) % 5 == 0
    return bool(_SIRET.fullmatch(digits)) and (_sum_of_digits(digits) % 10 == 0 or post)


_FORMS: dict[str, Callable[[str], bool]] = {
    "siret": is_siret,
    "url": lambda value: bool(_URL.fullmatch(value)),
    "point": lambda value: value == "Point",
    "xml": lambda value: value.lstrip().startswith("<") and value.rstrip().endswith(">"),
}

_CHECKS: dict[type[Type], Check] = {
    Text: _text,
    Localised: _by_language(_LABELS, lambda kind: int(kind.longest)),
    ContactValue: _by_language(_KEYS, lambda _: LONGEST_CONTACT),
    Integer: _integer,
    Decimal: _decimal,
    Boolean: _boolean,
    Day: _day,
    Time: _time,
    Moment: _moment,
    Choice: _choice,
    Ref: _ref,
    CommuneRef: _commune,
    RecordRef: _record,
    CriterionRef: _criterion,
    Point: _point,
    Free: lambda *_: None,
}
