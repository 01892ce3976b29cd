"""What two records say, in the words of the catalogue, for those who choose between them."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from typing import Any

from sitra.catalog.rules.speech import Speech
from sitra.catalog.rules.tree import Node
from sitra.catalog.rules.types import (
    MONEY,
    Boolean,
    CommuneRef,
    ContactValue,
    Decimal,
    Localised,
    Ref,
    Section,
    Text,
)
from sitra.kit import texts
from sitra.review.rules.sameness import NUMBERS
from sitra.review.rules.units import Unit

_LINES = 12
"""Items of a list that are shown."""
_LONGEST = 1200
"""Characters of a text that are shown."""
_PARTS = 10
"""Values of an item that are shown."""

_NAMES = {
    "adresse": ("Adresse", "Address"),
    "geoJson": ("Point sur la carte", "Point on the map"),
    "moyensCommunication": ("Moyens de contact", "Ways to get in touch"),
    "descriptifsThematises": ("Descriptifs thématisés", "Themed descriptions"),
    "liensObjetsTouristiquesTypes": ("Liens vers d'autres fiches", "Links to other records"),
    "periodesOuvertures": ("Périodes d'ouverture", "Opening periods"),
    "fermeturesExceptionnelles": ("Fermetures exceptionnelles", "Exceptional closures"),
    "periodes": ("Tarifs", "Prices"),
    "organismes": ("Organismes de réservation", "Booking bodies"),
    "contacts": ("Contacts", "Contacts"),
    "illustrations": ("Photos", "Pictures"),
    "multimedias": ("Multimédias", "Media"),
    "aspects": ("Aspects", "Aspects"),
    "distinctions": ("Distinctions", "Distinctions"),
    "sallesReunion": ("Salles de réunion", "Meeting rooms"),
    "agrements": ("Agréments", "Approvals"),
}
"""Blocks that are chosen whole, which the catalogue does not name."""

_BARE = (Ref, CommuneRef, ContactValue, Localised, Text)
"""Types whose values are understood without their label."""
_KEYS = {f"libelle{suffix}": code for code, suffix in texts.SUFFIXES.items()} | {
    key: code for code, key in texts.VALUE_KEYS.items()
}


@dataclass(frozen=True, slots=True)
class Wording:
    """A choice in words: the section and the name of the field, what either record says, line by line."""

    section: str
    label: str
    one: tuple[str, ...]
    other: tuple[str, ...]


def wording(unit: Unit, speech: Speech) -> Wording:
    """Put a choice into words."""
    section = unit.field.section if unit.field else Section.MANAGEMENT
    one, other = (tuple(_lines(held, unit, speech)) for held in (unit.one, unit.other))
    return Wording(section.label(speech.language), label(unit, speech), one, other)


def label(unit: Unit, speech: Speech) -> str:
    """Name what is chosen: `Nom (français)`."""
    if unit.node is None or unit.field is None:
        return unit.path
    name = unit.field.label(speech.language)
    if unit.node.field is None:
        pair = _NAMES.get(unit.keys[0])
        name = pair[speech.language == "en"] if pair else name
    if not unit.language:
        return name
    code = _KEYS.get(unit.language)
    return f"{name} ({texts.language_name(code, speech.language) if code else unit.language})"


def _lines(held: Mapping[str, Any], unit: Unit, speech: Speech) -> Iterator[str]:
    name = unit.keys[0]
    if name not in held or unit.node is None:
        yield from (_short(str(value)) for value in held.values())
    elif unit.language:
        yield _short(str(held[name]))
    elif unit.many and isinstance(held[name], list):
        said = [line for item in held[name] if (line := _said(item, unit.node, speech))]
        yield from said[:_LINES]
        if more := len(said) - _LINES if len(said) > _LINES else 0:
            yield f"… and {more} more" if speech.language == "en" else f"… et {more} de plus"
    else:
        yield _said(held[name], unit.node, speech)


def _said(value: Any, node: Node, speech: Speech) -> str:
    """Say a value in one line: a block is the values that it holds."""
    if node.field is not None:
        return _short(_value(value, node, speech, "EUR"))
    parts = list(_parts(value, node, speech, "EUR"))
    return " · ".join(parts[:_PARTS]) + (" …" if len(parts) > _PARTS else "")


def _parts(block: Any, node: Node, speech: Speech, currency: str) -> Iterator[str]:
    if not isinstance(block, Mapping):
        yield _short(str(block))
        return
    currency = str(block.get("devise") or currency)
    for name, child in node.children.items():
        value = block.get(name)
        if name in NUMBERS or value in (None, "", [], {}) or _silent(child, value):
            continue
        if child.many and isinstance(value, list):
            said = (", ".join(_parts_of(item, child, speech, currency)) for item in value)
            yield from (part for part in said if part)
        else:
            yield from _parts_of(value, child, speech, currency)


def _parts_of(value: Any, node: Node, speech: Speech, currency: str) -> Iterator[str]:
    field = node.field
    if field is None:
        yield from _parts(value, node, speech, currency)
        return
    words = _short(_value(value, node, speech, currency), 160)
    if isinstance(field.type, Boolean):
        yield field.label(speech.language)
    elif isinstance(field.type, _BARE):
        yield words
    else:
        yield f"{field.label(speech.language)} {words}"


def _silent(node: Node, value: Any) -> bool:
    """Leave out a no, and whatever the machine needs only."""
    return value is False or (node.name == "type" and value == "Point")


def _value(value: Any, node: Node, speech: Speech, currency: str) -> str:
    field = node.field
    if field is None:
        return ""
    if isinstance(field.type, Decimal) and field.type.unit == MONEY and isinstance(value, int | float):
        return speech.money(value, currency)
    return speech.say(field, value)


def _short(text: str, length: int = _LONGEST) -> str:
    return texts.shorten(text, length)
