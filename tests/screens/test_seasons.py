"""Openings and prices in a real browser: on a phone, by keyboard, without script, pasted, for next year."""

import re
from collections.abc import Callable, Iterator
from contextlib import suppress

import pytest
from playwright.sync_api import Browser, BrowserContext, Page, expect

from tests.demonstration import Demonstration
from tests.screens.beginner import at_work
from tests.screens.conftest import Listener, no_outside
from tests.screens.meeting import kept
from tests.screens.test_accessibility import looks, nothing_wrong
from tests.screens.test_conduct import tab_to
from tests.screens.test_editor import begin

PERIODS, RATES = "ouverture.periodesOuvertures", "descriptionTarif.periodes"
FRAME = f"{PERIODS}.0.horaires.0.timePeriods.0.timeFrames.0"
SENTENCE = "[data-sentence='ouverture.periodeEnClair']"
type Opening = Callable[[int], Page]


@pytest.fixture
def opened(browser: Browser, demonstration: Demonstration) -> Iterator[Opening]:
    """Opens pages of somebody of the office, of a width."""
    contexts: list[BrowserContext] = []

    def opening(width: int) -> Page:
        contexts.append(at_work(browser, demonstration, "office", width))
        return contexts[-1].new_page()

    yield opening
    for one in contexts:
        with suppress(Exception):
            one.close()


def named(page: Page, name: str) -> str:
    """Wait for the field of a name; answers its selector."""
    expect(page.locator(f"[name='{name}']").last).to_be_attached()
    return f"[name='{name}']"


def summer(page: Page, name: str) -> str:
    """Begin a museum that is open from April to September, 9 to 17; answers its address."""
    address = begin(page, name, kind="PATRIMOINE_CULTUREL")
    page.goto(f"{address}/modifier?partie=opening")
    page.locator(named(page, f"{PERIODS}.0.dateDebut")).fill("2027-04-01")
    page.locator(f"[name='{PERIODS}.0.dateFin']").fill("2027-09-30")
    page.locator(f"[name='{FRAME}.startTime']").fill("09:00")
    page.locator(f"[name='{FRAME}.endTime']").fill("17:00")
    page.locator("[name=continuer]").click()
    expect(page.locator(".alert-success")).to_contain_text("La fiche est à jour.")
    return address


def test_closing_time_is_corrected_on_a_phone_with_one_field_and_one_button(opened: Opening) -> None:
    page = opened(360)
    heard = Listener(page)
    address = summer(page, "Musée du Soir")
    page.goto(f"{address}/modifier?partie=opening")
    page.locator(f"[name='{FRAME}.endTime']").fill("18:30")
    expect(page.locator(f"[id='told-{PERIODS}.0']")).to_contain_text(re.compile(r"18\sh\s30"))
    page.locator("[name=continuer]").click()
    expect(page.locator(".alert-success")).to_contain_text("La fiche est à jour.")
    page.goto(address)
    expect(page.locator("main")).to_contain_text(re.compile(r"18\sh\s30"))
    assert page.evaluate("document.documentElement.scrollWidth") <= 360
    assert heard.complaints == []


def test_days_are_chosen_by_keyboard_and_the_sentence_follows(opened: Opening) -> None:
    page = opened(1280)
    address = summer(page, "Musée du Clavier")
    page.goto(f"{address}/modifier?partie=opening")
    expect(page.locator(SENTENCE)).to_have_value(
        re.compile(r"^Du 1er avril au 30 .* tous les jours, de 9\sh à 17\sh\.$")
    )
    tab_to(page, f"[name='{PERIODS}.0.type']:checked", most=120)
    page.keyboard.press("ArrowRight")
    tab_to(page, f"[name^='{PERIODS}.0.ouverturesJournalieres'][value=MARDI]", most=20)
    page.keyboard.press("Space")
    expect(page.locator(f"[id='told-{PERIODS}.0']")).to_contain_text("sauf mardi")
    expect(page.locator("#proposed [lang=en]")).to_contain_text("except Tuesday")
    expect(page.locator(SENTENCE)).to_have_value(re.compile(r"tous les jours sauf mardi, de 9\sh à 17\sh\.$"))
    kept(page)
    page.keyboard.press("Control+s")
    expect(page.locator(".alert-success")).to_contain_text("La fiche est à jour.")
    page.goto(address)
    expect(page.locator("main")).to_contain_text("sauf mardi")


