"""Planning harvests: verbs are facts, nonsense is a sentence, and secrets are nowhere."""

import json
import logging
from collections.abc import Callable
from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest
from django.db import connection
from django.utils import timezone

from sitra.intake import actions as intake, queries, tasks
from sitra.intake.actions import Wanted, fetching
from sitra.intake.events import HarvestFact, Whence, WhenGone
from sitra.intake.models import Harvest
from sitra.kit.errors import Impossible, Unknown
from sitra.ledger.models import Entry
from sitra.members.models import Member
from tests.cast import Cast
from tests.intake.exports import record
from tests.intake.harvesting import SECRET, v002
from tests.outside import Told, outside


@pytest.mark.django_db
def test_verbs_are_facts_and_secrets_are_nowhere(
    cast: Cast, allow: Callable[[str], None], caplog: pytest.LogCaptureFixture
) -> None:
    caplog.set_level(logging.DEBUG)
    by = cast.author()
    said = json.dumps({"errorType": "PROJET_FORBIDDEN", "message": SECRET}).encode()
    with outside(lambda _: Told(said, 403)) as server:
        allow(server.host)
        wanted = v002(server.address, secrets={"apiKey": SECRET})
        number = intake.add_harvest("reseau", wanted, by=by)
        intake.amend_harvest(number, replace(wanted, secrets=None, gone=WhenGone.HIDE), by=by)
        intake.pause_harvest(number, by=by)
        intake.resume_harvest(number, by=by)
        intake.run_now(number, by=by)
        tasks.harvest(int(timezone.now().timestamp()) + 1)
        assert SECRET.encode() in server.asked[0].body
    assert "PROJET_FORBIDDEN" in queries.harvest("reseau").failure
    shown = repr(queries.harvest("reseau")) + repr(wanted)
    intake.remove_harvest(number, by=by)
    told = list(Entry.objects.filter(subject="harvest").order_by("pk"))
    assert [one.name.partition(".")[2] for one in told] == [
        "added", "amended", "paused", "resumed", "asked", "failed", "removed",
    ]  # fmt: skip
    assert {(one.person_id, one.member_id) for one in told if one.name != HarvestFact.FAILED} == {
        (cast.clerk.pk, cast.members["aubenas"].pk)
    }
    assert told[0].details == {
        "name": "reseau", "whence": "v002", "source": "v002:reseau", "server": server.host,
    }  # fmt: skip
    assert SECRET not in caplog.text + shown + json.dumps([one.details for one in told])


@pytest.mark.django_db
def test_nothing_is_read_for_a_member_that_left(cast: Cast, allow: Callable[[str], None]) -> None:
    office = cast.members["aubenas"]
    with outside(lambda _: Told(b"{}", 500)) as server:
        allow(server.host)
        number = intake.add_harvest("reseau", v002(server.address, owner=office.pk), by=cast.author())
        Harvest.objects.update(due_at=timezone.now())
        gone = Member.objects.filter(pk=office.pk)
        gone.update(left_at=timezone.now(), heir=cast.members["privas"])
        assert intake.run_due(timezone.now()) == []
        assert server.asked == []
        gone.update(left_at=None, heir=None)
        assert intake.run_due(timezone.now()) == [number]


@pytest.mark.django_db
def test_secrets_are_sealed_in_the_database_and_in_no_file(
    cast: Cast, allow: Callable[[str], None], tmp_path: Path
) -> None:
    del cast
    answer = {"query": {"apiKey": SECRET}, "numFound": 1, "objetsTouristiques": [record(1)]}
    roll = {"query": {"apiKey": SECRET}, "numFound": 1, "objetTouristiqueIds": [1]}
    with outside(
        lambda asked: Told(json.dumps(roll if "identifiants" in asked.path else answer).encode())
    ) as server:
        allow(server.host)
        number = intake.add_harvest("reseau", v002(server.address, secrets={"apiKey": SECRET}))
        with pytest.MonkeyPatch.context() as patched:
            patched.setattr(fetching, "forget", lambda _: None)
            intake.harvest(number)
    with connection.cursor() as cursor:
        cursor.execute("SELECT row_to_json(h)::text FROM intake_harvest h")
        assert SECRET not in cursor.fetchone()[0]
    files = [one for one in tmp_path.rglob("*") if one.is_file()]
    assert files
    assert not any(SECRET.encode() in one.read_bytes() for one in files)


