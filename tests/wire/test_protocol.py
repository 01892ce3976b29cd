"""The checklist of what live clients rely on (section 11), line by line, on every service."""

import json
from collections.abc import Callable
from typing import Any
from urllib.parse import urlencode

import pytest
from django.test import Client

from sitra.doors.v002.urls import VIEWS
from sitra.formats.rules.v002.services import SERVICES
from tests.wire import world
from tests.wire.world import KEY, POOR, Asking, World

pytestmark = pytest.mark.django_db

NAMES = [one.name for one in SERVICES]
QUERIES = [one.name for one in SERVICES if not one.plain]
PLACED = [one.name for one in SERVICES if one.place]
FORM = "application/x-www-form-urlencoded"


@pytest.fixture(scope="module")
def here(published: Callable[[Any], World]) -> World:
    return published(world.write)


@pytest.fixture
def asking(here: World, request: pytest.FixtureRequest) -> Asking:
    return world.askings(here)[request.node.callspec.params["name"]]


@pytest.fixture
def expected(asking: Asking, client: Client) -> Any:
    answer = client.get(asking.path, asking.parameters())
    assert answer.status_code == 200, answer.content
    assert answer["Content-Type"] == "application/json;charset=UTF-8"
    return answer.json()


def test_every_service_of_the_table_has_a_view_and_a_question(here: World) -> None:
    assert set(NAMES) == set(VIEWS) == set(world.askings(here))


@pytest.mark.parametrize("name", NAMES)
def test_a_slash_more(name: str, asking: Asking, expected: Any, client: Client) -> None:
    assert client.get(asking.path + "/", asking.parameters()).json() == expected, name


@pytest.mark.parametrize("name", NAMES)
def test_a_form(name: str, asking: Asking, expected: Any, client: Client) -> None:
    form = urlencode(asking.parameters())
    assert client.post(asking.path + "/", form, content_type=FORM).json() == expected, name
    assert client.post(asking.path, asking.parameters()).json() == expected, "multipart"


@pytest.mark.parametrize("name", NAMES)
def test_a_form_with_get(name: str, asking: Asking, expected: Any, client: Client) -> None:
    form = urlencode(asking.parameters())
    assert client.generic("GET", asking.path, form, content_type=FORM).json() == expected, name


@pytest.mark.parametrize("name", NAMES)
def test_an_empty_form_with_the_question_in_the_address(
    name: str, asking: Asking, expected: Any, client: Client
) -> None:
    address = f"{asking.path}?{urlencode(asking.parameters())}"
    assert client.post(address, "", content_type=FORM).json() == expected, name
    assert client.generic("GET", address, "", content_type="application/json").json() == expected


@pytest.mark.parametrize("name", NAMES)
def test_raw_json_in_the_address(name: str, asking: Asking, expected: Any, client: Client) -> None:
    raw = "&".join(f"{key}={value}" for key, value in asking.parameters().items())
    answer = client.generic("GET", asking.path, QUERY_STRING=raw)
    assert answer.json() == expected, name


@pytest.mark.parametrize("name", NAMES)
def test_jsonp(name: str, asking: Asking, expected: Any, client: Client) -> None:
    answer = client.get(asking.path, {**asking.parameters(), "callback": "show.it"})
    assert answer["Content-Type"] == "application/javascript;charset=UTF-8"
    script = answer.content.decode()
    assert script.startswith("/**/show.it(")
    assert script.endswith(");")
    assert json.loads(script.removeprefix("/**/show.it(").removesuffix(");")) == expected, name
    for hostile in ("alert(1)//", "a\n", "é", ""):
        answer = client.get(asking.path, {**asking.parameters(), "callback": hostile})
        assert answer.json() == expected


@pytest.mark.parametrize("name", NAMES)
def test_strings_for_numbers(name: str, asking: Asking, client: Client, expected: Any) -> None:
    loose = asking.parameters({"apiKey": KEY["apiKey"], "projetId": "1"})
    assert client.get(asking.path, loose).json() == expected, name