def test_a_season_is_copied_to_next_year_and_an_overlap_is_mended(opened: Opening) -> None:
    page = opened(1280)
    address = summer(page, "Musée de l’An Prochain")
    page.goto(f"{address}/modifier?partie=opening")
    page.get_by_role("button", name="La même l’an prochain").click()
    expect(page.locator(f"[name='{PERIODS}.1.dateDebut']")).to_have_value("2028-04-01")
    expect(page.locator(f"[name='{PERIODS}.1.dateFin']")).to_have_value("2028-09-30")
    page.wait_for_load_state("networkidle")
    page.locator(f"[name='{PERIODS}.1.dateDebut']").fill("2027-09-20")
    page.get_by_role("button", name="Arrêter la première la veille de la seconde").click()
    expect(page.locator(f"[name='{PERIODS}.0.dateFin']")).to_have_value("2027-09-19")
    expect(page.locator(".se-remark")).to_have_count(0)


def test_prices_are_pasted_from_a_spreadsheet_and_raised_for_next_year(opened: Opening) -> None:
    page = opened(1280)
    address = begin(page, "Musée du Tableur", kind="PATRIMOINE_CULTUREL")
    page.goto(f"{address}/modifier?partie=prices")
    page.locator(named(page, f"{RATES}.0.dateDebut")).fill("2027-01-01")
    page.locator(f"[name='{RATES}.0.dateFin']").fill("2027-12-31")
    page.get_by_text("Coller un tableau").click()
    page.locator("#table").fill("Tarif\tPrix\nAdulte\t12,50 €\nGirafe\t3 €")
    page.get_by_role("button", name="Lire le tableau").click()
    expect(page.locator("main")).to_contain_text("aucun tarif ne s'appelle « Girafe »")
    page.get_by_role("button", name="Ajouter la ligne lue").click()
    expect(page.locator("#table")).to_have_value("Girafe\t3 €")
    page.get_by_role("link", name="Annuler").click()
    expect(page.locator(f"[name='{RATES}.0.tarifs.0.minimum']")).to_have_value("12,5")
    page.get_by_text("Les mêmes tarifs l’an prochain").click()
    page.get_by_label("Hausse en pourcentage").fill("3")
    page.get_by_role("button", name="Ajouter ces tarifs").click()
    expect(page.locator(f"[name='{RATES}.1.dateDebut']")).to_have_value("2028-01-01")
    expect(page.locator(f"[name='{RATES}.1.tarifs.0.minimum']")).to_have_value("13")


def test_both_parts_are_clean_at_every_width_and_theme(opened: Opening) -> None:
    page = opened(1280)
    address = summer(page, "Musée Accessible")
    for part in ("opening", "prices"):
        assert dict(looks(page, f"{address}/modifier?partie={part}&tout=1")) == nothing_wrong()


def test_without_script_a_period_is_added_copied_and_said(
    opened: Opening, browser: Browser, demonstration: Demonstration
) -> None:
    page = opened(1280)
    address = summer(page, "Musée Sans Script")
    context = browser.new_context(
        base_url=demonstration.address,
        java_script_enabled=False,
        locale="fr-FR",
        storage_state=page.context.storage_state(),
    )
    no_outside(context)
    plain = context.new_page()
    plain.goto(f"{address}/modifier?partie=opening&tout=1")
    plain.get_by_role("button", name="La même l’an prochain").click()
    expect(plain.locator(f"[name='{PERIODS}.1.dateFin']")).to_have_value("2028-09-30")
    plain.locator("label.se-toggle", has_text="1er mai").click()
    plain.locator("[name=continuer]").click()
    expect(plain.locator(".alert-success")).to_contain_text("La fiche est à jour.")
    plain.goto(address)
    expect(plain.locator("main")).to_contain_text("du 1er avril au 30 septembre 2028", ignore_case=True)
    expect(plain.locator("main")).to_contain_text("1er mai")
    context.close()
