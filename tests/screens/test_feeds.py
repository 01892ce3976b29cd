"""Exports and webhooks in a browser: by keyboard, on two sizes of screens, with scripts and without."""

import re
import time
from collections.abc import Iterator

import pytest
from axe_playwright_python.sync_playwright import Axe
from playwright.sync_api import Browser, Page, expect

from sitra.delivery.queries.projects import KEYS_LIFE
from tests.demonstration import Demonstration
from tests.screens.beginner import at_work
from tests.screens.conftest import Listener
from tests.screens.test_accessibility import looks, nothing_wrong
from tests.screens.test_own import no_wider, press

OPEN = """
from sitra.doors.console import ground
from sitra.kit.environment import configure
configure()
with ground.database():
    from sitra.delivery.actions import projects
    from sitra.delivery.models import Project
    row = Project.objects.get(pk=3)
    row.services = sorted({*row.services, "exports", "webhooks"})
    row.save()
    projects.forget()
"""
PROJECT = "/projets/3"
NOWHERE = "https://127.0.0.1:9/crochet"


@pytest.fixture(scope="module")
def fed(demonstration: Demonstration) -> Demonstration:
    """The demonstration, in which a project of the office is open to exports and webhooks."""
    demonstration.run(OPEN)
    # Other processes read projects again after a while.
    time.sleep(KEYS_LIFE)
    return demonstration


@pytest.fixture(params=[(360, True), (1440, True), (1440, False)], ids=["phone", "desk", "no-script"])
def page(request: pytest.FixtureRequest, browser: Browser, fed: Demonstration) -> Iterator[Page]:
    """Somebody of the office who uses only the keyboard."""
    width, script = request.param
    context = at_work(browser, fed, "office", width, script=script)
    yield context.new_page()
    context.close()


def test_an_archive_is_asked_followed_and_fetched(page: Page) -> None:
    heard = Listener(page)
    page.goto(f"{PROJECT}/exports")
    press(page.get_by_role("button", name="Exporter maintenant"))
    first = page.locator(".feed-lines > li").first
    for _ in range(60):
        # Without scripts, loading the page again says how far it is.
        if not page.locator("html.no-js").count():
            break
        if first.get_by_text("Prêt", exact=True).count():
            break
        page.wait_for_timeout(1_000)
        page.reload()
    expect(first.get_by_text("Prêt", exact=True)).to_be_visible(timeout=60_000)
    no_wider(page)
    link = first.get_by_role("link", name="Télécharger")
    part = page.request.get(str(link.get_attribute("href")), headers={"Range": "bytes=0-3"})
    assert (part.status, part.body()) == (206, b"PK\x03\x04")
    assert heard.complaints == []


def test_settings_are_kept_and_what_is_wrong_stands_under_its_field(page: Page) -> None:
    page.goto(f"{PROJECT}/exports")
    address = page.get_by_label("Adresse à prévenir")
    address.fill("pas une adresse")
    press(page.get_by_role("button", name="Enregistrer"))
    expect(page.get_by_role("alert")).to_be_visible()
    assert address.input_value() == "pas une adresse"
    address.fill("")
    press(page.get_by_role("button", name="Enregistrer"))
    expect(page.get_by_text("C’est enregistré")).to_be_visible()


def test_a_webhook_is_made_tried_stopped_and_removed(page: Page) -> None:
    page.goto(f"{PROJECT}/webhooks")
    press(page.get_by_role("link", name="Nouveau webhook"))
    page.get_by_label("Adresse", exact=True).fill(NOWHERE)
    page.get_by_label("Nom, pour le reconnaître").fill("Clavier")
    page.get_by_label("Champ suivi 1", exact=True).fill("ouvertures")
    press(page.get_by_role("button", name="Faire le webhook"))
    expect(page.get_by_role("alert")).to_contain_text("Peut-être : ouverture")
    page.get_by_label("Champ suivi 1", exact=True).fill("ouverture")
    press(page.get_by_role("button", name="Faire le webhook"))
    secret = page.locator("#secret").inner_text()
    assert secret.startswith("whsec_")
    assert secret not in page.url
    no_wider(page)
    if not page.locator("html.no-js").count():
        assert [wrong["id"] for wrong in Axe().run(page).response["violations"]] == []
    press(page.get_by_role("link", name="C’est copié, voir le webhook"))
    expect(page.locator("h1")).to_have_text("Clavier")
    assert secret not in page.content()
    press(page.get_by_role("button", name="Envoyer un essai"))
    expect(page.get_by_text("Essai non reçu")).to_be_visible()
    no_wider(page)
    press(page.get_by_role("button", name="Arrêter l’envoi"))
    expect(page.get_by_text("Arrêté à la main")).to_be_visible()
    press(page.get_by_role("button", name="Relancer l’envoi"))
    expect(page.get_by_text("En marche")).to_be_visible()
    press(page.get_by_role("button", name="Retirer"))
    expect(page.get_by_role("status").filter(has_text="Clavier")).to_be_visible()
    no_wider(page)
    press(page.get_by_role("button", name="Annuler"))
    press(page.get_by_role("link", name=re.compile("Clavier")).first)
    press(page.get_by_role("button", name="Retirer"))


def test_no_page_has_a_violation(browser: Browser, fed: Demonstration) -> None:
    context = at_work(browser, fed, "office", 1440)
    page = context.new_page()
    page.goto(f"{PROJECT}/webhooks/nouveau")
    page.get_by_label("Adresse", exact=True).fill(NOWHERE)
    press(page.get_by_role("button", name="Faire le webhook"))
    press(page.get_by_role("link", name="C’est copié, voir le webhook"))
    press(page.get_by_role("button", name="Envoyer un essai"))
    one = page.url
    pages = [f"{fed.address}{PROJECT}/{name}" for name in ("exports", "webhooks", "webhooks/nouveau")]
    for address in [*pages, one]:
        assert dict(looks(page, address)) == nothing_wrong(), address
    context.close()
