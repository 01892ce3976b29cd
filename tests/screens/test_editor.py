"""The editor in a real browser: keyboard alone, phone to wide, two people, and nothing typed is lost."""

import re
from collections.abc import Callable, Iterator
from contextlib import suppress
from pathlib import Path
from typing import Any

import pytest
from playwright.sync_api import Browser, BrowserContext, Page, expect

from tests.demonstration import CHROMIUM_FLAGS, Demonstration, chromium
from tests.screens.beginner import at_work
from tests.screens.conftest import Listener, no_outside
from tests.screens.meeting import RECORD, STREET, TEXT, colleague, kept, meeting
from tests.screens.test_accessibility import looks, nothing_wrong
from tests.screens.test_conduct import tab_to

type Opening = Callable[..., BrowserContext]


@pytest.fixture
def opened(browser: Browser, demonstration: Demonstration) -> Iterator[Opening]:
    """Opens browsers of somebody who signed in, and closes them at the end."""
    kept: list[BrowserContext] = []

    def opening(who: str = "office", width: int = 1280) -> BrowserContext:
        kept.append(at_work(browser, demonstration, who, width))
        return kept[-1]

    yield opening
    for one in kept:
        with suppress(Exception):
            one.close()


@pytest.fixture
def page(opened: Opening) -> Page:
    """A page of an office."""
    return opened().new_page()


def begin(
    page: Page, name: str, kind: str = "HOTELLERIE", commune: str = "Chamonix-Mont-Blanc (74056)"
) -> str:
    """Begin a record; answers its address."""
    page.goto("/objets/nouveau")
    page.get_by_label("Que décrit-elle ?").select_option(kind)
    page.get_by_label("Son nom").fill(name)
    page.get_by_label("Sa commune").fill(commune)
    page.get_by_role("button", name="Commencer la fiche").click()
    again = page.get_by_role("button", name="Ce n’en est aucune : continuer")
    page.wait_for_load_state()
    if again.count():
        again.click()
    page.wait_for_url("**/modifier?partie=identity")
    return re.sub(r"/modifier.*", "", page.url)


def test_a_hotel_is_begun_filled_in_and_published_by_keyboard_alone(page: Page) -> None:
    heard = Listener(page)
    page.goto("/objets/nouveau")
    tab_to(page, "#kind")
    while page.locator("#kind").input_value() != "HOTELLERIE":
        page.keyboard.press("ArrowDown")
    tab_to(page, "#name")
    page.keyboard.type("Hôtel du Clavier")
    tab_to(page, "#commune")
    page.keyboard.type("Chamonix-Mont-Blanc (74056)")
    page.keyboard.press("Enter")
    page.wait_for_url("**/modifier?partie=identity")
    page.keyboard.press("Control+k")
    page.keyboard.type("type d'hôtel")
    expect(page.locator("#finder-lines a").first).to_contain_text("Type d'hôtel")
    page.keyboard.press("Enter")
    page.wait_for_url("**partie=specific**")
    expect(page.locator("[id='f-informationsHotellerie.hotellerieType']")).to_be_focused()
    page.keyboard.press("ArrowDown")
    kept(page)
    expect(page.locator("#changes")).to_contain_text("1 changement")
    page.keyboard.press("Control+s")
    expect(page.locator(".alert-success")).to_contain_text("La fiche est à jour.")
    tab_to(page, "#save", most=200)
    page.keyboard.press("Enter")
    page.wait_for_url(re.compile(r"/objets/\d+$"))
    expect(page.locator(".record-facts .badge").first).to_have_text("Publié")
    assert heard.complaints == []


@pytest.mark.parametrize("part", ["identity", "contact", "text", "services", "specific", "links", "media"])
def test_no_section_has_a_violation(page: Page, part: str) -> None:
    address = begin(page, f"Hôtel {part}")
    assert dict(looks(page, f"{address}/modifier?partie={part}&tout=1")) == nothing_wrong()


@pytest.mark.parametrize(
    "more", ["/objets/nouveau", "/objets/2727/champs?q=prix", "/objets/2727/modifier?langue=en&partie=text"]
)
def test_what_goes_with_the_editor_has_no_violation(page: Page, live: str, more: str) -> None:
    assert dict(looks(page, live + more)) == nothing_wrong()


