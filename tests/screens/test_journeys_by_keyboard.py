"""What people come for, from home to what all see, with the keyboard alone: on a phone, a tablet, a desk."""

import re

import pytest
from playwright.sync_api import Page, expect

from tests.demonstration import Demonstration
from tests.screens.meeting import kept
from tests.screens.test_conduct import tab_to
from tests.screens.test_first_tries import propose
from tests.screens.test_journeys import PERIODS, RATES, WIDTHS, Opening, opened  # noqa: F401 - a fixture

OWN = 2727
"""A record that a professional looks after and an office owns."""
NAME = {360: "Lampions de papier", 768: "Fanfares du col", 1440: "Marché des alpages"}
HOTEL = {360: "Hôtel du Sentier", 768: "Auberge Belle Combe", 1440: "Refuge des Trois Cols"}
DAYS = ("07072027", "08082027", "09092027")
"""Days that are typed alike whichever of day and month the browser asks for first."""


def enter(page: Page, selector: str, most: int = 120) -> None:
    """Walk to what is pressed, and press it."""
    tab_to(page, selector, most)
    page.keyboard.press("Enter")


def type_in(page: Page, selector: str, words: str, most: int = 120) -> None:
    """Walk to a field, and type over what it says."""
    tab_to(page, selector, most)
    page.keyboard.press("ControlOrMeta+A")
    page.keyboard.type(words)


def choose(page: Page, selector: str, value: str) -> None:
    """Walk to a list, and go down to a choice."""
    tab_to(page, selector)
    for _press in range(40):
        if page.locator(selector).input_value() == value:
            return
        page.keyboard.press("ArrowDown")
    pytest.fail(f"{selector} does not offer {value}")


def begin(page: Page, kind: str, name: str) -> None:
    """Begin a record from home."""
    page.goto("/accueil")
    enter(page, ".home-head a")
    page.wait_for_url("**/objets/nouveau")
    choose(page, "#kind", kind)
    type_in(page, "#name", name)
    type_in(page, "#commune", "Chamonix-Mont-Blanc (74056)")
    with page.expect_navigation():
        page.keyboard.press("Enter")
    if page.locator("[name=quand-meme]").count():
        enter(page, "#new [type=submit]")
    page.wait_for_url("**/modifier?partie=identity")


def mend(page: Page) -> None:
    """Follow the one fault that keeps a record from being published."""
    enter(page, "#faults a")
    page.wait_for_url("**partie=specific**")


def go(page: Page, part: str) -> None:
    """Open a part of the record, out of the fold where there is no room for the list."""
    button = f"#sections button[value={part}]"
    if not page.locator(button).is_visible():
        enter(page, "#sections summary")
    enter(page, button)
    page.wait_for_url(f"**partie={part}**")


def publish(page: Page) -> None:
    """Publish, and see that everybody may read it."""
    enter(page, "#save", most=250)
    page.wait_for_url(re.compile(r"/objets/\d+$"))
    expect(page.locator(".alert-success")).to_contain_text("La fiche est publiée")
    expect(page.locator(".record-facts .badge").first).to_have_text("Publié")
    assert page.evaluate("document.documentElement.scrollWidth <= innerWidth")


@pytest.mark.parametrize("width", WIDTHS)
def test_a_hotel_is_created_and_published(opened: Opening, width: int) -> None:  # noqa: F811
    page = opened(width)
    begin(page, "HOTELLERIE", HOTEL[width])
    mend(page)
    expect(page.locator("[id='f-informationsHotellerie.hotellerieType']")).to_be_focused()
    page.keyboard.press("ArrowDown")
    go(page, "contact")
    way = "informations.moyensCommunication.0"
    tab_to(page, f"[name='{way}.type']")
    page.keyboard.press("ArrowDown")
    type_in(page, f"[name='{way}.coordonnees.fr']", "04 50 00 00 00")
    go(page, "text")
    type_in(page, "[name='presentation.descriptifCourt.libelleFr']", "Douze chambres sous les sapins.")
    publish(page)
    expect(page.locator("main")).to_contain_text("Douze chambres sous les sapins.")


