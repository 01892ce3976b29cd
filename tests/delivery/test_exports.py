"""Exports: a site that follows the contract has what its project may read, whatever fails on either side."""

import io
import json
import random
import zipfile
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from datetime import timedelta
from pathlib import Path
from typing import Any
from urllib.parse import urlsplit

import pytest
from django.test import Client
from django.utils import timezone
from pytest_django import Settings

from sitra.accounts.models import Person
from sitra.delivery import actions, queries
from sitra.delivery.actions import Drawn, Wanted as Described, exporting, exports, noticing
from sitra.delivery.events import Service, Standing
from sitra.delivery.models import Export
from sitra.delivery.queries import exports as reading
from sitra.delivery.rules.exports import Wanted
from sitra.delivery.rules.manifests import Manifest, Told as Marks
from sitra.formats.rules.v002.archive import Markup
from sitra.kit.errors import Forbidden, Impossible, Unknown
from sitra.members import actions as members
from sitra.search.queries import Question
from sitra.tourism import actions as tourism
from sitra.tourism.models import TouristObject
from tests.cast import AUBENAS, PRIVAS, Cast, hotel
from tests.delivery.client_site import ClientSite
from tests.outside import Asked, Outside, Told, outside

pytestmark = pytest.mark.django_db(transaction=True)
WAYS = frozenset({Service.V002, Service.EXPORTS})


@dataclass
class World:
    """A network, a project that exports, and the site at the other end."""

    cast: Cast
    keeper: Person
    project: int
    selection: int
    site: ClientSite
    server: Outside
    index: Callable[[], None]
    client: Client
    down: bool = False

    def export(self, *, whole: bool = False) -> Export:
        self.index()
        number = exports.ask_export(self.project, whole=whole, by=self.keeper)
        assert exporting.carry_out(number)
        noticing.tell(number)
        return Export.objects.get(pk=number)

    def fetch(self, address: str) -> bytes:
        split = urlsplit(address)
        answer = self.client.get(f"{split.path}?{split.query}")
        assert answer.status_code == 200, answer
        streamed = getattr(answer, "streaming_content", None)
        return b"".join(streamed) if streamed else answer.content

    def work(self, *, importing: bool = True) -> None:
        self.site.work(self.fetch, importing=importing)

    def readable(self) -> set[int]:
        queries.forget()
        queries.forget_selections()
        opened = queries.by_number(self.project)
        assert opened
        return set(reading.told_to(opened)[0])

    def agrees(self) -> bool:
        """Say whether the site has what its project may read, as it reads now."""
        names = {row.pk: row.name for row in TouristObject.objects.filter(pk__in=self.readable())}
        held = {number: one["nom"]["libelleFr"] for number, one in self.site.records.items()}
        return held == names


@pytest.fixture
def world(
    transactional_cast: Cast,
    read_model: Callable[[], None],
    settings: Settings,
    tmp_path: Path,
    client: Client,
) -> Iterator[World]:
    cast, office = transactional_cast, transactional_cast.members["aubenas"].pk
    settings.EXPORT_DIR, settings.READY_DIR = tmp_path / "exports", tmp_path / "ready"
    members.seat(cast.clerk, office, ["consult", "write", "publish", "projects"])
    project = actions.start_project(Described("Site", services=WAYS), office, by=cast.clerk).pk
    near = actions.make_selection(Drawn("Près", Question(communes=("07019",))), office, by=cast.clerk)
    actions.choose_selections(project, [near], bounded=True, by=cast.clerk)
    site = ClientSite()

    def tell(asked: Asked) -> Told:
        if made.down:
            return Told(status=503)
        site.receive(asked.body)
        return Told()

    with outside(tell) as server:
        settings.OUTBOUND_ALLOWED = [server.host]
        made = World(cast, cast.clerk, project, near, site, server, read_model, client)
        exports.plan_exports(project, Wanted(notified=f"{server.address}/sitra"), by=cast.clerk)
        yield made


def act(world: World, drawn: random.Random) -> None:
    """Do something to a record, as chance has it."""
    rows = list(TouristObject.objects.exclude(state="DELETED").order_by("pk"))
    by = world.cast.author()
    match drawn.randrange(5):
        case 0 | 1 if rows:
            row = drawn.choice(rows)
            changed = hotel(f"H{drawn.random()}", commune=drawn.choice((AUBENAS, PRIVAS)))
            tourism.revise(row.pk, changed, seen=row.revision, by=by)
        case 2 if rows:
            row = drawn.choice(rows)
            verb = {"PUBLISHED": "hide"}.get(row.state, "publish")
            tourism.change_state(row.pk, verb, seen=row.revision, by=by)
        case 3 if len(rows) > 3:
            row = drawn.choice(rows)
            tourism.change_state(row.pk, "delete", seen=row.revision, by=by)
        case _:
            world.cast.record(hotel(f"N{drawn.random()}", commune=drawn.choice((AUBENAS, PRIVAS))))


