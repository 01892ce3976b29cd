"""The pages of exports, and who sees and does what on both kinds of pages."""

import pytest
from django.test import Client
from django.utils import timezone

from sitra.accounts.models import Person
from sitra.delivery import actions
from sitra.delivery.actions import Wanted, exports
from sitra.delivery.events import ExportFact, Standing
from sitra.delivery.models import Export, ExportPlan, Hook
from sitra.delivery.queries import outgoing
from sitra.delivery.rules.exports import Wanted as Archives
from sitra.formats.rules.v002.archive import Markup
from sitra.ledger.models import Entry
from tests.cast import Cast
from tests.delivery.feeds.asking import LAKE, WAYS, ready, text, url
from tests.outside import Outside

pytestmark = pytest.mark.django_db(transaction=True)


def test_who_only_reads_sees_no_path_and_does_nothing(
    reader: Client, project: int, hook: tuple[int, str], server: Outside
) -> None:
    export = ready(project)
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
    export = ready(project)
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
    refused = office.post(url("hook-new", closed), {"address": LAKE, "une-fois": "a" * 24})
    assert (refused.status_code, Hook.objects.count()) == (422, 0)


def test_a_site_is_told_again(office: Client, project: int, keeper: Person, server: Outside) -> None:
    exports.plan_exports(project, Archives(notified=f"{server.address}/exports"), by=keeper)
    first, last = ready(project), ready(project)
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
        ready(project)
    first, second = (text(office.get(url("project-exports", project), {"page": n})) for n in ("1", "2"))
    assert (first.count('id="export-'), second.count('id="export-')) == (21, 4), "with the news"
    assert text(office.get(url("project-exports", project), {"page": "zz"})) is not None