@pytest.mark.parametrize("width", WIDTHS)
def test_an_event_has_three_dates_and_two_prices(opened: Opening, width: int) -> None:  # noqa: F811
    page = opened(width)
    begin(page, "FETE_ET_MANIFESTATION", NAME[width])
    mend(page)
    kinds = page.locator("[name='informationsFeteEtManifestation.typesManifestation'][type=checkbox]")
    expect(kinds.first).to_be_focused()
    page.keyboard.press("Space")
    go(page, "opening")
    for rank, day in enumerate(DAYS):
        first = f"[name='{PERIODS}.{rank}.dateDebut']"
        if rank:
            enter(page, f"button[name=ajouter][value='{PERIODS}']")
            expect(page.locator(first)).to_be_focused()
        else:
            tab_to(page, first)
        page.keyboard.type(day)
        end = page.locator(f"[name='{PERIODS}.{rank}.dateFin']")
        expect(end).to_have_value(f"2027-{day[:2]}-{day[2:4]}")
    kept(page)
    go(page, "prices")
    choose(page, "[name='descriptionTarif.indicationTarif']", "PAYANT")
    for rank, price in enumerate(("12,50", "8")):
        type_in(page, f"[name='{RATES}.0.tarifs.{rank}.minimum']", price)
    kept(page)
    publish(page)
    for said in ("7 juillet", "8 août", "9 septembre", "12,50", re.compile(r"\b8\s€")):
        expect(page.locator("main")).to_contain_text(said)


@pytest.mark.parametrize("width", WIDTHS)
def test_an_opening_and_a_price_are_corrected_from_home(opened: Opening, width: int) -> None:  # noqa: F811
    page = opened(width)
    wanted = {"opening": f"{PERIODS}.0.horaires.0.timePeriods.0.timeFrames.0.endTime"}
    wanted["prices"] = f"{RATES}.0.tarifs.0.minimum"
    for part, name in wanted.items():
        page.goto("/accueil")
        tab_to(page, "#quick")
        page.keyboard.type(str(OWN))
        expect(page.locator("#quick-found .quick-name").first).to_be_visible()
        enter(page, f"#quick-found a[href$='/{OWN}/modifier?partie={part}']")
        page.wait_for_url(f"**partie={part}")
        tab_to(page, f"[name='{name}']")
        page.keyboard.type(f"070{WIDTHS.index(width) + 1}AM" if part == "opening" else str(width))
        kept(page)
        page.keyboard.press("Control+s")
        expect(page.locator(".alert-success")).to_contain_text("La fiche est à jour.")


@pytest.mark.parametrize("width", WIDTHS)
def test_a_proposal_is_answered_value_by_value(
    opened: Opening,  # noqa: F811
    demonstration: Demonstration,
    width: int,
) -> None:
    del demonstration
    words = {
        "Descriptif court (français)": f"Au calme, à {width} mètres du lac.",
        "Tarifs en clair (français)": f"À partir de {width} euros.",
    }
    number = propose(opened(who="professionnel"), OWN, words)
    page = opened(width)
    page.goto("/accueil")
    enter(page, ".wait-list a[href*='propositions']")
    page.wait_for_url("**/propositions*")
    enter(page, f"main a[href$='/propositions/{number}']")
    page.wait_for_url(f"**/propositions/{number}")
    for rank, answer in enumerate(("Accepter", "Refuser")):
        group = page.locator("main form fieldset, main form article").filter(has=page.locator("[type=radio]"))
        first = group.nth(rank).get_by_role("radio").first.get_attribute("name")
        tab_to(page, f"[name='{first}']")
        page.keyboard.press("Space")
        while not group.nth(rank).get_by_label(answer, exact=True).is_checked():
            page.keyboard.press("ArrowRight")
    reason = page.get_by_label("Pourquoi vous refusez").locator("visible=true")
    tab_to(page, f"[id='{reason.get_attribute('id')}']")
    page.keyboard.type("Dites pour combien de personnes.")
    page.keyboard.press("Enter")
    expect(page.locator("main")).to_contain_text("Votre réponse est enregistrée")
    page.goto(f"/objets/{OWN}")
    expect(page.locator("main")).to_contain_text(words["Descriptif court (français)"])
    expect(page.locator("main")).not_to_contain_text(words["Tarifs en clair (français)"])
