"""An area is a set of records, said so that a list can be filtered by it and one record held against it."""

from dataclasses import dataclass
from datetime import date

from sitra.access.events import Ground

DELETED = "DELETED"
PUBLISHED = "PUBLISHED"


@dataclass(frozen=True, slots=True)
class Place:
    """Where a record stands: all that a right depends on. `partners` are the members that collaborate."""

    number: int
    owner: int
    commune: int | None
    kind: str
    state: str
    partners: frozenset[int] = frozenset()


@dataclass(frozen=True, slots=True)
class Fields:
    """Which part of a document may be written: fields by path, and languages; nothing means all."""

    paths: tuple[str, ...] = ()
    languages: frozenset[str] = frozenset()

    def allows(self, path: str) -> bool:
        """Say whether a value at a path, `presentation.descriptifCourt.libelleDe`, is within."""
        inside = not self.paths or any(
            path == one or path.startswith((f"{one}.", f"{one}[")) for one in self.paths
        )
        return inside and (not self.languages or path.rpartition(".")[2] in self.languages)

    @property
    def everything(self) -> bool:
        """Say whether nothing is kept back."""
        return not self.paths and not self.languages


@dataclass(frozen=True, slots=True)
class Area:
    """Records that a right opens; what is `None` does not restrict. What was deleted is in none."""

    ground: Ground
    states: frozenset[str] | None = None
    owners: frozenset[int] | None = None
    partners: frozenset[int] | None = None
    communes: frozenset[int] | None = None
    kinds: frozenset[str] | None = None
    records: frozenset[int] | None = None
    withheld: frozenset[tuple[int, str]] = frozenset()
    """Owners and kinds that are left out."""
    fields: Fields = Fields()
    grant: int = 0
    taker: int = 0
    until: date | None = None

    def covers(self, place: Place) -> bool:
        """Say whether a record is within."""
        held = (
            (self.states, place.state),
            (self.owners, place.owner),
            (self.communes, place.commune),
            (self.kinds, place.kind),
            (self.records, place.number),
        )
        if (
            place.state == DELETED
            or (place.owner, place.kind) in self.withheld
            or any(among is not None and one not in among for among, one in held)
        ):
            return False
        return self.partners is None or not self.partners.isdisjoint(place.partners)

    @property
    def kept_back(self) -> list[tuple[str, list[int]]]:
        """The owners that are left out, by kind: few conditions, however many pairs there are."""
        owners: dict[str, list[int]] = {}
        for owner, kind in sorted(self.withheld):
            owners.setdefault(kind, []).append(owner)
        return list(owners.items())

    @property
    def empty(self) -> bool:
        """Say whether no record can be within."""
        parts = (self.states, self.owners, self.partners, self.communes, self.kinds, self.records)
        return any(part is not None and not part for part in parts)
