"""A seeded corpus of records in the form in which they are stored; nothing of it is kept on disk.

    PYTHONPATH=. .venv/bin/python bench/corpus.py [RECORDS]

prints how fast it is made and what it is like. Records are made by chunks, each from a seed of its own, so
that a small corpus is the beginning of a large one and chunks can be made apart.
"""

import os
import sys
import time
import unicodedata
from bisect import bisect
from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import UTC, date, datetime, timedelta
from functools import cached_property
from itertools import accumulate
from pathlib import Path
from random import Random
from typing import Any

import orjson

from bench import blocks, naming, seeds
from bench.country import Country, Place
from bench.criteria import Criteria, vocabulary
from sitra.catalog.rules.kinds import Kind
from sitra.catalog.rules.tree import tree

VERSION = "2"
"""Changes with what is made: a ground of another version is built anew."""

SEED = 20_260_101
CHUNK = 500
SIZES = {"1k": 1_000, "10k": 10_000, "50k": 50_000, "100k": 100_000, "450k": 450_000}
SHARED = Path(os.environ.get("SITRA_SHARED", Path(__file__).resolve().parents[2] / "shared"))

KINDS = {
    Kind.HEBERGEMENT_LOCATIF: 28.0, Kind.FETE_ET_MANIFESTATION: 15.0, Kind.COMMERCE_ET_SERVICE: 11.0,
    Kind.EQUIPEMENT: 10.0, Kind.RESTAURATION: 9.0, Kind.ACTIVITE: 7.3, Kind.HEBERGEMENT_COLLECTIF: 4.0,
    Kind.HOTELLERIE: 4.0, Kind.PATRIMOINE_CULTUREL: 4.0, Kind.DEGUSTATION: 2.0, Kind.STRUCTURE: 2.0,
    Kind.HOTELLERIE_PLEIN_AIR: 1.5, Kind.PATRIMOINE_NATUREL: 1.0, Kind.SEJOUR_PACKAGE: 0.7,
    Kind.TERRITOIRE: 0.3, Kind.DOMAINE_SKIABLE: 0.2,
}  # fmt: skip
STATES = {"PUBLISHED": 60.0, "HIDDEN": 25.0, "DRAFT": 15.0}
MEMBERS = 1_500
TERRITORIES = 12
"""The first records are the départements, however small the corpus."""

REAL = 20
"""One record in so many is a real one, as long as there are some."""

TWIN, NOWHERE, DECOMPOSED, GIANT = 0.02, 0.01, 0.01, 0.001


@dataclass(slots=True)
class Made:
    """A record of the corpus; `commune` is an INSEE code, empty when none is known."""

    number: int
    kind: Kind
    state: str
    owner: int
    document: dict[str, Any]
    commune: str
    changed_at: datetime

    @property
    def written(self) -> bytes:
        """The document as JSON."""
        return orjson.dumps(self.document, option=orjson.OPT_SORT_KEYS)


