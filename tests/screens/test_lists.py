"""Finding and keeping, in a browser: by keyboard, on three sizes of screens, with and without scripts."""

import re
import time

import pytest
from playwright.sync_api import Browser, Page, expect

from tests.demonstration import Demonstration
from tests.screens.test_accessibility import AXE
from tests.screens.test_search import asked, total

WIDTHS = (360, 768, 1440)

_BRING = """
import json, sys
from sitra.doors.console import ground
from sitra.kit.environment import configure
configure()
with ground.database():
    from sitra.accounts.models import Person
    from sitra.catalog.rules.kinds import Kind
    from sitra.members.models import Member
    from sitra.places.models import Commune
    from sitra.tourism import actions as tourism
    from sitra.tourism.actions import Author
    from sitra.tourism.events import State
    from tests.search.campings import camping
    commune = Commune.objects.get(code="07330")
    person = Person.objects.get(email="office@demo.sitra.example")
    by = Author(person=person, member=Member.objects.get(pk=19))
    asked = (
        ("Camping des Galets essayés", 1093, ("04-01", "10-15")),
        ("Camping chauffé essayé", 1504, ("04-01", "10-15")),
        ("Camping d’été essayé", 1093, ("06-01", "08-31")),
    )
    for rank, (name, pool, season) in enumerate(asked):
        document = camping(name, commune.lon + rank / 100, commune.lat, pool, season, commune=commune.pk)
        tourism.create(
            document, kind=Kind.HOTELLERIE_PLEIN_AIR, owner=by.member, by=by, state=State.PUBLISHED
        )
"""


@pytest.fixture(scope="module")
def campings(demonstration: Demonstration) -> None:
    """Three campings of Vallon-Pont-d’Arc with a pool, of which two are open in May."""
    demonstration.run(_BRING)
    demonstration.rest()


def unfold(page: Page, title: str, width: int) -> None:
    """Open a list of boxes where the screen has them folded."""
    if width < 768:
        page.locator(".facet > summary", has_text=title).press("Enter")


@pytest.mark.parametrize("width", WIDTHS)
@pytest.mark.usefixtures("campings")
def test_campings_with_a_pool_open_on_a_day_near_a_commune_by_keyboard(counsellor: Page, width: int) -> None:
    page = counsellor
    page.set_viewport_size({"width": width, "height": 800})
    page.goto("/recherche")
    begun = time.monotonic()
    unfold(page, "Types de fiches", width)
    page.locator("#type-HOTELLERIE_PLEIN_AIR").press("Space")
    page.wait_for_url(re.compile("type="))
    page.locator("#place").press_sequentially("vallon-pont")
    expect(page.locator("#place-offers button").first).to_contain_text("Vallon-Pont")
    page.keyboard.press("ArrowDown")
    page.keyboard.press("Enter")
    page.wait_for_url(re.compile("commune=07330"))
    expect(page.locator("#place")).to_be_focused()
    page.keyboard.press("Tab")
    expect(page.locator("#radius")).to_be_focused()
    page.keyboard.type("20")
    page.wait_for_url(re.compile("rayon=20"))
    page.keyboard.press("Tab")
    page.keyboard.type("piscine")
    expect(page.locator("#term-offers button").first).to_contain_text("Piscine")
    page.keyboard.press("ArrowDown")
    page.keyboard.press("Enter")
    page.wait_for_url(re.compile("critere=1093"))
    expect(page.locator("#term")).to_be_focused()
    page.locator("#open-from").fill("2027-05-01")
    page.wait_for_url(re.compile("du=2027-05-01"))
    assert time.monotonic() - begun < 60
    assert total(page) == 2
    names = page.locator(".record-card h3").all_inner_texts()
    assert sorted(names) == ["Camping chauffé essayé", "Camping des Galets essayés"]
    expect(page.locator("#announcement")).to_have_text("2 fiches")
    assert not page.evaluate("document.documentElement.scrollWidth > innerWidth")
    assert "tri" not in asked(page)


@pytest.mark.usefixtures("campings")
def test_the_same_without_scripts(browser: Browser, demonstration: Demonstration, counsellor: Page) -> None:
    context = browser.new_context(
        base_url=demonstration.address,
        java_script_enabled=False,
        storage_state=counsellor.context.storage_state(),
    )
    page = context.new_page()
    page.goto("/recherche?type=HOTELLERIE_PLEIN_AIR&commune=07330&rayon=20")
    page.locator("#term").fill("piscine")
    page.locator("#open-from").fill("2027-05-01")
    page.locator("#go").click()
    page.locator("#term-offers button").first.click()
    assert total(page) == 2
    page.locator(".kept-panel summary").click()
    page.get_by_role("link", name="Les ouvrir").click()
    expect(page.get_by_role("heading", name="Recherches et listes")).to_be_visible()
    context.close()


