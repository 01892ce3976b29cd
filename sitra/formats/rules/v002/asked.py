"""What a call of `ecriture/` asks, as it was read."""

from collections.abc import Mapping
from dataclasses import dataclass
from enum import StrEnum
from typing import Any

from sitra.catalog.rules.kinds import Kind

ROOT = "root"


class Entry(StrEnum):
    """What a call does to a record."""

    CREATE = "CREATION"
    MODIFY = "MODIFICATION"
    ASK_DELETION = "DEMANDE_SUPPRESSION"
    ASK_HIDING = "DEMANDE_MASQUAGE"
    HIDE = "MASQUAGE"
    CANCEL = "ANNULATION_DEMANDE"


@dataclass(frozen=True, slots=True)
class Block:
    """What is sent of the record itself, or of one aspect of it: values, the paths to take from them."""

    aspect: str
    values: Mapping[str, Any]
    paths: tuple[str, ...]
    ended: tuple[str, ...] = ()
    """Paths that the aspect says otherwise no longer."""

    @property
    def name(self) -> str:
        """Its name in the form."""
        return f"aspect.{self.aspect}.root" if self.aspect else ROOT


@dataclass(frozen=True, slots=True)
class Asked:
    """A call as it was read."""

    mode: Entry
    number: int | None
    kind: Kind | None
    skips_validation: bool
    cancels_on_fault: bool
    owner: int | None
    blocks: tuple[Block, ...]
