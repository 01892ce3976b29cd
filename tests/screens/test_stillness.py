"""Pages stand still while they come, fit the screen, and are read without script."""

from collections.abc import Iterator

import pytest
from playwright.sync_api import Browser, Page, expect

from tests.demonstration import Demonstration
from tests.screens.beginner import at_work
from tests.screens.conftest import no_outside
from tests.screens.test_home import SHIFT

MOST = 0.02
"""Layout shift above which one sees a page move."""
PAGES = (
    "/accueil",
    "/recherche",
    "/recherche?type=HOTELLERIE&vue=tableau",
    "/objets/2727",
    "/objets/2727/corriger",
    "/objets/2727/textes",
    "/objets/nouveau",
    "/propositions",
    "/notifications",
    "/doublons",
    "/membres",
    "/membres/54/partage",
    "/imports",
    "/journal",
    "/guide",
)


@pytest.fixture(scope="module")
def office(browser: Browser, demonstration: Demonstration) -> Iterator[Page]:
    """A page of an office."""
    context = at_work(browser, demonstration, "office", 1440)
    yield context.new_page()
    context.close()


@pytest.fixture(scope="module")
def plain(browser: Browser, demonstration: Demonstration) -> Iterator[Page]:
    """A page of the same office in a browser that runs no script."""
    state = at_work(browser, demonstration, "office").storage_state()
    context = browser.new_context(
        base_url=demonstration.address,
        java_script_enabled=False,
        locale="fr-FR",
        storage_state=state,
        viewport={"width": 360, "height": 800},
    )
    no_outside(context)
    yield context.new_page()
    context.close()


@pytest.mark.parametrize("address", PAGES)
def test_a_page_stands_still_and_fits(office: Page, address: str) -> None:
    for width in (360, 1440):
        office.set_viewport_size({"width": width, "height": 800})
        office.goto(address)
        assert office.evaluate(SHIFT) < MOST, width
        assert office.evaluate("document.documentElement.scrollWidth") <= width


@pytest.mark.parametrize("address", PAGES)
def test_a_page_is_read_without_script(plain: Page, address: str) -> None:
    plain.goto(address)
    expect(plain.get_by_role("heading", level=1)).to_have_count(1)
    assert len(plain.locator("main").inner_text()) > 150
    for promised in plain.locator(".needs-js").all():
        expect(promised).to_be_hidden()
    assert plain.evaluate("document.documentElement.scrollWidth") <= 360
