"""What validation must know of the world; it asks, and looks nothing up itself."""

from dataclasses import dataclass
from datetime import date
from typing import Protocol

from sitra.catalog.rules.kinds import Kind


@dataclass(frozen=True, slots=True)
class TermFacts:
    """A term: its vocabulary, whether it is in use, and the one that takes its place."""

    vocabulary: str
    active: bool = True
    substitute: int | None = None


@dataclass(frozen=True, slots=True)
class Forbids:
    """What a term does not go with (v002, section 1.2, `referentiel/criteres-interdits`)."""

    kinds: frozenset[Kind] = frozenset()
    terms: frozenset[int] = frozenset()


class Known(Protocol):
    """Where validation asks."""

    today: date

    def term(self, number: int) -> TermFacts | None:
        """Give what is known of a term, or nothing."""

    def forbids(self, number: int) -> Forbids | None:
        """Give what a term excludes, or nothing."""

    def has_commune(self, number: int) -> bool:
        """Say whether a commune exists."""

    def stands_in(self, commune: int, lon: float, lat: float) -> bool | None:
        """Say whether a point, in degrees, is in a commune; nothing where the outline is not known."""
