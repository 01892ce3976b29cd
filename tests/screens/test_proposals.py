"""A correction in a real browser: proposed by a neighbour, answered by who decides."""

from collections.abc import Iterator

import pytest
from playwright.sync_api import Browser, Page, expect

from tests.demonstration import NETWORK, Demonstration
from tests.screens.conftest import no_outside
from tests.screens.test_accessibility import looks, nothing_wrong


@pytest.fixture
def pilot(browser: Browser, demonstration: Demonstration) -> Iterator[Page]:
    """A page of the pilot of the network."""
    one = next(person for person in NETWORK["persons"] if person["email"].startswith("pilote@"))
    context = browser.new_context(base_url=demonstration.address, locale="fr-FR")
    no_outside(context)
    page = context.new_page()
    page.goto("/compte/login/")
    page.get_by_label("Adresse").fill(one["email"])
    page.get_by_label("Mot de passe", exact=False).first.fill(one["password"])
    page.get_by_role("button", name="Se connecter").click()
    page.wait_for_url("**/accueil")
    yield page
    context.close()


def test_a_correction_is_proposed_and_answered(counsellor: Page, pilot: Page, live: str) -> None:
    counsellor.goto(f"{live}/recherche?mots=mus%C3%A9e&type=PATRIMOINE_CULTUREL")
    counsellor.locator(".record-card h3 a").first.click()
    record = counsellor.url
    counsellor.get_by_role("link", name="Corriger").click()
    name = counsellor.get_by_label("Nom (français)")
    before = name.input_value()
    name.fill(f"{before} rénové")
    counsellor.get_by_label("D’où vous le tenez").fill("Affiche à l’entrée")
    counsellor.get_by_role("button", name="Proposer la correction").press("Enter")
    expect(counsellor.get_by_role("heading", level=1)).to_contain_text("Corriger")
    address = counsellor.url
    assert dict(looks(counsellor, address)) == nothing_wrong()
    pilot.goto("/propositions")
    pilot.get_by_role("link", name=f"Corriger « {before} »").click()
    expect(pilot.get_by_text("Affiche à l’entrée")).to_be_visible()
    reason = pilot.get_by_label("Pourquoi vous refusez")
    expect(reason).to_be_hidden()
    pilot.get_by_label("Refuser", exact=True).check()
    expect(reason).to_be_visible()
    assert dict(looks(pilot, address)) == nothing_wrong()
    pilot.get_by_label("Accepter autrement").check()
    pilot.get_by_label("La valeur que vous retenez").fill(f"{before} (rénové)")
    pilot.get_by_role("button", name="Enregistrer mes réponses").click()
    expect(pilot.get_by_text("modifiée")).to_be_visible()
    pilot.goto(record)
    expect(pilot.get_by_role("heading", level=1)).to_have_text(f"{before} (rénové)")
    expect(pilot.get_by_text("Proposition n°").first).to_be_visible()
