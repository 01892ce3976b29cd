"""Texts side by side in a real browser: whatever breaks while one types, nothing typed is lost."""

from pathlib import Path

import pytest
from playwright.sync_api import Browser, BrowserContext, Page, expect

from tests.demonstration import CHROMIUM_FLAGS, Demonstration, chromium
from tests.screens.beginner import at_work
from tests.screens.conftest import no_outside
from tests.screens.test_accessibility import looks, nothing_wrong
from tests.screens.test_editor import Opening, at_work_again, begin, opened  # noqa: F401 - a fixture

SHORT = "presentation.descriptifCourt.libelle"
PATIENT = 20_000
FLUSHED = 7_000
"""Milliseconds after which Chromium has written what a page stores."""


@pytest.fixture
def page(opened: Opening) -> Page:  # noqa: F811 - the fixture
    """A page of an office."""
    return opened().new_page()


def text(language: str = "En") -> str:
    """Say where a text is typed."""
    return f"textarea[name='{SHORT}{language}']"


def kept(page: Page) -> None:
    """Wait until the server has what was typed."""
    expect(page.locator("#kept")).to_contain_text("Saisie gardée", timeout=PATIENT)


def test_what_is_typed_is_kept_by_itself_and_taken_up(page: Page) -> None:
    address = begin(page, "Hôtel des textes gardés")
    page.goto(f"{address}/textes?gauche=fr&droite=en")
    page.locator(text()).fill("Kept by itself.")
    kept(page)
    page.goto(f"{address}/textes?gauche=fr&droite=de")
    expect(page.locator("main")).to_contain_text("Partiront aussi vos textes que l’on ne voit pas ici")
    page.goto(f"{address}/textes?gauche=fr&droite=en")
    expect(page.locator(text())).to_have_value("Kept by itself.")
    expect(page.locator("main")).to_contain_text("elle n’est pas encore enregistrée")
    expect(page.locator("#unsent")).to_be_hidden()
    assert dict(looks(page, f"{address}/textes?gauche=fr&droite=en")) == nothing_wrong()
    page.locator("[data-save]").click()
    expect(page.locator("main")).to_contain_text("1 texte enregistré.", timeout=PATIENT)
    page.reload()
    expect(page.locator("main")).not_to_contain_text("elle n’est pas encore enregistrée")
    expect(page.locator("#unsent")).to_be_hidden()


def test_a_cut_network_in_the_middle_of_a_save_loses_nothing(page: Page) -> None:
    address = begin(page, "Hôtel des textes hors ligne")
    page.goto(f"{address}/textes?gauche=fr&droite=en")
    page.context.set_offline(offline=True)
    page.locator(text()).fill("Typed without a network.")
    page.locator("[data-save]").click()
    expect(page.locator("#kept")).to_contain_text("Pas de réseau", timeout=PATIENT)
    expect(page.locator(text())).to_have_value("Typed without a network.")
    page.context.set_offline(offline=False)
    kept(page)
    page.reload()
    expect(page.locator(text())).to_have_value("Typed without a network.")


def test_a_session_that_ends_while_one_types_loses_nothing(page: Page, demonstration: Demonstration) -> None:
    address = begin(page, "Hôtel des textes sans session")
    page.goto(f"{address}/textes?gauche=fr&droite=en")
    page.context.clear_cookies(name="sessionid")
    page.locator(text()).fill("Typed without a session.")
    expect(page.locator("#kept")).to_contain_text("Votre session a pris fin", timeout=PATIENT)
    page.locator("[data-save]").click()
    expect(page.locator(text())).to_have_value("Typed without a session.")
    page.context.add_cookies(at_work_again(page, demonstration))
    kept(page)
    page.locator("[data-save]").click()
    expect(page.locator("main")).to_contain_text("1 texte enregistré.", timeout=PATIENT)


def profile(browser: Browser, demonstration: Demonstration, at: Path) -> BrowserContext:
    """Open a browser that keeps what it stores, with somebody of an office signed in."""
    state = at_work(browser, demonstration, "office", 1280).storage_state()
    context = browser.browser_type.launch_persistent_context(
        at,
        locale="fr-FR",
        executable_path=chromium(),
        args=CHROMIUM_FLAGS,
        base_url=demonstration.address,
    )
    no_outside(context)
    context.add_cookies(state["cookies"])  # type: ignore[arg-type]
    return context


def test_a_browser_that_is_killed_loses_nothing(
    demonstration: Demonstration, browser: Browser, tmp_path: Path
) -> None:
    first = profile(browser, demonstration, tmp_path / "profile")
    page = first.new_page()
    address = begin(page, "Hôtel des textes coupés")
    page.goto(f"{address}/textes?gauche=fr&droite=en")
    page.wait_for_load_state("networkidle")
    # A page that is left sends what it has once more: without a session, the server takes none of it.
    first.clear_cookies()
    page.locator(text()).fill("Before it was killed.")
    expect(page.locator("#kept")).to_contain_text("Votre session a pris fin", timeout=PATIENT)
    page.wait_for_timeout(FLUSHED)
    page.goto("about:blank")
    first.close()
    second = profile(browser, demonstration, tmp_path / "profile")
    page = second.new_page()
    page.goto(f"{address}/textes?gauche=fr&droite=en")
    page.locator(text("Fr")).fill("Après la coupure.")
    kept(page)
    page.get_by_role("button", name="Les reprendre").click()
    expect(page.locator(text())).to_have_value("Before it was killed.")
    expect(page.locator(text("Fr"))).to_have_value("Après la coupure.")
    kept(page)
    page.reload()
    expect(page.locator(text())).to_have_value("Before it was killed.")
    expect(page.locator("#unsent")).to_be_hidden()
    second.close()
