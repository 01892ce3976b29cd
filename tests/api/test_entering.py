"""How calls enter: keys, pace, counts, languages, forms of address, pages of others; and every refusal."""

import json
from collections.abc import Callable, Iterator
from typing import Any

import pytest
from django.test import Client
from django.utils import timezone
from pytest_django import Settings

from sitra.delivery import actions, policy, queries
from sitra.delivery.actions import counting
from sitra.delivery.actions.projects import hang
from sitra.delivery.models import Project
from sitra.delivery.rules.pace import Allowance, Tally
from sitra.search import queries as search
from sitra.search.events import ReadModelUnavailable
from tests.api import world
from tests.api.world import KEY, OFFICE_KEY, PREFIX, World, get

pytestmark = pytest.mark.django_db
TYPE = "urn:sitra:problem:"


@pytest.fixture(scope="module")
def here(published: Callable[[Any], World]) -> World:
    return published(world.write)


@pytest.fixture
def counted(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(counting, "_tally", Tally())


@pytest.fixture
def projects_change() -> Iterator[Callable[[], None]]:
    """Projects are in memory for a while: have them read again now, and after the test."""
    yield queries.forget
    queries.forget()


def used(project: int) -> dict[str, Any]:
    actions.flush()
    return {line.service: line for line in queries.usage(project, timezone.localdate())}


BAD = "invalid-parameter"
REFUSED: dict[str, tuple[str, dict[str, Any], str, str]] = {
    "a path": ("records", {"fields": "nom,descriptifCourt"}, BAD, "presentation.descriptifCourt"),
    "a path that is like no other": ("records", {"fields": "zzz"}, BAD, ""),
    "a parameter": ("records", {"comune": "07019"}, BAD, "commune"),
    "a key in the address": ("records", {"apiKey": KEY}, BAD, ""),
    "a kind": ("records", {"kind": "HOTEL"}, BAD, "HOTELLERIE"),
    "a number": ("records", {"limit": "beaucoup"}, BAD, "nombre entier"),
    "a large number": ("records", {"limit": 201}, BAD, "au plus 200"),
    "a day": ("records", {"open_on": "2026-02-30"}, BAD, "AAAA-MM-JJ"),
    "a count of seconds": ("records", {"open_on": "0"}, BAD, "AAAA-MM-JJ"),
    "a moment": ("records", {"changed_since": "hier"}, BAD, "AAAA-MM-JJ"),
    "a centre": ("records", {"near": "4.39"}, BAD, "au moins 2"),
    "a centre of no place": ("records", {"near": "4.39,144.6"}, BAD, "latitude"),
    "a centre of no number": ("records", {"near": "nan,44"}, BAD, "longitude"),
    "a radius alone": ("records", {"radius": 500}, BAD, "near"),
    "an order": ("records", {"order": "distance"}, BAD, "near"),
    "another order": ("records", {"order": "relevance"}, BAD, "« q »"),
    "days": ("records", {"open_from": "2026-02-02", "open_to": "2026-02-01"}, BAD, "open_from"),
    "a box": ("records", {"bbox": "1,45,2,44"}, BAD, "sud"),
    "a language": ("records", {"languages": "fr,eo"}, BAD, "pt-br"),
    "a family": ("vocabulary", {"type": "HotelerieClassement"}, BAD, "HotellerieClassement"),
    "a term": ("vocabulary/99999999", {}, "not-found", "99999999"),
    "no term": ("vocabulary/abc", {}, BAD, "nombre entier"),
    "an address": ("rien/de/tel", {}, "not-found", ""),
    "a slash": ("records/", {}, "not-found", ""),
}  # fmt: skip


@pytest.mark.parametrize("name", REFUSED)
def test_refusals_say_what_where_and_what_to_do(here: World, name: str) -> None:
    del here
    path, asked, problem, word = REFUSED[name]
    status = 400 if problem == BAD else 404
    answer = get(path, asked)
    said = answer.json()
    assert (answer.status_code, said["type"], answer["Content-Type"]) == (
        status, TYPE + problem, "application/problem+json",
    )  # fmt: skip
    assert said["instance"] == PREFIX + path
    assert said["status"] == status
    assert word in json.dumps(said, ensure_ascii=False)
    assert said["title"]
    assert said["advice"]
    if problem == BAD:
        assert said["errors"][0]["parameter"] in {*asked, "term"}
    english = get(path, asked, accept_language="en-GB,fr;q=0.5").json()
    assert english["type"] == said["type"]
    assert english["title"] != said["title"]
    assert english["advice"] != said["advice"]


def test_a_key_is_only_read_in_its_header(here: World) -> None:
    del here
    for header in ("Bearer autre", "Bearer", f"Basic {KEY}", KEY, "Bearer é", ""):
        answer = Client().get(PREFIX + "records", headers={"authorization": header})
        assert (answer.status_code, answer.json()["type"]) == (401, TYPE + "unauthorized"), header
        assert answer["WWW-Authenticate"].startswith('Bearer realm="v1"')
    assert get("records", key=KEY).status_code == 200
    assert get("records", key=OFFICE_KEY).status_code == 200


def test_without_a_project_for_all_a_key_is_asked_for(
    here: World, projects_change: Callable[[], None]
) -> None:
    del here
    Project.objects.filter(pk=1).update(kind="site")
    projects_change()
    assert get("records").status_code == 401
    assert get("records", key=OFFICE_KEY).status_code == 200
    assert get("openapi.json").status_code == 200


def test_pages_of_others_read_what_is_open_only(here: World) -> None:
    del here
    for answer in (get("records"), get("records", {"limit": 0}), get("nulle-part"), get("openapi.json")):
        assert answer["Access-Control-Allow-Origin"] == "*"
    with_key = get("records", key=KEY)
    assert "Access-Control-Allow-Origin" not in with_key
    assert with_key["Cache-Control"] == "private, no-cache"
    assert "public" in get("records")["Cache-Control"]
    before = Client().options(PREFIX + "records")
    assert (before.status_code, before["Access-Control-Allow-Methods"]) == (204, "GET, HEAD")
    assert "authorization" in before["Access-Control-Allow-Headers"].lower(), "keys that pages may show"


def test_a_key_that_pages_show_answers_to_their_site_alone(
    here: World, projects_change: Callable[[], None]
) -> None:
    del here
    row = Project.objects.get(pk=2)
    hang(row, "PourLaPageDuLac", domains=["www.lac.example"])
    projects_change()
    for origin, status in (("https://www.lac.example", 200), ("https://autre.example", 401)):
        answer = get("records", key="PourLaPageDuLac", origin=origin)
        assert answer.status_code == status
        assert ("Access-Control-Allow-Origin" in answer) == (status == 200)
    assert get("records", key="PourLaPageDuLac").status_code == 401


def test_a_project_that_is_not_open_to_it_is_told(here: World, projects_change: Callable[[], None]) -> None:
    del here
    Project.objects.filter(pk=2).update(services=["v002"])
    projects_change()
    answer = get("records", key=OFFICE_KEY)
    assert (answer.status_code, answer.json()["type"]) == (403, TYPE + "service-closed")


@pytest.mark.parametrize("method", ["post", "put", "patch", "delete"])
def test_it_is_only_read(here: World, method: str) -> None:
    del here
    answer = getattr(Client(), method)(PREFIX + "records")
    assert (answer.status_code, answer.json()["type"]) == (405, TYPE + "method-not-allowed")
    assert answer["Allow"] == "GET, HEAD, OPTIONS"


def test_a_head_is_that_of_the_answer(here: World) -> None:
    del here
    head, whole = Client().head(PREFIX + "records"), get("records")
    assert (head.status_code, head.content) == (200, b"")
    assert head["ETag"] == whole["ETag"]


def test_calls_are_counted_with_their_records_and_fields(here: World, counted: None) -> None:
    del counted
    get("records", {"limit": 3, "fields": "nom,presentation"}, OFFICE_KEY)
    get(f"records/{here.hotel}", key=OFFICE_KEY)
    get("records", {"limit": "x"}, OFFICE_KEY)
    get("communes", key=OFFICE_KEY)
    lines = used(2)
    assert (lines["v1/records"].calls, lines["v1/records"].records, lines["v1/records"].refused) == (2, 3, 1)
    assert lines["v1/records"].fields == {"nom": 1, "presentation": 1}
    assert (lines["v1/record"].calls, lines["v1/record"].records) == (1, 1)
    assert lines["v1/communes"].calls == 1
    get("records", key="inconnue")
    assert used(2).keys() == lines.keys()


def test_the_pace_is_that_of_v002(here: World, settings: Settings, monkeypatch: pytest.MonkeyPatch) -> None:
    del here
    settings.PROJECT_CALLS_PER_MINUTE = 3
    monkeypatch.setattr(policy, "_allowance", Allowance())
    query = {"query": json.dumps({"apiKey": OFFICE_KEY, "projetId": 2})}
    assert Client().get("/api/v002/recherche/list-identifiants", query).status_code == 200
    answers = [get("records", key=OFFICE_KEY) for _ in range(3)]
    assert [one.status_code for one in answers] == [200, 200, 429]
    assert [one["RateLimit-Remaining"] for one in answers] == ["1", "0", "0"]
    refused = answers[-1]
    assert refused.json()["type"] == TYPE + "too-many-requests"
    assert "3 appels par minute" in refused.json()["detail"]
    assert int(refused["Retry-After"]) > 0
    assert get("records").status_code == 200, "another project is not held up"


def test_a_read_model_that_is_away_is_said(here: World, monkeypatch: pytest.MonkeyPatch) -> None:
    del here

    def away(*_: object, **__: object) -> None:
        raise ReadModelUnavailable("L'index n'est pas là.")

    monkeypatch.setattr(search, "found", away)
    answer = get("records")
    assert (answer.status_code, answer.json()["type"]) == (503, TYPE + "service-unavailable")
    assert answer["Retry-After"] == "60"


def test_a_fault_of_ours_is_a_problem_too(here: World, monkeypatch: pytest.MonkeyPatch) -> None:
    del here
    monkeypatch.setattr(search, "found", lambda *_, **__: 1 / 0)
    client = Client(raise_request_exception=False)
    for language, word in (("fr", "Une erreur est de notre fait"), ("en", "")):
        answer = client.get(PREFIX + "records", headers={"accept-language": language})
        assert (answer.status_code, answer["Content-Type"]) == (500, "application/problem+json")
        assert answer.json()["type"] == TYPE + "internal-error"
        assert word in answer.json()["title"]
    elsewhere = client.get(PREFIX + "records", headers={"host": "ailleurs.example"})
    assert (elsewhere.status_code, elsewhere["Content-Type"]) == (400, "application/problem+json")
