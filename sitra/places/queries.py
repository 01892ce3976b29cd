"""Reads of places, each named after its reader."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from functools import lru_cache
from threading import Lock
from typing import Any

import orjson
from shapely.geometry import mapping
from shapely.geometry.base import BaseGeometry

from sitra.kit.errors import Unknown
from sitra.ledger import queries as ledger
from sitra.places.events import SUBJECT, Standing
from sitra.places.models import Commune, Departement, Territory
from sitra.places.rules.atlas import Atlas, CommuneLine, Offer
from sitra.places.rules.shapes import Shapes, united

__all__ = ("CommuneLine", "Offer")

_STANDING_ALONE = (Standing.COMMUNE, Standing.LOCALITY)
"""What an EPCI or a département is made of."""

_COLUMNS = (
    "id",
    "code",
    "name",
    "departement__name",
    "departement_id",
    "postal_codes",
    "population",
    "epci_id",
    "standing",
    "now_id",
    "network",
    "country",
    "other_names",
)


@dataclass(frozen=True, slots=True)
class Near:
    """A commune and how far its centre is, in metres."""

    commune: CommuneLine
    metres: float


@dataclass(frozen=True, slots=True)
class TerritoryLine:
    """A territory and the living communes it comes to, its parts included."""

    id: int
    name: str
    communes: tuple[CommuneLine, ...]


def atlas() -> Atlas:
    """Give every commune, in memory until the ledger tells of places again."""
    return _atlas(_version())


def suggest(words: str, limit: int = 8) -> list[Offer]:
    """Offer living communes whose name, past or present, or postal code begins so."""
    return atlas().suggest(words, limit)


def by_codes(codes: Iterable[str]) -> list[CommuneLine]:
    """Give communes by INSEE code, by name; unknown codes are left out."""
    known = atlas()
    found = (known.by_code(code) for code in set(codes))
    return sorted((line for line in found if line), key=lambda line: line.name)


def by_ids(numbers: Iterable[int]) -> dict[int, CommuneLine]:
    """Give the communes of today by the numbers, ours or the network's, that records name them by."""
    known = atlas()
    found = {number: known.living(number) for number in set(numbers)}
    return {number: line for number, line in found.items() if line}


def heirs(codes: Iterable[str], known: Atlas | None = None) -> list[str]:
    """Translate INSEE codes into living ones: a merged commune gives the one that took it in.

    `known` is an atlas at hand, for who may not wait for the ledger to say that it is the last.
    """
    known = known or atlas()
    return [_heir(known, code) for code in codes]


def _heir(known: Atlas, code: str) -> str:
    line = known.by_code(code)
    living = known.living(line.id) if line else None
    return living.code if living else code


def at(lon: float, lat: float) -> CommuneLine | None:
    """Give the living commune that holds a point, in degrees; nothing where no outline is known."""
    number = _shapes(_version()).at(lon, lat)
    return None if number is None else atlas().living(number)


def nearest(lon: float, lat: float, count: int = 5) -> list[Near]:
    """Give the living communes whose centre is nearest to a point, in degrees."""
    known = atlas()
    found = _shapes(_version()).nearest(lon, lat, count)
    return [Near(line, metres) for number, metres in found if (line := known.get(number))]


def centres(codes: Iterable[str]) -> list[tuple[float, float]]:
    """Give the centres, longitude and latitude, of these communes, as far as they are known."""
    rows = Commune.objects.filter(code__in=heirs(codes), now=None).exclude(lon=None).order_by("pk")
    return [(lon, lat) for lon, lat in rows.values_list("lon", "lat") if lon is not None and lat is not None]


def stands_in(number: int, lon: float, lat: float) -> bool | None:
    """Say whether a point, in degrees, is in a commune; nothing where its outline is not known."""
    line = atlas().living(number)
    return None if line is None else _shapes(_version()).holds(line.id, lon, lat)


