"""What every source is turned into before it becomes a record."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any


@dataclass(frozen=True, slots=True)
class CommuneHint:
    """How a source names the commune: by INSEE code, or by postal code and name."""

    code: str = ""
    postal_code: str = ""
    name: str = ""


@dataclass(frozen=True, slots=True)
class Draft:
    """One record as a source describes it, in v002 export form.

    `document` holds v002 top-level sections (`nom`, `informations`, `presentation`, …) without
    `type`, `id`, `state`, `identifier`, `gestion`, and without `localisation.adresse.commune`:
    the commune is resolved from `commune` by the intake action.
    """

    external_id: str
    kind: str
    document: Mapping[str, Any]
    commune: CommuneHint
    changed_on: str = ""


@dataclass(frozen=True, slots=True)
class Refusal:
    """A row that cannot become a record: where it stands, why, and what to do (French sentence)."""

    place: str
    reason: str


@dataclass(frozen=True, slots=True)
class Source:
    """An outside source: its code, its French name, its licence and where it comes from."""

    code: str
    name: str
    licence: str
    url: str
    notes: tuple[str, ...] = field(default=())


class Unreadable(Exception):
    """A file that cannot be read at all; its text is a French sentence for the person."""
