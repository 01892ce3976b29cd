"""Projects, keys and selections in a browser: by keyboard, on two sizes of screens, without scripts too."""

import re
from collections.abc import Iterator
from typing import Any

import pytest
from playwright.sync_api import Browser, Page, expect

from tests.demonstration import NETWORK, Demonstration, sign_in
from tests.screens.conftest import Listener, no_outside
from tests.screens.test_accessibility import looks, nothing_wrong

OFFICE = next(one for one in NETWORK["persons"] if one["email"].startswith("office@"))
COUNSELLOR = next(one for one in NETWORK["persons"] if one["email"].startswith("accueil@"))
PAGES = {
    "projects": "/projets",
    "new-project": "/projets/nouveau",
    "project": "/projets/6",
    "choosing": "/projets/6/selections",
    "selections": "/selections",
    "new-selection": "/selections/nouvelle?type=HOTELLERIE&commune=74056",
    "selection": "/selections/1",
    "why": "/selections/1?pourquoi=auberge",
    "names": "/selections/1/modifier",
    "of-record": "/objets/1/selections",
    "readers": "/membres/54/diffusion",
    "developers": "/developpeurs",
    "trial": "/developpeurs/cle",
}


@pytest.fixture(scope="module")
def office(browser: Browser, demonstration: Demonstration) -> Iterator[Page]:
    """The page of who looks after the projects of an office."""
    yield from browsing(browser, demonstration, OFFICE)


@pytest.fixture(scope="module")
def newcomer(browser: Browser, demonstration: Demonstration) -> Iterator[Page]:
    """The page of somebody who consults, and no more."""
    yield from browsing(browser, demonstration, COUNSELLOR)


def browsing(
    browser: Browser, demonstration: Demonstration, account: dict[str, Any], **more: Any
) -> Iterator[Page]:
    context = browser.new_context(
        base_url=demonstration.address,
        locale="fr-FR",
        storage_state=sign_in(browser, demonstration, account),
        viewport={"width": 1440, "height": 900},
        **more,
    )
    no_outside(context)
    yield context.new_page()
    context.close()


@pytest.mark.parametrize("name", PAGES)
def test_a_page_has_no_violation(office: Page, live: str, name: str) -> None:
    assert dict(looks(office, live + PAGES[name])) == nothing_wrong()


def test_a_developer_has_a_key_that_works_in_a_minute(newcomer: Page, live: str) -> None:
    """From the public page to an answer, by keyboard; then the key is on no page any more."""
    page, heard = newcomer, Listener(newcomer)
    page.set_viewport_size({"width": 360, "height": 800})
    page.goto(f"{live}/developpeurs")
    page.get_by_role("link", name="Avoir une clé d’essai").press("Enter")
    page.get_by_role("button", name=re.compile("clé d’essai")).press("Enter")
    expect(page.get_by_role("heading", name="Votre clé")).to_be_visible()
    assert not page.evaluate("document.documentElement.scrollWidth > innerWidth")
    key = page.locator("#key").inner_text()
    assert key not in page.url
    line = page.locator("#call-v002").inner_text()
    body = re.findall(r"'([^']*)'", line)[1].removeprefix("query=")
    address = f"{live}/api/v002/recherche/list-objets-touristiques"
    # Another process may serve the call: it learns of the key within seconds.
    for _ in range(20):
        answer = page.request.post(address, form={"query": body})
        if answer.ok:
            break
        page.wait_for_timeout(250)
    assert answer.json()["numFound"] == 20
    page.get_by_role("link", name="C’est copié, voir le projet").press("Enter")
    expect(page.locator("h1")).to_have_text("Essais de développement")
    assert key not in page.content()
    assert page.evaluate("document.referrer") == ""
    page.go_back()
    assert key not in page.content()
    assert heard.complaints == []


def test_a_key_is_copied(office: Page, live: str) -> None:
    page = office
    page.context.grant_permissions(["clipboard-read", "clipboard-write"], origin=live)
    page.goto(f"{live}/projets/6")
    if not page.locator("#key-name").is_visible():
        page.get_by_text("Faire une clé").press("Enter")
    page.get_by_label("Nom, pour la reconnaître").fill("essai du navigateur")
    page.get_by_role("button", name="Faire la clé").press("Enter")
    key = page.locator("#key").inner_text()
    page.get_by_role("button", name="Copier", exact=True).press("Enter")
    expect(page.locator("#copied")).to_have_text("La clé est copiée.")
    assert page.evaluate("navigator.clipboard.readText()") == key
    assert dict(looks_here(page)) == {}
    page.goto(f"{live}/projets/6")
    page.get_by_role("button", name="Retirer : essai du navigateur").press("Enter")
    page.get_by_role("button", name="Annuler").press("Enter")
    expect(page.get_by_text("La clé ouvre de nouveau le projet.")).to_be_visible()