def test_a_site_agrees_after_changes_outages_and_lost_notices(world: World) -> None:
    """Chance changes records, loses notices, cuts the site off, and confirms what was never taken in."""
    drawn = random.Random(5)
    for turn in range(40):
        for _ in range(5):
            act(world, drawn)
        chance = drawn.randrange(4)
        world.down = chance == 0
        world.export()
        if chance == 1:
            world.site.waiting = []
        if chance == 2 and turn % 3 == 0 and world.site.waiting:
            world.work(importing=False)
            world.export(whole=True)
        world.down = False
        world.work()
    world.export()
    world.work()
    assert world.agrees()
    assert world.site.selections == {world.selection: sorted(world.site.records, key=lambda one: one)} or set(
        world.site.selections[world.selection]
    ) == set(world.site.records)


def test_only_what_is_new_since_the_last_confirmed_one_is_told(world: World) -> None:
    one, two = (world.cast.record(hotel(name)) for name in ("Un", "Deux"))
    first = world.export()
    assert (first.whole, first.expected, first.deleted) == (True, 2, 0)
    again = world.export()
    assert (again.whole, again.expected) == (True, 2), "nothing is confirmed yet"
    world.work()
    assert world.export().expected == 0
    tourism.revise(one.pk, hotel("Un bis"), seen=1, by=world.cast.author())
    tourism.change_state(two.pk, "delete", seen=1, by=world.cast.author())
    last = world.export()
    assert (last.whole, last.expected, last.deleted) == (False, 1, 1)
    world.work()
    assert world.site.names[-1][0] == f"objets_modifies/objets_modifies-{one.pk}.json"
    assert world.agrees()


def test_linked_records_come_beside(world: World) -> None:
    far = world.cast.record(hotel("Lié", commune=PRIVAS))
    linking = {
        **hotel("Un"),
        "liens": {
            "liensObjetsTouristiquesTypes": [
                {"objetTouristique": {"type": "HOTELLERIE", "id": far.pk}, "type": "DEFAUT"}
            ]
        },
    }
    one = world.cast.record(linking)
    world.export()
    world.work()
    assert (list(world.site.records), list(world.site.linked)) == ([one.pk], [far.pk])
    tourism.revise(one.pk, hotel("Un"), seen=1, by=world.cast.author())
    world.export()
    world.work()
    assert world.site.linked == {}


@pytest.mark.parametrize("markup", list(Markup))
@pytest.mark.parametrize("grouped", [False, True])
def test_every_way_of_writing_is_taken_in(world: World, markup: Markup, grouped: bool) -> None:
    wanted = Wanted(markup, grouped=grouped, dates=True, notified=f"{world.server.address}/sitra")
    exports.plan_exports(world.project, wanted, by=world.keeper)
    numbers = {world.cast.record(hotel(f"H{n}")).pk for n in range(53)}
    world.export()
    world.work()
    assert set(world.site.records) == numbers
    names = world.site.names[-1]
    assert len([name for name in names if name.startswith("objets_modifies/")]) == (2 if grouped else 53)
    for name in ("elements_reference", "communes", "territoires", "criteres_internes", "selections"):
        assert f"{name}.{markup}" in names
    assert set(world.site.selections) == {world.selection}


def test_who_does_not_hear_is_told_again_until_it_confirms(world: World) -> None:
    world.cast.record()
    world.down = True
    export = world.export()
    assert (export.notified_at, export.told[:3]) == (None, "Le ")
    assert export.next_notice
    assert noticing.due() == []
    world.down = False
    assert noticing.due(export.next_notice) == [export.pk]
    assert noticing.tell(export.pk)
    assert len(world.site.waiting) == 1
    export.refresh_from_db()
    assert export.next_notice, "told, not confirmed: it may have been lost"
    world.work()
    export.refresh_from_db()
    assert export.confirmed_at
    assert export.next_notice is None
    assert noticing.due(timezone.now() + timedelta(days=9)) == []


def test_confirming_by_get_or_post_twice_and_what_nobody_made(world: World) -> None:
    export = world.export()
    address = f"/api/v002/export/confirmation?hash={export.stem}"
    for call in (world.client.get, world.client.post):
        answer = call(address)
        assert (answer.status_code, answer.json()["hash"]) == (200, export.stem)
    posted = world.client.post("/api/v002/export/confirmation/", {"hash": export.stem})
    assert posted.status_code == 200
    for wrong in ("", "672_20150106-1344_V4BjvT", "x" * 400, "\0"):
        answer = world.client.get("/api/v002/export/confirmation", {"hash": wrong})
        assert (answer.status_code, answer.json()["errorType"]) == (404, "EXPORT_NOT_FOUND")
    assert world.client.put(address).status_code == 405
    with pytest.raises(Unknown):
        exports.confirm("nothing")


