"""Bringing the files of outside sources into the network."""

from collections import Counter
from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass, field
from itertools import batched
from pathlib import Path
from typing import Any

from sitra.catalog.rules.kinds import Kind
from sitra.catalog.rules.tree import unknown_paths
from sitra.intake.rules.draft import Draft, Refusal
from sitra.intake.rules.sources import SOURCES
from sitra.members import queries as members
from sitra.places.queries import Gazetteer
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

    def __init__(self, gazetteer: Gazetteer) -> None:
        self._by_commune = members.wardens()
        self._by_departement = members.departement_members()
        self._departement = gazetteer.departement

    def of(self, commune: int) -> int | None:
        """Give the member that answers for a commune, or nobody."""
        warden = self._by_commune.get(commune)
        return warden or self._by_departement.get(self._departement(commune))


def bring_in(path: Path, source: str, *, tell: Callable[[int], None] = lambda _: None) -> Report:
    """Read a file of a known source (a key of `SOURCES`) and keep its records.

    Each batch is a transaction of its own and what is already known is left alone: an import that
    was cut short goes on by being run again. `tell` hears how many rows are read.
    """
    reader = SOURCES[source]
    known = reader.SOURCE
    outside = OutsideSource(known.code, known.name, known.licence, known.url)
    author = Author(origin=Origin.IMPORTED, words=known.name)
    report, gazetteer, read = Report(), Gazetteer(), 0
    owners = Owners(gazetteer)
    for rows in batched(reader.read(path), BATCH):
        arrivals = list(_arrivals(rows, gazetteer, owners, report))
        report.tally += tourism.take_in(arrivals, source=outside, by=author)
        read += len(rows)
        tell(read)
    return report


def _arrivals(
    rows: Iterable[Draft | Refusal], gazetteer: Gazetteer, owners: Owners, report: Report
) -> Iterator[Arrival]:
    for row in rows:
        arrival = row if isinstance(row, Refusal) else _arrival(row, gazetteer, owners)
        if isinstance(arrival, Refusal):
            report.refuse(arrival)
        else:
            report.unknown_paths.update(unknown_paths(arrival.document, arrival.kind))
            yield arrival


def _arrival(draft: Draft, gazetteer: Gazetteer, owners: Owners) -> Arrival | Refusal:
    hint = draft.commune
    commune = gazetteer.find(code=hint.code, postal_code=hint.postal_code, name=hint.name)
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


def _placed(draft: Draft, commune: int) -> dict[str, Any]:
    """Write the commune into the address."""
    place = draft.document.get("localisation", {})
    address = {**place.get("adresse", {}), "commune": {"id": commune}}
    return {**draft.document, "localisation": {**place, "adresse": address}}
