"""The pages of webhooks and exports: who sees and does what, and where a secret never stands."""

import json
import re
from collections.abc import Callable, Iterator
from datetime import timedelta
from typing import Any

import pytest
from django.apps import apps
from django.core import serializers
from django.db import connections
from django.test import Client
from django.urls import reverse
from django.utils import timezone
from pytest_django import Settings
from standardwebhooks import Webhook

from sitra.accounts.models import Person
from sitra.delivery import actions
from sitra.delivery.actions import Wanted, exports, hooks, sending
from sitra.delivery.actions.hooks import Aimed
from sitra.delivery.events import ExportFact, HookFact, Service, Standing
from sitra.delivery.listeners import Feeding
from sitra.delivery.models import Attempt, Export, ExportPlan, Hook
from sitra.delivery.queries import outgoing
from sitra.delivery.rules.exports import Wanted as Archives
from sitra.formats.rules.v002.archive import Markup
from sitra.ledger.models import Entry
from sitra.ledger.tasks import catch_up
from sitra.members import actions as members
from tests.cast import Cast, hotel
from tests.outside import Asked, Outside, Told, outside

pytestmark = pytest.mark.django_db(transaction=True)
WAYS = frozenset({Service.WEBHOOKS, Service.EXPORTS})
SECRET = re.compile(r'<code id="secret"[^>]*>(whsec_[^<]+)</code>')
LAKE = "https://lac.example/crochet?jeton=abc"


@pytest.fixture
def keeper(transactional_cast: Cast) -> Person:
    """Who looks after the projects of the office."""
    office = transactional_cast.members["aubenas"].pk
    members.seat(transactional_cast.clerk, office, ["consult", "write", "publish", "projects"])
    return transactional_cast.clerk


@pytest.fixture
def project(transactional_cast: Cast, keeper: Person) -> int:
    """A site that is fed by exports and webhooks."""
    return actions.start_project(
        Wanted("Site du lac", services=WAYS), transactional_cast.members["aubenas"].pk, by=keeper
    ).pk


@pytest.fixture
def office(client: Client, keeper: Person) -> Client:
    """The browser of who looks after it."""
    client.force_login(keeper)
    return client


@pytest.fixture
def reader(transactional_cast: Cast) -> Client:
    """The browser of a colleague who looks after no project."""
    person = transactional_cast.people["neighbour"]
    members.seat(person, transactional_cast.members["aubenas"].pk, ["consult"])
    browser = Client()
    browser.force_login(person)
    return browser


@pytest.fixture
def status() -> list[int]:
    """What the receiver answers; the last one is."""
    return [200]


@pytest.fixture
def server(status: list[int], settings: Settings) -> Iterator[Outside]:
    """A receiver."""
    with outside(lambda _asked: Told(status=status[-1])) as running:
        settings.OUTBOUND_ALLOWED = [running.host]
        yield running


@pytest.fixture
def hook(project: int, server: Outside, keeper: Person, read_model: Callable[[], None]) -> tuple[int, str]:
    """A webhook toward the receiver, and its secret."""
    read_model()
    catch_up(Feeding())
    return hooks.make_hook(project, Aimed(f"{server.address}/crochet?jeton=abc", "Site"), by=keeper)


def url(name: str, *numbers: int) -> str:
    return reverse(f"workplace:{name}", args=numbers)


def text(answer: Any) -> str:
    return str(answer.content.decode())


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


def test_who_only_reads_sees_no_path_and_does_nothing(
    reader: Client, project: int, hook: tuple[int, str], server: Outside
) -> None:
    export = _ready(project)
    for page in (url("project-webhooks", project), url("hook", project, hook[0])):
        shown = text(reader.get(page))
        assert server.host in shown
        assert "jeton=abc" not in shown
        assert "/webhooks/nouveau" not in shown
    listed = text(reader.get(url("project-exports", project)))
    assert "12 fiches" in listed
    assert export.stem not in listed
    assert 'name="complet"' not in listed
    acts = ["hook-edit", "hook-secret", "hook-try", "hook-replay", "hook-stop", "hook-start", "hook-drop"]
    form = {"address": LAKE, "depuis": "2026-01-01", "une-fois": "c" * 24, "markup": "json"}
    before = list(Hook.objects.values()), list(Entry.objects.values_list("pk"))
    for name in acts:
        reader.post(url(name, project, hook[0]), form)
    for name in ("hook-new", "export-ask", "project-exports"):
        reader.post(url(name, project), form)
    reader.post(url("export-tell", project, export.pk))
    assert (list(Hook.objects.values()), list(Entry.objects.values_list("pk"))) == before
    assert not ExportPlan.objects.exists()
    assert Export.objects.count() == 1


def test_a_stranger_finds_nothing(transactional_cast: Cast, project: int, hook: tuple[int, str]) -> None:
    stranger = Client()
    stranger.force_login(transactional_cast.people["stranger"])
    export = _ready(project)
    pages = [
        url("project-webhooks", project), url("hook", project, hook[0]), url("project-exports", project),
        url("export-row", project, export.pk), url("project-exports", 99),
    ]  # fmt: skip
    assert {stranger.get(page).status_code for page in pages} == {404}
    assert Client().get(pages[0]).status_code == 302


