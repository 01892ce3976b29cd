"""Taking in many records of an outside source at once."""

import hashlib
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

import orjson
from django.db import transaction
from django.db.models import CharField, Value
from django.db.models.functions import Cast, Concat
from django.utils import timezone

from sitra.catalog.rules.kinds import Kind
from sitra.ledger import actions as ledger
from sitra.tourism.actions.records import Author, columns, revise
from sitra.tourism.events import ObjectFact, State
from sitra.tourism.models import Identifier, Revision, Source, TouristObject
from sitra.tourism.rules import content


@dataclass(frozen=True, slots=True)
class Arrival:
    """A record of an outside source, ready to be kept."""

    external_id: str
    kind: Kind
    document: Mapping[str, Any]
    owner_id: int
    changed_on: str = ""

    @property
    def digest(self) -> str:
        """Fingerprint of the content, to leave alone what did not change."""
        written = orjson.dumps(self.document, option=orjson.OPT_SORT_KEYS)
        return hashlib.sha256(written).hexdigest()


@dataclass(frozen=True, slots=True)
class OutsideSource:
    """An outside source: its code, its name, its licence and its address."""

    code: str
    name: str
    licence: str
    url: str


@dataclass(frozen=True, slots=True)
class Tally:
    """What became of a batch."""

    created: int = 0
    revised: int = 0
    unchanged: int = 0

    def __add__(self, other: "Tally") -> "Tally":
        return Tally(
            self.created + other.created,
            self.revised + other.revised,
            self.unchanged + other.unchanged,
        )


@transaction.atomic
def take_in(arrivals: Sequence[Arrival], *, source: OutsideSource, by: Author) -> Tally:
    """Create what is new, revise what changed, leave the rest; safe to repeat.

    A record already known by its identifier in `source` keeps its number, its owner and its state.
    """
    kept, _ = Source.objects.update_or_create(
        code=source.code,
        defaults={"name": source.name, "licence": source.licence, "url": source.url},
    )
    unique = {arrival.external_id: arrival for arrival in arrivals}
    known = {
        identifier.value: identifier
        for identifier in Identifier.objects.select_related("object").filter(
            source=kept, value__in=list(unique)
        )
    }
    fresh = [arrival for key, arrival in unique.items() if key not in known]
    changed = [
        (known[key], arrival)
        for key, arrival in unique.items()
        if key in known and known[key].digest != arrival.digest
    ]
    _create(fresh, kept, by)
    for identifier, arrival in changed:
        _revise(identifier, arrival, by)
    return Tally(len(fresh), len(changed), len(unique) - len(fresh) - len(changed))


def _revise(identifier: Identifier, arrival: Arrival, by: Author) -> None:
    row = identifier.object
    revise(row.pk, arrival.document, seen=row.revision, by=by)
    identifier.digest, identifier.changed_on = arrival.digest, arrival.changed_on
    identifier.save(update_fields=["digest", "changed_on"])


def _create(arrivals: Sequence[Arrival], source: Source, by: Author) -> None:
    now = timezone.now()
    for arrival in arrivals:
        content.demand_sound(arrival.document, arrival.kind, typed=False)
    rows = TouristObject.objects.bulk_create(
        TouristObject(
            kind=arrival.kind.value,
            state=State.PUBLISHED.value,
            owner_id=arrival.owner_id,
            changed_at=now,
            **columns(arrival.document),
        )
        for arrival in arrivals
    )
    _name(rows)
    Revision.objects.bulk_create(
        Revision(
            object=row,
            number=1,
            document=dict(arrival.document),
            state=row.state,
            at=now,
            person=by.person,
            member=by.member,
            origin=by.origin.value,
            words=by.words,
        )
        for row, arrival in zip(rows, arrivals, strict=True)
    )
    Identifier.objects.bulk_create(
        Identifier(
            object=row,
            source=source,
            value=arrival.external_id,
            digest=arrival.digest,
            changed_on=arrival.changed_on,
        )
        for row, arrival in zip(rows, arrivals, strict=True)
    )
    ledger.record_all([by.fact(ObjectFact.CREATED, row) for row in rows])


def _name(rows: Sequence[TouristObject]) -> None:
    """Give new records their textual identifier, `SITRA2_<CODE>_<number>`."""
    for kind in {Kind(row.kind) for row in rows}:
        numbers = [row.pk for row in rows if row.kind == kind.value]
        TouristObject.objects.filter(pk__in=numbers).update(
            identifier=Concat(Value(f"SITRA2_{kind.code}_"), Cast("id", CharField()))
        )
