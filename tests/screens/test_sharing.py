"""An office says whom it shares its records with, in a real browser; others do not read what it keeps."""

import json
import urllib.request
from collections.abc import Iterator
from urllib.parse import urlencode

import pytest
from playwright.sync_api import Browser, Page, expect

from tests.demonstration import NETWORK, Demonstration, sign_in
from tests.screens.conftest import no_outside
from tests.screens.test_accessibility import looks, nothing_wrong

OFFICE = next(one for one in NETWORK["persons"] if one["email"].startswith("office@"))
READER = next(one for one in NETWORK["projects"] if one["name"] == "Carnets de Route")
"""A project of a private re-user."""
CHOICE = "Hébergement collectif, pour : réutilisateurs privés"


@pytest.fixture
def office(browser: Browser, demonstration: Demonstration) -> Iterator[Page]:
    state = sign_in(browser, demonstration, OFFICE)
    context = browser.new_context(base_url=demonstration.address, locale="fr-FR", storage_state=state)
    no_outside(context)
    yield context.new_page()
    context.close()


def read(live: str) -> int:
    """Count the shared lodgings of the office that the project reads."""
    query = {"projetId": READER["id"], "apiKey": READER["api_key"], "count": 1}
    asked = {**query, "membreProprietaireIds": [54], "criteresQuery": "type:HEBERGEMENT_COLLECTIF"}
    address = f"{live}/api/v002/recherche/list-identifiants?{urlencode({'query': json.dumps(asked)})}"
    with urllib.request.urlopen(address, timeout=20) as answer:
        return int(json.load(answer)["numFound"])


def choose(page: Page, share: str) -> None:
    page.get_by_label(CHOICE).select_option(label=share)
    page.get_by_role("button", name="Enregistrer").press("Enter")
    expect(page.get_by_text("1 règle changée.")).to_be_visible()


def test_an_office_keeps_a_kind_from_re_users(office: Page, live: str) -> None:
    before = read(live)
    assert before
    office.goto("/membres/54")
    office.get_by_role("link", name="Partage", exact=True).click()
    expect(office.get_by_role("heading", name="À qui vont vos fiches publiées")).to_be_visible()
    assert dict(looks(office, office.url)) == nothing_wrong()
    office.get_by_label(CHOICE).select_option(label="rien")
    office.get_by_role("button", name="Voir ce que cela changerait").press("Enter")
    expect(office.get_by_text("Ce que cela changerait").last).to_be_visible()
    effect = office.locator(".sharing-effects li").filter(has_text="Réutilisateurs privés")
    expect(effect).to_contain_text("ensuite")
    expect(office.get_by_label(CHOICE)).to_have_value("nothing")
    assert read(live) == before
    choose(office, "rien")
    office.wait_for_timeout(11_000)  # keys and what they open are read again every ten seconds
    assert read(live) == 0
    choose(office, "toute la fiche")
    office.wait_for_timeout(11_000)
    assert read(live) == before
