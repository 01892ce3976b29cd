"""What a question comes to: its echo, its refusals, and the agendas."""

import json
from collections.abc import Callable
from datetime import date, timedelta
from pathlib import Path
from typing import Any

import pytest
from django.test import Client
from django.utils import timezone
from jsonschema import Draft3Validator

from sitra.catalog.rules.kinds import Kind
from sitra.tourism.actions import layers, merge
from sitra.tourism.events import Origin
from sitra.tourism.models import TouristObject
from tests.cast import ALBERTVILLE, AUBENAS, Cast, hotel
from tests.wire import official

pytestmark = pytest.mark.django_db

SCHEMAS = "wire/schemas/v002"
KEY: dict[str, Any] = {"apiKey": "demo2013", "projetId": 1}
PARIS = {"type": "Point", "coordinates": [2.35, 48.85]}


@pytest.fixture
def ask(client: Client) -> Callable[..., Any]:
    def asking(service: str = "recherche/list-identifiants", **question: Any) -> Any:
        query = json.dumps({**KEY, **question})
        return client.get(f"/api/v002/{service}", {"query": query}).json()

    return asking


def event(name: str, start: date, end: date, **more: Any) -> dict[str, Any]:
    period = {
        "dateDebut": start.isoformat(),
        "dateFin": end.isoformat(),
        "type": "OUVERTURE_TOUS_LES_JOURS",
        "tousLesAns": False,
    }
    made = hotel(name, **more)
    del made["informationsHotellerie"]
    return {**made, "ouverture": {"periodesOuvertures": [period]}}


@pytest.fixture(scope="module")
def records(published: Callable[[Callable[[Cast], dict[str, int]]], dict[str, int]]) -> dict[str, int]:
    def write(cast: Cast) -> dict[str, int]:
        today = timezone.localdate()
        fair, show = Kind.FETE_ET_MANIFESTATION, Kind.ACTIVITE
        week = timedelta(days=7)
        written = {
            "late": cast.record(
                event("Foire", today + week, today + week), kind=fair, origin=Origin.IMPORTED
            ),
            "long": cast.record(event("Stage", today, today + week), kind=show, origin=Origin.IMPORTED),
            "soon": cast.record(event("Bal", today, today), kind=fair, origin=Origin.IMPORTED),
            "hotel": cast.record(hotel("Hôtel")),
            "away": cast.record(hotel("Ailleurs", commune=ALBERTVILLE)),
            "gone": cast.record(hotel("Ancien nom")),
        }
        perimeter = {"perimetreGeographique": [{"id": AUBENAS}]}
        land = {"nom": {"libelleFr": "Pays"}, "localisation": perimeter}
        written["land"] = cast.record(land, kind=Kind.TERRITOIRE, origin=Origin.IMPORTED)
        numbers = {name: row.pk for name, row in written.items()}
        mine = layers.internal_tag(cast.members["region"], "Coup de cœur")
        other = layers.internal_tag(cast.members["privas"], "Un autre")
        layers.tag(numbers["hotel"], mine, by=cast.author())
        layers.tag(numbers["away"], other, by=cast.author())
        merge(
            numbers["gone"],
            into=numbers["hotel"],
            document=hotel("Hôtel"),
            seen=1,
            seen_into=1,
            by=cast.author(),
        )
        return {**numbers, "mine": mine.pk, "other": other.pk}

    return published(write)


def test_the_echo_is_an_official_question(
    shared: Path, records: dict[str, int], ask: Callable[..., Any]
) -> None:
    path = shared / SCHEMAS / "api/output/apiObjetsTouristiquesRequete.schema"
    schema = Draft3Validator(json.loads(path.read_text(encoding="utf-8")))
    asked = {
        "center": {"type": "Point", "coordinates": ["4.39", "44.62"]},
        "radius": "3000",
        "territoireIds": [str(records["land"])],
        "communeCodesInsee": ["07019"],
        "identifiers": ["A"],
        "searchQuery": "fête",
        "searchLocale": "pt-BR",
        "dateDebut": "2026-11-01",
        "dateFin": "2027-12-01",
        "modifieApres": "2020-01-01",
        "dureeMin": "5",
        "dureeMax": 10,
        "membreProprietaireIds": [4],
        "order": "DISTANCE",
        "asc": "false",
        "randomSeed": 12,
    }
    for service in ("recherche", "agenda/simple", "agenda/detaille"):
        echo = ask(f"{service}/list-identifiants", **asked)["query"]
        assert list(schema.iter_errors(echo)) == []
        assert (echo["radius"], echo["center"]["coordinates"]) == (3000, [4.39, 44.62])
        assert echo["searchLocale"] == "pt-br"


