"""Looking at what one typed, and copying from another record, in a real browser."""

import pytest
from playwright.sync_api import Browser, Page, expect

from tests.demonstration import Demonstration
from tests.screens.beginner import at_work
from tests.screens.test_accessibility import looks, nothing_wrong

RECORD = "/objets/2727"


@pytest.mark.parametrize("dress", ["site", "app", "papier"])
def test_every_dress_has_no_violation(counsellor: Page, record: str, dress: str) -> None:
    assert dict(looks(counsellor, f"{record}/apercu?habit={dress}")) == nothing_wrong()


def test_copying_has_no_violation(counsellor: Page, live: str, record: str) -> None:
    lender = record.rpartition("/")[2]
    for query in ("", "?de=hotel", "?de=zzzzzz", f"?de={lender}&bloc=lieu&bloc=contacts"):
        assert dict(looks(counsellor, f"{live}{RECORD}/copier{query}")) == nothing_wrong()


@pytest.mark.parametrize("script", [True, False])
@pytest.mark.parametrize("width", [360, 768, 1440])
def test_a_draft_is_looked_at_then_given_up(
    browser: Browser, demonstration: Demonstration, width: int, *, script: bool
) -> None:
    context = at_work(browser, demonstration, "office", width)
    state = context.storage_state()
    context.close()
    context = browser.new_context(
        base_url=demonstration.address,
        storage_state=state,
        java_script_enabled=script,
        locale="fr-FR",
        viewport={"width": width, "height": 800},
    )
    page = context.new_page()
    page.goto(f"{RECORD}/modifier?partie=text")
    field = page.locator("[name='presentation.descriptifCourt.libelleFr']")
    field.fill(f"{field.input_value()} Sauna neuf.")
    page.get_by_role("button", name="Aperçu").focus()
    page.keyboard.press("Enter")
    page.wait_for_url("**/apercu")
    expect(page.locator(".pv-short ins")).to_contain_text("Sauna neuf.")
    assert not page.evaluate("document.documentElement.scrollWidth > innerWidth")
    page.get_by_role("link", name="Imprimée").click()
    expect(page.locator(".pv-papier .pv-short ins")).to_contain_text("Sauna neuf.")
    page.emulate_media(media="print")
    expect(page.locator(".pv-changes")).to_be_hidden()
    expect(page.locator(".pv-papier")).to_be_visible()
    page.emulate_media(media="screen")
    page.get_by_role("link", name="Ma saisie").click()
    page.get_by_role("button", name="Abandonner").click()
    expect(page.get_by_role("button", name="Reprendre ma saisie")).to_be_visible()
    page.goto(f"{RECORD}/apercu")
    expect(page.locator(".pv-dress ins")).to_have_count(0)
    context.close()