@pytest.mark.parametrize("name", QUERIES)
def test_nulls_and_empty_values(name: str, asking: Asking, client: Client) -> None:
    line = next(one for one in SERVICES if one.name == name)
    empties: list[Any] = [None, "", []]
    for empty in empties:
        nothing = {one.name: empty for one in line.asks}
        answer = client.get(asking.path, {"query": json.dumps({**nothing, **KEY})})
        assert answer.status_code == 200, (name, answer.content)


@pytest.mark.parametrize("name", NAMES)
@pytest.mark.parametrize("accept", ["", "text/html", "image/webp,*/*;q=0.1", "application/xml", "nonsense"])
def test_odd_accept_headers(name: str, asking: Asking, expected: Any, accept: str, client: Client) -> None:
    answer = client.get(asking.path, asking.parameters(), headers={"accept": accept})
    assert answer.json() == expected, name
    assert answer["Content-Type"] == "application/json;charset=UTF-8"


@pytest.mark.parametrize("name", QUERIES)
def test_the_key_beside_the_query(name: str, asking: Asking, expected: Any, client: Client) -> None:
    beside = {**asking.parameters({}), **KEY}
    assert client.get(asking.path, beside).json() == expected, name


@pytest.mark.parametrize("name", NAMES)
def test_a_wrong_key_is_refused_in_the_shape_of_the_contract(
    name: str, asking: Asking, client: Client
) -> None:
    for wrong in (
        {"apiKey": "faux", "projetId": 1},
        {"apiKey": KEY["apiKey"], "projetId": 2},
        {"apiKey": "é"},
    ):
        answer = client.get(asking.path, asking.parameters(wrong))
        assert answer.status_code == 403, name
        assert set(answer.json()) == {"errorType", "message"}
        assert answer.json()["errorType"] == "PROJET_FORBIDDEN"


@pytest.mark.parametrize("name", NAMES)
def test_rights_are_asked_for_where_the_table_says(name: str, asking: Asking, client: Client) -> None:
    line = next(one for one in SERVICES if one.name == name)
    answer = client.get(asking.path, asking.parameters(POOR))
    assert answer.status_code == (403 if line.needs else 200)
    if line.needs:
        assert f"« {line.needs} »" in answer.json()["message"]


@pytest.mark.parametrize("name", QUERIES)
def test_a_question_that_cannot_be_read(name: str, asking: Asking, client: Client) -> None:
    cases = {
        "": "RECHERCHE_BAD_REQUEST",
        "{": "RECHERCHE_INVALID_JSON_DATA",
        "[1]": "RECHERCHE_BAD_REQUEST",
        json.dumps({**KEY, "inconnue": 1}): "RECHERCHE_BAD_REQUEST",
        json.dumps({**KEY, "projetId": {"a": 1}}): "RECHERCHE_BAD_REQUEST",
    }
    for written, error_type in cases.items():
        answer = client.get(asking.path, {"query": written})
        assert (answer.status_code, answer.json()["errorType"]) == (400, error_type), (name, written)


@pytest.mark.parametrize("name", NAMES)
def test_other_methods_are_refused_in_json(name: str, asking: Asking, client: Client) -> None:
    written = {"PUT", "DELETE"} if name == "collaborators" else set[str]()
    for method in ("PUT", "DELETE", "PATCH", "OPTIONS"):
        answer = client.generic(method, asking.path)
        wanted = (401, "JETON_INVALID") if method in written else (405, "SERVICE_METHOD_NOT_ALLOWED")
        assert (answer.status_code, answer.json()["errorType"]) == wanted, name


@pytest.mark.parametrize("name", PLACED)
@pytest.mark.parametrize("odd", ["%00", "0", "%F0%9F%92%A9", "a b", "999999999999999999", "%2e%2e", "%C3%28"])
def test_odd_places_are_never_our_fault(name: str, asking: Asking, odd: str, client: Client) -> None:
    path = asking.path.rpartition("/")[0]
    answer = client.get(f"{path}/{odd}", asking.parameters())
    assert answer.status_code in {200, 204, 404}, name
    if answer.status_code == 404:
        assert set(answer.json()) == {"errorType", "message"}
