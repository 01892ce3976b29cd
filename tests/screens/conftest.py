"""What the tests of screens share: a visitor, a counsellor, no way to the outside."""

import re
from collections.abc import Iterator

import pytest
from playwright.sync_api import Browser, BrowserContext, ConsoleMessage, Page

DOT = '<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 4 3"><path d="M0 0h4v3H0z"/></svg>'


class Listener:
    """Keeps what a page complains of in its console."""

    def __init__(self, page: Page) -> None:
        self.complaints: list[str] = []
        page.on("console", self._note)
        page.on("pageerror", lambda error: self.complaints.append(str(error)))

    def _note(self, message: ConsoleMessage) -> None:
        if message.type in {"error", "warning"}:
            self.complaints.append(f"{message.text} ({message.location.get('url', '')})")


def no_outside(context: BrowserContext) -> None:
    """Answer for the whole outside world with a grey rectangle."""
    outside = re.compile(r"^https?://(?!127\.0\.0\.1|localhost)")
    context.route(outside, lambda route: route.fulfill(body=DOT, content_type="image/svg+xml"))


@pytest.fixture(scope="module")
def visitor(browser: Browser, live: str) -> Iterator[Page]:
    """A page of somebody who did not sign in, in French."""
    context = browser.new_context(base_url=live, locale="fr-FR", viewport={"width": 1440, "height": 900})
    no_outside(context)
    yield context.new_page()
    context.close()


@pytest.fixture
def counsellor(signed_in: Page, live: str) -> Page:
    """The page of somebody of an office, at the search."""
    no_outside(signed_in.context)
    signed_in.set_viewport_size({"width": 1440, "height": 900})
    signed_in.emulate_media(color_scheme="light")
    signed_in.goto(f"{live}/recherche")
    return signed_in


@pytest.fixture
def record(counsellor: Page) -> str:
    """The address of a record that has a picture, or else of the first one found."""
    pictured = counsellor.locator(".record-card:has(img) h3 a")
    cards = pictured if pictured.count() else counsellor.locator(".record-card h3 a")
    return str(cards.first.evaluate("link => link.href"))
