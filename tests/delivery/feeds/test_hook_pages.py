"""The pages of webhooks: what they do, and where a secret never stands."""

import json
import re
from collections.abc import Callable
from typing import Any

import pytest
from django.apps import apps
from django.core import serializers
from django.db import connections
from django.test import Client
from django.utils import timezone
from pytest_django import Settings
from standardwebhooks import Webhook

from sitra.accounts.models import Person
from sitra.delivery.actions import hooks, sending
from sitra.delivery.actions.hooks import Aimed
from sitra.delivery.events import HookFact
from sitra.delivery.listeners import Feeding
from sitra.delivery.models import Attempt, Hook
from sitra.ledger.models import Entry
from sitra.ledger.tasks import catch_up
from tests.cast import Cast, hotel
from tests.delivery.feeds.asking import LAKE, text, url
from tests.outside import Asked, Outside, Told, outside

pytestmark = pytest.mark.django_db(transaction=True)

SECRET = re.compile(r'<code id="secret"[^>]*>(whsec_[^<]+)</code>')


def made(client: Client, project: int, **form: Any) -> Any:
    return client.post(url("hook-new", project), {"address": LAKE, "une-fois": "a" * 24, **form})


def test_a_secret_is_on_one_page_once_and_nowhere_else(
    office: Client, project: int, caplog: pytest.LogCaptureFixture, read_model: Callable[[], None]
) -> None:
    read_model()
    answer = made(office, project)
    (secret,) = SECRET.findall(text(answer))
    hook = Hook.objects.get().pk
    assert answer["Cache-Control"].startswith("no-store, private")
    assert answer["Referrer-Policy"] == "no-referrer"
    assert not re.search(rf'(href|action|src|value)="[^"]*{re.escape(secret)}', text(answer))
    again = office.post(url("hook-secret", project, hook), {"une-fois": "b" * 24})
    (second,) = SECRET.findall(text(again))
    assert again["Cache-Control"].startswith("no-store, private")
    kept = "".join(serializers.serialize("json", one._default_manager.all()) for one in apps.get_models())
    for one in (secret, second):
        for name in ("project-webhooks", "hook", "hook-edit"):
            numbers = (project,) if name == "project-webhooks" else (project, hook)
            assert one not in text(office.get(url(name, *numbers)))
        assert one not in kept
        assert one not in caplog.text
        assert one not in str(dict(office.session))


def test_the_same_form_again_makes_no_second_one(
    office: Client, project: int, read_model: Callable[[], None]
) -> None:
    read_model()
    for _ in range(2):
        answer = made(office, project)
    assert answer.status_code == 302
    office.post(url("hook-secret", project, Hook.objects.get().pk), {"une-fois": "a" * 24})
    assert not Entry.objects.filter(name=HookFact.SECRET_CHANGED.value).exists()


@pytest.mark.parametrize(
    ("form", "said"),
    [
        ({"address": ""}, "obligatoire"),
        ({"address": "pas une adresse"}, "adresse"),
        ({"address": "ftp://lac.example/"}, "adresse"),
        ({"selection": "99"}, "99"),
        ({"kinds": ["CHATEAU"]}, "CHATEAU"),
        ({"fields": ["ouvertures"]}, "Peut-être : ouverture"),
        ({"fields": ["x" * 300]}, "Aucun champ"),
        ({"name": "x" * 61}, "60"),
    ],
)
def test_what_makes_no_sense_is_said_and_typed_words_stay(
    office: Client, project: int, form: dict[str, Any], said: str
) -> None:
    answer = made(office, project, **form)
    assert answer.status_code == 422
    assert said in text(answer).replace("&#x27;", "’")
    assert not Hook.objects.exists()
    assert all(one[:200] in text(answer) for one in form.get("fields", ()))


def test_a_webhook_is_aimed_otherwise(office: Client, project: int, hook: tuple[int, str]) -> None:
    form = {"address": LAKE, "name": "Lac", "kinds": ["HOTELLERIE"], "verbs": ["left"]}
    office.post(url("hook-edit", project, hook[0]), {**form, "fields": ["ouverture", "", "nom.libelleFr"]})
    row = Hook.objects.get()
    assert (row.address, row.name, row.kinds, row.verbs) == (LAKE, "Lac", ["HOTELLERIE"], ["left"])
    assert row.fields == ["ouverture", "nom.libelleFr"]
    page = text(office.get(url("hook-edit", project, hook[0])))
    assert 'value="nom.libelleFr"' in page
    assert re.search(r'value="HOTELLERIE"[^>]*checked', page)
    assert "ouverture, nom.libelleFr" in text(office.get(url("hook", project, hook[0])))


