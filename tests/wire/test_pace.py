"""Keys in memory, the pace a project keeps, and what is counted of its calls."""

import json
import threading
from collections.abc import Callable
from dataclasses import replace
from datetime import date, timedelta
from typing import Any

import pytest
from django.test import Client
from django.utils import timezone
from pytest_django import DjangoAssertNumQueries, Settings

from sitra.delivery import actions, queries
from sitra.delivery.actions import counting
from sitra.delivery.policy import OpenProject
from sitra.delivery.queries import projects
from sitra.delivery.rules.pace import BEYOND, MOST_FIELDS, Allowance, Exceeded, Key, Tally, merged
from sitra.formats.rules.v002.services import SERVICES
from tests.wire import world
from tests.wire.world import KEY, POOR, PREFIX, World

pytestmark = pytest.mark.django_db

NUMBERS = PREFIX + "recherche/list-identifiants"
QUERY = {"query": json.dumps(KEY)}


@pytest.fixture(scope="module")
def here(published: Callable[[Any], World]) -> World:
    return published(world.write)


@pytest.fixture
def paced(settings: Settings, monkeypatch: pytest.MonkeyPatch) -> Settings:
    from sitra.delivery import policy

    monkeypatch.setattr(policy, "_allowance", Allowance())
    return settings


@pytest.fixture
def counted(here: World, monkeypatch: pytest.MonkeyPatch) -> World:
    monkeypatch.setattr(counting, "_tally", Tally())
    return here


@pytest.mark.usefixtures("here")
def test_a_known_key_asks_the_database_nothing(
    client: Client, django_assert_num_queries: DjangoAssertNumQueries
) -> None:
    with django_assert_num_queries(1):
        client.get(NUMBERS, QUERY)
    with django_assert_num_queries(0):
        assert client.get(NUMBERS, QUERY).status_code == 200
        wrong = json.dumps({**KEY, "apiKey": "faux"})
        assert client.get(NUMBERS, {"query": wrong}).status_code == 403
        unknown = json.dumps({**KEY, "projetId": 99})
        assert client.get(NUMBERS, {"query": unknown}).status_code == 403


@pytest.mark.usefixtures("here")
def test_a_key_that_changes_opens_at_once_here_and_soon_elsewhere(
    client: Client, monkeypatch: pytest.MonkeyPatch
) -> None:
    from sitra.delivery.models import Project

    assert client.get(NUMBERS, QUERY).status_code == 200
    Project.objects.filter(pk=1).update(active=False)
    assert client.get(NUMBERS, QUERY).status_code == 200
    monkeypatch.setattr(projects, "KEYS_LIFE", 0.0)
    assert client.get(NUMBERS, QUERY).status_code == 403
    monkeypatch.undo()
    actions.open_project(number=3, name="Neuf", member_id=4, api_key="neuf2026")
    fresh = json.dumps({"projetId": 3, "apiKey": "neuf2026"})
    assert client.get(NUMBERS, {"query": fresh}).status_code == 200


@pytest.mark.usefixtures("here")
def test_a_pace_and_how_it_is_told(client: Client, paced: Settings) -> None:
    paced.PROJECT_CALLS_PER_MINUTE = 3
    left = []
    for _ in range(3):
        answer = client.get(NUMBERS, QUERY)
        assert (answer.status_code, answer["RateLimit-Limit"]) == (200, "3")
        left.append(answer["RateLimit-Remaining"])
    assert left == ["2", "1", "0"]
    refused = client.get(NUMBERS, QUERY)
    assert refused.status_code == 429
    assert refused.json()["errorType"] == "PROJET_TOO_MANY_REQUESTS"
    assert "3 appels par minute" in refused.json()["message"]
    assert refused["Retry-After"] == refused["RateLimit-Reset"] == "20"
    assert refused["RateLimit-Remaining"] == "0"
    other = client.get(NUMBERS, {"query": json.dumps(POOR)})
    assert other.status_code == 200, "each project has a pace of its own"


@pytest.mark.usefixtures("here")
@pytest.mark.parametrize("name", [one.name for one in SERVICES])
def test_every_service_keeps_the_pace(client: Client, here: World, paced: Settings, name: str) -> None:
    paced.PROJECT_CALLS_PER_MINUTE = 1
    asking = world.askings(here)[name]
    assert client.get(asking.path, asking.parameters()).status_code == 200
    assert client.get(asking.path, asking.parameters()).status_code == 429


@pytest.mark.usefixtures("here")
def test_no_limit_says_nothing(client: Client, paced: Settings) -> None:
    paced.PROJECT_CALLS_PER_MINUTE = 0
    assert not client.get(NUMBERS, QUERY).has_header("RateLimit-Limit")