def territory(number: int) -> TerritoryLine:
    """Give a territory with the communes it comes to, those of its parts included."""
    row = Territory.objects.filter(pk=number).first()
    if row is None:
        message = f"Aucun territoire ne porte le numéro {number}."
        raise Unknown(message)
    every = _parts_of(number)
    own = set(
        Territory.communes.through.objects.filter(territory_id__in=every).values_list("commune_id", flat=True)
    )
    epci = set(
        Territory.epci.through.objects.filter(territory_id__in=every).values_list("epci_id", flat=True)
    )
    departements = set(
        Territory.departements.through.objects.filter(territory_id__in=every).values_list(
            "departement_id", flat=True
        )
    )
    known = atlas()
    living = {line.id: line for number in own if (line := known.living(number))}
    living |= {
        line.id: line
        for line in known
        if line.standing in _STANDING_ALONE
        and line.now is None
        and (line.epci in epci or line.departement_code in departements)
    }
    return TerritoryLine(row.pk, row.name, tuple(sorted(living.values(), key=lambda line: line.code)))


def _parts_of(number: int) -> set[int]:
    """Give a territory and all that is part of it, at any depth."""
    links: dict[int, list[int]] = {}
    for whole, part in Territory.parts.through.objects.values_list("from_territory_id", "to_territory_id"):
        links.setdefault(whole, []).append(part)
    found, waiting = set[int](), [number]
    while waiting:
        one = waiting.pop()
        if one not in found:
            found.add(one)
            waiting.extend(links.get(one, ()))
    return found


def departements() -> list[tuple[str, str]]:
    """Give the code and the name of every département, by name."""
    return list(Departement.objects.order_by("name").values_list("pk", "name"))


def departement_outlines() -> bytes:
    """Give the outlines of the départements as a GeoJSON FeatureCollection, kept in memory."""
    return _departement_outlines(_version())


def commune_outlines() -> bytes:
    """Give the outlines of the communes as a GeoJSON FeatureCollection, kept in memory."""
    return _commune_outlines(_version())


def outlines_version() -> str:
    """Give a word that changes when the outlines may have."""
    return str(_version())


def _version() -> int:
    return ledger.latest(SUBJECT)


@lru_cache(maxsize=1)
def _atlas(version: int) -> Atlas:
    del version
    return Atlas([_line(row) for row in Commune.objects.order_by("id").values(*_COLUMNS)])


def _line(row: Mapping[str, Any]) -> CommuneLine:
    return CommuneLine(
        id=row["id"],
        code=row["code"],
        name=row["name"],
        departement=row["departement__name"] or "",
        departement_code=row["departement_id"] or "",
        postal_codes=tuple(row["postal_codes"]),
        population=row["population"],
        epci=row["epci_id"] or "",
        standing=Standing(row["standing"]),
        now=row["now_id"],
        network=row["network"],
        country=row["country"],
        other_names=tuple(row["other_names"]),
    )


_loading = Lock()
"""Held while the shapes are read: threads that ask at once read them once."""


def _shapes(version: int) -> Shapes:
    with _loading:
        return _drawn(version)


@lru_cache(maxsize=1)
def _drawn(version: int) -> Shapes:
    del version
    centred = Commune.objects.filter(now=None).exclude(lon=None).order_by("id")
    centres = {
        number: (lon, lat)
        for number, lon, lat in centred.values_list("id", "lon", "lat")
        if lon is not None and lat is not None
    }
    return Shapes(_outlines(), centres)


def _outlines() -> dict[int, BaseGeometry]:
    """Give the outline of each living commune, with those of the communes merged into it."""
    known = atlas()
    rows = Commune.objects.filter(outline__isnull=False).order_by("id").values_list("id", "outline")
    heirs = ((known.living(number), outline) for number, outline in rows.iterator())
    return united((line.id, outline) for line, outline in heirs if line and outline)


@lru_cache(maxsize=1)
def _departement_outlines(version: int) -> bytes:
    del version
    rows = (
        Departement.objects.filter(outline__isnull=False)
        .order_by("code")
        .values_list("code", "name", "outline")
    )
    return _collection(rows)


@lru_cache(maxsize=1)
def _commune_outlines(version: int) -> bytes:
    del version
    known = atlas()
    lines = ((known.get(number), outline) for number, outline in _outlines().items())
    return _collection((line.code, line.name, mapping(outline)) for line, outline in lines if line)


def _collection(rows: Iterable[tuple[str, str, object]]) -> bytes:
    features = [
        {"type": "Feature", "properties": {"code": code, "nom": name}, "geometry": outline}
        for code, name, outline in rows
    ]
    return orjson.dumps({"type": "FeatureCollection", "features": features})
