"""What people come for, from the home page to the record as all see it: by mouse, by keyboard, on a phone."""

import re
from collections.abc import Callable, Iterator
from contextlib import suppress

import pytest
from playwright.sync_api import Browser, BrowserContext, Page, expect

from tests.demonstration import Demonstration
from tests.screens.beginner import at_work
from tests.screens.meeting import kept
from tests.screens.test_conduct import tab_to
from tests.screens.test_editor import begin

WIDTHS = (360, 768, 1440)
PERIODS, RATES = "ouverture.periodesOuvertures", "descriptionTarif.periodes"
type Opening = Callable[..., Page]


@pytest.fixture
def opened(browser: Browser, demonstration: Demonstration) -> Iterator[Opening]:
    """Opens pages of somebody of the office, of a width."""
    contexts: list[BrowserContext] = []

    def opening(width: int = 1280, who: str = "office") -> Page:
        contexts.append(at_work(browser, demonstration, who, width))
        return contexts[-1].new_page()

    yield opening
    for one in contexts:
        with suppress(Exception):
            one.close()


def field(name: str) -> str:
    """Give the selector of a field by its name in the form."""
    return f"[id='f-{name}']"


def go(page: Page, part: str) -> None:
    """Press a part in the list of parts, unfolded where it is folded."""
    button = page.locator(f"#sections button[value={part}]")
    if not button.is_visible():
        page.locator("#sections summary").click()
    button.click()
    page.wait_for_url(f"**partie={part}**")


def publish(page: Page) -> None:
    """Publish what was filled in, and see that everybody may read it."""
    page.locator("#save").click()
    page.wait_for_url(re.compile(r"/objets/\d+$"))
    expect(page.locator(".record-facts .badge").first).to_have_text("Publié")


@pytest.mark.parametrize("width", WIDTHS)
def test_a_hotel_is_created_and_published(opened: Opening, width: int) -> None:
    page = opened(width)
    begin(page, f"Hôtel des {width} sapins")
    go(page, "specific")
    page.locator(field("informationsHotellerie.hotellerieType")).select_option(index=1)
    go(page, "contact")
    way = "informations.moyensCommunication.0"
    page.locator(field(f"{way}.type")).select_option(label="Téléphone")
    page.locator(field(f"{way}.coordonnees.fr")).fill("04 50 00 00 00")
    go(page, "text")
    page.locator(field("presentation.descriptifCourt.libelleFr")).fill("Douze chambres sous les sapins.")
    publish(page)
    expect(page.locator("main")).to_contain_text("04 50 00 00 00")
    expect(page.locator("main")).to_contain_text("Douze chambres sous les sapins.")
    assert page.evaluate("document.documentElement.scrollWidth") <= width


@pytest.mark.parametrize("width", WIDTHS)
def test_an_event_has_three_dates_and_two_prices(opened: Opening, width: int) -> None:
    page = opened(width)
    begin(page, f"Fête des {width} lampions", kind="FETE_ET_MANIFESTATION")
    go(page, "specific")
    kinds = page.get_by_role("group", name="Types de manifestation", exact=True)
    kinds.locator("input[type=checkbox]").first.check()
    go(page, "opening")
    for rank, day in enumerate(("2027-07-10", "2027-07-17", "2027-07-24")):
        if rank:
            page.locator(f"button[name=ajouter][value='{PERIODS}']").click()
        first = page.locator(f"[name='{PERIODS}.{rank}.dateDebut']")
        first.fill(day)
        page.locator(f"[name='{PERIODS}.{rank}.dateFin']").fill(day)
    kept(page)
    go(page, "prices")
    page.locator("[name='descriptionTarif.indicationTarif']").select_option("PAYANT")
    page.locator(f"[name='{RATES}.0.dateDebut']").fill("2027-07-01")
    page.locator(f"[name='{RATES}.0.dateFin']").fill("2027-07-31")
    page.locator(f"[name='{RATES}.0.tarifs.0.minimum']").fill("12,50")
    page.locator(f"button[name=ajouter][value='{RATES}.0.tarifs']").click()
    page.locator(f"[name='{RATES}.0.tarifs.1.minimum']").fill("8")
    kept(page)
    publish(page)
    expect(page.locator("main")).to_contain_text("24/07/2027")
    expect(page.locator("main")).to_contain_text(re.compile("12,50"))
    assert page.evaluate("document.documentElement.scrollWidth") <= width


def test_one_price_is_corrected_from_home_by_keyboard(opened: Opening) -> None:
    page = opened()
    begin(page, "Musée du Prix Juste", kind="PATRIMOINE_CULTUREL")
    go(page, "prices")
    page.locator(f"[name='{RATES}.0.tarifs.0.minimum']").fill("5")
    page.locator("[name=continuer]").click()
    expect(page.locator(".alert-success")).to_contain_text("La fiche est à jour.")
    price = f"[name='{RATES}.0.tarifs.0.minimum']"
    tab_to(page, price, most=200)
    page.keyboard.press("Control+A")
    page.keyboard.type("6,50")
    page.keyboard.press("Control+s")
    expect(page.locator(".alert-success")).to_contain_text("La fiche est à jour.")
    expect(page.locator(price)).to_have_value("6,5")
