"""Records that seem to describe the same thing, for those who decide whether they do."""

from collections.abc import Collection, Iterable, Iterator, Sequence
from dataclasses import dataclass, field
from itertools import batched, chain
from typing import Any

import numpy as np
from django.db.models import F, Q, QuerySet

from sitra.access.rules import areas
from sitra.catalog.rules.kinds import Kind
from sitra.kit.errors import Unknown
from sitra.places import queries as places
from sitra.places.rules.atlas import Atlas
from sitra.tourism.events import State
from sitra.tourism.models import Distinct, Revision, TouristObject
from sitra.tourism.rules import blocking
from sitra.tourism.rules.blocking import Candidates, Keyring, Numbers
from sitra.tourism.rules.likeness import Likeness, comparable, compare
from sitra.tourism.rules.traits import Place, Traits, draw

BATCH = 250
"""Documents in memory at once."""
LOOKED = 500
"""Neighbours of one record whose documents are read."""
_AROUND = 0.004
"""How far around a point neighbours are looked for, in degrees: some 440 m north, 300 m east."""


@dataclass(frozen=True, slots=True)
class Side:
    """A record as the choice between two shows it."""

    id: int
    revision: int
    identifier: str
    kind: Kind
    state: State
    name: str
    owner_id: int
    owner: str
    commune: str
    commune_id: int | None = None

    @property
    def place(self) -> areas.Place:
        """Say where it stands, for a right to be held against it."""
        return areas.Place(self.id, self.owner_id, self.commune_id, self.kind.value, self.state.value)


@dataclass(frozen=True, slots=True)
class Twin:
    """A record proposed for another, and why."""

    record: Side
    likeness: Likeness


@dataclass(frozen=True, slots=True)
class Twins:
    """Records proposed for one record, the likeliest first, and how many neighbours were not looked at."""

    found: list[Twin]
    left_out: int


@dataclass(frozen=True, slots=True)
class Pair:
    """Two records that seem to be one, and why; the one with the lower number first."""

    one: Side
    other: Side
    likeness: Likeness


@dataclass(frozen=True, slots=True)
class PairPage:
    """Some pairs, where the next page begins, and how many keys were held by too many to tell."""

    pairs: list[Pair]
    following: int | None
    """Number to ask the next page from; nothing when this is the last one."""
    left_out: int


@dataclass(frozen=True, slots=True)
class _Drawn:
    side: Side
    traits: Traits


def alike(number: int) -> Twins:
    """Propose records for one record among its neighbours, by commune or by point.

    A twin in another commune, known by its phone or its SIRET alone, is found by `pairs`. Records of
    any state but deleted are given, whoever owns them: the caller keeps what its reader may consult.
    """
    found = next(_drawn([number]), None)
    if found is None:
        message = f"Aucune fiche ne porte le numéro {number}."
        raise Unknown(message)
    apart = told_apart([number])
    near = [one for one in _neighbours(found) if _couple(number, one) not in apart]
    looked = _nearest_names(found, near)
    twins = [
        Twin(one.side, likeness)
        for one in _drawn(looked)
        if (likeness := compare(found.traits, one.traits)).proposed
    ]
    twins.sort(key=lambda twin: (-twin.likeness.score, twin.record.id))
    return Twins(twins, len(near) - len(looked))


def pairs(first: int = 0, count: int = 50) -> PairPage:
    """Give pairs of the whole base from a record number on; all pairs of a record are on one page.

    A page ends with the record that brings it to `count` pairs. The keys of the base are read once
    by each process, then only those of the records that changed.
    """
    waiting = _candidates()
    found: list[Pair] = []
    for couples in batched(waiting.since(first), BATCH):
        for pair in _proposed(couples):
            if len(found) >= count and pair.one.id != found[-1].one.id:
                return PairPage(found, pair.one.id, waiting.left_out)
            found.append(pair)
    return PairPage(found, None, waiting.left_out)


def proposals(numbers: Collection[int] | None = None) -> Iterator[Pair]:
    """Give every pair of the whole base, or those that one of these records is in, batch by batch.

    What is read is read outside any transaction of the caller's, and may take a minute for a large base.
    """
    every = _candidates()
    asked = every if numbers is None else every.among(numbers)
    for couples in batched(asked, BATCH):
        yield from _proposed(couples)


def between(couples: Iterable[tuple[int, int]]) -> Iterator[Pair]:
    """Compare pairs of living records, whether they are alike or not, whether they were told apart or not."""
    for asked in batched(couples, BATCH):
        numbers = sorted({number for couple in asked for number in couple})
        drawn = {one.side.id: one for part in batched(numbers, BATCH) for one in _drawn(part)}
        for lower, upper in asked:
            one, other = drawn.get(lower), drawn.get(upper)
            if one and other:
                yield Pair(one.side, other.side, compare(one.traits, other.traits))


def _proposed(couples: Sequence[tuple[int, int]]) -> Iterator[Pair]:
    """Compare these pairs and give those that are proposed and were not told apart."""
    apart = told_apart({number for couple in couples for number in couple})
    for pair in between(couples):
        if pair.likeness.proposed and (pair.one.id, pair.other.id) not in apart:
            yield pair


