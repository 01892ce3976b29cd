"""How pages behave: by keyboard, in English, under a strict policy, when something breaks."""

from collections.abc import Iterator

import pytest
from playwright.sync_api import Browser, Page, expect

from tests.demonstration import somebody_who_writes
from tests.screens.conftest import Listener, no_outside


@pytest.fixture
def stranger(browser: Browser, live: str) -> Iterator[Page]:
    """A page of somebody who was never here."""
    context = browser.new_context(base_url=live, locale="fr-FR", viewport={"width": 1440, "height": 900})
    no_outside(context)
    yield context.new_page()
    context.close()


def tab_to(page: Page, selector: str, most: int = 60) -> None:
    """Press Tab until the element has the focus."""
    for _press in range(most):
        page.keyboard.press("Tab")
        if page.evaluate("selector => document.activeElement.matches(selector)", selector):
            return
    pytest.fail(f"{selector} cannot be reached by keyboard")


def test_the_keyboard_alone_goes_from_sign_in_to_a_record(stranger: Page, live: str) -> None:
    stranger.goto(f"{live}/recherche")
    stranger.keyboard.press("Tab")
    expect(stranger.locator(".skip")).to_be_focused()
    stranger.keyboard.press("Enter")
    account = somebody_who_writes()
    email, password = account["email"], account["password"]
    tab_to(stranger, "#id_login")
    stranger.keyboard.type(email)
    tab_to(stranger, "#id_password")
    stranger.keyboard.type(password)
    tab_to(stranger, "main form button")
    stranger.keyboard.press("Enter")
    expect(stranger.locator("#words")).to_be_visible()
    stranger.wait_for_load_state()
    tab_to(stranger, "#words")
    tab_to(stranger, "#kinds input")
    stranger.keyboard.press("Space")
    stranger.wait_for_url("**type=**")
    tab_to(stranger, ".record-card h3 a")
    stranger.keyboard.press("Enter")
    stranger.wait_for_url("**/objets/*")
    if stranger.locator("[role=tab]").count() > 1:
        tab_to(stranger, "[role=tab]")
        stranger.keyboard.press("ArrowRight")
        expect(stranger.locator("[role=tab]:focus")).to_have_attribute("aria-selected", "true")


def test_the_menu_of_the_account_closes_with_escape(counsellor: Page) -> None:
    menu = counsellor.locator("details.menu", has_text="Mon compte")
    menu.locator("summary").press("Enter")
    expect(menu.locator(".menu-panel")).to_be_visible()
    counsellor.keyboard.press("Escape")
    expect(menu.locator(".menu-panel")).to_be_hidden()
    expect(menu.locator("summary")).to_be_focused()


def test_english_is_one_button_away_and_stays(stranger: Page, live: str) -> None:
    stranger.goto(live)
    expect(stranger.locator("html")).to_have_attribute("lang", "fr")
    stranger.get_by_role("button", name="English").click()
    expect(stranger.locator("html")).to_have_attribute("lang", "en")
    stranger.goto(f"{live}/compte/login/")
    expect(stranger.locator("h1")).to_have_text("Sign in")


def test_the_chosen_theme_outlives_the_page(stranger: Page, live: str) -> None:
    stranger.goto(live)
    stranger.get_by_role("button", name="Sombre").click()
    expect(stranger.locator("html")).to_have_attribute("data-bs-theme", "dark")
    stranger.goto(f"{live}/style")
    expect(stranger.locator("html")).to_have_attribute("data-bs-theme", "dark")
    stranger.get_by_role("button", name="Automatique").click()
    expect(stranger.locator("html")).to_have_attribute("data-bs-theme", "light")


def test_no_inline_script_runs(stranger: Page, live: str) -> None:
    stranger.goto(live)
    stranger.evaluate(
        """() => {
            const script = document.createElement('script');
            script.textContent = 'document.documentElement.dataset.broken = 1';
            document.body.append(script);
            const button = document.createElement('button');
            button.setAttribute('onclick', 'document.documentElement.dataset.broken = 1');
            document.body.append(button);
            button.click();
        }"""
    )
    expect(stranger.locator("html")).not_to_have_attribute("data-broken", "1")


def test_no_page_holds_inline_script_or_style(stranger: Page, live: str) -> None:
    for path in ("/", "/style", "/compte/login/", "/nulle-part"):
        text = stranger.request.get(live + path).text()
        assert " style=" not in text
        assert "<style" not in text
        assert " onclick=" not in text


def test_no_page_complains_in_the_console(counsellor: Page, record: str, live: str) -> None:
    heard = Listener(counsellor)
    for address in (live, f"{live}/style", f"{live}/compte/email/", record, f"{live}/recherche"):
        counsellor.goto(address)
        counsellor.wait_for_load_state("networkidle")
    counsellor.locator("#map[data-ready=yes]").wait_for()
    assert heard.complaints == []


@pytest.mark.parametrize("path", ["/nulle-part", "/objets/999999999", "/api/v002/nulle-part"])
def test_what_does_not_exist_is_said_in_words(counsellor: Page, live: str, path: str) -> None:
    answer = counsellor.request.get(live + path)
    assert answer.status == 404
    assert "Traceback" not in answer.text()
    if path.startswith("/api/"):
        assert {"errorType", "message"} <= set(answer.json())
    else:
        assert "This page does not exist" in answer.text()


def test_health_and_robots_answer(stranger: Page, live: str) -> None:
    assert stranger.request.get(f"{live}/sante").text() == "ok\n"
    assert "Disallow: /recherche" in stranger.request.get(f"{live}/robots.txt").text()


def test_a_record_names_its_source_and_licence(counsellor: Page, record: str) -> None:
    counsellor.goto(record)
    origin = counsellor.locator("section[aria-labelledby=origin-title] li").first
    expect(origin).to_contain_text("icence")