def test_a_search_is_kept_and_found_again_beside_the_search(counsellor: Page) -> None:
    page = counsellor
    page.goto("/recherche?type=HOTELLERIE")
    said = total(page)
    page.get_by_role("link", name="Garder cette recherche").press("Enter")
    page.get_by_label("Nom").fill("Tous les hôtels")
    page.get_by_role("button", name="Garder", exact=True).press("Enter")
    assert asked(page) == {"type": ["HOTELLERIE"]}
    page.goto("/recherche")
    page.locator(".kept-panel summary").press("Enter")
    line = page.locator(".kept-menu li", has_text="Tous les hôtels")
    assert int("".join(re.findall(r"\d", line.locator(".count").inner_text()))) == said
    line.get_by_role("link").press("Enter")
    page.wait_for_url(re.compile("type=HOTELLERIE"))
    page.goto("/recherche/gardees")
    page.get_by_role("button", name="Retirer : Tous les hôtels").press("Enter")
    page.get_by_role("button", name="Annuler").press("Enter")
    expect(page.get_by_role("link", name="Tous les hôtels", exact=True)).to_be_visible()
    page.get_by_role("button", name="Retirer : Tous les hôtels").click()


def test_results_become_a_table_that_is_ordered_by_its_heads(counsellor: Page) -> None:
    page = counsellor
    page.goto("/recherche?type=HOTELLERIE")
    page.locator("#view-table").focus()
    page.keyboard.press("Space")
    expect(page.get_by_role("region", name="Tableau des résultats")).to_be_visible()
    assert asked(page) == {"type": ["HOTELLERIE"], "vue": ["tableau"]}
    page.get_by_role("button", name="Nom", exact=True).press("Enter")
    expect(page.locator("th[aria-sort=ascending]")).to_have_count(1)
    page.locator("th[aria-sort] button").press("Enter")
    expect(page.locator("th[aria-sort=descending]")).to_have_count(1)
    page.get_by_role("link", name="Suivante").click()
    assert asked(page) == {
        "type": ["HOTELLERIE"], "tri": ["nom-inverse"], "page": ["2"], "vue": ["tableau"],
    }  # fmt: skip
    expect(page.locator(".table-box tbody tr")).to_have_count(20)


def test_the_map_offers_to_search_where_it_was_moved(counsellor: Page) -> None:
    page = counsellor
    page.wait_for_selector("#map[data-ready]")
    everything = total(page)
    ask = page.get_by_role("button", name="Chercher dans cette zone")
    expect(ask).to_be_hidden()
    page.locator("#map canvas").focus()
    for _ in range(3):
        page.keyboard.press("Equal")
        page.wait_for_timeout(500)
    expect(ask).to_be_visible()
    ask.press("Enter")
    page.wait_for_url(re.compile("zone="))
    expect(ask).to_be_hidden()
    assert 0 < total(page) < everything
    page.get_by_role("button", name=re.compile("zone de la carte")).press("Enter")
    expect(page.locator("#chosen .chip")).to_have_count(0)
    assert (total(page), asked(page)) == (everything, {})


PAGES = {
    "table": "/recherche?vue=tableau",
    "everything-asked": "/recherche?commune=07330&rayon=20&critere=1093&du=2027-05-01&verifier=oui&liste=1",
    "columns": "/recherche/tableau?type=HOTELLERIE",
    "kept": "/recherche/gardees",
    "keep": "/recherche/garder?type=HOTELLERIE",
}


@pytest.mark.parametrize("name", PAGES)
def test_pages_are_clean_at_every_width(counsellor: Page, name: str) -> None:
    page = counsellor
    page.goto(PAGES[name])
    for width in WIDTHS:
        for scheme in ("light", "dark"):
            page.set_viewport_size({"width": width, "height": 800})
            page.emulate_media(color_scheme="dark" if scheme == "dark" else "light", reduced_motion="reduce")
            page.wait_for_selector(f"html[data-bs-theme={scheme}]")
            wrong = [(one["id"], one["nodes"][0]["target"]) for one in AXE.run(page).response["violations"]]
            assert (name, width, scheme, wrong) == (name, width, scheme, [])
            assert not page.evaluate("document.documentElement.scrollWidth > innerWidth")


def test_enter_does_what_a_form_is_for(counsellor: Page) -> None:
    page = counsellor
    page.goto("/recherche/ensemble?type=HOTELLERIE")
    page.locator("#why").fill("essai")
    page.locator("#why").press("Enter")
    expect(page.get_by_role("alert")).to_contain_text("Choisissez ce que vous demandez.")
    page.goto("/recherche/tableau?type=HOTELLERIE")
    page.get_by_label("Ordre : Commune").fill("0")
    page.locator("#as-cards").check()
    page.get_by_label("Ordre : Commune").press("Enter")
    page.wait_for_url(re.compile(r"/recherche\?type=HOTELLERIE$"))
    expect(page.locator(".alert")).to_contain_text("Présentation retenue.")
