"""What every source is turned into before it becomes a record."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any


@dataclass(frozen=True, slots=True)
class CommuneHint:
    """How a source names the commune: by INSEE code, by the number of a network, by postal code and name."""

    code: str = ""
    postal_code: str = ""
    name: str = ""
    number: int = 0

    def __bool__(self) -> bool:
        """Say whether it names any."""
        return bool(self.code or self.postal_code or self.name or self.number)


@dataclass(frozen=True, slots=True)
class Draft:
    """One record as a source describes it, in v002 export form.

    `document` holds v002 top-level sections (`nom`, `informations`, `presentation`, …) without
    `type`, `id`, `state`, `identifier`, `gestion`, and without `localisation.adresse.commune`:
    the commune is resolved from `commune` by the intake action. `place` is where it stands in its file.
    """

    external_id: str
    kind: str
    document: Mapping[str, Any]
    commune: CommuneHint
    changed_on: str = ""
    place: str = ""


@dataclass(frozen=True, slots=True)
class Refusal:
    """A row that cannot become a record: where it stands, why, and what to do (French sentence).

    `external_id` is empty when the row does not even say which record it is.
    """

    place: str
    reason: str
    external_id: str = ""


@dataclass(frozen=True, slots=True)
class Gone:
    """A record that the source says it has no more, and how it says so (French sentence).

    When `sure` is false it is only reported. `unknown` is why it cannot be taken in, when we never had it.
    """

    external_id: str
    place: str
    reason: str
    sure: bool = True
    unknown: str = ""


@dataclass(frozen=True, slots=True)
class Note:
    """What a person should know of a file that was cleaned or read otherwise (French sentence)."""

    words: str


@dataclass(frozen=True, slots=True)
class Source:
    """An outside source: its code, its French name, its licence and where it comes from.

    `whole` says that a file holds, as a rule, all that the source has: what is not there is gone.
    `version` tells apart what, beside the program, decides how its files are read: a mapping made on screen.
    """

    code: str
    name: str
    licence: str
    url: str
    notes: tuple[str, ...] = field(default=())
    whole: bool = True
    version: str = ""


type Read = Draft | Refusal | Gone | Note
"""What a reader gives, in the order of the file."""


class Unreadable(Exception):
    """A file that cannot be read at all; its text is a French sentence for the person."""
