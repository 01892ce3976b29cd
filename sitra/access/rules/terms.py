"""What is entrusted, as it is said."""

from dataclasses import dataclass
from datetime import date

from sitra.members.events import Duty


@dataclass(frozen=True, slots=True)
class Terms:
    """What is entrusted; what is empty does not restrict.

    `communes` are INSEE codes, `fields` paths of the catalogue.
    """

    duty: Duty
    kinds: tuple[str, ...] = ()
    communes: tuple[str, ...] = ()
    departements: tuple[str, ...] = ()
    records: tuple[int, ...] = ()
    fields: tuple[str, ...] = ()
    languages: tuple[str, ...] = ()
    until: date | None = None
    reason: str = ""