def test_what_is_wrong_is_said_in_its_place_and_once_above(page: Page) -> None:
    address = begin(page, "Hôtel fautif")
    page.goto(f"{address}/modifier?partie=specific&tout=1")
    rooms = page.locator("[id='f-informationsHotellerie.capacite.nombreSuites']")
    rooms.fill("une douzaine")
    expect(page.locator("[data-wrong='informationsHotellerie.capacite.nombreSuites']")).to_contain_text(
        "attend un nombre entier"
    )
    expect(rooms).to_have_attribute("aria-invalid", "true")
    expect(page.locator("#faults")).to_contain_text("Type d'hôtel")
    rooms.fill("12")
    expect(page.locator("[data-wrong='informationsHotellerie.capacite.nombreSuites']")).to_be_empty()


def test_a_row_comes_goes_and_comes_back(page: Page) -> None:
    address = begin(page, "Hôtel des rangs")
    page.goto(f"{address}/modifier?partie=contact")
    way = "informations.moyensCommunication"
    page.locator(f"[id='f-{way}.0.coordonnees.fr']").fill("04 50 00 00 00")
    page.get_by_role("button", name="Ajouter un moyen de contact").click()
    second = page.locator(f"[id='f-{way}.1.coordonnees.fr']")
    second.fill("04 50 11 11 11")
    kept(page)
    page.get_by_role("button", name="Retirer").first.click()
    expect(second).to_have_count(0)
    expect(page.locator(f"[id='f-{way}.0.coordonnees.fr']")).to_have_value("04 50 11 11 11")
    page.get_by_role("button", name="Annuler").click()
    expect(second).to_have_value("04 50 11 11 11")


def test_a_cut_network_in_the_middle_of_a_save_loses_nothing(page: Page) -> None:
    address = begin(page, "Hôtel hors ligne")
    page.goto(f"{address}/modifier?partie=text")
    text = page.locator("[id='f-presentation.descriptifCourt.libelleFr']")
    page.context.set_offline(offline=True)
    text.fill("Tapé sans réseau.")
    page.get_by_role("button", name="Enregistrer", exact=True).click()
    expect(page.locator("#kept")).to_contain_text("Pas de réseau")
    expect(text).to_have_value("Tapé sans réseau.")
    page.context.set_offline(offline=False)
    kept(page)
    page.reload()
    expect(text).to_have_value("Tapé sans réseau.")


def test_a_session_that_ends_while_one_types_loses_nothing(page: Page, demonstration: Demonstration) -> None:
    address = begin(page, "Hôtel de la session")
    page.goto(f"{address}/modifier?partie=text")
    text = page.locator("[id='f-presentation.descriptifCourt.libelleFr']")
    page.context.clear_cookies()
    text.fill("Tapé sans session.")
    expect(page.locator("#kept")).to_contain_text("Votre session a pris fin")
    page.get_by_role("button", name="Enregistrer", exact=True).click()
    expect(text).to_have_value("Tapé sans session.")
    other = at_work_again(page, demonstration)
    page.context.add_cookies(other)
    # What was pressed while nobody was signed in may be done by itself: either way nothing is lost.
    said = page.locator("#kept, .alert-success").filter(
        has_text=re.compile("Saisie gardée|La fiche est à jour")
    )
    expect(said.first).to_be_visible(timeout=20_000)
    if page.locator(".alert-success").count() == 0:
        page.get_by_role("button", name="Enregistrer", exact=True).click()
    expect(page.locator(".alert-success")).to_contain_text("La fiche est à jour.")
    page.reload()
    expect(text).to_have_value("Tapé sans session.")


def at_work_again(page: Page, demonstration: Demonstration) -> list[Any]:
    """Sign in elsewhere, as a second tab would, and give what that leaves in the browser."""
    browser = page.context.browser
    assert browser
    context = at_work(browser, demonstration, "office", 1280)
    cookies: list[Any] = list(context.cookies())
    context.close()
    return cookies