def told_apart(numbers: Iterable[int]) -> set[tuple[int, int]]:
    """Give the pairs told apart that one of these records is in, the lower number first."""
    asked = list(numbers)
    rows = Distinct.objects.filter(Q(lower_id__in=asked) | Q(upper_id__in=asked))
    return set(rows.values_list("lower_id", "upper_id"))


def _couple(one: int, other: int) -> tuple[int, int]:
    return min(one, other), max(one, other)


def _neighbours(record: _Drawn) -> list[int]:
    """Give the living records of comparable kinds in the commune of a record or around its point."""
    kinds = [kind.value for kind in Kind if comparable(record.side.kind, kind)]
    where = Q(commune_id__in=_once(record.traits.commune))
    if record.traits.point:
        lon, lat = record.traits.point
        where |= Q(lon__range=(lon - _AROUND, lon + _AROUND), lat__range=(lat - _AROUND, lat + _AROUND))
    rows = TouristObject.objects.living().filter(where, kind__in=kinds).exclude(pk=record.side.id)
    return list(rows.order_by("pk").values_list("pk", flat=True))


def _once(commune: int | None) -> list[int]:
    """Give a commune of today and those it took in: records keep the one they were written with."""
    known = places.atlas()
    if commune is None:
        return []
    heirs = ((line.id, known.living(line.id)) for line in known if line.now is not None)
    return [commune, *(number for number, heir in heirs if heir and heir.id == commune)]


def _nearest_names(record: _Drawn, numbers: list[int]) -> list[int]:
    """Keep as many neighbours as may be looked at: where there are more, those whose names are nearest."""
    if len(numbers) <= LOOKED:
        return numbers
    rows = TouristObject.objects.filter(pk__in=numbers).values_list("pk", "name", "kind", "commune_id")
    communes = places.atlas()
    named = (
        (pk, draw({"nom": {"libelleFr": name}}, Kind(kind), _place(communes, commune)))
        for pk, name, kind, commune in rows
    )
    scored = [(compare(record.traits, traits).score, pk) for pk, traits in named]
    scored.sort(key=lambda one: (-one[0], one[1]))
    return sorted(pk for _, pk in scored[:LOOKED])


def _revisions(numbers: Iterable[int]) -> "QuerySet[Revision, Any]":
    """Give the latest revisions of living records."""
    rows = Revision.objects.filter(object_id__in=list(numbers), number=F("object__revision"))
    return rows.exclude(object__state=State.DELETED.value).order_by("object_id")


def _drawn(numbers: Iterable[int]) -> Iterator[_Drawn]:
    """Draw the traits of living records, with what a choice shows of them."""
    rows = _revisions(numbers).values_list(
        "object_id",
        "number",
        "object__identifier",
        "object__kind",
        "object__state",
        "object__name",
        "object__owner_id",
        "object__owner__name",
        "object__commune_id",
        "document",
    )
    communes = places.atlas()
    for pk, revision, identifier, kind, state, name, owner_id, owner, commune, document in rows:
        place = _place(communes, commune)
        side = Side(
            id=pk,
            revision=revision,
            identifier=identifier or "",
            kind=Kind(kind),
            state=State(state),
            name=name,
            owner_id=owner_id,
            owner=owner,
            commune=place.name if place else "",
            commune_id=commune,
        )
        yield _Drawn(side, draw(document, side.kind, place))


def _place(communes: Atlas, commune: int | None) -> Place | None:
    line = communes.living(commune) if commune is not None else None
    return Place(line.id, line.name, line.population) if line else None


@dataclass(frozen=True, slots=True)
class _Read:
    """What this process has read of the base: it never changes, it is replaced."""

    places: str = ""
    ring: Keyring = field(default_factory=Keyring)
    candidates: Candidates = field(default_factory=Keyring().candidates)


_read = _Read()


def _candidates() -> Candidates:
    """Give the candidates of the whole base, reading only what changed since this process read it."""
    global _read  # noqa: PLW0603 - the whole is replaced at once
    version = places.outlines_version()
    known = _read if _read.places == version else _Read()
    rows = TouristObject.objects.living().order_by("pk").values_list("pk", "revision")
    now = np.fromiter(chain.from_iterable(rows.iterator()), dtype=np.int64).reshape(-1, 2)
    numbers, revisions = now[:, 0], now[:, 1]
    unread = known.ring.unread(numbers, revisions)
    if len(unread) or len(numbers) != len(known.ring.numbers):
        ring = known.ring.renewed(numbers, revisions, _keyed(unread))
        known = _Read(version, ring, ring.candidates())
    _read = known
    return known.candidates


def _keyed(numbers: Numbers) -> Iterator[tuple[int, int, frozenset[int]]]:
    for part in batched(numbers.tolist(), BATCH):
        for one in _drawn(part):
            yield one.side.id, one.side.revision, blocking.keys(one.traits)
