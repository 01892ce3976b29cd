"""The description of v002 is sound, and no call that it allows finds a fault of ours."""

import json
from collections.abc import Callable
from typing import Any

import jsonschema_rs
import pytest
import schemathesis
from django.test import Client
from hypothesis import HealthCheck, Phase, given, settings
from schemathesis.core.transport import Response
from schemathesis.specs.openapi.checks import response_schema_conformance

from sitra.formats.rules.v002 import openapi
from sitra.formats.rules.v002.question import PROPERTIES
from sitra.formats.rules.v002.services import PREFIX, SERVICES
from sitra.formats.rules.v002.writing import TOKEN_SERVICES
from tests.demonstration import NETWORK
from tests.wire import world
from tests.wire.world import World

DOCUMENT = openapi.document("")


@pytest.fixture(scope="module")
def here(published: Callable[[Any], World]) -> World:
    return published(world.write)


def test_it_is_served_to_all(client: Client) -> None:
    answer = client.get(f"{PREFIX}openapi.json")
    assert answer["Content-Type"] == "application/json"
    assert answer.json() == json.loads(json.dumps(openapi.document("")))
    assert client.post(f"{PREFIX}openapi.json").status_code == 405


def test_every_service_is_described_with_all_that_may_be_asked() -> None:
    assert list(DOCUMENT["paths"])[: len(SERVICES)] == [one.address for one in SERVICES]
    for one in SERVICES:
        described = DOCUMENT["components"]["schemas"][f"Query-{one.name}"]["properties"]
        assert list(described) == [asked.name for asked in one.asks]


def test_every_service_with_a_token_is_described() -> None:
    with_token = [
        (path, method, said["security"][0]["jeton"])
        for path, methods in DOCUMENT["paths"].items()
        for method, said in methods.items()
        if "security" in said
    ]
    assert len({path for path, _, _ in with_token}) == len(TOKEN_SERVICES) + 2, "metadata has three addresses"
    assert len(with_token) == 20
    for path, method, _ in with_token:
        address = path.format(id=1, nodeId="n", targetType="membre", targetId=1)
        answer = Client().generic(method.upper(), address)
        assert (answer.status_code, answer.json()["errorType"]) == (401, "JETON_INVALID"), path


def test_every_property_says_its_type() -> None:
    described = DOCUMENT["components"]["schemas"]["Query-list-objects"]["properties"]
    silent = [one.name for one in PROPERTIES if not described[one.name].keys() & {"type", "enum"}]
    assert set(silent) <= {"center"}
    assert described["identifiants"]["items"] == openapi.schema(PROPERTIES[0].read)["items"]
    assert described["searchFields"]["enum"] == ["NOM", "NOM_DESCRIPTION", "NOM_DESCRIPTION_CRITERES"]
    assert described["count"]["default"] == 20


@pytest.mark.django_db
@pytest.mark.parametrize("name", [one.name for one in SERVICES])
def test_answers_are_as_described(client: Client, here: World, name: str) -> None:
    asking = world.askings(here)[name]
    line = next(one for one in SERVICES if one.name == name)
    answer = client.get(asking.path, asking.parameters()).json()
    schema = {"components": DOCUMENT["components"], "$ref": f"#/components/schemas/{line.says}"}
    found = list(jsonschema_rs.validator_for(schema).iter_errors(answer))
    assert [str(one) for one in found] == []


@pytest.fixture(scope="module")
def described(live: str) -> Any:
    return schemathesis.openapi.from_url(f"{live}{PREFIX}openapi.json")


def test_no_call_that_it_allows_is_a_fault_of_ours(live: str, described: Any) -> None:
    project = NETWORK["projects"][0]
    known = {"apiKey": project["api_key"], "projetId": project["id"]}
    tried: list[int] = []
    for result in described.get_all_operations():
        operation = result.ok()
        if "security" in operation.definition.raw:
            continue  # without a token, nothing of it is reached

        @given(case=operation.as_strategy())
        @settings(
            max_examples=25, deadline=None, derandomize=True, database=None, phases=[Phase.generate],
            suppress_health_check=list(HealthCheck),
        )  # fmt: skip
        def call(case: schemathesis.Case[Any]) -> None:
            answer = _sent(case, live, known)
            tried.append(answer.status_code)
            assert answer.status_code < 500, (case.as_curl_command(), answer.text[:300])
            if answer.status_code == 200:
                case.validate_response(answer, checks=[response_schema_conformance])

        call()
    assert len(tried) > 10 * len(SERVICES)
    assert tried.count(200) > len(tried) / 3, "enough of them go past the key"


def _sent(case: schemathesis.Case[Any], base: str, known: dict[str, Any]) -> Response:
    """Send a case with the key of the demonstration where it has a place for one."""
    for part in (case.query, case.body):
        if isinstance(part, dict):
            if "apiKey" in part:
                part.update(known)
            query = part.get("query")
            if isinstance(query, str) and query.startswith("{"):
                part["query"] = json.dumps({**json.loads(query), **known})
    asked: Any = case.body.get("query") if isinstance(case.body, dict) else None
    if isinstance(asked, dict):
        # The library does not know that a part of a form may be JSON.
        return case.call(base_url=base, data={"query": json.dumps({**asked, **known})})
    return case.call(base_url=base)
