"""Trying out: who is given a key, what it reads, and when it ends."""

import json
from collections.abc import Callable
from datetime import timedelta
from typing import Any

import pytest
from django.test import Client
from django.utils import timezone

from sitra.accounts.models import Person
from sitra.delivery import actions, queries
from sitra.delivery.actions import Drawn, Wanted
from sitra.delivery.actions.trials import IDLE, MOST_AN_HOUR
from sitra.delivery.events import ProjectKind, ProjectState
from sitra.delivery.models import Project, ProjectKey
from sitra.kit.errors import Forbidden, Impossible, TooOften
from tests.cast import Cast, hotel

pytestmark = pytest.mark.django_db
IDS = "/api/v002/recherche/list-identifiants"


def read(client: Client, number: int, key: str) -> Any:
    answer = client.post(IDS, {"query": json.dumps({"projetId": number, "apiKey": key})})
    return (
        sorted(answer.json().get("objetTouristiqueIds", ()))
        if answer.status_code == 200
        else answer.status_code
    )


@pytest.fixture
def records(cast: Cast, read_model: Callable[[], None]) -> list[int]:
    found = [cast.record(hotel(name)).pk for name in ("Un", "Deux", "Trois")]
    read_model()
    return found


@pytest.fixture
def sandbox(cast: Cast, pilot: Person, records: list[int]) -> int:
    """The sandbox of the network, and in it the first record: the number of its selection."""
    region = cast.members["region"].pk
    wanted = Wanted("Bac à sable", kind=ProjectKind.SANDBOX, state=ProjectState.DEMONSTRATION)
    project = actions.start_project(wanted, region, by=pilot)
    number = actions.make_selection(Drawn("Essais"), region, by=pilot)
    actions.add(number, records[:1], by=pilot)
    actions.choose_selections(project.pk, [number], bounded=True, by=pilot)
    return number


def test_without_a_sandbox_no_key_is_given(cast: Cast) -> None:
    with pytest.raises(Impossible, match="bac à sable"):
        actions.try_out(cast.members["albertville"].pk, by=cast.people["counsellor"])


def test_a_key_to_try_out_reads_what_the_sandbox_shows_at_this_moment(
    client: Client, cast: Cast, pilot: Person, sandbox: int, records: list[int]
) -> None:
    number, key = actions.try_out(cast.members["albertville"].pk, by=cast.people["counsellor"])
    assert read(client, number, key) == records[:1]
    actions.add(sandbox, records[1:2], by=pilot)
    assert read(client, number, key) == records[:2]
    actions.drop_selection(sandbox, by=pilot)
    assert read(client, number, key) == []


@pytest.mark.usefixtures("sandbox")
def test_one_key_a_person(client: Client, cast: Cast, records: list[int]) -> None:
    counsellor, member = cast.people["counsellor"], cast.members["albertville"].pk
    number, old = actions.try_out(member, by=counsellor)
    again, new = actions.try_out(member, by=counsellor)
    assert again == number
    assert [read(client, number, key) for key in (old, new)] == [403, records[:1]]
    other, _ = actions.try_out(cast.members["privas"].pk, by=cast.people["neighbour"])
    assert other != number
    assert Project.objects.trials().count() == 2


@pytest.mark.usefixtures("sandbox")
def test_nobody_tries_out_for_another_member_nor_too_often(cast: Cast) -> None:
    counsellor = cast.people["counsellor"]
    with pytest.raises(Forbidden, match="siège"):
        actions.try_out(cast.members["privas"].pk, by=counsellor)
    for _ in range(MOST_AN_HOUR):
        actions.try_out(cast.members["albertville"].pk, by=counsellor)
    with pytest.raises(TooOften):
        actions.try_out(cast.members["albertville"].pk, by=counsellor)


@pytest.mark.usefixtures("sandbox")
def test_a_trial_cannot_be_widened(cast: Cast, clerk: Person, pilot: Person) -> None:
    """Not even by who manages the projects of its member."""
    member = cast.members["aubenas"].pk
    number, _ = actions.try_out(member, by=clerk)
    mine = actions.make_selection(Drawn("Tout"), member, by=clerk)
    with pytest.raises(Forbidden, match="bac à sable"):
        actions.choose_selections(number, [mine], bounded=False, by=clerk)
    posing = Wanted("x", kind=ProjectKind.SANDBOX, state=ProjectState.DEMONSTRATION, calls_per_minute=60)
    with pytest.raises(Forbidden, match="pilote"):
        actions.change_project(number, posing, by=clerk)
    actions.change_project(number, Wanted("Site"), by=pilot)
    opened = queries.by_number(number)
    assert opened
    assert opened.bounded
    assert queries.selections_of(number) == []


@pytest.mark.usefixtures("sandbox")
def test_a_key_that_does_not_serve_is_closed(client: Client, cast: Cast, records: list[int]) -> None:
    counsellor, member = cast.people["counsellor"], cast.members["albertville"].pk
    number, key = actions.try_out(member, by=counsellor)
    assert actions.close_idle_trials() == 0
    long_ago = timezone.now() - IDLE - timedelta(days=1)
    ProjectKey.objects.filter(project=number).update(made_at=long_ago)
    assert read(client, number, key) == records[:1]
    actions.flush()
    assert actions.close_idle_trials() == 0, "it served today"
    ProjectKey.objects.filter(project=number).update(last_used=long_ago.date())
    assert actions.close_idle_trials() == 1
    assert read(client, number, key) == 403
    again, new = actions.try_out(member, by=counsellor)
    assert (again, read(client, again, new)) == (number, records[:1])
