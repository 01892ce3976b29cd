"""The official request collection runs on the demonstration as it is."""

import json
import urllib.request
from pathlib import Path
from typing import Any
from urllib.parse import urlencode

import pytest

from sitra.formats.rules.v002.services import PREFIX, SERVICES
from tests.demonstration import NETWORK
from tests.wire import collection, official
from tests.wire.collection import Answered

SCHEMAS = "wire/schemas/v002"
OUTPUT = {
    "communes": "apiReferentielCommunesResultat",
    "internal-tags": "apiReferentielCriteresInternesResultat",
    "selections": "apiReferentielSelectionsResultat",
    "collaborators": "apiMembresCollaborateursResultat",
    "members": "apiMembreResultat",
}


def demo_key() -> dict[str, Any]:
    project = NETWORK["projects"][0]
    return {"apiKey": project["api_key"], "projetId": project["id"]}


def fetch(address: str) -> Any:
    with urllib.request.urlopen(address, timeout=20) as answer:
        return json.load(answer)


@pytest.fixture(scope="module")
def answered(live: str, shared: Path, tmp_path_factory: pytest.TempPathFactory) -> list[Answered]:
    folder = tmp_path_factory.mktemp("newman")
    program = collection.newman(folder)
    key = demo_key()
    query = json.dumps({**key, "count": 1, "responseFields": ["identifier"]})
    found = fetch(f"{live}{PREFIX}recherche/list-objets-touristiques?{urlencode({'query': query})}")
    record = found["objetsTouristiques"][0]
    there = {
        "SITRA2_EVE_5148473": record["identifier"],
        **dict.fromkeys(("5148473", "5163353"), str(record["id"])),
        "1157": "1",
        "123": "1",
        "user@example.org": NETWORK["persons"][0]["email"],
    }
    official_one = shared / "wire/postman/Apidae.postman_collection.json"
    variables = {
        "API_ENDPOINT": f"{live}/api",
        "apiKey": key["apiKey"],
        "projetId": str(key["projetId"]),
        "selectionIds": "",
    }
    return collection.run(program, collection.pointed(official_one, there, folder), variables, folder)


def test_every_request_in_scope_is_answered(answered: list[Answered]) -> None:
    asked = [one for one in answered if one.in_scope]
    refused = {one.name: (one.status, one.url, one.content[:200]) for one in asked if one.status != 200}
    assert refused == {}
    assert len(asked) >= 25
    served = {one.service.name for one in asked if one.service}
    assert {one.name for one in SERVICES} - served <= {"forbidden"}, "the collection has no such request"


def test_what_is_not_served_yet_is_refused_in_the_shape_of_the_contract(answered: list[Answered]) -> None:
    for one in answered:
        if not one.in_scope:
            assert one.status in {200, 400, 404}
            if one.status != 200:
                assert set(json.loads(one.content)) == {"errorType", "message"}


def test_answers_have_the_expected_shape(answered: list[Answered], shared: Path) -> None:
    judged = 0
    for one in answered:
        if not one.in_scope or one.service is None:
            continue
        content = json.loads(one.content)
        if name := OUTPUT.get(one.service.name):
            assert official.output_faults(shared / SCHEMAS, name, content) == [], one.name
        elif one.service.says == "ObjetTouristique":
            assert official.faults(shared / SCHEMAS, "api", content) == [], one.name
        elif one.service.says in {"Objets", "Identifiants"}:
            assert content["numFound"] >= 0
            assert content["query"]["count"] in {10, 20}
            for record in content.get("objetsTouristiques", ()):
                assert official.faults(shared / SCHEMAS, "api", record) == [], one.name
        judged += 1
    assert judged >= 25
