"""Projects as people open them, and their keys."""

import json
from collections.abc import Callable
from itertools import product
from typing import Any

import pytest
from django.apps import apps
from django.core import serializers
from django.test import Client

from sitra.accounts.models import Person
from sitra.delivery import actions, queries
from sitra.delivery.actions import Wanted
from sitra.delivery.events import ProjectKind, Service
from sitra.delivery.models import Project
from sitra.delivery.policy import MANAGE, SEE
from sitra.delivery.rules.keys import LENGTH, opens_to, sites_of, tail
from sitra.kit.errors import Forbidden, Impossible, Unknown
from sitra.ledger.models import Entry
from sitra.members import actions as members, queries as seats
from tests.cast import Cast

pytestmark = pytest.mark.django_db
IDS = "/api/v002/recherche/list-identifiants"
PEOPLE = ("clerk", "neighbour", "counsellor", "stranger")


@pytest.fixture
def keeper(cast: Cast) -> Person:
    """Who looks after the projects of an office."""
    members.seat(cast.people["clerk"], cast.members["aubenas"].pk, ["consult", "projects"])
    return cast.people["clerk"]


@pytest.fixture
def project(cast: Cast, keeper: Person) -> Project:
    return actions.start_project(Wanted("Site du lac"), cast.members["aubenas"].pk, by=keeper)


def status(client: Client, number: int, key: str) -> int:
    return client.get(IDS, {"query": json.dumps({"projetId": number, "apiKey": key})}).status_code


@pytest.fixture
def found(cast: Cast, read_model: Callable[[], None]) -> None:
    cast.record()
    read_model()


@pytest.mark.usefixtures("found")
def test_keys_change_without_a_cut(client: Client, project: Project, keeper: Person) -> None:
    first, old = actions.give_key(project.pk, "2025", by=keeper)
    assert status(client, project.pk, old) == 200
    _, new = actions.give_key(project.pk, "2026", by=keeper)
    assert {status(client, project.pk, key) for key in (old, new)} == {200}
    actions.revoke_key(first, by=keeper)
    assert [status(client, project.pk, key) for key in (old, new)] == [403, 200]
    actions.restore_key(first, by=keeper)
    assert status(client, project.pk, old) == 200
    assert status(client, project.pk + 1, old) == 403


def test_a_key_is_told_once_and_never_kept(project: Project, keeper: Person) -> None:
    number, key = actions.give_key(project.pk, "une", by=keeper)
    assert len(key) == LENGTH
    written = "".join(
        serializers.serialize("json", model._default_manager.all()) for model in apps.get_models()
    )
    assert key not in written
    assert key[-4:] in written
    assert str(number) in written


@pytest.mark.usefixtures("found")
def test_the_day_a_key_was_last_used_is_kept(client: Client, project: Project, keeper: Person) -> None:
    _, key = actions.give_key(project.pk, by=keeper)
    assert project.keys.get().last_used is None
    status(client, project.pk, key)
    actions.flush()
    assert project.keys.get().last_used is not None


def test_a_key_that_pages_show_opens_to_their_site_alone(project: Project, keeper: Person) -> None:
    _, key = actions.give_key(project.pk, sites=["https://www.lac.example/agenda", "*.lac.test"], by=keeper)
    hosts = {
        "www.lac.example": True,
        "lac.example": False,
        "a.b.lac.test": True,
        "lac.test": False,
        "": False,
    }
    assert {host: queries.by_key(key, host) is not None for host in hosts} == hosts


@pytest.mark.parametrize("written", ["a b", "http://", "*.*", "x" * 300, "a/../b?", "-a.example", "l..ac"])
def test_what_is_no_name_of_a_site(written: str) -> None:
    if written == "a/../b?":
        assert sites_of([written]) == ["a"]
        return
    with pytest.raises(Impossible, match="nom de site"):
        sites_of([written])


def test_names_of_sites() -> None:
    assert sites_of(["HTTPS://Lac.example:443/x", " lac.example ", "été.example", ""]) == [
        "lac.example", "xn--t-9fab.example",
    ]  # fmt: skip
    assert opens_to(frozenset(), "anywhere.example")


def test_guard_and_filter_agree_on_everyone(cast: Cast, project: Project) -> None:
    members.seat(cast.people["neighbour"], cast.members["privas"].pk, ["projects"])
    other = actions.start_project(Wanted("B"), cast.members["privas"].pk, by=cast.people["neighbour"])
    for name, one in product(PEOPLE, (project, other)):
        offices = seats.offices(cast.people[name])
        kept = MANAGE.among(offices, Project.objects.filter(pk=one.pk)).exists()
        assert kept == MANAGE.allows(offices, one.member_id), (name, one)
        expected = {"clerk": project, "neighbour": other}.get(name)
        assert kept == (expected == one)
        assert SEE.projects(offices, Project.objects.filter(pk=one.pk)).exists() >= kept