def test_a_trial_is_signed_and_its_answer_is_shown(
    office: Client, project: int, hook: tuple[int, str], server: Outside, status: list[int]
) -> None:
    page = text(office.post(url("hook-try", project, hook[0]), follow=True))
    assert "Essai reçu : réponse 200" in page
    event = Webhook(hook[1]).verify(server.asked[0].body, dict(server.asked[0].headers.items()))
    assert (event["type"], event["data"], event["specversion"]) == ("sitra.ping", {}, "1.0")
    status.append(500)
    page = text(office.post(url("hook-try", project, hook[0]), follow=True))
    assert "Essai non reçu" in page
    assert "réponse 500" in page
    row = Hook.objects.get()
    assert (row.failures, row.failing_since, row.disabled_at) == (0, None, None), "a trial moves nothing"
    assert [one.received for one in Attempt.objects.order_by("pk")] == [True, False]


def test_nothing_is_tried_inside(
    office: Client, project: int, hook: tuple[int, str], server: Outside, settings: Settings
) -> None:
    settings.OUTBOUND_ALLOWED = []
    page = text(office.post(url("hook-try", project, hook[0]), follow=True))
    assert "Essai non reçu" in page
    assert server.asked == []


def test_how_a_webhook_fares_is_told(
    transactional_cast: Cast, office: Client, project: int, hook: tuple[int, str], status: list[int],
    read_model: Callable[[], None],
) -> None:  # fmt: skip
    status.append(503)
    record = transactional_cast.record(hotel("Un")).pk
    read_model()
    catch_up(Feeding())
    assert "1 changement attend" in text(office.get(url("project-webhooks", project)))
    sending.send(hook[0])
    page = text(office.get(url("hook", project, hook[0])))
    assert "En échec" in page
    assert "réponse 503" in page
    assert f"/objets/{record}" in page
    Hook.objects.update(disabled_at=timezone.now())
    assert "ne répondait plus" in text(office.get(url("project-webhooks", project)))
    office.post(url("hook-start", project, hook[0]))
    status.append(200)
    sending.send(hook[0])
    page = text(office.get(url("hook", project, hook[0])))
    assert "En marche" in page
    assert "rien n’attend" in page


def test_attempts_are_paged(office: Client, project: int, hook: tuple[int, str]) -> None:
    Attempt.objects.bulk_create(
        Attempt(hook_id=hook[0], change=n, milliseconds=1, received=True, said="200") for n in range(1, 46)
    )
    first = text(office.get(url("hook", project, hook[0])))
    assert first.count("<tr><td>") == 30
    (before,) = re.findall(r"\?avant=(\d+)#envois", first)
    rest = text(office.get(url("hook", project, hook[0]), {"avant": before}))
    assert rest.count("<tr><td>") == 15
    assert '#envois">Plus anciens' not in rest


def test_stopping_replaying_and_removing(
    transactional_cast: Cast, office: Client, project: int, hook: tuple[int, str], server: Outside,
    read_model: Callable[[], None],
) -> None:  # fmt: skip
    office.post(url("hook-stop", project, hook[0]))
    assert "Arrêté à la main" in text(office.get(url("hook", project, hook[0])))
    transactional_cast.record(hotel("Un"))
    read_model()
    catch_up(Feeding())
    assert sending.due() == []
    office.post(url("hook-start", project, hook[0]))
    sending.send(hook[0])
    assert len(server.asked) == 1
    for wrong in ("", "hier", "2999-01-01", "0001-01-01"):
        answer = office.post(url("hook-replay", project, hook[0]), {"depuis": wrong}, follow=True)
        assert "rien n’a été renvoyé" in text(answer)
    assert sending.due() == []
    office.post(url("hook-replay", project, hook[0]), {"depuis": timezone.localdate().isoformat()})
    sending.send(hook[0])
    assert [json.loads(one.body)["id"] for one in server.asked] == [
        json.loads(server.asked[0].body)["id"]
    ] * 2
    page = text(office.post(url("hook-drop", project, hook[0]), follow=True))
    assert "est retiré" in page
    assert office.get(url("hook", project, hook[0])).status_code == 404
    office.post(url("hook-restore", project, hook[0]))
    assert office.get(url("hook", project, hook[0])).status_code == 200


@pytest.mark.parametrize("answer", [200, 500])
def test_stopping_holds_while_something_is_on_its_way(
    transactional_cast: Cast, project: int, keeper: Person, settings: Settings, answer: int,
    read_model: Callable[[], None],
) -> None:  # fmt: skip
    read_model()
    catch_up(Feeding())

    def stopping(_asked: Asked) -> Told:
        hooks.stop(Hook.objects.get().pk, by=keeper)
        connections.close_all()
        return Told(status=answer)

    with outside(stopping) as server:
        settings.OUTBOUND_ALLOWED = [server.host]
        number, _secret = hooks.make_hook(project, Aimed(server.address), by=keeper)
        for name in ("Un", "Deux"):
            transactional_cast.record(hotel(name))
        read_model()
        catch_up(Feeding())
        sending.send(number)
        assert len(server.asked) == 1
    assert Hook.objects.get().disabled_at
    assert sending.due() == []
