"""The three reading services of v002, as live clients speak to them."""

import json
from collections.abc import Callable
from typing import Any

import pytest
from django.test import Client

from sitra.catalog.rules.kinds import Kind
from sitra.tourism.events import State
from tests.cast import Cast, hotel, refuge

pytestmark = pytest.mark.django_db

SEARCH = "/api/v002/recherche/list-objets-touristiques"
NUMBERS = "/api/v002/recherche/list-identifiants"
KEY: dict[str, Any] = {"apiKey": "demo2013", "projetId": 1}


@pytest.fixture
def ask(client: Client) -> Callable[..., Any]:
    def asking(address: str = SEARCH, **question: Any) -> Any:
        return client.get(address, {"query": json.dumps({**KEY, **question})})

    return asking


@pytest.fixture(scope="module")
def records(published: Callable[[Callable[[Cast], list[int]]], list[int]]) -> list[int]:
    def write(cast: Cast) -> list[int]:
        names = ["Hôtel du Lac", "Hôtel du Pont", "Hôtel des Cimes"]
        numbers = [cast.record(hotel(name)).pk for name in names]
        hut = cast.record(refuge("Refuge du Lac"), kind=Kind.HEBERGEMENT_COLLECTIF)
        cast.record(hotel("Hôtel secret"), state=State.DRAFT)
        return [*numbers, hut.pk]

    return published(write)


def test_envelope_order_echo_and_defaults(records: list[int], ask: Callable[..., Any]) -> None:
    answer = ask(criteresQuery="type:HOTELLERIE", count="2", projetId="1").json()
    assert list(answer) == ["query", "numFound", "objetsTouristiques", "formatVersion"]
    assert answer["query"] == {
        "searchFields": "NOM_DESCRIPTION_CRITERES",
        "criteresQuery": "type:HOTELLERIE",
        "first": 0,
        "count": 2,
        "order": "IDENTIFIANT",
        "asc": True,
        "apiKey": "demo2013",
        "projetId": 1,
    }
    assert answer["numFound"] == 3
    assert [one["id"] for one in answer["objetsTouristiques"]] == records[:2]


def test_default_fields_are_french_and_ready(records: list[int], ask: Callable[..., Any]) -> None:
    record = ask(identifiants=records[:1]).json()["objetsTouristiques"][0]
    assert list(record) == [
        "type", "id", "nom", "identifier", "informations", "presentation", "localisation",
        "informationsHotellerie",
    ]  # fmt: skip
    assert record["presentation"]["descriptifCourt"].keys() == {"libelleFr"}
    assert record["localisation"]["adresse"]["commune"]["code"] == "07019"
    contact = record["informations"]["moyensCommunication"][0]
    assert contact["type"]["libelleFr"] == "Téléphone"
    assert contact["coordonnees"] == {"fr": "01 23 45 67 89"}


def test_locales_and_response_fields(records: list[int], ask: Callable[..., Any]) -> None:
    asked = [
        "presentation.descriptifCourt",
        "localisation.geolocalisation.geoJson.coordinates",
        "x.y",
    ]
    record = ask(identifiants=records[:1], responseFields=asked, locales=["de", "en"]).json()
    assert record["objetsTouristiques"] == [
        {
            "type": "HOTELLERIE",
            "id": records[0],
            "presentation": {
                "descriptifCourt": {
                    "libelleEn": "Quiet, close to the castle and the river.",
                    "libelleDe": "Ruhig gelegen, nahe beim Schloss und beim Fluss.",
                }
            },
            "localisation": {"geolocalisation": {"geoJson": {"coordinates": [4.39, 44.62]}}},
        }
    ]


def test_aliases(records: list[int], ask: Callable[..., Any]) -> None:
    def fields(*paths: str) -> list[str]:
        answer = ask(identifiants=records[:1], responseFields=list(paths)).json()
        return list(answer["objetsTouristiques"][0])

    assert fields("@minimal") == ["type", "id", "nom"]
    assert fields("@informationsObjetTouristique") == ["type", "id", "informationsHotellerie"]
    assert "gestion" in fields("@all")
    assert fields("@default", "state")[:5] == ["type", "id", "nom", "identifier", "state"]
    assert fields("gestion", "gestion.dateCreation") == ["type", "id", "gestion"]


@pytest.mark.parametrize(
    ("question", "found"),
    [
        ({"searchQuery": "lac"}, {0, 3}),
        ({"searchQuery": "lac", "criteresQuery": "type:HOTELLERIE"}, {0}),
        ({"searchQuery": "chateau", "searchFields": "NOM"}, set()),
        ({"searchQuery": "chateau"}, {0, 1, 2, 3}),
        ({"criteresQuery": "type:HOTELLERIE type:HEBERGEMENT_COLLECTIF"}, {0, 1, 2, 3}),
        ({"criteresQuery": "type:HOTELLERIE AND type:HEBERGEMENT_COLLECTIF"}, set()),
        ({"criteresQuery": "-type:HOTELLERIE"}, {3}),
        ({"criteresQuery": "+critere:HotellerieClassement_2750 -type:RESTAURATION"}, {0, 1, 2}),
        ({"criteresQuery": ""}, {0, 1, 2, 3}),
        ({"communeCodesInsee": ["73011"]}, {3}),
        ({"communeCodesInsee": ["07999"]}, {0, 1, 2}),
        ({"communeCodesInsee": ["99999"]}, set()),
        ({"identifiants": []}, {0, 1, 2, 3}),
        ({"identifiants": None, "searchQuery": ""}, {0, 1, 2, 3}),
    ],
)
def test_criteria(
    records: list[int], ask: Callable[..., Any], question: dict[str, Any], found: set[int]
) -> None:
    answer = ask(NUMBERS, **question).json()
    assert set(answer.get("objetTouristiqueIds", [])) == {records[rank] for rank in found}
    assert answer["numFound"] == len(found)


