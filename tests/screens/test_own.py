"""What a member keeps for itself and its templates, in a browser: by keyboard, with and without scripts."""

import re
from collections.abc import Iterator

import pytest
from playwright.sync_api import Browser, Locator, Page, expect

from tests.demonstration import Demonstration
from tests.screens.beginner import at_work
from tests.screens.test_accessibility import looks, nothing_wrong

RECORD = "/objets/2727"


def press(button: Locator) -> None:
    """Press with the keyboard, and wait for what comes."""
    button.focus()
    button.press("Enter")
    button.page.wait_for_load_state()


def no_wider(page: Page) -> None:
    assert not page.evaluate("document.documentElement.scrollWidth > innerWidth"), page.url


@pytest.fixture(params=[(360, True), (1440, True), (360, False), (1440, False)])
def page(request: pytest.FixtureRequest, browser: Browser, demonstration: Demonstration) -> Iterator[Page]:
    """Somebody of an office who uses only the keyboard; with scripts or without."""
    width, script = request.param
    context = at_work(browser, demonstration, "office", width, script=script)
    yield context.new_page()
    context.close()


def test_texts_and_criteria_are_kept_and_taken_back(page: Page, request: pytest.FixtureRequest) -> None:
    script = request.node.callspec.params["page"][1]
    page.goto(RECORD)
    press(page.get_by_role("link", name="Propre à votre organisme"))
    words = page.get_by_label("Ajouter un critère interne")
    words.focus()
    page.keyboard.type("Essai de clavier")
    create = page.get_by_role("button", name="Créer le critère « Essai de clavier » et l’ajouter")
    offered = page.get_by_role("button", name="Ajouter : Essai de clavier")
    if not script:
        page.keyboard.press("Enter")
    expect(create.or_(offered)).to_be_visible()
    press(create.or_(offered))
    expect(page.locator(".own-tags")).to_contain_text("Essai de clavier")
    no_wider(page)
    page.get_by_label("Intitulé").last.focus()
    page.keyboard.type("Accueil des groupes")
    page.keyboard.press("Tab")
    page.keyboard.type("Se garer derrière l’église.")
    press(page.locator(".own-bar").get_by_role("button", name="Enregistrer"))
    expect(page.get_by_role("group", name="Accueil des groupes")).to_be_visible()
    expect(page.get_by_role("status").filter(has_text="Accueil des groupes")).to_be_visible()
    press(page.get_by_role("button", name="Annuler"))
    expect(page.get_by_role("group", name="Accueil des groupes")).to_have_count(0)
    press(page.get_by_role("button", name="Retirer : Essai de clavier"))
    expect(page.locator(".own-tags")).to_have_count(0)


def test_a_record_begins_with_a_template(page: Page, request: pytest.FixtureRequest) -> None:
    name = f"Modèle {request.node.callspec.id}"
    page.goto(RECORD)
    press(page.get_by_role("link", name="En faire un modèle"))
    page.get_by_label("Nom du modèle").focus()
    page.keyboard.type(name)
    page.keyboard.press("Enter")
    page.wait_for_url("**/modeles")
    no_wider(page)
    press(page.get_by_role("link", name=re.compile(f"Commencer une fiche : {name}")))
    expect(page.get_by_label("Que décrit-elle ?")).to_have_value("HOTELLERIE")
    page.get_by_label("Son nom").fill(f"Hôtel d’essai {name}")
    page.get_by_label("Sa commune").fill("74056")
    page.keyboard.press("Enter")
    alike = page.get_by_role("button", name="Ce n’en est aucune : continuer")
    expect(alike.or_(page.locator("#editor"))).to_be_visible()
    if alike.count():
        expect(page.get_by_label("Partir d’un modèle")).not_to_have_value("")
        press(alike)
    page.wait_for_url("**/modifier?partie=identity")
    page.goto(page.url.replace("identity", "text"))
    short = page.locator("[name='presentation.descriptifCourt.libelleFr']")
    expect(short).not_to_have_value("")
    page.goto("/modeles")
    press(page.get_by_role("button", name=f"Retirer : {name}"))
    expect(page.get_by_role("link", name=name, exact=True)).to_have_count(0)
    press(page.get_by_role("button", name="Annuler"))
    expect(page.get_by_role("link", name=name, exact=True)).to_be_visible()
    press(page.get_by_role("button", name=f"Retirer : {name}"))


def test_the_pages_have_no_violation(counsellor: Page, live: str) -> None:
    counsellor.goto(f"{live}{RECORD}/modele")
    counsellor.get_by_label("Nom du modèle").fill("Modèle regardé")
    counsellor.get_by_role("button", name="Garder ce modèle").click()
    counsellor.get_by_role("link", name="Modèle regardé", exact=True).click()
    template = counsellor.url
    for address in (f"{live}{RECORD}/propre?q=zzz", f"{live}{RECORD}/modele", f"{live}/modeles", template):
        assert dict(looks(counsellor, address)) == nothing_wrong(), address
    begun = f"{live}/objets/nouveau?modele={template.rpartition('/')[2]}"
    assert dict(looks(counsellor, begun)) == nothing_wrong()
    counsellor.goto(f"{live}{RECORD}/propre")
    counsellor.get_by_label("Intitulé").last.fill("Regardé")
    counsellor.get_by_label("Français").last.fill("Un mot.")
    counsellor.locator(".own-bar").get_by_role("button", name="Enregistrer").click()
    expect(counsellor.get_by_role("group", name="Regardé")).to_be_visible()
    kept = f"{live}{RECORD}/propre"
    assert dict(looks(counsellor, kept)) == nothing_wrong()
    assert (
        counsellor.evaluate("""() => performance.getEntriesByType('resource')
        .concat(performance.getEntriesByType('navigation'))
        .reduce((total, one) => total + one.encodedBodySize, 0)""")
        < 250_000
    )
    counsellor.get_by_role("button", name="Annuler").click()
    counsellor.goto(template)
    counsellor.get_by_role("button", name="Retirer").click()
    assert dict(looks(counsellor, counsellor.url)) == nothing_wrong()
