"""Harvests: planned, run at their hours, failing alone, and silent about their secrets."""

from collections.abc import Callable
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any

import psycopg
import pytest
from django.utils import timezone
from pytest_django.live_server_helper import LiveServer

from sitra.catalog.rules.forms import Head, Owner, export_form, stored
from sitra.catalog.rules.kinds import Kind
from sitra.intake import actions as intake, queries
from sitra.intake.actions import Wanted, harvesting
from sitra.intake.events import HarvestFact, Outcome, Whence, WhenGone
from sitra.intake.models import Harvest
from sitra.kit.errors import Impossible
from sitra.ledger.models import Entry
from sitra.places import actions as places
from sitra.tourism import actions as tourism
from sitra.tourism.events import State
from sitra.tourism.models import Identifier, Revision, TouristObject
from tests.cast import Cast, hotel, refuge
from tests.demonstration import Demonstration
from tests.intake.exports import export, record
from tests.intake.geotrek import running, trek
from tests.intake.harvesting import SECRET, geotrek, v002
from tests.outside import Asked, Told, outside

WHEN = datetime(2026, 11, 25, tzinfo=UTC)


def outcome(number: int) -> dict[str, int]:
    """Run a harvest, and count what became of its records."""
    run = intake.harvest(number)
    assert run is not None
    return {one.value: count for one, count in queries.report(run).counts.items() if count}


def document(row: TouristObject) -> dict[str, Any]:
    """Give what is kept of a record."""
    kept: dict[str, Any] = Revision.objects.get(object=row, number=row.revision).document
    return kept


def exported(demonstration: Demonstration) -> dict[str, Any]:
    """Give the records of the demonstration as an export of its database would bring them in."""
    noted = (demonstration.var / "postgres" / "postmaster.pid").read_text(encoding="utf-8").splitlines()
    with psycopg.connect(host=noted[4], port=noted[3], user="postgres", dbname="postgres") as database:
        rows = database.execute(
            "SELECT o.id, o.kind, r.document FROM tourism_revision r "
            "JOIN tourism_touristobject o ON o.id = r.object_id AND o.revision = r.number"
        ).fetchall()
    owner = Owner(1, "Office", 233, "", WHEN, WHEN)
    found = {}
    for number, name, kept in rows:
        head = Head(number, Kind(name), "", "PUBLISHED", owner, WHEN, WHEN)
        found[str(number)] = stored(export_form(head, kept), Kind(name))
    return found


def facts(name: HarvestFact) -> list[dict[str, Any]]:
    return list(Entry.objects.filter(name=name.value).order_by("pk").values_list("details", flat=True))