def test_a_webhook_of_another_project_is_not_reached(
    transactional_cast: Cast, office: Client, project: int, hook: tuple[int, str], keeper: Person
) -> None:
    other = actions.start_project(
        Wanted("Autre", services=WAYS), transactional_cast.members["aubenas"].pk, by=keeper
    ).pk
    assert project != other
    for name in ("hook-stop", "hook-drop", "hook-try", "hook-secret"):
        assert office.post(url(name, other, hook[0]), {"une-fois": name}).status_code == 404
    assert Hook.objects.get().disabled_at is None


def test_settings_are_kept(office: Client, project: int) -> None:
    form = {"markup": "xml", "grouped": "on", "notified": LAKE, "hour": "", "whole_every": "30"}
    office.post(url("project-exports", project), form)
    wanted = Archives(Markup.XML, grouped=True, references=False, notified=LAKE, hour=None, whole_every=30)
    assert outgoing.plan(project) == wanted
    for wrong in ({"markup": "csv"}, {"hour": "24"}, {"whole_every": "0"}, {"notified": "http://"}):
        answer = office.post(url("project-exports", project), {**form, **wrong})
        assert answer.status_code == 422
        assert "Rien n’est enregistré" in text(answer)
    assert outgoing.plan(project) == wanted


def test_an_export_is_asked_and_followed(office: Client, project: int, keeper: Person) -> None:
    office.post(url("export-ask", project), {"complet": "oui"})
    row = Export.objects.get()
    assert (row.whole, row.by, row.one_off) == (True, keeper, True)
    page = text(office.get(url("project-exports", project)))
    assert "En attente" in page
    assert f'hx-get="{url("export-row", project, row.pk)}"' in page
    Export.objects.update(standing=Standing.RUNNING.value, expected=12_000, done=3_000)
    piece = text(office.get(url("export-row", project, row.pk)))
    assert 'value="25"' in piece
    assert "hx-trigger" in piece
    Export.objects.update(standing=Standing.FAILED.value, fault="Plus de place.", ended_at=timezone.now())
    piece = text(office.get(url("export-row", project, row.pk)))
    assert "hx-trigger" not in piece
    assert "Plus de place. Rien n’est perdu" in piece
    assert "hx-swap-oob" in piece
    assert office.get(url("export-row", project, 99)).status_code == 404


def test_a_project_without_exports_says_so(transactional_cast: Cast, office: Client, keeper: Person) -> None:
    closed = actions.start_project(
        Wanted("Sans", services=frozenset()), transactional_cast.members["aubenas"].pk, by=keeper
    ).pk
    for name, words in (
        ("project-exports", "ouvert aux exports"),
        ("project-webhooks", "ouvert aux webhooks"),
    ):
        assert f"n’est pas {words}" in text(office.get(url(name, closed)))
    page = office.post(url("export-ask", closed), {}, follow=True)
    assert "ce service (exports)" in text(page)
    assert not Export.objects.exists()
    refused = made(office, closed)
    assert (refused.status_code, Hook.objects.count()) == (422, 0)


def test_a_site_is_told_again(office: Client, project: int, keeper: Person, server: Outside) -> None:
    exports.plan_exports(project, Archives(notified=f"{server.address}/exports"), by=keeper)
    first, last = _ready(project), _ready(project)
    last.notices, last.notified_at, last.told = 4, timezone.now(), "200"
    last.save()
    page = text(office.get(url("project-exports", project)))
    assert "il a répondu 200" in page
    assert page.count("Prévenir de nouveau") == 1
    assert f'href="/exports/{last.stem}.zip"' in page
    refused = office.post(url("export-tell", project, first.pk), follow=True)
    assert "plus récent" in text(refused)
    office.post(url("export-tell", project, last.pk))
    last.refresh_from_db()
    assert last.next_notice is not None
    assert last.next_notice <= timezone.now()
    assert Entry.objects.filter(name=ExportFact.TOLD_AGAIN.value, subject_id=last.pk).count() == 1
    Export.objects.update(confirmed_at=timezone.now())
    assert "Prévenir de nouveau" not in text(office.get(url("project-exports", project)))
    assert "a confirmé" in text(office.post(url("export-tell", project, last.pk), follow=True))


def test_archives_are_paged(office: Client, project: int) -> None:
    for _ in range(23):
        _ready(project)
    first, second = (text(office.get(url("project-exports", project), {"page": n})) for n in ("1", "2"))
    assert (first.count('id="export-'), second.count('id="export-')) == (21, 4), "with the news"
    assert text(office.get(url("project-exports", project), {"page": "zz"})) is not None


def _ready(project: int) -> Export:
    number = Export.objects.count() + 1
    now = timezone.now()
    return Export.objects.create(
        project_id=project, stem=f"{project}_20261128-0300_abc{number:03}", one_off=False, whole=True,
        references=True, standing=Standing.DONE.value, done=12, expected=12, size=4_096, ended_at=now,
        expires_at=now + timedelta(days=7),
    )  # fmt: skip