class Corpus:
    """All that records are made of."""

    def __init__(self, size: int, day: date, seed: int = SEED) -> None:
        self.size, self.day, self.seed = size, day, seed
        self.seeds = seeds.read()
        self.country = Country()
        self.terms = vocabulary(SHARED)
        self.criteria = Criteria(self.terms, seed)

    def __iter__(self) -> Iterator[Made]:
        for chunk in range(-(-self.size // CHUNK)):
            yield from self.chunk(chunk)

    def chunk(self, rank: int) -> Iterator[Made]:
        """Make some records that follow each other; their numbers begin at 1."""
        chance = Random(f"{self.seed}/{rank}")
        before: Made | None = None
        for number in range(rank * CHUNK + 1, min((rank + 1) * CHUNK, self.size) + 1):
            before = self._make(number, before, chance)
            yield before

    def _make(self, number: int, before: Made | None, chance: Random) -> Made:
        place = self.country.draw(chance)
        if number % REAL == 0 and number // REAL <= len(self.seeds.drafts):
            kind, document, code = self._real(number // REAL - 1)
        elif before and number > TERRITORIES and chance.random() < TWIN and before.kind != Kind.TERRITOIRE:
            kind, document, code = before.kind, _twin(before.document), before.commune
        else:
            kind = Kind.TERRITOIRE if number <= TERRITORIES else _drawn(_KINDS, chance)
            document, code = self._invent(number, kind, place, chance), place.code
        return Made(
            number=number,
            kind=kind,
            state="PUBLISHED" if number <= TERRITORIES else _drawn(_STATES, chance),
            owner=_drawn(_OWNERS, chance),
            document=document,
            commune=code,
            changed_at=datetime(self.day.year, self.day.month, self.day.day, 8, tzinfo=UTC)
            - timedelta(minutes=int(chance.random() ** 2 * 1_500_000)),
        )

    def _real(self, rank: int) -> tuple[Kind, dict[str, Any], str]:
        """Take a real record as it is, with its commune when its source gives a code of the region."""
        draft = self.seeds.drafts[rank]
        document = dict(draft.document)
        if place := self.country.by_code.get(draft.commune.code) or self._named(draft.commune):
            located = dict(document.get("localisation", {}))
            located["adresse"] = {**located.get("adresse", {}), "commune": {"id": place.number}}
            document["localisation"] = located
        return Kind(draft.kind), document, place.code if place else ""

    def _named(self, hint: Any) -> Place | None:
        return self._by_name.get((hint.postal_code, hint.name))

    @cached_property
    def _by_name(self) -> dict[tuple[str, str], Place]:
        return {(place.postal_code, place.name): place for place in self.country.places}

    def _invent(self, number: int, kind: Kind, place: Place, chance: Random) -> dict[str, Any]:
        spoken, has = blocks.languages(chance), tree(kind).children
        perimeter: list[Place] = []
        title = place.name
        if kind is Kind.TERRITOIRE:
            first = number <= TERRITORIES
            title, perimeter = (
                self.country.departement(number - 1) if first else self.country.territory(chance)
            )
        name = naming.name(kind, title, chance)
        if chance.random() < DECOMPOSED:
            name = unicodedata.normalize("NFD", name)
        document: dict[str, Any] = {"nom": {"libelleFr": name}}
        if "en" in spoken and chance.random() < 0.4:
            document["nom"]["libelleEn"] = name
        document["informations"] = blocks.contacts(number, chance)
        document["presentation"] = blocks.presentation(self.seeds, kind, spoken, place.name, chance)
        document["localisation"] = _location(place, perimeter, chance)
        document["illustrations"] = blocks.pictures(number, name, chance)
        if "ouverture" in has:
            document["ouverture"] = blocks.opening(number, kind, self.day, chance)
            document["descriptionTarif"] = blocks.prices(number, self.day, chance)
        self.criteria.deal(document, kind, chance)
        if chance.random() < GIANT:
            document["illustrations"] = [
                one for rank in range(340) for one in blocks.pictures(number * 200 + rank, name * 4, chance)
            ]
        return document


def _location(place: Place, perimeter: list[Place], chance: Random) -> dict[str, Any]:
    address: dict[str, Any] = {
        "adresse1": f"{1 + int(chance.random() * 200)} route de {naming.pick(naming.SPOTS, chance)}",
        "commune": {"id": place.number},
    }
    if place.postal_code:
        address["codePostal"] = place.postal_code
    located: dict[str, Any] = {"adresse": address}
    if chance.random() >= NOWHERE:
        located["geolocalisation"] = {
            "valide": True,
            "geoJson": {"type": "Point", "coordinates": list(place.point(chance))},
        }
    if perimeter:
        located["perimetreGeographique"] = [{"id": one.number} for one in perimeter]
    return located


def _twin(document: dict[str, Any]) -> dict[str, Any]:
    """Write a record again, as somebody does who did not see that it is there."""
    name = document["nom"]["libelleFr"]
    return {**document, "nom": {"libelleFr": name.replace("é", "e").upper()}}


type Weighted[T] = tuple[list[T], list[float]]


def _weighted[T](shares: dict[T, float]) -> "Weighted[T]":
    return list(shares), list(accumulate(shares.values()))


def _drawn[T](weighted: "Weighted[T]", chance: Random) -> T:
    values, heap = weighted
    return values[min(bisect(heap, chance.random() * heap[-1]), len(values) - 1)]


_KINDS, _STATES = _weighted(KINDS), _weighted(STATES)
_OWNERS = _weighted({number: 1 / (number + 10) for number in range(1, MEMBERS + 1)})


def main(words: list[str]) -> None:
    """Say how fast the corpus is made, and what it is like."""
    size = SIZES.get(words[0], 0) or int(words[0]) if words else 10_000
    begun = time.perf_counter()
    corpus = Corpus(size, date.today().replace(day=1))  # noqa: DTZ011 - a day is enough
    print(f"pools ready in {time.perf_counter() - begun:.1f} s")
    begun, kinds, sizes = time.perf_counter(), Counter[str](), list[int]()
    for one in corpus:
        kinds[one.kind] += 1
        sizes.append(len(one.written))
    taken = time.perf_counter() - begun
    sizes.sort()
    print(f"{size} records in {taken:.1f} s, {size / taken:.0f} records/s")
    print(
        f"stored form: median {sizes[size // 2]}, p5 {sizes[size // 20]}, p95 {sizes[size * 19 // 20]}, "
        f"longest {sizes[-1]} bytes"
    )
    print(", ".join(f"{kind} {count / size:.1%}" for kind, count in kinds.most_common()))


if __name__ == "__main__":
    main(sys.argv[1:])
