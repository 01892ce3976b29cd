"""Reads of places, each named after its reader."""

from collections import defaultdict
from collections.abc import Iterable
from dataclasses import dataclass
from functools import lru_cache

import orjson
from django.db.models import FETCH_RAISE, Count, Max, Q, QuerySet

from sitra.kit.texts import fold
from sitra.places.models import Commune, Departement


@dataclass(frozen=True, slots=True)
class CommuneLine:
    """A commune as a list shows it."""

    id: int
    code: str
    name: str
    departement: str
    postal_codes: tuple[str, ...]


def suggest(words: str, limit: int = 8) -> list[CommuneLine]:
    """Offer living communes whose name or postal code begins so, biggest first."""
    folded = fold(words)
    if not folded:
        return []
    begins = Q(folded__startswith=folded) | Q(folded__contains=f" {folded}")
    if folded.isdigit():
        begins = Q(code__startswith=folded) | Q(postal_codes__icontains=folded)
    return [_line(row) for row in _living().filter(begins).order_by("-population", "name")[:limit]]


def by_codes(codes: Iterable[str]) -> list[CommuneLine]:
    """Give communes by INSEE code, by name; unknown codes are left out."""
    return [_line(row) for row in _lines().filter(code__in=list(codes)).order_by("name")]


def by_ids(ids: Iterable[int]) -> dict[int, CommuneLine]:
    """Give communes by their number on the network."""
    return {row.id: _line(row) for row in _lines().filter(id__in=set(ids))}


def heirs(codes: Iterable[str]) -> list[str]:
    """Translate INSEE codes into living ones: a merged commune gives the one that took it in."""
    known = dict(_lines().filter(code__in=list(codes)).values_list("code", "now__code"))
    return [known.get(code) or code for code in codes]


def count_living() -> int:
    """Count the communes that exist today."""
    return Commune.objects.filter(now=None).count()


def departement_outlines() -> bytes:
    """Give the outlines of the départements as a GeoJSON FeatureCollection, kept in memory."""
    return _departement_outlines(outlines_version())


def commune_outlines() -> bytes:
    """Give the outlines of the communes as a GeoJSON FeatureCollection, kept in memory."""
    return _commune_outlines(outlines_version())


@lru_cache(maxsize=1)
def _departement_outlines(version: str) -> bytes:
    del version
    rows = Departement.objects.exclude(outline=None).values_list("code", "name", "outline")
    return _collection(rows)


@lru_cache(maxsize=1)
def _commune_outlines(version: str) -> bytes:
    del version
    rows = Commune.objects.exclude(outline=None).values_list("code", "name", "outline")
    return _collection(rows)


def outlines_version() -> str:
    """Give a word that changes when the outlines do."""
    figures = Commune.objects.aggregate(total=Count("id"), people=Max("population"))
    return f"{figures['total']}-{figures['people']}"


class Gazetteer:
    """Every commune in memory, to recognise what outside sources write."""

    def __init__(self) -> None:
        self._by_code: dict[str, int] = {}
        self._by_postal_code: dict[str, dict[str, int]] = defaultdict(dict)
        self._departements: dict[int, str] = {}
        rows = Commune.objects.values_list("id", "code", "folded", "postal_codes", "now_id", "departement_id")
        for number, code, folded, postal_codes, now, departement in rows:
            self._by_code[code] = now or number
            self._departements[number] = departement
            for postal_code in postal_codes:
                self._by_postal_code[postal_code][folded] = now or number

    def find(self, *, code: str = "", postal_code: str = "", name: str = "") -> int | None:
        """Recognise a commune by INSEE code, else by postal code and name; `None` if in doubt."""
        if found := self._by_code.get(code):
            return found
        candidates = self._by_postal_code.get(postal_code, {})
        wanted = _comparable(name)
        for folded, number in candidates.items():
            if _comparable(folded) == wanted:
                return number
        close = {n for folded, n in candidates.items() if wanted and wanted in _comparable(folded)}
        everyone = set(candidates.values())
        for narrowed in (close, everyone):
            if len(narrowed) == 1:
                return narrowed.pop()
        return None

    def departement(self, number: int) -> str:
        """Give the code of the département of a commune."""
        return self._departements[number]


def _comparable(name: str) -> str:
    """Fold a name as registers write it: `ST`, `STE` for saints, no arrondissement, no cedex."""
    short = {"st": "saint", "ste": "sainte"}
    words = [short.get(word, word) for word in fold(name).split()]
    dropped = {"cedex", "arrondissement"}
    kept = [word for word in words if word not in dropped and not word[0].isdigit()]
    return " ".join(kept)


def _lines() -> QuerySet[Commune]:
    return (
        Commune.objects.select_related("departement")
        .defer("outline", "departement__outline")
        .fetch_mode(FETCH_RAISE)
    )


def _living() -> QuerySet[Commune]:
    return _lines().filter(now=None)


def _line(row: Commune) -> CommuneLine:
    return CommuneLine(
        id=row.id,
        code=row.code,
        name=row.name,
        departement=row.departement.name,
        postal_codes=tuple(row.postal_codes),
    )


def _collection(rows: Iterable[tuple[str, str, object]]) -> bytes:
    features = [
        {"type": "Feature", "properties": {"code": code, "nom": name}, "geometry": outline}
        for code, name, outline in rows
    ]
    return orjson.dumps({"type": "FeatureCollection", "features": features})
