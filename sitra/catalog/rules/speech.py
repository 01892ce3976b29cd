"""Values of fields put into words, in French or English."""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any, Protocol

from sitra.catalog.rules.types import (
    Boolean,
    Choice,
    CommuneRef,
    ContactValue,
    Day,
    Decimal,
    Field,
    Integer,
    Localised,
    Point,
    Ref,
    Time,
)
from sitra.kit import texts


class Words(Protocol):
    """Where the names behind references are looked up."""

    def term(self, number: int, language: str) -> str:
        """Name a term."""

    def commune(self, number: int) -> str:
        """Name a commune."""


@dataclass(frozen=True, slots=True)
class Speech:
    """How one reader is spoken to."""

    language: str
    words: Words

    def say(self, field: Field, value: Any) -> str:
        """Put one value of a field into words."""
        kind = field.type
        if isinstance(kind, Ref) and isinstance(value, Mapping):
            return self.words.term(int(value.get("id", 0)), self.language)
        if isinstance(kind, CommuneRef) and isinstance(value, Mapping):
            return self.words.commune(int(value.get("id", 0)))
        if isinstance(kind, Choice):
            return self.choice(kind, str(value))
        if isinstance(kind, Localised) and isinstance(value, Mapping):
            return texts.label(value, self.language)
        if isinstance(kind, ContactValue) and isinstance(value, Mapping):
            return str(next(iter(value.values()), ""))
        return self._plain(field, value)

    def _plain(self, field: Field, value: Any) -> str:
        match field.type:
            case Boolean():
                return self._either("oui", "yes") if value else self._either("non", "no")
            case Day():
                return self.day(str(value))
            case Time():
                return str(value)[:5]
            case Integer(unit) | Decimal(unit):
                return f"{self.number(value)} {unit}".strip()
            case Point():
                return ", ".join(str(one) for one in value)
            case _:
                numbered = isinstance(value, Mapping) and "id" in value
                return f"n° {value['id']}" if numbered else str(value)

    def choice(self, kind: Choice, word: str) -> str:
        """Put a fixed word of the wire into words."""
        for wire, french, english in kind.words:
            if wire == word:
                return self._either(french, english)
        return word

    def day(self, iso: str) -> str:
        """Write a date for people: 24/11/2026."""
        parts = iso.split("-")
        return "/".join(reversed(parts)) if len(parts) == 3 else iso  # noqa: PLR2004 - y, m, d

    def number(self, value: Any) -> str:
        """Write a number with the decimal sign of the language."""
        text = f"{value:g}" if isinstance(value, float) else str(value)
        return text if self.language == "en" else text.replace(".", ",")

    def money(self, value: Any, currency: str) -> str:
        """Write an amount: 12 €, 8,50 CHF."""
        sign = {"EUR": "€"}.get(currency, currency)
        text = f"{value:.2f}".removesuffix(".00") if isinstance(value, float) else str(value)
        return f"{text if self.language == 'en' else text.replace('.', ',')}\u00a0{sign}"

    def _either(self, french: str, english: str) -> str:
        return english if self.language == "en" else french
