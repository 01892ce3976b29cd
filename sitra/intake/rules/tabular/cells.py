"""From the text of a cell to the value of a field, or why it is none and what to write instead."""

import re
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
from sitra.kit.cells import Bad, day, hour, number
from sitra.kit.texts import SUFFIXES, fold, shorten

__all__ = (
    "Bad",
    "contact",
    "day",
    "degrees",
    "hour",
    "number",
    "split",
    "value",
    "yes_or_no",
)

_YES = frozenset({"oui", "o", "yes", "y", "vrai", "true", "t", "1", "x", "ok", "ja", "si", "on"})
_NO = frozenset({"non", "n", "no", "faux", "false", "f", "0", "nein", "off", "sans", "aucun"})
_SHORT = 255


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


def yes_or_no(text: str) -> bool:
    """Read a yes or a no; raises `Bad`."""
    folded = fold(text) or text.strip().lower()
    if folded in _YES:
        return True
    if folded in _NO:
        return False
    raise Bad("il faut oui ou non")


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