@pytest.mark.usefixtures("records")
@pytest.mark.parametrize(
    ("service", "asked", "echoed"),
    [
        ("recherche", {"order": "PERTINENCE"}, {"order": "IDENTIFIANT"}),
        ("recherche", {"order": "DISTANCE", "searchQuery": "bal"}, {"order": "PERTINENCE"}),
        ("recherche", {"order": "DATE_OUVERTURE", "asc": False}, {"order": "DATE_OUVERTURE", "asc": True}),
        ("recherche", {"center": PARIS}, {"center": None, "radius": None}),
        ("recherche", {"radius": 3}, {"center": None, "radius": None}),
        ("recherche", {"center": {"type": "Point"}, "radius": 3}, {"center": None, "radius": None}),
        ("recherche", {}, {"dateDebut": None}),
        ("agenda/simple", {"order": "NOM"}, {"order": "DATE_OUVERTURE", "dateDebut": "today"}),
        ("agenda/detaille", {"searchQuery": "bal"}, {"order": "IDENTIFIANT", "dateDebut": "today"}),
        ("agenda/detaille", {"order": "NOM", "dateDebut": "2027-01-01"}, {"order": "NOM"}),
    ],
)
def test_what_does_not_apply_is_left_out_of_the_echo(
    ask: Callable[..., Any], service: str, asked: dict[str, Any], echoed: dict[str, Any]
) -> None:
    echo = ask(f"{service}/list-identifiants", **asked)["query"]
    today = timezone.localdate().isoformat()
    assert {name: echo.get(name) for name in echoed} == {
        name: today if value == "today" else value for name, value in echoed.items()
    }


@pytest.mark.usefixtures("records")
@pytest.mark.parametrize(
    ("asked", "error_type", "word"),
    [
        ({"dateDebut": "2027-01-02", "dateFin": "2027-01-01"}, "RECHERCHE_BAD_REQUEST", "dateFin"),
        ({"dureeMin": 3, "dureeMax": 2}, "RECHERCHE_BAD_REQUEST", "dureeMax"),
        ({"center": PARIS["coordinates"], "radius": 3}, "RECHERCHE_BAD_REQUEST", "GeoJSON"),
        (
            {"center": {"type": "Point", "coordinates": [200, 4]}, "radius": 3},
            "RECHERCHE_BAD_REQUEST",
            "degrés",
        ),
        (
            {"center": {"type": "Point", "coordinates": [1, 2, 3]}, "radius": 3},
            "RECHERCHE_BAD_REQUEST",
            "center",
        ),
        ({"searchQuery": "a" * 501}, "RECHERCHE_BAD_REQUEST", "500"),
        ({"listeEnregistreeId": "trois"}, "RECHERCHE_BAD_REQUEST", "listeEnregistreeId"),
        ({"selectionIds": 3}, "RECHERCHE_BAD_REQUEST", "selectionIds"),
        ({"membreProprietaireIdGmcs": [3]}, "RECHERCHE_NOT_AVAILABLE", "membreProprietaireIds"),
        ({"criteresQuery": "critereInterne:5"}, "RECHERCHE_INVALID_CRITERES_QUERY", "caractère 16"),
    ],
)
def test_refusals(ask: Callable[..., Any], asked: dict[str, Any], error_type: str, word: str) -> None:
    answer = ask(**asked)
    assert answer["errorType"] == error_type
    assert word in answer["message"]


