"""What projects follow by programs: selections, changes, exports."""

import json
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import pytest
from django.test import Client
from pytest_django import Settings

from sitra.delivery import actions
from sitra.delivery.actions import Drawn, Wanted, exporting, feeding
from sitra.delivery.events import Service
from sitra.delivery.listeners import Feeding
from sitra.delivery.models import Change, Cursor, Export
from sitra.delivery.queries import feed
from sitra.ledger.tasks import catch_up
from sitra.members import actions as members
from sitra.search.queries import Question
from sitra.tourism import actions as tourism
from tests.api.world import PREFIX, get
from tests.cast import PRIVAS, Cast, hotel

pytestmark = pytest.mark.django_db(transaction=True)
WAYS = frozenset({Service.V1, Service.CHANGES, Service.EXPORTS})


@dataclass
class World:
    """A project, its key and its selection."""

    cast: Cast
    project: int
    key: str
    near: int
    settle: Callable[[], None]

    def ask(self, path: str, **asked: Any) -> Any:
        answer = get(path, asked, key=self.key)
        assert answer.status_code == 200, answer.content
        return answer.json()


@pytest.fixture
def world(
    transactional_cast: Cast, read_model: Callable[[], None], settings: Settings, tmp_path: Path
) -> World:
    cast, office = transactional_cast, transactional_cast.members["aubenas"].pk
    settings.EXPORT_DIR, settings.READY_DIR = tmp_path / "exports", tmp_path / "ready"
    members.seat(cast.clerk, office, ["consult", "write", "publish", "projects"])
    project = actions.start_project(Wanted("Site", services=WAYS), office, by=cast.clerk).pk
    drawn = Drawn("Près", Question(communes=("07019",)), {"libelleEn": "Near"})
    near = actions.make_selection(drawn, office, by=cast.clerk)
    actions.choose_selections(project, [near], bounded=False, by=cast.clerk)
    _, key = actions.give_key(project, by=cast.clerk)

    def settle() -> None:
        read_model()
        catch_up(Feeding())

    settle()
    return World(cast, project, key, near, settle)


def test_selections_are_listed_and_narrow_records(world: World) -> None:
    here = world.cast.record(hotel("Ici"))
    world.cast.record(hotel("Loin", commune=PRIVAS))
    world.settle()
    page = world.ask("selections")
    labels = {"libelleEn": "Near"}
    assert page["items"] == [{"id": world.near, "name": "Près", "labels": labels, "count": 1}]
    assert [one["id"] for one in world.ask("records", selection=world.near)["items"]] == [here.pk]
    assert world.ask("records", selection=999)["items"] == []
    assert world.ask("records")["total"] == 2


def test_changes_are_followed_by_their_cursor(world: World) -> None:
    record = world.cast.record(hotel("Un"))
    world.settle()
    begin = world.ask("changes")
    assert (begin["items"], begin["more"]) == ([], False)
    tourism.revise(record.pk, hotel("Deux"), seen=1, by=world.cast.author())
    far = world.cast.record(hotel("Loin", commune=PRIVAS))
    tourism.change_state(record.pk, "hide", seen=2, by=world.cast.author())
    world.settle()
    first = world.ask("changes", cursor=begin["next"], limit=1)
    assert first["more"]
    assert (first["items"][0]["id"], first["items"][0]["verb"]) == (far.pk, "entered")
    rest = world.ask("changes", cursor=first["next"])
    assert [(one["id"], one["verb"], one["reason"]) for one in rest["items"]] == [
        (record.pk, "left", "hidden")
    ]
    assert not rest["more"]
    assert world.ask("changes", cursor=rest["next"])["next"] == rest["next"]
    replayed = world.ask("changes", since="2020-01-01")
    assert [one["id"] for one in replayed["items"]] == [far.pk, record.pk]


def test_values_say_what_the_fields_that_changed_say_today(world: World) -> None:
    record = world.cast.record(hotel("Un"))
    world.settle()
    begin = world.ask("changes")
    tourism.revise(record.pk, hotel("Deux"), seen=1, by=world.cast.author())
    world.settle()
    (change,) = world.ask("changes", cursor=begin["next"], values="true")["items"]
    assert change["fields"] == ["nom.libelleFr"]
    assert change["values"] == {"type": "HOTELLERIE", "id": record.pk, "nom": {"libelleFr": "Deux"}}
    assert world.ask("changes", cursor=begin["next"], fields="ouverture")["items"] == []
    assert len(world.ask("changes", cursor=begin["next"], fields="nom")["items"]) == 1


def test_a_selection_is_followed_by_itself(world: World) -> None:
    begin = world.ask("changes", selection=world.near)
    world.cast.record(hotel("Loin", commune=PRIVAS))
    here = world.cast.record(hotel("Ici"))
    world.settle()
    page = world.ask("changes", cursor=begin["next"], selection=world.near)
    assert [one["id"] for one in page["items"]] == [here.pk]
    refused = get("changes", {"selection": 999}, key=world.key)
    assert (refused.status_code, refused.json()["errors"][0]["parameter"]) == (400, "selection")


def test_a_cursor_of_which_changes_were_forgotten_is_refused(world: World) -> None:
    begin = world.ask("changes")
    world.cast.record()
    world.settle()
    last = world.ask("changes", cursor=begin["next"])["next"]
    Change.objects.all().delete()
    Cursor.objects.update_or_create(pk=feed.FORGOTTEN, defaults={"position": last})
    answer = get("changes", {"cursor": begin["next"]}, key=world.key)
    assert (answer.status_code, answer.json()["type"]) == (410, "urn:sitra:problem:cursor-too-old")
    assert world.ask("changes", cursor=last)["items"] == []
    assert world.ask("changes")["next"] == last


@pytest.mark.parametrize(
    "asked", [{"cursor": 10**9}, {"cursor": "x"}, {"limit": 0}, {"verb": "moved"}, {"cursor": -1}]
)
def test_what_cannot_be_read_is_refused(world: World, asked: dict[str, Any]) -> None:
    assert get("changes", asked, key=world.key).status_code == 400


def test_an_archive_is_asked_for_and_listed(world: World) -> None:
    world.cast.record()
    world.settle()
    headers = {"Authorization": f"Bearer {world.key}"}
    answer = Client(enforce_csrf_checks=True).post(f"{PREFIX}exports?whole=true", headers=headers)
    assert answer.status_code == 202, answer.content
    asked = json.loads(answer.content)
    assert (asked["standing"], asked["url"]) == ("waiting", None)
    exporting.carry_out(Export.objects.get(stem=asked["id"]).pk)
    (made,) = world.ask("exports")["items"]
    assert (made["standing"], made["records"], made["whole"], made["confirmed"]) == ("done", 1, True, False)
    assert made["url"].endswith(f"/exports/{asked['id']}.zip")


def test_what_a_project_is_not_open_to_is_told(world: World) -> None:
    actions.change_project(
        world.project, Wanted("Site", services=frozenset({Service.V1})), by=world.cast.clerk
    )
    for path in ("changes", "exports"):
        answer = get(path, key=world.key)
        assert (answer.status_code, answer.json()["type"]) == (403, "urn:sitra:problem:service-closed")
    assert get("selections", key=world.key).status_code == 200


def test_the_feed_stands_while_nobody_asked_for_it(world: World) -> None:
    assert feeding.compare() == 0
    world.ask("changes")
    assert feeding.compare() == 0
