"""Texts side by side in a real browser: by keyboard, on a phone and on a desk, with and without script."""

import pytest
from playwright.sync_api import Browser, Page, expect

from tests.screens.test_accessibility import looks, nothing_wrong


@pytest.mark.parametrize("more", ["", "?montrer=a-traduire", "?gauche=en&droite=ja"])
def test_the_texts_of_a_record_have_no_violation(counsellor: Page, record: str, more: str) -> None:
    assert dict(looks(counsellor, f"{record}/textes{more}")) == nothing_wrong()
    counsellor.set_viewport_size({"width": 768, "height": 900})
    assert not counsellor.evaluate("document.documentElement.scrollWidth > innerWidth")


def test_length_is_counted_and_said_in_a_pause(counsellor: Page, record: str) -> None:
    counsellor.goto(f"{record}/textes?gauche=fr&droite=ko")
    text = counsellor.locator('textarea[name="presentation.descriptifCourt.libelleKo"]')
    text.focus()
    counsellor.keyboard.insert_text("가" * 256)
    expect(text).to_have_attribute("aria-invalid", "true")
    expect(counsellor.locator("[data-said]")).to_have_text("256 caractères sur 255 : trop long de 1")
    counsellor.keyboard.press("Control+s")
    expect(counsellor.get_by_role("alert")).to_contain_text("Un texte est trop long")
    expect(text).to_have_value("가" * 256)


def test_a_text_is_proposed_without_script(browser: Browser, counsellor: Page, record: str) -> None:
    kept = counsellor.context.storage_state()
    context = browser.new_context(java_script_enabled=False, storage_state=kept, locale="fr-FR")
    page = context.new_page()
    page.goto(f"{record}/textes?gauche=fr&droite=it")
    page.locator('textarea[name="presentation.descriptifCourt.libelleIt"]').fill("Un luogo tranquillo.")
    page.get_by_label("Première langue").select_option("en")
    page.get_by_role("button", name="Afficher").press("Enter")
    text = page.locator('textarea[name="presentation.descriptifCourt.libelleIt"]')
    expect(text).to_have_value("Un luogo tranquillo.")
    page.locator("[data-save]").press("Enter")
    expect(page.locator("main")).to_contain_text("Votre proposition est envoyée")
    context.close()