def test_a_download_that_was_cut_goes_on(world: World) -> None:
    world.cast.record()
    export = world.export()
    address = f"/exports/{export.stem}.zip"
    whole = world.fetch(address)
    assert zipfile.ZipFile(io.BytesIO(whole)).testzip() is None

    def part(asked: str, **more: str) -> tuple[int, bytes, str]:
        answer = world.client.get(address, headers={"Range": asked, **more})
        streamed: Any = getattr(answer, "streaming_content", ())
        return answer.status_code, b"".join(streamed), answer.headers.get("Content-Range", "")

    size = len(whole)
    assert part("bytes=0-9") == (206, whole[:10], f"bytes 0-9/{size}")
    assert part("bytes=100-") == (206, whole[100:], f"bytes 100-{size - 1}/{size}")
    assert part("bytes=-20") == (206, whole[-20:], f"bytes {size - 20}-{size - 1}/{size}")
    assert part(f"bytes={size}-")[::2] == (416, f"bytes */{size}")
    assert part("bytes=0-1,4-5")[:2] == (200, whole)
    assert part("bytes=x")[:2] == (200, whole)
    assert part("bytes=0-9", **{"If-Range": '"another"'})[:2] == (200, whole)
    head = world.client.head(address)
    assert (head.status_code, head.headers["Content-Length"]) == (200, str(size))
    assert world.client.get("/exports/1_20260101-0000_AAAAAA.zip").status_code == 404


def test_archives_are_removed_and_what_was_confirmed_still_counts(world: World) -> None:
    world.cast.record()
    export = world.export()
    world.work()
    assert exports.forget(timezone.now() + timedelta(days=8)) == 1
    assert world.client.get(f"/exports/{export.stem}.zip").status_code == 404
    assert not exports.path_of(export).exists()
    assert world.export().expected == 0


def test_an_archive_that_was_cut_is_made_again(world: World, monkeypatch: pytest.MonkeyPatch) -> None:
    world.cast.record()
    world.index()
    number = exports.ask_export(world.project, by=world.keeper)
    with monkeypatch.context() as broken:
        broken.setattr(exporting, "reference_files", lambda *_: 1 / 0)
        with pytest.raises(ZeroDivisionError):
            exporting.carry_out(number)
    assert Export.objects.get(pk=number).standing == Standing.RUNNING
    assert exports.resume() == 1
    assert exporting.carry_out(number)
    assert Export.objects.get(pk=number).standing == Standing.DONE
    assert not exporting.carry_out(number)


def test_a_disk_that_is_full_is_told(world: World, settings: Settings, tmp_path: Path) -> None:
    (tmp_path / "file").write_text("x")
    settings.EXPORT_DIR = tmp_path / "file"
    export = world.export()
    assert export.standing == Standing.FAILED
    assert "fichier" in export.fault
    assert world.site.failures[0]["statut"] == "ERROR"
    assert world.site.failures[0]["urlRecuperation"] == ""


def test_the_hour_of_every_night(world: World) -> None:
    world.cast.record()
    world.index()
    night = timezone.localtime().replace(hour=3, minute=5)
    asked = exports.plan_due(night)
    assert len(asked) == 1
    assert not Export.objects.get(pk=asked[0]).one_off
    assert exports.plan_due(night.replace(hour=4)) == []
    assert exporting.carry_out(asked[0])


def test_rights_on_exports(world: World) -> None:
    other = world.cast.people["neighbour"]
    with pytest.raises(Forbidden):
        exports.ask_export(world.project, by=other)
    with pytest.raises(Forbidden):
        exports.plan_exports(world.project, Wanted(), by=other)
    with pytest.raises(Impossible):
        exports.plan_exports(world.project, Wanted(notified="ftp://x"), by=world.keeper)
    with pytest.raises(Impossible):
        exports.plan_exports(world.project, Wanted(hour=24), by=world.keeper)
    actions.change_project(world.project, Described("Site", services=frozenset()), by=world.keeper)
    with pytest.raises(Forbidden, match="exports"):
        exports.ask_export(world.project, by=world.keeper)


def test_a_manifest_is_read_back() -> None:
    drawn = random.Random(3)
    marks = {drawn.randrange(1, 10**9): drawn.getrandbits(64) for _ in range(500)}
    manifest = Manifest(Marks.of(marks), Marks.of({7: 1}))
    found = Manifest.read(manifest.written())
    assert json.dumps([found.records.numbers.tolist(), found.records.marks.tolist()]) == json.dumps(
        [sorted(marks), [marks[number] for number in sorted(marks)]]
    )
    assert found.linked.numbers.tolist() == [7]
    later = {**marks, 5: 5}
    changed = min(marks)
    later[changed] ^= 1
    gone = max(later)
    del later[gone]
    assert Marks.of(later).since(found.records) == sorted([5, changed])
    assert Marks.of(later).gone(found.records) == [gone]
    assert Manifest.read(Manifest().written()).records.since(found.records) == []