def test_a_bucket_fills_evenly() -> None:
    allowance = Allowance()
    for left in (59, 58):
        assert allowance.take(1, 60, 100.0).left == left
    for _ in range(58):
        allowance.take(1, 60, 100.0)
    with pytest.raises(Exceeded, match="1 seconde,"):
        allowance.take(1, 60, 100.2)
    assert allowance.take(1, 60, 101.5).left == 0
    assert allowance.take(1, 60, 1000.0).left == 59, "never more than a minute's worth"


@pytest.mark.parametrize("name", [one.name for one in SERVICES])
def test_every_service_is_counted(client: Client, counted: World, name: str) -> None:
    line = next(one for one in SERVICES if one.name == name)
    asking = world.askings(counted)[name]
    assert client.get(asking.path, asking.parameters()).status_code == 200
    assert actions.flush() == 1
    (usage,) = queries.usage(1, timezone.localdate())
    assert (usage.service, usage.calls, usage.refused) == (line.path, 1, 0)
    assert usage.records == (1 if line.says.startswith(("Objet", "Identifiants")) else 0)


def test_counts_add_up_over_writings_and_refusals(client: Client, counted: World) -> None:
    address = f"{PREFIX}objet-touristique/get-by-id/"
    for _ in range(2):
        client.get(f"{address}{counted.record}", {**KEY, "responseFields": "nom,@minimal,nom"})
    client.get(f"{address}{counted.draft}", KEY)
    assert actions.flush() == 1
    client.get(f"{address}{counted.record}", {**KEY, "responseFields": "nom"})
    client.get(f"{address}{counted.record}", {**KEY, "apiKey": "faux"})
    assert queries.usage(1, timezone.localdate())[0].calls == 3, "what is in memory is not written yet"
    assert actions.flush() == 1
    assert actions.flush() == 0
    (usage,) = queries.usage(1, timezone.localdate())
    assert (usage.calls, usage.refused, usage.records) == (4, 1, 3)
    assert usage.fields == {"nom": 3, "@minimal": 2}
    assert queries.usage(1, timezone.localdate() + timedelta(days=1)) == []


def test_what_is_no_name_of_a_field_is_not_written(client: Client, counted: World) -> None:
    address = f"{PREFIX}objet-touristique/get-by-id/{counted.record}"
    client.get(address, {**KEY, "responseFields": "nom,a\0b,<script>," + "x" * 500})
    assert actions.flush() == 1
    assert queries.usage(1, timezone.localdate())[0].fields == {"nom": 1, BEYOND: 1}


def asking(number: int = 1) -> OpenProject:
    project = queries.by_number(1)
    assert project
    return replace(project, id=number)


def test_a_project_that_left_does_not_hold_back_the_others(counted: World) -> None:
    del counted
    actions.note(asking(), "recherche/list-identifiants")
    actions.note(asking(404), "recherche/list-identifiants")
    assert actions.flush() == 1


def test_what_could_not_be_written_is_written_later(counted: World, monkeypatch: pytest.MonkeyPatch) -> None:
    del counted
    actions.note(asking(), "recherche/list-identifiants", records=2)
    with monkeypatch.context() as broken:
        broken.setattr(counting, "_write", lambda _: 1 / 0)
        with pytest.raises(ZeroDivisionError):
            actions.flush()
    actions.note(asking(), "recherche/list-identifiants", records=3)
    actions.flush()
    (usage,) = queries.usage(1, timezone.localdate())
    assert (usage.calls, usage.records) == (2, 5)


def test_a_caller_cannot_fill_the_table_with_names() -> None:
    total = merged({}, {f"champ{rank}": 1 for rank in range(MOST_FIELDS + 50)})
    assert (len(total), total[BEYOND]) == (MOST_FIELDS + 1, 50)
    assert merged(total, {"champ1": 1, "autre": 2})["champ1"] == 2


def test_no_count_is_lost_between_threads() -> None:
    tally, key = Tally(), Key(1, "recherche/list-identifiants", date(2026, 11, 25))
    drained: list[int] = []

    def call() -> None:
        for _ in range(500):
            tally.note(key, records=1, fields=("nom",), refused=False)

    threads = [threading.Thread(target=call) for _ in range(4)]
    for thread in threads:
        thread.start()
    while any(thread.is_alive() for thread in threads):
        drained += [count.calls for count in tally.drain().values()]
    drained += [count.calls for count in tally.drain().values()]
    assert sum(drained) == 2000