def test_nobody_changes_the_project_of_another(cast: Cast, project: Project) -> None:
    number, _ = actions.give_key(project.pk, by=cast.people["clerk"])
    acts: list[Any] = [
        lambda by: actions.start_project(Wanted("x"), project.member_id, by=by),
        lambda by: actions.change_project(project.pk, Wanted("x"), by=by),
        lambda by: actions.close_project(project.pk, by=by),
        lambda by: actions.reopen_project(project.pk, by=by),
        lambda by: actions.give_key(project.pk, by=by),
        lambda by: actions.revoke_key(number, by=by),
        lambda by: actions.restore_key(number, by=by),
        lambda by: actions.subscribe(project.pk, project.member_id, by=by),
        lambda by: actions.unsubscribe(project.pk, project.member_id, by=by),
        lambda by: actions.choose_selections(project.pk, [], bounded=False, by=by),
    ]
    before = Entry.objects.count()
    for act in acts:
        with pytest.raises(Forbidden):
            act(cast.people["neighbour"])
    assert Entry.objects.count() == before
    with pytest.raises(Unknown):
        actions.close_project(999, by=cast.people["clerk"])
    with pytest.raises(Unknown):
        actions.revoke_key(999, by=cast.people["clerk"])


@pytest.mark.usefixtures("found")
def test_a_closed_project_opens_nothing_until_it_is_opened_again(
    client: Client, project: Project, keeper: Person
) -> None:
    _, key = actions.give_key(project.pk, by=keeper)
    actions.close_project(project.pk, by=keeper)
    assert status(client, project.pk, key) == 403
    actions.reopen_project(project.pk, by=keeper)
    assert status(client, project.pk, key) == 200


@pytest.mark.usefixtures("found")
def test_a_service_that_was_not_opened_is_refused(client: Client, project: Project, keeper: Person) -> None:
    _, key = actions.give_key(project.pk, by=keeper)
    actions.change_project(project.pk, Wanted("Site", services=frozenset({Service.V1})), by=keeper)
    answer = client.get(IDS, {"query": json.dumps({"projetId": project.pk, "apiKey": key})})
    assert (answer.status_code, answer.json()["errorType"]) == (403, "PROJET_FORBIDDEN")
    assert "API v002" in answer.json()["message"]


def test_what_a_project_may_not_be_called_or_ask(cast: Cast, project: Project, keeper: Person) -> None:
    for name in ("", "  ", "x" * 151):
        with pytest.raises(Impossible, match="nom"):
            actions.start_project(Wanted(name), project.member_id, by=keeper)
    with pytest.raises(Forbidden, match="pilote"):
        actions.change_project(project.pk, Wanted("x", kind=ProjectKind.OPEN_DATA), by=keeper)
    with pytest.raises(Forbidden, match="pilote"):
        actions.change_project(project.pk, Wanted("x", calls_per_minute=90_000), by=keeper)
    Project.objects.filter(pk=1).update(kind="site")
    queries.forget()
    assert queries.open_data() is None
    members.seat(cast.people["counsellor"], cast.members["region"].pk, ["animate"])
    pilot = cast.people["counsellor"]
    actions.change_project(project.pk, Wanted("Ouvertes", kind=ProjectKind.OPEN_DATA), by=pilot)
    found = queries.open_data()
    assert found
    assert found.id == project.pk


def test_a_member_that_takes_part_lets_its_records_be_written(cast: Cast, project: Project) -> None:
    other = cast.members["privas"]
    members.seat(cast.people["neighbour"], other.pk, ["projects"])
    actions.subscribe(project.pk, other.pk, by=cast.people["neighbour"])
    opened = queries.by_number(project.pk)
    assert opened
    assert queries.of_project(opened).writes == {project.member_id, other.pk}
    actions.unsubscribe(project.pk, other.pk, by=cast.people["clerk"])
    opened = queries.by_number(project.pk)
    assert opened
    assert queries.of_project(opened).writes == {project.member_id}


def test_a_short_key_does_not_show_its_half() -> None:
    assert [tail(key) for key in ("a" * 15 + "12345", "vallee06", "abc")] == ["2345", "6", ""]


def test_a_project_has_so_many_keys(project: Project, keeper: Person) -> None:
    for _ in range(10):
        number, _ = actions.give_key(project.pk, by=keeper)
    with pytest.raises(Impossible, match="10 clés"):
        actions.give_key(project.pk, by=keeper)
    actions.revoke_key(number, by=keeper)
    actions.give_key(project.pk, by=keeper)