def looks_here(page: Page) -> Iterator[tuple[str, list[str]]]:
    """Look at the page that stands, which cannot be loaded again, in each size."""
    from tests.screens.test_accessibility import AXE, WIDTHS

    for width in WIDTHS:
        page.set_viewport_size({"width": width, "height": 800})
        found = [wrong["id"] for wrong in AXE.run(page).response["violations"]]
        if page.evaluate("document.documentElement.scrollWidth > innerWidth"):
            found.append("the page is wider than the screen")
        if found:
            yield f"{width} px", found


def begins(page: Page, *names: str) -> None:
    """Wait until the list on the page begins with these."""
    for rank, name in enumerate(names):
        expect(page.locator("ol.lines .line-name a").nth(rank)).to_have_text(name)


def test_a_search_becomes_a_selection_that_is_kept_by_hand(office: Page, live: str) -> None:
    """By keyboard: kept, asked why, refused, undone, put in order."""
    page = office
    page.set_viewport_size({"width": 1440, "height": 900})
    page.goto(f"{live}/recherche?type=HOTELLERIE&commune=74056")
    page.get_by_role("link", name="En faire une sélection").press("Enter")
    page.get_by_label("Nom", exact=True).fill("Hôtels de Chamonix")
    page.get_by_role("button", name="Faire la sélection").press("Enter")
    expect(page.locator("h1")).to_have_text("Hôtels de Chamonix")
    names = page.locator("ol.lines .line-name a").all_inner_texts()
    page.get_by_role("button", name=f"Refuser : {names[0]}", exact=True).first.press("Enter")
    expect(page.locator("ol.lines .line-name a").first).to_have_text(names[1])
    page.get_by_label("Nom ou numéro d’une fiche").fill(names[0])
    page.keyboard.press("Enter")
    expect(page.get_by_text("Quelqu’un l’a refusée à la main").first).to_be_visible()
    page.get_by_role("button", name=f"Ne plus la refuser : {names[0]}", exact=True).first.press("Enter")
    expect(page.locator("ol.lines .line-name a").first).to_have_text(names[0])
    page.get_by_role("button", name="Annuler").press("Enter")
    expect(page.locator("ol.lines .line-name a").first).to_have_text(names[1])
    for count, name in enumerate((names[3], names[2]), start=1):
        page.get_by_role("button", name=f"Mettre en tête : {name}", exact=True).press("Enter")
        expect(page.locator("[data-front]")).to_have_count(count)
    begins(page, names[3], names[2])
    page.get_by_role("button", name=f"Monter : {names[2]}", exact=True).press("Enter")
    begins(page, names[2], names[3])
    with page.expect_navigation():
        page.locator("[data-front]").nth(1).drag_to(page.locator("[data-front]").nth(0))
    begins(page, names[3], names[2])
    page.get_by_role("button", name="Retirer la sélection").press("Enter")
    page.get_by_role("button", name="Annuler").press("Enter")
    expect(page.locator("h1")).to_have_text("Hôtels de Chamonix")


def test_the_same_without_scripts(browser: Browser, demonstration: Demonstration) -> None:
    for page in browsing(browser, demonstration, OFFICE, java_script_enabled=False):
        page.goto("/selections/2")
        first = page.locator("ol.lines .line-name a").first.inner_text()
        page.get_by_role("button", name=f"Refuser : {first}", exact=True).first.click()
        page.get_by_role("button", name="Annuler").click()
        expect(page.locator("ol.lines .line-name a").first).to_have_text(first)
        page.goto("/projets/6/selections")
        before = page.locator("ol.lines .line-name a").all_inner_texts()
        page.get_by_role("button", name=re.compile("Descendre")).first.click()
        begins(page, *before[::-1])
        page.get_by_role("button", name=re.compile("Monter")).first.click()
        begins(page, *before)
