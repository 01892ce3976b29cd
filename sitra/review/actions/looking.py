"""Keeping the queue of duplicates true: what it says of a pair follows from the records alone.

A look reads for as long as it takes outside any transaction – a transaction that lasts holds back all
who follow the ledger – and then writes in short ones.
"""

from collections.abc import Collection, Iterable, Iterator, Mapping
from dataclasses import dataclass, field
from datetime import datetime
from itertools import batched, chain
from typing import Any

from django.db import transaction
from django.utils import timezone

from sitra.kit.errors import Unknown
from sitra.ledger.events import Position
from sitra.review.events import Standing
from sitra.review.models import Candidate, Cursor, Waiting
from sitra.review.rules import telling
from sitra.tourism.models import TouristObject
from sitra.tourism.queries import likeness
from sitra.tourism.queries.likeness import Pair

BATCH = 500
"""Pairs written in one transaction."""
NOTED = 5_000
"""Waiting records looked at together."""
FEW = 20
"""Records up to which each one's neighbours are looked at, which asks nothing of the whole base."""

type Couple = tuple[int, int]


@dataclass(frozen=True, slots=True)
class Truth:
    """How a pair stands, by what the records say today."""

    couple: Couple
    standing: Standing
    score: float | None = None
    evidence: list[dict[str, Any]] = field(default_factory=list)
    kept: int | None = None

    @classmethod
    def open(cls, pair: Pair) -> "Truth":
        """Say that a pair is to be decided, and why."""
        return cls(
            (pair.one.id, pair.other.id),
            Standing.OPEN,
            pair.likeness.score,
            telling.written(pair.likeness.evidence),
        )


@transaction.atomic
def note(listener: str, numbers: Iterable[int], upto: Position) -> None:
    """Note records that are to be looked at, and how far in the ledger they were told of."""
    Waiting.objects.bulk_create([Waiting(number=number) for number in numbers], batch_size=1000)
    Cursor.objects.update_or_create(name=listener, defaults={"position": str(upto)})


def look_at_waiting() -> int:
    """Look at the records noted, in batches; answers how many pairs changed."""
    changed = 0
    while noted := dict(Waiting.objects.order_by("pk").values_list("pk", "number")[:NOTED]):
        changed += look_at(set(noted.values()))
        Waiting.objects.filter(pk__in=noted).delete()
    return changed


def look_at_all() -> int:
    """Look at every record; answers how many pairs changed."""
    rows = Candidate.objects.standing(Standing.OPEN).order_by("pk").values_list("lower_id", "upper_id")
    return _look(set(rows.iterator()), likeness.proposals())


def look_at(numbers: Collection[int]) -> int:
    """Bring every pair that one of these records is in up to date; answers how many changed."""
    known: set[Couple] = set()
    for part in batched(sorted(numbers), BATCH):
        rows = Candidate.objects.touching(list(part)).values_list("lower_id", "upper_id")
        known.update(rows)
    return _look(known, _found(numbers))


def _look(known: set[Couple], found: Iterator[Pair]) -> int:
    """Write what was found, then how those stand that were known and were not found."""
    changed, begun = 0, timezone.now()
    for pairs in batched(found, BATCH):
        truths = [Truth.open(pair) for pair in pairs]
        known.difference_update(truth.couple for truth in truths)
        changed += write(truths, begun=begun)
    for couples in batched(sorted(known), BATCH):
        begun = timezone.now()
        changed += write(truths_of(couples), begun=begun)
    return changed


def truths_of(couples: Collection[Couple]) -> list[Truth]:
    """Say how these pairs stand, whatever was said of them before."""
    numbers = {number for couple in couples for number in couple}
    heirs = dict(TouristObject.objects.filter(pk__in=numbers).exclude(heir=None).values_list("pk", "heir_id"))
    apart = likeness.told_apart(numbers)
    alike = {
        (pair.one.id, pair.other.id): pair for pair in likeness.between(couples) if pair.likeness.proposed
    }
    return [_truth(couple, heirs, apart, alike.get(couple)) for couple in couples]


def _truth(couple: Couple, heirs: Mapping[int, int | None], apart: set[Couple], pair: Pair | None) -> Truth:
    lower, upper = couple
    if heirs.get(lower) == upper or heirs.get(upper) == lower:
        return Truth(couple, Standing.MERGED, kept=upper if heirs.get(lower) == upper else lower)
    if couple in apart:
        return Truth(couple, Standing.DISTINCT)
    return Truth.open(pair) if pair else Truth(couple, Standing.GONE)


def _found(numbers: Collection[int]) -> Iterator[Pair]:
    """Find the pairs these records are in: among neighbours when they are few, else in the whole base."""
    if len(numbers) > FEW:
        yield from likeness.proposals(numbers)
        return
    couples = dict.fromkeys(chain.from_iterable(_neighbours(number) for number in sorted(numbers)))
    apart = likeness.told_apart(numbers)
    yield from (pair for pair in likeness.between(couples) if (pair.one.id, pair.other.id) not in apart)


def _neighbours(number: int) -> Iterator[Couple]:
    try:
        twins = likeness.alike(number).found
    except Unknown:  # deleted
        return
    for twin in twins:
        yield min(number, twin.record.id), max(number, twin.record.id)


@transaction.atomic
def write(truths: Collection[Truth], *, begun: datetime) -> int:
    """Write what is new of these pairs; answers how many changed.

    A pair that somebody decided about after the look had begun is left alone: that fact will be told too.
    """
    numbers = {number for truth in truths for number in truth.couple}
    rows = {
        (row.lower_id, row.upper_id): row
        for row in Candidate.objects.filter(lower__in=numbers, upper__in=numbers)
    }
    fresh = [truth for truth in truths if truth.couple not in rows]
    now = timezone.now()
    created = Candidate.objects.bulk_create(
        [_born(truth, now) for truth in fresh if truth.standing is Standing.OPEN], ignore_conflicts=True
    )
    known = ((rows[truth.couple], truth) for truth in truths if truth.couple in rows)
    moved = [(row, truth) for row, truth in known if begun >= (row.decided_at or row.found_at)]
    return len(created) + sum(_moved(row, truth, now) for row, truth in moved)


def _born(truth: Truth, now: datetime) -> Candidate:
    lower, upper = truth.couple
    return Candidate(
        lower_id=lower,
        upper_id=upper,
        score=truth.score or 0.0,
        evidence=truth.evidence,
        standing=truth.standing.value,
        found_at=now,
    )


def _moved(row: Candidate, truth: Truth, now: datetime) -> int:
    """Bring one row up to date, unless it moved since it was read."""
    changes: dict[str, Any] = {}
    if row.standing != truth.standing:
        changes = {"standing": truth.standing.value, "kept_id": truth.kept}
        if truth.standing is Standing.OPEN:
            changes |= {"found_at": now, "decided_at": None, "decided_by": None, "decided_for": None}
        elif truth.standing is not Standing.GONE:
            changes |= {"decided_at": now}
    if truth.score is not None and (row.score, row.evidence) != (truth.score, truth.evidence):
        changes |= {"score": truth.score, "evidence": truth.evidence}
    if not changes:
        return 0
    return Candidate.objects.filter(pk=row.pk, standing=row.standing).update(**changes)
