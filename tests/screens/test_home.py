"""Home and notices in a real browser: a price in a few keys, a bell that counts, on a phone and on a desk."""

from collections.abc import Callable, Iterator

import pytest
from playwright.sync_api import Browser, Page, expect

from tests.demonstration import NETWORK, Demonstration, sign_in
from tests.screens.conftest import Listener, no_outside
from tests.screens.test_accessibility import looks, nothing_wrong

type Enter = Callable[[str], Page]
WIDTHS = (360, 768, 1440)
SHIFT = """() => new Promise(done => {
  let total = 0;
  new PerformanceObserver(list => {
    for (const one of list.getEntries()) if (!one.hadRecentInput) total += one.value;
  }).observe({ type: 'layout-shift', buffered: true });
  setTimeout(() => done(total), 300);
})"""


@pytest.fixture
def somebody(browser: Browser, demonstration: Demonstration) -> Iterator[Enter]:
    """Sign in as one of the demonstration, by the beginning of their address; answers their page at home."""
    opened = []

    def enter(name: str) -> Page:
        one = next(person for person in NETWORK["persons"] if person["email"].startswith(f"{name}@"))
        state = sign_in(browser, demonstration, one)
        context = browser.new_context(base_url=demonstration.address, locale="fr-FR", storage_state=state)
        no_outside(context)
        opened.append(context)
        page = context.new_page()
        page.goto("/accueil")
        return page

    yield enter
    for context in opened:
        context.close()


def test_a_price_is_reached_by_keyboard_alone(somebody: Enter, live: str) -> None:
    counsellor = somebody("office")
    heard = Listener(counsellor)
    counsellor.goto(f"{live}/accueil")
    field = counsellor.get_by_label("Modifier une fiche")
    for _ in range(20):
        counsellor.keyboard.press("Tab")
        if field.evaluate("field => field === document.activeElement"):
            break
    counsellor.keyboard.type("cham")
    first = counsellor.locator("#quick-found .quick-name").first
    expect(first).to_be_visible()
    counsellor.keyboard.press("ArrowDown")
    expect(first).to_be_focused()
    counsellor.keyboard.press("ArrowUp")
    expect(field).to_be_focused()
    counsellor.keyboard.press("ArrowDown")
    counsellor.keyboard.press("Tab")
    counsellor.keyboard.press("Enter")
    counsellor.wait_for_url("**/modifier?partie=prices")
    counsellor.goto(f"{live}/accueil")
    field.fill("cham")
    expect(first).to_be_visible()
    counsellor.keyboard.press("Escape")
    expect(first).to_have_count(0)
    field.fill("chamo")
    expect(first).to_be_visible()
    counsellor.keyboard.press("Enter")
    counsellor.wait_for_url("**/modifier*")
    assert heard.complaints == []


def test_each_number_of_home_leads_to_a_page(counsellor: Page, live: str) -> None:
    counsellor.goto(f"{live}/accueil")
    links = counsellor.locator(".wait-list a, .mine-line a, .kind-list a")
    addresses = [links.nth(rank).get_attribute("href") for rank in range(links.count())]
    assert len(addresses) > 5
    for address in addresses:
        answer = counsellor.goto(f"{live}{address}")
        assert answer
        assert answer.status == 200, address


@pytest.mark.parametrize("name", ["professionnel", "animation", "pilote"])
def test_every_role_has_a_home_that_stands_and_is_clean(somebody: Enter, live: str, name: str) -> None:
    page: Page = somebody(name)
    for width in WIDTHS:
        page.set_viewport_size({"width": width, "height": 900})
        page.goto(f"{live}/accueil")
        assert page.evaluate("document.documentElement.scrollWidth") <= width
        assert page.evaluate(SHIFT) < 0.02
    shown = {
        "professionnel": "Tout est juste",
        "animation": "Les membres que vous animez",
        "pilote": "Le réseau",
    }
    expect(page.get_by_text(shown[name]).first).to_be_visible()
    assert dict(looks(page, f"{live}/accueil")) == nothing_wrong()


def test_a_proposal_rings_the_bell_until_it_is_opened(somebody: Enter, live: str) -> None:
    counsellor = somebody("office")
    counsellor.goto(f"{live}/notifications")
    if (every := counsellor.get_by_role("button", name="Tout marquer comme lu")).count():
        every.click()
    counsellor.goto(f"{live}/accueil/fiches?liste=toutes&etat=PUBLISHED")
    record = counsellor.locator(".work-list h2 a").last.get_attribute("href")
    other = somebody("accueil")
    other.goto(f"{live}{record}/corriger")
    name = other.get_by_label("Nom (français)")
    before = name.input_value()
    name.fill(f"{before} repeint")
    other.get_by_label("D’où vous le tenez").fill("Vu sur place")
    other.get_by_role("button", name="Proposer la correction").click()
    other.wait_for_url("**/propositions/*")
    news = counsellor.locator(".is-unread .notice-link", has_text="propose de corriger")
    for _ in range(40):
        counsellor.goto(f"{live}/notifications?sujet=proposals")
        if news.count():
            break
        counsellor.wait_for_timeout(500)
    bell = counsellor.locator(".bell-count")
    expect(bell).to_have_text("1 non lue")
    assert dict(looks(counsellor, f"{live}/notifications")) == nothing_wrong()
    with counsellor.expect_response("**/notifications/*"):
        news.first.click()
    counsellor.wait_for_url("**/propositions/*")
    counsellor.goto(f"{live}/notifications")
    expect(bell).to_have_count(0)
    counsellor.get_by_role("button", name="Remettre non lue").first.press("Enter")
    expect(bell).to_be_visible()
    counsellor.get_by_role("button", name="Tout marquer comme lu").press("Enter")
    expect(bell).to_have_count(0)
    counsellor.get_by_role("button", name="Annuler").press("Enter")
    expect(bell).to_be_visible()