def test_extreme_values_are_answered(records: dict[str, int], ask: Callable[..., Any]) -> None:
    assert ask(dateDebut="0001-01-01", dateFin="9999-12-31")["numFound"] == 3
    assert ask(dateFin="1990-01-01")["numFound"] == 0
    assert ask(modifieApres="0001-01-01")["numFound"] == len(records) - 3
    assert ask(modifieApres="9999-12-31")["numFound"] == 0
    assert ask(identifiers=["\0"], identifiants=[2**53])["numFound"] == 0
    assert ask(center=PARIS, radius=2**53)["numFound"] == 5
    assert ask("agenda/simple/list-identifiants", dateFin="1990-01-01")["numFound"] == 0


def test_tags_territories_and_merged_records(records: dict[str, int], ask: Callable[..., Any]) -> None:
    def numbers(**asked: Any) -> list[int]:
        return list(ask(**asked).get("objetTouristiqueIds", []))

    mine, other = (f"critereInterne:CritereInterne_{records[name]}" for name in ("mine", "other"))
    assert numbers(criteresQuery=mine) == [records["hotel"]]
    assert numbers(criteresQuery=other) == [], "another member's criterion is nobody else's business"
    assert records["hotel"] not in numbers(criteresQuery=f"-{mine}")
    assert records["away"] not in numbers(territoireIds=[records["land"]])
    assert records["soon"] in numbers(territoireIds=[records["land"]])
    identifier = TouristObject.objects.get(pk=records["gone"]).identifier
    assert numbers(identifiers=[identifier]) == [records["hotel"]]
    assert numbers(identifiants=[records["gone"]], identifiers=["x"]) == [records["hotel"]]
    assert records["hotel"] not in numbers(identifiantsIgnores=[records["gone"]])


def test_agendas(records: dict[str, int], ask: Callable[..., Any]) -> None:
    today = timezone.localdate()
    simple = ask("agenda/simple/list-objets-touristiques", responseFields=["@minimal"])
    assert list(simple) == ["query", "numFound", "objetsTouristiques", "formatVersion"]
    assert [one["id"] for one in simple["objetsTouristiques"]] == [
        records[n] for n in ("long", "soon", "late")
    ]
    assert ask(order="DATE_OUVERTURE")["objetTouristiqueIds"] == [
        records[n] for n in ("long", "soon", "late")
    ]
    diary = ask("agenda/detaille/list-identifiants", first=1, count=3)
    assert list(diary) == ["query", "numFound", "objetTouristiqueIds"]
    assert diary["numFound"] == 10
    following = [(today + timedelta(days=rank)).isoformat() for rank in range(3)]
    assert diary["objetTouristiqueIds"] == {
        following[0]: [records["soon"]],
        following[1]: [records["long"]],
        following[2]: [records["long"]],
    }
    shown = ask("agenda/detaille/list-objets-touristiques", first=8, responseFields=["id"])
    assert shown["objetsTouristiques"] == {
        (today + timedelta(days=7)).isoformat(): [
            {"type": "FETE_ET_MANIFESTATION", "id": records["late"]},
            {"type": "ACTIVITE", "id": records["long"]},
        ]
    }
    past = ask("agenda/detaille/list-objets-touristiques", first=10)
    assert (past["numFound"], "objetsTouristiques" in past) == (10, False)


def test_records_of_agendas_are_official(
    shared: Path, records: dict[str, int], ask: Callable[..., Any]
) -> None:
    simple = ask("agenda/simple/list-objets-touristiques", responseFields=["@all"])["objetsTouristiques"]
    diary = ask("agenda/detaille/list-objets-touristiques", responseFields=["@all"])["objetsTouristiques"]
    assert len(simple) == 3 <= len(records)
    for one in [*simple, *(one for day in diary.values() for one in day)]:
        assert official.faults(shared / SCHEMAS, "api", one) == []


def test_names_in_both_directions_and_deep_pages(
    records: dict[str, int], ask: Callable[..., Any], monkeypatch: pytest.MonkeyPatch
) -> None:
    from sitra.search.rules.columns import ranking

    del records
    near = [ask(order="NOM", asc=asc)["objetTouristiqueIds"] for asc in (True, False)]
    monkeypatch.setattr(ranking, "_FEW", 0)
    deep = [ask(order="NOM", asc=asc)["objetTouristiqueIds"] for asc in (True, False)]
    assert near == deep
    assert near[0] == near[1][::-1]