@pytest.mark.django_db
def test_a_key_is_not_sent_to_another_server_by_changing_the_address(allow: Callable[[str], None]) -> None:
    del allow
    number = intake.add_harvest("reseau", v002("https://reseau.test", secrets={"apiKey": SECRET}))
    with pytest.raises(Impossible, match="donnez de nouveau les identifiants"):
        intake.amend_harvest(number, v002("https://voleur.test", secrets=None))
    intake.amend_harvest(number, v002("https://reseau.test/api/v002/", secrets=None))
    intake.amend_harvest(number, v002("https://autre.test", secrets={"apiKey": "neuve"}))
    assert queries.harvest("reseau").address == "https://autre.test/api/v002"


@pytest.mark.django_db
@pytest.mark.parametrize(
    ("name", "wanted", "said"),
    [
        ("Majuscule", v002("https://x.test"), "petites lettres"),
        ("deja", v002("https://x.test"), "s'appelle déjà"),
        ("autre", v002("https://x.test", source="v002:deja"), "lit déjà la source"),
        ("x", v002("ftp://x.test"), "https://"),
        ("x", v002(f"https://moi:{SECRET}@x.test"), "mot de passe"),
        ("x", v002("https://x.test", secrets={}), "sa clé"),
        ("x", v002("https://x.test", asked={}), "projetId"),
        ("x", v002("https://x.test", asked={"projetId": 1, "count": 3}), "Critère inconnu"),
        (
            "x",
            v002("https://x.test", asked={"projetId": 1, "modifieApres": "2026-01-01"}, whole=True),
            "entière",
        ),
        ("x", v002("https://x.test", secrets={"apiKey": "k", "password": "p"}), "ne servent pas ici"),
        ("x", v002("https://x.test", source="geotrek:x"), "v002:nom"),
        ("x", v002("https://x.test", owner=999), "999"),
        ("x", Wanted(Whence.GEOTREK, "https://x.test", {"apiKey": 1}), "ne se demande pas"),
        ("x", Wanted(Whence.GEOTREK, "https://x.test", {"lists": ["path"]}), "choisissez parmi"),
        ("x", Wanted(Whence.FILE, "https://x.test/a.zip", source="inconnue"), "n'est pas connu"),
        ("x", Wanted(Whence.FILE, "https://x.test/a.zip", {"lists": ["trek"]}), "en entier"),
    ],
)
def test_what_cannot_be_planned_is_a_sentence(cast: Cast, name: str, wanted: Wanted, said: str) -> None:
    del cast
    intake.add_harvest("deja", v002("https://x.test", source="v002:deja"))
    with pytest.raises((Impossible, Unknown), match=said) as caught:
        intake.add_harvest(name, wanted)
    assert SECRET not in str(caught.value)
    assert Harvest.objects.count() == 1
    assert Member.objects.exists()


@pytest.mark.django_db
def test_what_was_fetched_goes_with_its_harvest(
    allow: Callable[[str], None], django_capture_on_commit_callbacks: Callable[..., Any]
) -> None:
    del allow
    number = intake.add_harvest("reseau", v002("https://x.test"))
    fetching.spool(number).mkdir(parents=True)
    with django_capture_on_commit_callbacks(execute=True):
        intake.remove_harvest(number)
    assert not fetching.spool(number).exists()


@pytest.mark.django_db
def test_verbs_that_make_no_sense_are_refused() -> None:
    number = intake.add_harvest("reseau", v002("https://x.test"))
    with pytest.raises(Impossible, match="déjà en marche"):
        intake.resume_harvest(number)
    intake.pause_harvest(number)
    with pytest.raises(Impossible, match="déjà en pause"):
        intake.pause_harvest(number)
    with pytest.raises(Impossible, match="ne change pas de nature"):
        intake.amend_harvest(number, Wanted(Whence.GEOTREK, "https://x.test"))
    for verb in (intake.pause_harvest, intake.remove_harvest, intake.run_now, intake.harvest):
        with pytest.raises(Unknown):
            verb(number + 1)
    assert [one.name for one in queries.harvests(limit=1)] == ["reseau"]
    assert queries.harvests(after="reseau") == []
