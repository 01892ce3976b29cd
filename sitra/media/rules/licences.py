"""Licences as credits name them: which one, and where it can be read."""

import re
from collections.abc import Iterator
from dataclasses import dataclass

_COMMONS = "https://creativecommons.org"
_CC = re.compile(
    r"\b(?:CC|Creative\s+Commons)[\s_-]*(?:(?P<zero>0|Zero)\b|(?P<terms>BY(?:[\s_-](?:NC|SA|ND)){0,2})\b)"
    r"(?:[\s_-]*v?(?P<version>[1-4]\.\d))?",
    re.IGNORECASE,
)
_OPEN = re.compile(
    r"\bLicence\s+Ouverte(?:\s*/?\s*Open\s+Licen[cs]e)?(?:\s*v?(?P<version>[12])(?:\.0)?)?", re.IGNORECASE
)
_ETALAB = "https://www.etalab.gouv.fr/licence-ouverte-open-licence/"


@dataclass(frozen=True, slots=True)
class Piece:
    """A piece of a credit; `address` leads to the licence it names."""

    text: str
    address: str = ""


def pieces(credit: str) -> list[Piece]:
    """Part a credit into what is said and the licences that are named; without a version, none is linked."""
    found, place = [], 0
    for start, end, address in sorted(_named(credit)):
        if start >= place:
            found += [Piece(credit[place:start]), Piece(credit[start:end], address)]
            place = end
    return [one for one in (*found, Piece(credit[place:])) if one.text]


def _named(credit: str) -> Iterator[tuple[int, int, str]]:
    for match in _CC.finditer(credit):
        if match["zero"]:
            yield *match.span(), f"{_COMMONS}/publicdomain/zero/1.0/"
        elif match["version"]:
            terms = re.sub(r"[\s_]", "-", match["terms"]).lower()
            yield *match.span(), f"{_COMMONS}/licenses/{terms}/{match['version']}/"
    for match in _OPEN.finditer(credit):
        yield *match.span(), _ETALAB
