"""The description of the API is sound, and no call that it allows finds a fault of ours."""

import json
from collections.abc import Callable
from typing import Any

import jsonschema_rs
import pytest
import schemathesis
from axe_playwright_python.sync_playwright import Axe
from django.test import Client
from hypothesis import HealthCheck, Phase, given, settings
from playwright.sync_api import Browser
from schemathesis.specs.openapi.checks import response_schema_conformance

from sitra.doors.api import description, problems
from sitra.doors.api.urls import api
from tests.api import world
from tests.api.world import PREFIX, World, get

RESOURCES = {
    "records": "RecordPage",
    "territories": "RecordPage",
    "records/{record}": "Record",
    "records/{record}/openings": "OpeningPage",
    "vocabulary": "TermPage",
    "vocabulary/{term}": "WholeTerm",
    "communes": "CommunePage",
    "selections": "SelectionPage",
    "changes": "ChangePage",
}
OF_PROJECTS = frozenset({"exports"})
"""What is read and asked for with a key alone; see `test_following`."""


@pytest.fixture(scope="module")
def here(published: Callable[[Any], World]) -> World:
    return published(world.write)


def document(language: str = "fr") -> Any:
    return json.loads(description.document(api, language))


def test_it_is_served_to_all_in_the_language_they_read(client: Client) -> None:
    answer = client.get(PREFIX + "openapi.json", headers={"accept-language": "en"})
    assert answer["Content-Type"] == "application/json"
    assert answer.json() == document("en")
    assert answer["Access-Control-Allow-Origin"] == "*"
    assert (
        client.get(
            PREFIX + "openapi.json", headers={"if-none-match": answer["ETag"], "accept-language": "en"}
        ).status_code
        == 304
    )
    assert document("fr")["info"]["description"].startswith("Lecture des fiches")
    assert document("en")["info"]["description"].startswith("Read records")


def test_every_resource_says_what_it_takes_gives_and_refuses() -> None:
    said = document()
    assert said["openapi"] == "3.1.0"
    assert {path.removeprefix(PREFIX) for path in said["paths"]} == RESOURCES.keys() | OF_PROJECTS
    operations = [(method, one) for methods in said["paths"].values() for method, one in methods.items()]
    named = [one["operationId"] for _, one in operations]
    assert len(named) == len(set(named)) == len(RESOURCES) + 2 * len(OF_PROJECTS)
    for method, operation in operations:
        for one in operation["parameters"]:
            assert one["in"] == "path" or one["description"], one
            assert one["schema"].keys() & {"type", "enum", "const", "$ref"}, one
        statuses = {str(problem.status) for problem in problems.EVERY}
        assert statuses | ({"200", "304"} if method == "get" else {"202"}) == set(operation["responses"])
        assert operation["summary"]
    written = json.dumps(said)
    assert all(f'"#/components/schemas/{name}"' in written for name in said["components"]["schemas"])


@pytest.mark.django_db
@pytest.mark.parametrize("path", RESOURCES)
def test_answers_are_as_described(here: World, path: str) -> None:
    asked = {"facets": "kind,terms"} if path == "records" else {}
    answer = get(path.format(record=here.hotel, term=2750), asked)
    assert answer.status_code == 200
    schema = {"components": document()["components"], "$ref": f"#/components/schemas/{RESOURCES[path]}"}
    found = list(jsonschema_rs.validator_for(schema).iter_errors(answer.json()))
    assert [str(one) for one in found] == []


@pytest.mark.django_db
def test_refusals_are_as_described(here: World) -> None:
    schema = {"components": document()["components"], "$ref": "#/components/schemas/Problem"}
    validator = jsonschema_rs.validator_for(schema)
    for path, asked in (("records", {"limit": 0}), ("rien", {}), (f"records/{here.draft}", {})):
        assert [str(one) for one in validator.iter_errors(get(path, asked).json())] == []


@pytest.fixture(scope="module")
def described(live: str) -> Any:
    return schemathesis.openapi.from_url(f"{live}{PREFIX}openapi.json")


def test_no_call_that_it_allows_is_a_fault_of_ours(live: str, described: Any) -> None:
    tried: list[int] = []
    for result in described.get_all_operations():
        operation = result.ok()

        @given(case=operation.as_strategy())
        @settings(
            max_examples=60, deadline=None, derandomize=True, database=None, phases=[Phase.generate],
            suppress_health_check=list(HealthCheck),
        )  # fmt: skip
        def call(case: schemathesis.Case[Any]) -> None:
            answer = case.call(base_url=live)
            tried.append(answer.status_code)
            assert answer.status_code < 500, (case.as_curl_command(), answer.text[:300])
            kind = answer.headers["content-type"][0]
            if answer.status_code == 200 and kind == "application/json":
                case.validate_response(answer, checks=[response_schema_conformance])
            elif answer.status_code >= 400:
                assert kind == "application/problem+json"

        call()
    assert len(tried) > 20 * len(RESOURCES)
    assert tried.count(200) > len(tried) / 5, "enough of them are answered"


def test_its_page_shows_all_of_it_to_everybody(live: str, browser: Browser) -> None:
    context = browser.new_context(locale="fr-FR", viewport={"width": 360, "height": 800})
    page = context.new_page()
    told: list[str] = []
    page.on("console", lambda message: told.append(message.text))
    page.goto(f"{live}/api/docs/")
    shown = page.inner_text("main")
    for methods in document()["paths"].values():
        assert methods["get"]["summary"] in shown
        assert all(one["name"] in shown for one in methods["get"]["parameters"] if one["in"] == "query")
    assert all(problem.name in shown for problem in problems.EVERY)
    assert Axe().run(page).response["violations"] == []
    assert not page.evaluate("document.documentElement.scrollWidth > innerWidth")
    assert told == []
    context.close()
    english = Client().get("/api/docs/", headers={"accept-language": "en"}).content.decode()
    assert "Search records" in english