def test_nothing_found_leaves_the_list_out(records: list[int], ask: Callable[..., Any]) -> None:
    assert "objetsTouristiques" not in ask(searchQuery="zanzibar").json()
    past = ask(first=1000).json()
    assert (past["numFound"], "objetsTouristiques" in past) == (len(records), False)


@pytest.mark.usefixtures("records")
def test_the_ways_clients_speak(client: Client) -> None:
    query = json.dumps(KEY)
    assert client.get(SEARCH + "/", {"query": query}).json()["numFound"] == 4
    assert client.post(SEARCH, {"query": query}).json()["numFound"] == 4
    assert client.get(f"{SEARCH}?query={query}").json()["numFound"] == 4
    scripted = client.get(SEARCH, {"query": query, "callback": "show.it"})
    assert scripted.content.startswith(b"/**/show.it({")
    assert scripted["Content-Type"].startswith("application/javascript")
    hostile = client.get(SEARCH, {"query": query, "callback": "alert(1)//"})
    assert hostile["Content-Type"].startswith("application/json")


@pytest.mark.parametrize(
    ("query", "status", "error_type", "word"),
    [
        ("", 400, "RECHERCHE_BAD_REQUEST", "query"),
        ("{", 400, "RECHERCHE_INVALID_JSON_DATA", "JSON"),
        ("[1]", 400, "RECHERCHE_BAD_REQUEST", "objet"),
        ({"count": 100_000}, 400, "RECHERCHE_BAD_REQUEST", "200"),
        ({"count": "x"}, 400, "RECHERCHE_BAD_REQUEST", "count"),
        ({"first": -1}, 400, "RECHERCHE_BAD_REQUEST", "first"),
        ({"first": 1e99}, 400, "RECHERCHE_BAD_REQUEST", "first"),
        ({"inconnue": 1}, 400, "RECHERCHE_BAD_REQUEST", "inconnue"),
        ({"identifiants": "x"}, 400, "RECHERCHE_BAD_REQUEST", "identifiants"),
        ({"locales": ["tlh"]}, 400, "RECHERCHE_BAD_REQUEST", "locales"),
        (
            {"criteresQuery": "(type:HOTELLERIE"},
            400,
            "RECHERCHE_INVALID_CRITERES_QUERY",
            "expression",
        ),
        ({"criteresQuery": "type:CHATEAU"}, 400, "RECHERCHE_INVALID_CRITERES_QUERY", "CHATEAU"),
        ({"criteresQuery": "nimporte"}, 400, "RECHERCHE_INVALID_CRITERES_QUERY", "nimporte"),
        ({"criteresQuery": "(" * 4000}, 400, "RECHERCHE_INVALID_CRITERES_QUERY", "criteresQuery"),
        ({"membreProprietaireIdGmcs": [3]}, 400, "RECHERCHE_NOT_AVAILABLE", "membreProprietaireIds"),
        ({"apiKey": "faux"}, 403, "PROJET_FORBIDDEN", "apiKey"),
        ({"projetId": 99}, 403, "PROJET_FORBIDDEN", "projetId"),
        ({"apiKey": None}, 403, "PROJET_FORBIDDEN", "apiKey"),
    ],
)
@pytest.mark.usefixtures("records")
def test_refusals_say_what_where_and_what_to_do(
    client: Client, query: Any, status: int, error_type: str, word: str
) -> None:
    written = query if isinstance(query, str) else json.dumps({**KEY, **query})
    answer = client.get(SEARCH, {"query": written})
    assert (answer.status_code, answer.json()["errorType"]) == (status, error_type)
    assert word in answer.json()["message"]


def test_get_by_id(records: list[int], client: Client) -> None:
    address = f"/api/v002/objet-touristique/get-by-id/{records[0]}"
    record = client.get(address, KEY).json()
    assert (record["id"], record["type"]) == (records[0], "HOTELLERIE")
    chosen = client.get(address + "/", {**KEY, "responseFields": "nom,gestion", "locales": "fr,en"}).json()
    assert list(chosen) == ["type", "id", "nom", "gestion"]
    assert chosen["gestion"]["dateCreation"].endswith("+0000")
    missing = client.get("/api/v002/objet-touristique/get-by-id/999999", KEY)
    assert (missing.status_code, missing.json()["errorType"]) == (
        404,
        "OBJET_TOURISTIQUE_NOT_FOUND",
    )
    assert client.get(address).status_code == 403


@pytest.mark.usefixtures("records")
def test_unknown_services_and_methods_answer_in_json(client: Client) -> None:
    assert client.get("/api/v002/rien").json()["errorType"] == "SERVICE_NOT_FOUND"
    assert client.delete(SEARCH).json()["errorType"] == "SERVICE_METHOD_NOT_ALLOWED"
