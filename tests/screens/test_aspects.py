"""The versions of a record in a real browser: by keyboard, on a phone, without script, with no violation."""

from collections.abc import Iterator

import pytest
from playwright.sync_api import Browser, Page, expect

from tests.demonstration import Demonstration
from tests.screens.beginner import at_work
from tests.screens.conftest import Listener
from tests.screens.test_accessibility import looks, nothing_wrong
from tests.screens.test_conduct import tab_to
from tests.screens.test_editor import Opening, begin, kept, opened

__all__ = ("opened",)
SHORT = "presentation.descriptifCourt.libelleFr"
LARGEST = 250_000


def standing(page: Page, name: str, words: str) -> None:
    """Wait until a field says how it stands to the record."""
    expect(page.locator(f"[data-mark='{name}']")).to_contain_text(words)


def fits(page: Page) -> None:
    assert not page.evaluate("document.documentElement.scrollWidth > innerWidth")


def written(page: Page, name: str) -> str:
    """Begin a record that says something, and save it; answers its address."""
    address = begin(page, name)
    page.goto(f"{address}/modifier?partie=text")
    page.locator(f"[id='f-{SHORT}']").fill("Au frais l’été.")
    page.get_by_role("button", name="Enregistrer", exact=True).click()
    expect(page.locator(".alert-success")).to_contain_text("La fiche est à jour.")
    return address


@pytest.mark.parametrize("width", [360, 1440])
def test_a_version_is_written_and_given_back_by_keyboard(opened: Opening, width: int) -> None:
    page = opened(width=width).new_page()
    heard = Listener(page)
    address = written(page, f"Hôtel des versions {width}")
    page.goto(f"{address}/modifier?partie=text")
    tab_to(page, ".ly-more > summary")
    page.keyboard.press("Enter")
    tab_to(page, "button[name=version][value=HIVER]")
    page.keyboard.press("Enter")
    page.wait_for_url("**partie=text&aspect=HIVER")
    standing(page, SHORT, "comme la fiche")
    fits(page)
    tab_to(page, f"[name='{SHORT}']", most=120)
    page.keyboard.press("Control+A")
    page.keyboard.type("Au pied des pistes.")
    kept(page)
    standing(page, SHORT, "Propre à l’hiver")
    standing(page, SHORT, "La fiche dit : Au frais l’été.")
    expect(page.locator(f"[name='{SHORT}']")).to_be_focused()
    expect(page.locator(".ly-version[aria-current]")).to_contain_text("Hiver 1")
    fits(page)
    tab_to(page, f"button[name=comme-la-fiche][value='{SHORT}']")
    page.keyboard.press("Enter")
    expect(page.locator(f"[name='{SHORT}']")).to_have_value("Au frais l’été.")
    expect(page.locator(f"[name='{SHORT}']")).to_be_focused()
    standing(page, SHORT, "comme la fiche")
    page.get_by_role("button", name="Annuler", exact=True).click()
    expect(page.locator(f"[name='{SHORT}']")).to_have_value("Au pied des pistes.")
    standing(page, SHORT, "Propre à l’hiver")
    page.keyboard.press("Control+s")
    expect(page.locator(".alert-success")).to_contain_text("La fiche est à jour.")
    page.goto(address)
    expect(page.locator("[aria-labelledby=versions-title]")).to_contain_text("Au pied des pistes.")
    fits(page)
    assert heard.complaints == []


def test_ticks_say_what_they_add_as_one_ticks(opened: Opening) -> None:
    page = opened().new_page()
    address = begin(page, "Hôtel des équipements")
    page.goto(f"{address}/modifier?partie=services&aspect=HIVER")
    facilities = page.locator("[id='f-prestations.equipements']")
    facilities.locator("summary").click()
    label = facilities.locator(".ed-ticks label").first
    label.click()
    standing(page, "prestations.equipements", f"ajouté «\u00a0{label.inner_text().strip()}\u00a0»")
    page.get_by_role("button", name="Reprendre la fiche").click()
    standing(page, "prestations.equipements", "comme la fiche")
    expect(facilities.locator("input:checked")).to_have_count(0)
    expect(facilities.locator("summary")).to_be_focused()


def test_a_whole_version_is_taken_out_and_put_back(opened: Opening) -> None:
    page = opened().new_page()
    address = written(page, "Hôtel qui retire")
    page.goto(f"{address}/modifier?partie=text&aspect=GROUPES")
    page.locator(f"[name='{SHORT}']").fill("Pour trente personnes.")
    kept(page)
    page.get_by_role("button", name="Retirer la version « groupes »").click()
    page.wait_for_url("**/modifier?partie=text")
    expect(page.locator(f"[name='{SHORT}']")).to_have_value("Au frais l’été.")
    page.get_by_role("button", name="Remettre la version « groupes »").click()
    page.wait_for_url("**aspect=GROUPES")
    expect(page.locator(f"[name='{SHORT}']")).to_have_value("Pour trente personnes.")