def test_a_browser_that_is_killed_loses_nothing(
    demonstration: Demonstration, browser: Browser, tmp_path: Path
) -> None:
    state = at_work(browser, demonstration, "office", 1280).storage_state()
    options = {"executable_path": chromium(), "args": CHROMIUM_FLAGS, "base_url": demonstration.address}
    first = browser.browser_type.launch_persistent_context(tmp_path / "profile", locale="fr-FR", **options)  # type: ignore[arg-type]
    no_outside(first)
    first.add_cookies(state["cookies"])  # type: ignore[arg-type]
    page = first.new_page()
    address = begin(page, "Hôtel du fil coupé")
    page.goto(f"{address}/modifier?partie=text")
    page.wait_for_load_state("networkidle")
    first.set_offline(offline=True)
    page.locator("[id='f-presentation.descriptifCourt.libelleFr']").fill("Avant la coupure.")
    expect(page.locator("#kept")).to_contain_text("Pas de réseau")
    page.goto("about:blank")
    first.close()
    second = browser.browser_type.launch_persistent_context(tmp_path / "profile", locale="fr-FR", **options)  # type: ignore[arg-type]
    no_outside(second)
    second.add_cookies(state["cookies"])  # type: ignore[arg-type]
    page = second.new_page()
    page.goto(f"{address}/modifier?partie=text")
    page.locator("[id='f-presentation.descriptifDetaille.libelleFr']").fill("Après la coupure.")
    kept(page)
    page.get_by_role("button", name="Les reprendre").click()
    expect(page.locator("[id='f-presentation.descriptifCourt.libelleFr']")).to_have_value("Avant la coupure.")
    expect(page.locator("[id='f-presentation.descriptifDetaille.libelleFr']")).to_have_value(
        "Après la coupure."
    )
    second.close()


def test_two_people_on_one_record_lose_nothing_and_understand(
    opened: Opening, browser: Browser, demonstration: Demonstration
) -> None:
    one, other = opened().new_page(), colleague(browser, demonstration).new_page()
    assert len([*meeting(one, other)]) == 6
    other.goto(f"{RECORD}/modifier?partie=place&tout=1")
    expect(other.locator(STREET)).to_have_value("Au fond de la cour")
    other.goto(f"{RECORD}/modifier?partie=text&tout=1")
    expect(other.locator(TEXT)).to_have_value("Le goûter est offert.")
    other.context.close()


def test_everything_is_saved_without_script(browser: Browser, demonstration: Demonstration) -> None:
    state = at_work(browser, demonstration, "office", 1280).storage_state()
    context = browser.new_context(
        base_url=demonstration.address, locale="fr-FR", storage_state=state, java_script_enabled=False
    )
    no_outside(context)
    page = context.new_page()
    address = begin(page, "Hôtel sans script")
    page.locator("button[name=vers][value=contact]").first.click()
    page.locator("[id='f-informations.moyensCommunication.0.coordonnees.fr']").fill("04 50 22 22 22")
    page.get_by_role("button", name="Ajouter un moyen de contact").click()
    page.locator("[id='f-informations.moyensCommunication.1.coordonnees.fr']").fill("04 50 33 33 33")
    page.get_by_role("button", name="Enregistrer", exact=True).click()
    expect(page.locator(".alert-success")).to_contain_text("La fiche est à jour.")
    page.goto(address)
    expect(page.locator("main")).to_contain_text("04 50 33 33 33")
    context.close()


@pytest.mark.parametrize("width", [360, 768, 1440])
def test_nothing_moves_and_nothing_is_wider_than_the_screen(opened: Opening, width: int) -> None:
    page = opened(width=width).new_page()
    address = begin(page, f"Hôtel de {width} points")
    for part in ("identity", "contact", "services", "opening", "prices"):
        page.goto(f"{address}/modifier?partie={part}&tout=1")
        page.wait_for_load_state("networkidle")
        assert page.evaluate("document.documentElement.scrollWidth") <= width, part
        shift = page.evaluate(
            """() => new Promise(done => new PerformanceObserver(seen => done(seen.getEntries()
               .reduce((sum, one) => sum + one.value, 0))).observe({type: 'layout-shift', buffered: true})
               || setTimeout(() => done(0), 300))"""
        )
        assert shift < 0.02, (part, shift)
