"""Phone numbers out of what people write, and nothing out of identifiers."""

import re
from functools import lru_cache

import phonenumbers

_WRITTEN = re.compile(
    r"(?<![\w@#=/.+-])(?:\+|00)?\(?\d(?:(?:[ \t\u00a0\u202f.()-]{0,2}|/)\d){8,14}(?![\w@-])"
)
"""From 9 to 15 figures with the signs people put between them, standing alone: not the tail of a
UUID, not the figures of `HOTCEN0370000009`, not part of an address of a site."""

_FRENCH_ELSEWHERE = {"262": "RE", "590": "GP", "594": "GF", "596": "MQ"}
"""First three figures after the 0 of numbers of the overseas départements -> their region."""

_NATIONAL, _FRANCE = 10, 33
"""Figures of a national number; country code of France, whose ranges open faster than tables follow."""
_SIRET, _UUID = 14, re.compile(r"\b[0-9a-f]{8}(?:-[0-9a-f]{4}){3}-[0-9a-f]{12}\b", re.IGNORECASE)
_TRUNK = re.compile(r"\(0\)")


@lru_cache(maxsize=4096)
def phones(text: str) -> frozenset[str]:
    """Find the numbers in a text, each as `+33123456789`; what is no valid number is left out."""
    plain = _TRUNK.sub("", _UUID.sub(" ; ", text))
    found = (_number(match.group()) for match in _WRITTEN.finditer(plain))
    return frozenset(number for number in found if number)


def _number(written: str) -> str:
    figures = re.sub(r"\D", "", written)
    abroad = written.startswith(("+", "00"))
    if len(figures) == _SIRET or not (abroad or (len(figures) == _NATIONAL and figures[0] == "0")):
        return ""
    region = "FR" if abroad else _FRENCH_ELSEWHERE.get(figures[1:4], "FR")
    try:
        number = phonenumbers.parse(f"+{figures[2:]}" if written.startswith("00") else written, region)
    except phonenumbers.NumberParseException:
        return ""
    is_french = number.country_code == _FRANCE and phonenumbers.is_possible_number(number)
    if not is_french and not phonenumbers.is_valid_number(number):
        return ""
    return phonenumbers.format_number(number, phonenumbers.PhoneNumberFormat.E164)
