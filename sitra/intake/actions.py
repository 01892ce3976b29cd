"""Bringing the files of outside sources into the network."""

from collections import Counter
from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass, field
from itertools import batched
from pathlib import Path
from typing import Any

from sitra.catalog.rules.kinds import Kind
from sitra.catalog.rules.sheet import point
from sitra.catalog.rules.tree import unknown_paths
from sitra.intake.rules.draft import Draft, Refusal
from sitra.intake.rules.sources import SOURCES
from sitra.members import queries as members
from sitra.places import queries as places
from sitra.places.rules.atlas import Atlas
from sitra.tourism import actions as tourism
from sitra.tourism.actions import Arrival, Author, OutsideSource, Tally
from sitra.tourism.events import Origin

BATCH = 500
_SHOWN_REFUSALS = 50


@dataclass(slots=True)
class Report:
    """What became of a file."""

    tally: Tally = field(default_factory=Tally)
    refused: int = 0
    refusals: list[Refusal] = field(default_factory=list)
    unknown_paths: Counter[str] = field(default_factory=Counter)

    def refuse(self, refusal: Refusal) -> None:
        """Count a row that could not become a record, and keep the first ones."""
        self.refused += 1
        if len(self.refusals) < _SHOWN_REFUSALS:
            self.refusals.append(refusal)


class Owners:
    """Who answers for what arrives: the office of the commune, else its département's animator."""

    def __init__(self, communes: Atlas) -> None:
        self._by_commune = members.wardens()
        self._by_departement = members.departement_members()
        self._communes = communes

    def of(self, commune: int) -> int | None:
        """Give the member that answers for a commune, or nobody."""
        line = self._communes.get(commune)
        departement = line.departement_code if line else ""
        return self._by_commune.get(commune) or self._by_departement.get(departement)


def bring_in(path: Path, source: str, *, tell: Callable[[int], None] = lambda _: None) -> Report:
    """Read a file of a known source (a key of `SOURCES`) and keep its records.

    Each batch is a transaction of its own and what is already known is left alone: an import that
    was cut short goes on by being run again. `tell` hears how many rows are read.
    """
    reader = SOURCES[source]
    known = reader.SOURCE
    outside = OutsideSource(known.code, known.name, known.licence, known.url)
    author = Author(origin=Origin.IMPORTED, words=known.name)
    report, communes, read = Report(), places.atlas(), 0
    owners = Owners(communes)
    for rows in batched(reader.read(path), BATCH):
        arrivals = list(_arrivals(rows, communes, owners, report))
        report.tally += tourism.take_in(arrivals, source=outside, by=author)
        read += len(rows)
        tell(read)
    return report


def _arrivals(
    rows: Iterable[Draft | Refusal], communes: Atlas, owners: Owners, report: Report
) -> Iterator[Arrival]:
    for row in rows:
        arrival = row if isinstance(row, Refusal) else _arrival(row, communes, owners)
        if isinstance(arrival, Refusal):
            report.refuse(arrival)
        else:
            report.unknown_paths.update(unknown_paths(arrival.document, arrival.kind))
            yield arrival


def _arrival(draft: Draft, communes: Atlas, owners: Owners) -> Arrival | Refusal:
    hint = draft.commune
    commune = communes.recognise(code=hint.code, postal_code=hint.postal_code, name=hint.name)
    commune = commune or _by_point(draft)
    if commune is None:
        where = " ".join(part for part in (hint.code, hint.postal_code, hint.name) if part)
        return Refusal(draft.external_id, f"Commune introuvable dans le référentiel : {where}.")
    owner = owners.of(commune)
    if owner is None:
        return Refusal(draft.external_id, "Aucun membre ne répond de cette commune.")
    return Arrival(
        external_id=draft.external_id,
        kind=Kind(draft.kind),
        document=_placed(draft, commune),
        owner_id=owner,
        changed_on=draft.changed_on,
    )


def _by_point(draft: Draft) -> int | None:
    """Recognise the commune of a record that names none we know by where it stands."""
    lon, lat = point(draft.document)
    found = places.at(lon, lat) if lon is not None and lat is not None else None
    return found.id if found else None


def _placed(draft: Draft, commune: int) -> dict[str, Any]:
    """Write the commune into the address."""
    place = draft.document.get("localisation", {})
    address = {**place.get("adresse", {}), "commune": {"id": commune}}
    return {**draft.document, "localisation": {**place, "adresse": address}}
