"""A small network to read by the modern API, and how it is called."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, timedelta
from typing import Any

from django.test import Client

from sitra.catalog.rules.kinds import Kind
from sitra.delivery import actions as delivery
from sitra.tourism.events import Origin, State
from tests.cast import AUBENAS, Cast, hotel, refuge

PREFIX = "/api/v1/"
KEY = "demo2013"
OFFICE_KEY = "bureau26"


@dataclass(frozen=True)
class World:
    """Numbers of what was written."""

    hotel: int
    draft: int
    fair: int
    territory: int
    hotels: tuple[int, ...]


def write(cast: Cast) -> World:
    """Write records of several kinds, with hours, prices and a territory."""
    first = cast.record(hotel("Hôtel du Lac", **_opening("08:00", "12:00")))
    draft = cast.record(hotel("Hôtel secret"), state=State.DRAFT)
    more = [cast.record(hotel(f"Hôtel numéro {rank:02}"), owner="privas").pk for rank in range(25)]
    cast.record(refuge("Refuge du Pont"), kind=Kind.HEBERGEMENT_COLLECTIF)
    fair = cast.record(_fair(), kind=Kind.FETE_ET_MANIFESTATION, origin=Origin.IMPORTED)
    territory: dict[str, Any] = {"nom": {"libelleFr": "Pays d'Aubenas"}, "informationsTerritoire": {}}
    territory["localisation"] = {"perimetreGeographique": [{"id": AUBENAS}]}
    area = cast.record(territory, kind=Kind.TERRITOIRE, origin=Origin.IMPORTED)
    office = cast.members["aubenas"].pk
    delivery.open_project(number=2, name="Borne", member_id=office, api_key=OFFICE_KEY)
    return World(first.pk, draft.pk, fair.pk, area.pk, (first.pk, *more))


def _opening(opens: str, closes: str) -> dict[str, Any]:
    """Open every day of a year around today, at some hours."""
    here = date.today()  # noqa: DTZ011 - the day of the network is near enough
    period = {
        "dateDebut": (here - timedelta(days=100)).isoformat(),
        "dateFin": (here + timedelta(days=265)).isoformat(),
        "type": "OUVERTURE_TOUS_LES_JOURS",
        "horaireOuverture": f"{opens}:00",
        "horaireFermeture": f"{closes}:00",
    }
    return {"ouverture": {"periodesOuvertures": [period]}}


def _fair() -> dict[str, Any]:
    fair = hotel("Foire aux châtaignes", **_opening("14:00", "18:00"))
    del fair["informationsHotellerie"]
    rate = {
        "devise": "EUR",
        "minimum": 4,
        "maximum": 9.5,
        "type": {"elementReferenceType": "TarifType", "id": 4123},
    }
    return {
        **fair,
        "informationsFeteEtManifestation": {"nomLieu": "Champ de foire"},
        "descriptionTarif": {"indicationTarif": "PAYANT", "periodes": [{"tarifs": [rate]}]},
    }


def get(path: str, asked: Mapping[str, Any] | None = None, key: str = "", **headers: str) -> Any:
    """Call a resource, with a key or without."""
    bearer = {"authorization": f"Bearer {key}"} if key else {}
    named = {name.replace("_", "-"): value for name, value in headers.items()}
    return Client().get(PREFIX + path, asked or {}, headers={**bearer, **named})


def pages(path: str, **asked: Any) -> list[Any]:
    """Read a list to its end, by its cursor."""
    found: list[Any] = []
    cursor: dict[str, str] = {}
    while True:
        answer = get(path, {**asked, **cursor})
        assert answer.status_code == 200, answer.content
        page = answer.json()
        found += page["items"]
        assert ('rel="next"' in answer.get("Link", "")) == bool(page["next"])
        if page["next"] is None:
            assert len(found) == page["total"]
            return found
        cursor = {"cursor": page["next"]}
