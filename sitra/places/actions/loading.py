"""Writing the official geography, and the outlines drawn on it."""

import gzip
import hashlib
from collections.abc import Iterable, Mapping
from pathlib import Path
from typing import Any

import orjson
from django.db import models, transaction
from django.utils import timezone

from sitra.kit.copying import copy_over_rows, copy_rows
from sitra.kit.locks import hold
from sitra.ledger import actions as ledger, queries as facts
from sitra.ledger.events import Fact
from sitra.places.events import SUBJECT, PlacesFact, Standing
from sitra.places.models import Amendment, Commune, Departement, Epci, Region

SEED = Path(__file__).parents[1] / "seed"
"""The geography that comes with the program: France, and the cantons of Switzerland."""

OWN = 1_000_000
"""Our own number of a commune of France is its code beyond this."""

_CORSICA = {"2A": "100", "2B": "101"}
"""What stands for the letters: no département has three such figures, and 20 was all Corsica's once."""

_OFFICIAL = (
    "code",
    "name",
    "other_names",
    "standing",
    "departement",
    "epci",
    "postal_codes",
    "population",
    "now",
    "country",
)
"""What the official code says; the rest (number, outline, number of the network) is left alone."""

_WRITTEN = ("id", *_OFFICIAL)
_ATTRIBUTES = {name: str(Commune._meta.get_field(name).attname) for name in _WRITTEN}  # type: ignore[union-attr]


def number_of(code: str) -> int:
    """Give our own number of a commune of France: `07019` is 1007019, `2A004` is 1100004."""
    return OWN + int(_CORSICA.get(code[:2], code[:2]) + code[2:])


def load_seed(*, by: int | None = None) -> int:
    """Write the geography that comes with the program, unless it is there; answers the number of rows."""
    written = (SEED / "france.json.gz").read_bytes()
    cantons = (SEED / "cantons.json").read_bytes()
    digest = hashlib.sha256(written + cantons).hexdigest()
    if facts.last_details(PlacesFact.LOADED).get("digest") != digest:
        geography = orjson.loads(gzip.decompress(written)) | {"cantons": orjson.loads(cantons)}
        load(geography, digest=digest, by=by)
    return Commune.objects.count()


@transaction.atomic
def load(geography: Mapping[str, Any], *, digest: str = "", by: int | None = None) -> None:
    """Write regions, départements, EPCI, communes and former codes; running it again changes nothing.

    `geography` has the keys that `scripts/official_places.py` writes. What an amendment later than
    its edition has changed stays; an earlier one is overtaken, and cannot be undone any more.
    """
    hold(SUBJECT)
    _upsert(Region, (Region(code=code, name=name) for code, name in geography["regions"]))
    _upsert(
        Departement,
        (
            Departement(code=code, name=name, region_id=region)
            for code, name, region in geography["departements"]
        ),
        ("name", "region"),
    )
    _upsert(Epci, (Epci(code=code, name=name, kind=kind) for code, name, kind in geography["epci"]))
    kept = _amended_after(geography["edition"])
    names = _other_names(geography["within"])
    living = [_commune(row, names) for row in geography["communes"] if row[0] not in kept]
    living += [_canton(row) for row in geography.get("cantons", ())]
    _upsert_communes(living)
    numbers = dict(Commune.objects.values_list("code", "id"))
    places = dict(Commune.objects.values_list("code", "departement_id"))
    _upsert_communes(
        _former(row, numbers[row[3]], places[row[3]]) for row in geography["former"] if row[0] not in kept
    )
    details = {"edition": geography["edition"], "communes": len(numbers), "digest": digest}
    ledger.record(Fact(PlacesFact.LOADED.value, SUBJECT, 0, person_id=by, details=details))


@transaction.atomic
def draw(outlines: Mapping[str, Any], *, by: int | None = None) -> int:
    """Write where communes and départements are; answers how many communes.

    `outlines` has the keys `departements` (code -> GeoJSON geometry) and `communes` (code ->
    longitude, latitude, GeoJSON geometry), WGS 84.
    """
    hold(SUBJECT)
    departements = list(Departement.objects.filter(code__in=outlines["departements"]))
    for one in departements:
        one.outline = outlines["departements"][one.code]
    Departement.objects.bulk_update(departements, ["outline"], batch_size=50)
    drawn = outlines["communes"]
    codes = Commune.objects.filter(code__in=list(drawn)).values_list("code", flat=True)
    communes = [(code, *drawn[code][:2], orjson.dumps(drawn[code][2]).decode()) for code in codes]
    copy_over_rows(Commune, ("code", "lon", "lat", "outline"), communes)
    details = {"communes": len(communes)}
    ledger.record(Fact(PlacesFact.DRAWN.value, SUBJECT, 0, person_id=by, details=details))
    return len(communes)


def _amended_after(edition: str) -> set[str]:
    """Give the codes changed by amendments later than an edition; the others are overtaken by it."""
    in_force = Amendment.objects.filter(undone_at=None, overtaken_at=None)
    in_force.filter(edition__lte=edition).update(overtaken_at=timezone.now())
    later = in_force.filter(edition__gt=edition).values_list("before", "created")
    numbers = [number for _, created in later for number, _ in created]
    new = Commune.objects.filter(pk__in=numbers).values_list("code", flat=True)
    return {row["code"] for before, _ in later for row in before} | set(new)


def _upsert[Row: models.Model](model: type[Row], rows: Iterable[Row], columns: Iterable[str] = ()) -> None:
    """Insert or update by primary key."""
    every = [field.name for field in model._meta.concrete_fields if not field.primary_key]
    model._default_manager.bulk_create(
        rows,
        batch_size=500,
        update_conflicts=True,
        unique_fields=[model._meta.pk.name],
        update_fields=list(columns) or every,
    )


def _upsert_communes(rows: Iterable[Commune]) -> None:
    """Insert or update by code: a commune that is there keeps its number."""
    known, new, old = set(Commune.objects.values_list("code", flat=True)), list[Commune](), list[Commune]()
    for row in rows:
        (old if row.code in known else new).append(row)
    copy_rows(Commune, _WRITTEN, ([getattr(row, _ATTRIBUTES[name]) for name in _WRITTEN] for row in new))
    Commune.objects.bulk_create(
        old, batch_size=1000, update_conflicts=True, unique_fields=["code"], update_fields=_OFFICIAL[1:]
    )


def _other_names(within: Iterable[tuple[str, str]]) -> dict[str, list[str]]:
    names: dict[str, list[str]] = {}
    for code, name in within:
        names.setdefault(code, []).append(name)
    return names


def _commune(row: list[Any], names: Mapping[str, list[str]]) -> Commune:
    code, name, departement, epci, postal_codes, population = row
    return Commune(
        id=number_of(code),
        code=code,
        name=name,
        other_names=names.get(code, []),
        departement_id=departement,
        epci_id=epci or None,
        postal_codes=postal_codes,
        population=population,
    )


def _former(row: list[Any], heir: int, departement: str | None) -> Commune:
    """Keep a code that is no commune's any more, pointing to the one that took it in."""
    code, name, standing, _, postal_codes, population = row
    return Commune(
        id=number_of(code),
        code=code,
        name=name,
        standing=Standing(standing).value,
        departement_id=departement,
        postal_codes=postal_codes,
        population=population,
        now_id=heir,
    )


def _canton(row: Mapping[str, Any]) -> Commune:
    return Commune(
        id=row["id"],
        code=row["code"],
        name=row["name"],
        other_names=row["other_names"],
        standing=Standing.CANTON.value,
        country=row["country"],
    )