@pytest.mark.django_db(transaction=True)
def test_a_network_is_read_through_its_api_as_through_its_exports(
    transactional_cast: Cast,
    live_server: LiveServer,
    read_model: Callable[[], None],
    allow: Callable[[str], None],
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    cast = transactional_cast
    own = [cast.record(hotel(f"Hôtel {rank}")) for rank in range(4)]
    own.append(cast.record(refuge("Refuge du Lac"), kind=Kind.HEBERGEMENT_COLLECTIF, owner="albertville"))
    cast.record(hotel("Hôtel secret"), state=State.DRAFT)
    read_model()
    allow(live_server.url.removeprefix("http://"))
    monkeypatch.setattr("sitra.intake.actions.remotes._MOST", 2)
    asked = {"projetId": 1, "identifiants": [row.pk for row in own]}
    number = intake.add_harvest("voisin", v002(live_server.url, asked=asked, gone=WhenGone.HIDE))

    assert outcome(number) == {"NEW": 5}
    for row in own:
        copy = TouristObject.objects.get(identifiers__source_id="v002:voisin", identifiers__value=str(row.pk))
        row.refresh_from_db()
        assert (document(copy), copy.kind, copy.owner_id) == (document(row), row.kind, row.owner_id)
    assert outcome(number) == {"UNCHANGED": 5}

    tourism.change_state(own[0].pk, "hide", seen=own[0].revision, by=cast.author())
    read_model()
    assert outcome(number) == {"UNCHANGED": 4, "GONE": 1}
    gone = TouristObject.objects.get(identifiers__source_id="v002:voisin", identifiers__value=str(own[0].pk))
    assert gone.state == State.HIDDEN


@pytest.mark.django_db
def test_the_whole_demonstration_comes_in_and_a_second_time_nothing_is_to_do(
    cast: Cast, demonstration: Demonstration, allow: Callable[[str], None]
) -> None:
    places.load_seed()
    allow(demonstration.address.removeprefix("http://"))
    owner = cast.members["region"].pk
    number = intake.add_harvest("demo", v002(demonstration.address, owner=owner, gone=WhenGone.DELETE))
    first = outcome(number)
    assert first.keys() == {"NEW"}
    assert first["NEW"] > 5_000
    theirs = exported(demonstration)
    copies = Revision.objects.filter(object__identifiers__source_id="v002:demo")
    ours = dict(copies.values_list("object__identifiers__value", "document"))
    assert len(ours) == first["NEW"]
    assert [number for number, kept in ours.items() if kept != theirs[number]] == []
    assert outcome(number) == {"UNCHANGED": first["NEW"]}


@pytest.mark.django_db
def test_two_networks_never_share_their_numbers(cast: Cast, allow: Callable[[str], None]) -> None:
    del cast
    with running(trek=[trek(1)]) as one, running(trek=[trek(1, "Autre sentier")]) as two:
        for name, held in (("un", one), ("deux", two)):
            allow(held.server.host)
            assert outcome(intake.add_harvest(name, geotrek(held))) == {"NEW": 1}
    known = set(Identifier.objects.values_list("source_id", "value"))
    assert known == {("geotrek:un", "trek-1"), ("geotrek:deux", "trek-1")}


@pytest.mark.django_db
def test_what_is_not_surely_whole_takes_nothing_away(cast: Cast, allow: Callable[[str], None]) -> None:
    del cast
    with running(trek=[trek(1), trek(2)]) as held:
        allow(held.server.host)
        number = intake.add_harvest("parc", geotrek(held, gone=WhenGone.DELETE))
        assert outcome(number) == {"NEW": 2}

        def before(asked: Asked) -> None:
            if "fields" in asked.query:
                held.lists["trek"].append(trek(held.lists["trek"][-1]["id"] + 1))

        held.before = before
        held.lists["trek"] = held.lists["trek"][1:]
        run = intake.harvest(number)
        assert run
        report = queries.report(run)
        assert not report.counts[Outcome.GONE]
        assert "changeait pendant la lecture" in report.notes[-1]
        held.before = lambda _: None
        assert outcome(number)["GONE"] == 1


@pytest.mark.django_db
def test_what_is_due_runs_and_a_source_that_fails_stops_no_other(
    cast: Cast, allow: Callable[[str], None]
) -> None:
    del cast
    with running(trek=[trek(1)]) as held, running() as empty:
        allow(held.server.host)
        allow(empty.server.host)
        bad = intake.add_harvest("a-absent", geotrek(empty))
        inner = intake.add_harvest("b-interne", Wanted(Whence.GEOTREK, "http://10.0.0.1/"))
        good = intake.add_harvest("c-bon", geotrek(held))
        later = intake.add_harvest("d-plus-tard", geotrek(held, source="geotrek:autre"))
        rest = intake.add_harvest("e-repos", geotrek(held, source="geotrek:repos"))
        intake.pause_harvest(rest)
        now = timezone.now()
        Harvest.objects.exclude(pk=later).update(due_at=now - timedelta(minutes=1))
        assert intake.run_due(now) == [bad, inner, good]
        assert intake.run_due(now) == []
    shown = {one.name: one for one in queries.harvests()}
    assert "ne connaît pas cette adresse" in shown["a-absent"].failure
    assert "adresse interne" in shown["b-interne"].failure
    assert (shown["c-bon"].failure, shown["c-bon"].last_run is not None) == ("", True)
    assert (shown["d-plus-tard"].tried_at, shown["e-repos"].tried_at) == (None, None)
    assert all(one.due_at > now for name, one in shown.items() if name < "d")
    assert [one["name"] for one in facts(HarvestFact.FAILED)] == ["a-absent", "b-interne"]


@pytest.mark.django_db
def test_a_failure_is_tried_again_and_forgotten_when_it_goes_well(
    cast: Cast, allow: Callable[[str], None]
) -> None:
    del cast
    with running() as held:
        allow(held.server.host)
        number = intake.add_harvest("parc", geotrek(held))
        with pytest.raises(Exception, match="ne connaît pas"):
            intake.harvest(number)
        held.lists["trek"] = [trek(1)]
        assert outcome(number) == {"NEW": 1}
    assert queries.harvest("parc").failure == ""


@pytest.mark.django_db
def test_one_that_is_killed_goes_on_and_after_three_times_waits(
    cast: Cast, allow: Callable[[str], None], monkeypatch: pytest.MonkeyPatch
) -> None:
    del cast
    with running(trek=[trek(number) for number in range(1, 61)]) as held:
        allow(held.server.host)
        number = intake.add_harvest("parc", geotrek(held))
        Harvest.objects.update(due_at=timezone.now())
        for _ in range(harvesting.TRIES):
            with monkeypatch.context() as patched:
                patched.setattr(harvesting, "apply", lambda *_, **__: (_ for _ in ()).throw(SystemExit))
                with pytest.raises(SystemExit):
                    intake.run_due(timezone.now())
        assert held.pages() == ["1", "2", "roll 1"]
        assert intake.run_due(timezone.now()) == [number]
        assert "arrêté 3 fois sans finir" in queries.harvest("parc").failure
        assert intake.run_due(timezone.now()) == []
        intake.run_now(number)
        assert intake.run_due(timezone.now()) == [number]
        assert held.pages() == ["1", "2", "roll 1"]
    assert queries.harvest("parc").failure == ""
    assert TouristObject.objects.count() == 60


@pytest.mark.django_db
def test_a_file_of_a_server_is_read_when_it_changed(
    cast: Cast, allow: Callable[[str], None], tmp_path: Path
) -> None:
    del cast
    archive = export(tmp_path / "un.zip", [record(11), record(12)])
    tag = ['"1"']

    def tell(asked: Asked) -> Told:
        if asked.headers.get("If-None-Match") == tag[0]:
            return Told(status=304)
        return Told(archive.read_bytes(), headers={"ETag": tag[0]})

    with outside(tell) as server:
        allow(server.host)
        address = f"{server.address}/{SECRET}/export.zip?cle={SECRET}"
        number = intake.add_harvest("nuit", Wanted(Whence.FILE, address, source="v002:nuit"))
        assert outcome(number) == {"NEW": 2}
        assert intake.harvest(number) is None
        export(archive, [record(11, "Hôtel neuf"), record(12)])
        tag[0] = '"2"'
        assert outcome(number) == {"CHANGED": 1, "UNCHANGED": 1}
        intake.amend_harvest(
            number, Wanted(Whence.FILE, f"{server.address}/…", source="v002:nuit", whole=True)
        )
        assert outcome(number) == {"UNCHANGED": 2}
    shown = queries.harvest("nuit")
    assert (shown.address, shown.signed) == (f"{server.address}/…", True)
    assert shown.last_run
    assert queries.report(shown.last_run).file == "export.zip"


@pytest.mark.django_db
def test_a_file_of_this_machine_is_read_in_its_folder_only(
    cast: Cast, allow: Callable[[str], None], tmp_path: Path
) -> None:
    del cast, allow
    (tmp_path / "drop").mkdir()
    export(tmp_path / "drop" / "un.zip", [record(11)])
    export(tmp_path / "secret.zip", [record(12)])
    (tmp_path / "drop" / "lien.zip").symlink_to(tmp_path / "secret.zip")
    number = intake.add_harvest("depot", Wanted(Whence.FILE, "un.zip"))
    assert outcome(number) == {"NEW": 1}
    for address in ("../secret.zip", str(tmp_path / "secret.zip"), "lien.zip", "/etc/passwd", "", "."):
        with pytest.raises(Impossible, match="dossier de dépôt"):
            intake.add_harvest("autre", Wanted(Whence.FILE, address))
