"""From the text of a cell to the value of a field, or why it is none and what to write instead."""

import re
from datetime import date, time
from typing import Any

from sitra.catalog.rules.types import (
    Boolean,
    Choice,
    Day,
    Decimal,
    Integer,
    Localised,
    Ref,
    Text,
    Time,
)
from sitra.intake.rules import parts, wording
from sitra.intake.rules.tabular.targets import Target
from sitra.kit.texts import SUFFIXES, fold, shorten

_YES = frozenset({"oui", "o", "yes", "y", "vrai", "true", "t", "1", "x", "ok", "ja", "si", "on"})
_NO = frozenset({"non", "n", "no", "faux", "false", "f", "0", "nein", "off", "sans", "aucun"})
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
_SHORT = 255


class Bad(Exception):
    """A cell that is no value of its field; its text says what is expected, in French."""


def value(target: Target, text: str, language: str = "fr") -> Any:  # noqa: PLR0911 - one a type
    """Read a cell as a value of the target's field, terms excepted; raises `Bad`."""
    assert target.field
    match target.field.type:
        case Localised(longest):
            return _localised(text, longest, language)
        case Text() as kind:
            return _text(target, text, kind)
        case Integer(_, least, most):
            return _bounded(_whole(text), least, most)
        case Decimal(_, least, most):
            return _bounded(number(text), least, most)
        case Boolean():
            return yes_or_no(text)
        case Day():
            return day(text)
        case Time():
            return hour(text)
        case Choice(words):
            return _choice(text, words)
        case Ref():
            raise Bad("il faut un terme du vocabulaire")
    raise Bad("ce champ ne s'importe pas d'un tableau")


def number(text: str) -> float:
    """Read a number as people write it, its unit after it; raises `Bad`."""
    found = _NUMBER.match(text.strip())
    if not found:
        raise Bad("il faut un nombre, par exemple 12 ou 4,5")
    sign, whole, decimals, _ = found.groups()
    return float(f"{sign}{re.sub(r'\D', '', whole)}.{decimals or 0}")


def yes_or_no(text: str) -> bool:
    """Read a yes or a no; raises `Bad`."""
    folded = fold(text) or text.strip().lower()
    if folded in _YES:
        return True
    if folded in _NO:
        return False
    raise Bad("il faut oui ou non")


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


def split(text: str, separator: str) -> list[str]:
    """Cut a cell into its values; without a separator, at what lists are usually cut at."""
    if not separator:
        separator = next((sign for sign in "\n;|" if sign in text), ",")
    return [one for one in (part.strip(" \t-•·") for part in text.split(separator)) if one]


def _localised(text: str, longest: int, language: str) -> dict[str, str]:
    plain = wording.clean(text) if longest > _SHORT else shorten(wording.line(text), longest)
    return {f"libelle{SUFFIXES[language]}": plain} if plain else {}


def _text(target: Target, text: str, kind: Text) -> str:
    if kind.form == "siret":
        if found := wording.siret(text):
            return found
        raise Bad("il faut les quatorze chiffres du SIRET")
    if kind.form == "url":
        if found := wording.site(text):
            return found
        raise Bad("il faut une adresse web, par exemple https://exemple.fr")
    plain = wording.line(text)
    if ".adresse." in target.key and target.field and target.field.type == Text():
        plain = wording.street(plain).strip(" ,;")
    if len(plain) > kind.longest:
        raise Bad(f"il faut {kind.longest} caractères au plus")
    return plain


def _whole(text: str) -> int:
    found = number(text)
    if not found.is_integer():
        raise Bad("il faut un nombre entier")
    return int(found)


def _bounded[Number: (int, float)](found: Number, least: float, most: float) -> Number:
    if not least <= found <= most:
        raise Bad(f"il faut un nombre entre {least:g} et {most:g}".replace(".", ","))
    return found


def _choice(text: str, words: tuple[tuple[str, str, str], ...]) -> str:
    wanted = fold(text)
    for wire, *said in words:
        if wanted in {fold(wire), *map(fold, said)}:
            return wire
    listed = ", ".join(f"« {french} »" for _, french, _ in words[:6])
    raise Bad(f"il faut un de ces mots : {listed}")


def _full(year: int) -> int:
    if year >= 100:  # noqa: PLR2004 - written in full
        return year
    return _CENTURY + year if year < _RECENT else _CENTURY - 100 + year


def degrees(text: str, most: float) -> float:
    """Read a longitude or latitude, decimal point or comma; raises `Bad`."""
    try:
        found = float(text.strip().rstrip("°").replace(",", "."))
    except ValueError:
        found = float("nan")
    if not abs(found) <= most:
        raise Bad(f"il faut des degrés décimaux entre -{most:g} et {most:g}, par exemple 45,1885")
    return found


def contact(kind: int, text: str) -> list[dict[str, Any]]:
    """Read one or several means of contact; raises `Bad`."""
    phone = kind in {parts.PHONE, 202}
    pieces = re.split(r"[;|\n]|\s/\s|\s+ou\s+" if phone else r"[;|\n]|,\s", text)
    written = [_contact(kind, piece) for piece in pieces if piece.strip()]
    found = [one for one in written if one]
    if not found:
        expected = {
            parts.PHONE: "un numéro de téléphone, par exemple 04 75 00 00 00",
            parts.MAIL: "une adresse e-mail, par exemple accueil@exemple.fr",
        }
        raise Bad(f"il faut {expected.get(kind, 'une adresse web, par exemple https://exemple.fr')}")
    return found


def _contact(kind: int, text: str) -> dict[str, Any] | None:
    if kind == 202:  # noqa: PLR2004 - a fax is dialled like a telephone
        written = parts.contact(parts.PHONE, text)
        return {**written, "type": parts.ref("MoyenCommunicationType", kind)} if written else None
    return parts.contact(kind, text)
