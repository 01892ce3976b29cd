"""How long a value is believed once somebody has confirmed it, by kind of field.

A value is what people confirm at once: a field, or a list with all that it holds.
"""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from functools import cache
from typing import Any

from sitra.catalog.rules.kinds import Kind
from sitra.catalog.rules.tree import tree
from sitra.catalog.rules.types import Field, Section

DAYS: dict[Section, int] = {
    Section.OPENING: 365,
    Section.PRICES: 365,
    Section.CONTACT: 2 * 365,
    Section.SERVICES: 2 * 365,
    Section.SPECIFIC: 3 * 365,
    Section.TEXT: 4 * 365,
    Section.MEDIA: 5 * 365,
}
"""Section -> days that its values keep; what stands in no section here does not go stale."""

EXCEPTIONS: dict[str, int | None] = {
    "presentation.bonsPlans": 180,
    "presentation.typologiesPromoSitra": None,
    "ouverture.periodeEnClairGenerationMode": None,
    "descriptionTarif.devise": None,
    "descriptionTarif.tarifsEnClairGenerationMode": None,
    "datesOuverture": None,
}
"""Path of a value -> days, where it differs from its section; nothing when it keeps for ever."""

_LISTS = {
    "ouverture.periodesOuvertures": ("Périodes d'ouverture", "Opening periods"),
    "descriptionTarif.periodes": ("Tarifs par période", "Rates by period"),
    "informations.moyensCommunication": ("Moyens de communication", "Ways to get in touch"),
    "reservation.organismes": ("Organismes de réservation", "Booking bodies"),
    "contacts": ("Contacts", "Contacts"),
    "illustrations": ("Illustrations", "Pictures"),
    "multimedias": ("Multimédias", "Media"),
    "liens.liensObjetsTouristiquesTypes": ("Liens", "Links"),
    "presentation.descriptifsThematises": ("Descriptifs thématisés", "Themed descriptions"),
}
"""Path of a list of blocks -> its name in French and in English."""


@dataclass(frozen=True, slots=True)
class Value:
    """What is confirmed at once: its path without ranks, its first field, and the days it keeps."""

    path: str
    field: Field
    days: int

    def label(self, language: str = "fr") -> str:
        """Name of the value in French or English."""
        return list_name(self.path, language) or self.field.label(language)


def list_name(path: str, language: str = "fr") -> str:
    """Name a list of blocks in French or English; nothing for other paths."""
    return _LISTS[path][language == "en"] if path in _LISTS else ""


def shelf_life(field: Field) -> int | None:
    """Say how many days a field keeps once confirmed, or nothing when it does not go stale."""
    if field.computed:
        return None
    path = value_path(field.path)
    return EXCEPTIONS[path] if path in EXCEPTIONS else DAYS.get(field.section)


def value_path(path: str) -> str:
    """Give the path of the value that a field is part of."""
    return path.partition("[]")[0]


def kept(document: Mapping[str, Any], kind: Kind) -> Iterator[Value]:
    """Give each value of a document that goes stale, in the order of the catalogue."""
    stale = _stale(kind)
    for name in document:
        for steps, value in stale.get(name, ()):
            if _held(document, steps):
                yield value


def _held(holder: Any, steps: tuple[str, ...]) -> bool:
    for step in steps:
        holder = holder.get(step) if isinstance(holder, Mapping) else None
    return holder not in (None, "", [], {})


@cache
def _stale(kind: Kind) -> dict[str, tuple[tuple[tuple[str, ...], Value], ...]]:
    """Give the values of a kind that go stale, by the block they are in."""
    values: dict[str, Value] = {}
    for name, child in tree(kind).children.items():
        if name == "aspects":
            continue
        for field in child.leaves():
            path, days = value_path(field.path), shelf_life(field)
            if days and path not in values:
                values[path] = Value(path, field, days)
    found: dict[str, list[tuple[tuple[str, ...], Value]]] = {}
    for path, value in values.items():
        steps = tuple(path.split("."))
        found.setdefault(steps[0], []).append((steps, value))
    return {name: tuple(group) for name, group in found.items()}