def test_what_a_killed_browser_kept_of_a_version_does_not_go_into_the_record(opened: Opening) -> None:
    page = opened().new_page()
    address = written(page, "Hôtel coupé")
    page.goto(f"{address}/modifier?partie=text&aspect=HIVER")
    page.context.set_offline(offline=True)
    page.locator(f"[name='{SHORT}']").fill("Tapé sans réseau.")
    expect(page.locator("#kept")).to_contain_text("Pas de réseau")
    page.goto("about:blank")
    page.context.set_offline(offline=False)
    page.goto(f"{address}/modifier?partie=text")
    expect(page.locator("#unsent")).to_be_hidden()
    page.goto(f"{address}/modifier?partie=text&aspect=HIVER")
    page.get_by_role("button", name="Les reprendre").click()
    standing(page, SHORT, "Propre à l’hiver")
    expect(page.locator(f"[name='{SHORT}']")).to_have_value("Tapé sans réseau.")


@pytest.fixture
def scriptless(browser: Browser, demonstration: Demonstration) -> Iterator[Page]:
    """A page of an office whose browser runs no script, on a phone."""
    context = at_work(browser, demonstration, "office", 360)
    state = context.storage_state()
    context.close()
    context = browser.new_context(
        base_url=demonstration.address,
        storage_state=state,
        java_script_enabled=False,
        locale="fr-FR",
        viewport={"width": 360, "height": 800},
    )
    yield context.new_page()
    context.close()


def test_all_of_it_works_without_script(scriptless: Page) -> None:
    page = scriptless
    address = begin(page, "Hôtel sans script")
    page.goto(f"{address}/modifier?partie=text")
    page.locator(f"[name='{SHORT}']").fill("Au frais l’été.")
    page.locator(".ly-more > summary").click()
    page.get_by_role("button", name="Hiver", exact=True).click()
    page.wait_for_url("**aspect=HIVER")
    expect(page.locator(f"[name='{SHORT}']")).to_have_value("Au frais l’été.")
    page.locator(f"[name='{SHORT}']").fill("Au pied des pistes.")
    page.get_by_role("button", name="Enregistrer", exact=True).click()
    expect(page.locator(".alert-success")).to_contain_text("La fiche est à jour.")
    standing(page, SHORT, "La fiche dit : Au frais l’été.")
    page.get_by_role("button", name="Aperçu").click()
    page.wait_for_url("**/apercu?aspect=HIVER")
    expect(page.locator(".pv-short")).to_have_text("Au pied des pistes.")
    page.get_by_role("link", name="Fiche", exact=True).click()
    expect(page.locator(".pv-short")).to_have_text("Au frais l’été.")
    page.goto(f"{address}/modifier?partie=text&aspect=HIVER")
    page.get_by_role("button", name="Reprendre la fiche").click()
    standing(page, SHORT, "comme la fiche")
    page.locator(f"[name='{SHORT}']").fill("Encore la neige.")
    page.get_by_role("button", name="Fiche", exact=True).click()
    page.get_by_role("button", name="Hiver", exact=False).first.click()
    page.get_by_role("button", name="Retirer la version « hiver »").click()
    page.get_by_role("button", name="Remettre la version « hiver »").click()
    expect(page.locator(f"[name='{SHORT}']")).to_have_value("Encore la neige.")
    fits(page)


@pytest.mark.parametrize("part", ["identity", "text", "place", "services", "opening", "prices", "media"])
def test_no_section_of_a_version_has_a_violation(opened: Opening, part: str) -> None:
    page = opened().new_page()
    address = written(page, f"Hôtel {part} en hiver")
    page.goto(f"{address}/modifier?partie=text&aspect=HIVER")
    page.locator(f"[name='{SHORT}']").fill("Au pied des pistes.")
    kept(page)
    assert dict(looks(page, f"{address}/modifier?partie={part}&aspect=HIVER&tout=1")) == nothing_wrong()


@pytest.mark.parametrize("more", ["/apercu?aspect=HIVER", "", "/modifier?partie=text"])
def test_what_shows_a_version_has_no_violation(opened: Opening, more: str) -> None:
    page = opened().new_page()
    address = written(page, "Hôtel regardé")
    page.goto(f"{address}/modifier?partie=text&aspect=HIVER")
    page.locator(f"[name='{SHORT}']").fill("Au pied des pistes.")
    kept(page)
    page.locator("[name=continuer]").click()
    expect(page.locator(".alert-success")).to_contain_text("La fiche est à jour.")
    assert dict(looks(page, address + more)) == nothing_wrong()


def test_a_page_of_a_version_is_light_and_does_not_move(opened: Opening) -> None:
    page = opened().new_page()
    page.goto("/objets/2727/modifier?partie=services&aspect=HIVER", wait_until="networkidle")
    sizes: list[int] = page.evaluate(
        "() => [...performance.getEntriesByType('navigation'), ...performance.getEntriesByType('resource')]"
        ".map(one => one.encodedBodySize)"
    )
    assert 0 < sum(sizes) < LARGEST, sizes
    moved: float = page.evaluate(
        "() => new Promise(done => { let sum = 0; new PerformanceObserver(list => list.getEntries()"
        ".forEach(one => sum += one.value)).observe({type: 'layout-shift', buffered: true});"
        " setTimeout(() => done(sum), 300); })"
    )
    assert moved < 0.05
