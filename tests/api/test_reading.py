"""Records by the modern API: the same as v002, page by page, in parts, in languages, at a date."""

import gzip
import json
from collections.abc import Callable
from datetime import timedelta
from typing import Any

import pytest
from django.test import Client
from django.utils import timezone

from sitra.search import queries as search
from tests.api import world
from tests.api.world import World, get, pages

pytestmark = pytest.mark.django_db
V002 = "/api/v002/recherche/list-objets-touristiques"


@pytest.fixture(scope="module")
def here(published: Callable[[Any], World]) -> World:
    return published(world.write)


ASKED: dict[str, tuple[dict[str, Any], dict[str, Any]]] = {
    "all": ({}, {}),
    "a kind": ({"kind": "HOTELLERIE"}, {"criteresQuery": "type:HOTELLERIE"}),
    "kinds": (
        {"kind": "HOTELLERIE,FETE_ET_MANIFESTATION"},
        {"criteresQuery": "type:HOTELLERIE type:FETE_ET_MANIFESTATION"},
    ),
    "words": ({"q": "lac"}, {"searchQuery": "lac"}),
    "a commune": ({"commune": "07019"}, {"communeCodesInsee": ["07019"]}),
    "a circle": (
        {"near": "4.39,44.62", "radius": 500},
        {"center": {"type": "Point", "coordinates": [4.39, 44.62]}, "radius": 500, "order": "DISTANCE"},
    ),
    "a name": ({"order": "-name"}, {"order": "NOM", "asc": False}),
    "a term": ({"terms": 2750}, {"criteresQuery": "critere:HotellerieClassement_2750"}),
    "parts": (
        {"fields": "nom,localisation.adresse.commune.nom", "languages": "en,de"},
        {"responseFields": ["nom", "localisation.adresse.commune.nom"], "locales": ["en", "de"]},
    ),
    "chance": ({"order": "random", "seed": "7"}, {"order": "RANDOM", "randomSeed": "7"}),
}


@pytest.mark.parametrize("name", ASKED)
def test_answers_are_those_of_v002(here: World, name: str) -> None:
    del here
    mine, theirs = ASKED[name]
    query = json.dumps({"apiKey": "demo2013", "projetId": 1, "count": 200, **theirs})
    expected = Client().get(V002, {"query": query}).json()
    for key in ("", world.KEY):
        found = get("records", {**mine, "limit": 200}, key).json()
        assert found["total"] == expected["numFound"] > 0
        assert found["items"] == expected["objetsTouristiques"]
        assert found["next"] is None


def test_a_territory_holds_what_is_in_its_perimeter(here: World) -> None:
    held = {one["id"] for one in pages("records", territory=here.territory)}
    assert here.hotel in held
    listed = get("territories").json()["items"]
    assert [one["id"] for one in listed] == [here.territory]
    assert listed[0]["localisation"]["perimetreGeographique"][0]["code"] == "07019"
    assert get("territories", {"q": "aubenas"}).json()["total"] == 1
    assert get("territories", {"q": "grenoble"}).json()["total"] == 0


@pytest.mark.parametrize(
    "order", ["id", "-id", "name", "-name", "changed", "-changed", "random", "opening", "distance"]
)
def test_pages_follow_each_other_to_the_end(here: World, order: str) -> None:
    asked = {"order": order, "fields": "@minimal"}
    if order == "distance":
        asked["near"] = "4.3,44.6"
    whole = get("records", {**asked, "limit": 200, "seed": "x"}).json()["items"]
    assert len(whole) == {"opening": 2, "distance": 28}.get(order, 29)
    for limit in (1, 7):
        if order == "random":
            numbers = [one["id"] for one in pages("records", limit=limit, **asked)]
            assert sorted(numbers) == sorted(one["id"] for one in whole), "chance holds from page to page"
        else:
            assert pages("records", limit=limit, **asked) == whole
    assert here.draft not in [one["id"] for one in whole]


def test_a_cursor_serves_its_question_only(here: World) -> None:
    del here
    cursor = get("records", {"limit": 1}).json()["next"]
    for asked in (
        {"cursor": cursor, "kind": "HOTELLERIE"},
        {"cursor": cursor[:-3]},
        {"cursor": "é"},
        {"cursor": ""},
    ):
        answer = get("records", asked)
        assert (answer.status_code, answer.json()["type"]) == (400, "urn:sitra:problem:invalid-cursor"), asked
    assert get("records", {"limit": 5, "cursor": cursor, "fields": "nom"}).status_code == 200


def test_counts_are_those_of_the_search(here: World) -> None:
    found = get("records", {"kind": "HOTELLERIE", "facets": "kind,commune,terms", "limit": 1}).json()[
        "facets"
    ]
    kinds = {one["value"]: one["count"] for one in found["kind"]}
    assert kinds == {
        "HOTELLERIE": 26,
        "HEBERGEMENT_COLLECTIF": 1,
        "FETE_ET_MANIFESTATION": 1,
        "TERRITOIRE": 1,
    }
    assert {one["label"] for one in found["kind"]} >= {"Hôtellerie"}
    assert [(one["value"], one["label"], one["count"]) for one in found["commune"]] == [
        ("07019", "Aubenas", 26)
    ]
    assert (2750, 26) in [(one["value"], one["count"]) for one in found["terms"]]
    english = get("records", {"facets": "kind", "languages": "en"}).json()["facets"]["kind"]
    assert {one["label"] for one in english} >= {"Hotel"}
    assert here.hotel


def test_one_record_by_number_and_identifier(here: World) -> None:
    record = get(f"records/{here.hotel}", {"fields": "@all", "languages": "fr,en"}).json()
    assert record["nom"] == {"libelleFr": "Hôtel du Lac"}
    assert record["presentation"]["descriptifCourt"].keys() == {"libelleFr", "libelleEn"}
    by_name = get(f"records/{record['identifier']}")
    assert by_name.json()["id"] == here.hotel
    assert by_name["Content-Location"] == f"/api/v1/records/{here.hotel}"
    for gone in (here.draft, 99_999_999, "SITRA2_RIEN", "9" * 30, "%00"):
        answer = get(f"records/{gone}")
        assert (answer.status_code, answer.json()["status"]) == (404, 404), gone


def test_answers_are_sent_once_and_packed(here: World) -> None:
    plain = get("records", {"limit": 5})
    packed = get("records", {"limit": 5}, accept_encoding="gzip")
    assert gzip.decompress(packed.content) == plain.content
    assert packed["ETag"] == plain["ETag"]
    again = get("records", {"limit": 5}, if_none_match=plain["ETag"])
    assert (again.status_code, again.content, again["ETag"]) == (304, b"", plain["ETag"])
    assert set(plain["Vary"].split(", ")) >= {"Accept", "Accept-Encoding", "Authorization"}
    one = get(f"records/{here.hotel}", accept_encoding="gzip")
    assert json.loads(gzip.decompress(one.content))["id"] == here.hotel
    assert get("records", {"limit": 6}, if_none_match=plain["ETag"]).status_code == 200


def test_changes_are_found_from_a_moment_on(here: World) -> None:
    row = search.changed(here.hotel)
    assert row
    for since, found in ((timezone.localdate().isoformat(), True), ("2999-01-01", False)):
        assert bool(get("records", {"changed_since": since}).json()["total"]) is found
    moment = (timezone.localtime() + timedelta(hours=1)).isoformat()
    assert get("records", {"changed_since": moment}).json()["total"] == 0
