"""Writing the official geography."""

from collections.abc import Iterable, Mapping
from typing import Any

from django.db import models, transaction

from sitra.kit.texts import fold
from sitra.ledger import actions as ledger
from sitra.ledger.events import Fact
from sitra.places.events import PlacesFact
from sitra.places.models import Commune, Departement, Epci, Region


@transaction.atomic
def load(geography: Mapping[str, Any]) -> int:
    """Write regions, départements, EPCI and communes; running it again changes nothing.

    `geography` has the keys `regions`, `departements`, `epci`, `communes` and `former`, as written
    by `demo/rebuild.py`. Answers the number of communes, living and former.
    """
    _upsert(Region, (Region(code=r["code"], name=r["nom"]) for r in geography["regions"]))
    _upsert(Departement, (_departement(row) for row in geography["departements"]))
    _upsert(Epci, (Epci(code=r["code"], name=r["nom"], kind=r["type"]) for r in geography["epci"]))
    living = [_commune(row) for row in geography["communes"]]
    _upsert(Commune, living)
    by_code = {commune.code: commune for commune in living}
    former = [_former(row, by_code) for row in geography["former"] if row["code"] not in by_code]
    _upsert(Commune, former)
    total = len(living) + len(former)
    ledger.record(Fact(PlacesFact.LOADED.value, "places", 0, details={"communes": total}))
    return total


def _upsert[Row: models.Model](model: type[Row], rows: Iterable[Row]) -> None:
    """Insert or update by primary key."""
    columns = [field.name for field in model._meta.concrete_fields if not field.primary_key]
    model._default_manager.bulk_create(
        rows,
        batch_size=500,
        update_conflicts=True,
        unique_fields=[model._meta.pk.name],
        update_fields=columns,
    )


def _departement(row: Mapping[str, Any]) -> Departement:
    return Departement(code=row["code"], name=row["nom"], region_id=row["region"], outline=row.get("outline"))


def _commune(row: Mapping[str, Any]) -> Commune:
    return Commune(
        id=row["id"],
        code=row["code"],
        name=row["nom"],
        folded=fold(row["nom"]),
        departement_id=row["departement"],
        epci_id=row.get("epci") or None,
        postal_codes=row["postal_codes"],
        population=row.get("population") or 0,
        lon=row.get("lon"),
        lat=row.get("lat"),
        outline=row.get("outline"),
    )


def _former(row: Mapping[str, Any], living: Mapping[str, Commune]) -> Commune:
    """Keep the code of a merged commune, pointing to the one that took it in."""
    heir = living[row["now"]]
    return Commune(
        id=int(row["code"]),
        code=row["code"],
        name=row["nom"],
        folded=fold(row["nom"]),
        departement_id=heir.departement_id,
        epci_id=heir.epci_id,
        postal_codes=heir.postal_codes,
        now=heir,
    )
