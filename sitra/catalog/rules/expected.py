"""What may be written in a field, in words: for the field guide and for problems alike."""

from collections.abc import Callable
from typing import Any

from sitra.catalog.rules.types import (
    MONEY,
    Boolean,
    Choice,
    CommuneRef,
    ContactValue,
    CriterionRef,
    Day,
    Decimal,
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

FORMS = {
    "siret": ("un numéro SIRET valable, de 14 chiffres", "a valid SIRET number of 14 digits"),
    "url": (
        "une adresse web qui commence par http:// ou https://",
        "a web address starting with http:// or https://",
    ),
    "point": ("« Point »", "“Point”"),
    "xml": ("un texte XML, entre « < » et « > »", "an XML text, between “<” and “>”"),
}
"""Form of a text -> what it must look like, in French and English."""


def expected(kind: Type, language: str = "fr") -> str:
    """Say what a value of a type is: `un nombre entier de 0 à 120 (ans)`."""
    french, english = _WORDS[type(kind)](kind)
    return english if language == "en" else french


def _text(kind: Text) -> tuple[str, str]:
    if kind.form:
        return FORMS[kind.form]
    return f"un texte de {kind.longest} caractères au plus", f"a text of {kind.longest} characters at most"


def _number(kind: Integer | Decimal) -> tuple[str, str]:
    if kind.unit == MONEY:
        return "un montant, taxes comprises", "an amount, taxes included"
    whole = isinstance(kind, Integer)
    unit = f" ({kind.unit})" if kind.unit else ""
    least, most = (f"{bound:,}".replace(",", "\u202f") for bound in (kind.least, kind.most))
    french = f"un nombre {'entier ' if whole else ''}de {least} à {most}{unit}"
    english = f"a {'whole ' if whole else ''}number from {least} to {most}{unit}"
    return french, english


def _choice(kind: Choice) -> tuple[str, str]:
    few = 4
    if len(kind.words) > few:
        return f"un des {len(kind.words)} mots de la liste", f"one of the {len(kind.words)} words of the list"
    french, english = (", ".join(f"« {word[side]} »" for word in kind.words) for side in (1, 2))
    return f"un mot parmi {french}", f"one of {english}"


def _record(kind: RecordRef) -> tuple[str, str]:
    if len(kind.kinds) > 1:
        return "le lien vers une autre fiche", "a link to another record"
    (one,) = kind.kinds
    return f"le lien vers une fiche « {one.label()} »", f"a link to a record of kind “{one.label('en')}”"


_WORDS: dict[type[Type], Callable[[Any], tuple[str, str]]] = {
    Text: _text,
    Localised: lambda kind: (
        f"un texte par langue, de {kind.longest} caractères au plus",
        f"a text by language, of {kind.longest} characters at most",
    ),
    ContactValue: lambda _: (
        "une coordonnée, la même ou une par langue",
        "a contact value, one for all or by language",
    ),
    Integer: _number,
    Decimal: _number,
    Boolean: lambda _: ("oui ou non", "yes or no"),
    Day: lambda _: ("une date, AAAA-MM-JJ", "a date, YYYY-MM-DD"),
    Time: lambda _: ("une heure, HH:MM ou HH:MM:SS", "a time, HH:MM or HH:MM:SS"),
    Moment: lambda _: ("une date et une heure", "a date and a time"),
    Choice: _choice,
    Ref: lambda kind: (
        f"un terme du vocabulaire {kind.vocabulary}",
        f"a term of the vocabulary {kind.vocabulary}",
    ),
    CommuneRef: lambda _: ("une commune", "a commune"),
    RecordRef: _record,
    CriterionRef: lambda _: ("un critère interne", "an internal criterion"),
    Point: lambda _: (
        "une longitude puis une latitude, en degrés (WGS 84)",
        "a longitude then a latitude, in degrees (WGS 84)",
    ),
    Free: lambda _: ("une donnée JSON libre", "any JSON data"),
}
