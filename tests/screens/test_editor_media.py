"""The place and the media of a record in a real browser: by mouse, by keyboard, without script."""

from collections.abc import Iterator
from pathlib import Path

import pytest
from playwright.sync_api import Browser, Page, expect

from tests.demonstration import Demonstration
from tests.media import pictures
from tests.screens.beginner import at_work
from tests.screens.test_accessibility import looks, nothing_wrong

RECORD = "/objets/2727/modifier"
POINT = "localisation.geolocalisation.geoJson.coordinates"


@pytest.fixture
def page(browser: Browser, demonstration: Demonstration) -> Iterator[Page]:
    """A page of an office; what it types is put aside at the end."""
    context = at_work(browser, demonstration, "office", 1280)
    one = context.new_page()
    yield one
    one.goto(f"{RECORD}?partie=identity")
    leave = one.get_by_role("button", name="Abandonner")
    if leave.count():
        leave.click()
        expect(one.get_by_text("Votre saisie est abandonnée")).to_be_visible()
    context.close()


def kept(page: Page) -> None:
    """Wait until the server has what was typed."""
    expect(page.locator("#kept")).to_contain_text("Saisie gardée")


def brought(folder: Path, **sizes: tuple[int, int]) -> list[str]:
    """Write pictures of these sizes."""
    for name, size in sizes.items():
        (folder / f"{name}.jpg").write_bytes(pictures.jpeg(*size))
    return [str(folder / f"{name}.jpg") for name in sizes]


def test_the_marker_says_the_coordinates_and_follows_them(page: Page) -> None:
    page.goto(f"{RECORD}?partie=place")
    point = page.locator(f'[name="{POINT}"]')
    before = point.input_value()
    page.locator("#place-map").scroll_into_view_if_needed()
    page.locator("#place-map[data-ready=yes]").wait_for()
    page.locator("#place-map canvas").click(position={"x": 200, "y": 100})
    expect(point).not_to_have_value(before)
    kept(page)
    clicked = page.locator("#place-map .maplibregl-marker").bounding_box()
    point.fill("45.7578, 4.8320")
    point.press("Tab")
    expect(page.locator("[data-place-said]")).to_contain_text("Ce point est à Lyon")
    expect(page.locator(f'[data-wrong="{POINT}"]')).to_contain_text("commune")
    assert page.locator("#place-map .maplibregl-marker").bounding_box() != clicked
    point.fill("quelque part")
    point.press("Tab")
    expect(page.locator("[data-place-said]")).to_contain_text("ne se lisent pas")
    point.fill(before)
    point.press("Tab")
    kept(page)
    assert dict(looks(page, f"{RECORD}?partie=place")) == nothing_wrong()


def test_a_phone_gives_its_position(page: Page) -> None:
    page.context.grant_permissions(["geolocation"])
    page.context.set_geolocation({"latitude": 45.9237, "longitude": 6.8694})
    page.goto(f"{RECORD}?partie=place")
    page.get_by_role("button", name="Utiliser ma position").press("Enter")
    expect(page.locator(f'[name="{POINT}"]')).to_have_value("45.923700, 6.869400")
    expect(page.get_by_label("Le point est vérifié")).to_be_checked()


def test_pictures_are_sent_put_in_order_replaced_and_removed(page: Page, tmp_path: Path) -> None:
    page.goto(f"{RECORD}?partie=media")
    items = page.locator("[data-media=illustrations] [data-item]")
    had = items.count()
    wrong = tmp_path / "faux.jpg"
    wrong.write_bytes(b"rien")
    good = brought(tmp_path, un=(320, 200), deux=(200, 320))
    page.get_by_label("Ajouter des photos").set_input_files([good[0], str(wrong), good[1]])
    expect(items).to_have_count(had + 2)
    expect(page.locator("[data-media-said]")).to_contain_text("« faux.jpg » n'est pas accepté")
    first, last = items.nth(had), items.nth(had + 1)
    expect(last).to_contain_text("Sans crédit")
    last.get_by_label("Crédit").fill("Office de tourisme")
    expect(last.get_by_text("Sans crédit")).to_be_hidden()
    last.get_by_role("button", name="Monter").press("Enter")
    expect(first).to_contain_text("deux")
    first.get_by_text("Remplacer le fichier").click()
    first.locator("[data-replace]").set_input_files(brought(tmp_path, trois=(64, 48)))
    expect(first).to_contain_text("64 × 48")
    expect(first.get_by_label("Crédit")).to_have_value("Office de tourisme")
    kept(page)
    items.nth(had + 1).get_by_role("button", name="Retirer").click()
    expect(items).to_have_count(had + 1)
    page.get_by_role("button", name="Annuler").click()
    expect(items).to_have_count(had + 2)
    kept(page)
    page.reload()
    expect(items.nth(had)).to_contain_text("64 × 48")
    expect(items.nth(had).get_by_label("Crédit")).to_have_value("Office de tourisme")
    assert dict(looks(page, f"{RECORD}?partie=media&tout=1")) == nothing_wrong()


@pytest.mark.parametrize("width", [360, 768, 1440])
def test_nothing_is_wider_than_the_screen(page: Page, width: int) -> None:
    page.set_viewport_size({"width": width, "height": 800})
    for part in ("place", "media"):
        page.goto(f"{RECORD}?partie={part}&tout=1")
        assert page.evaluate("document.documentElement.scrollWidth") <= width


def test_without_script_a_picture_is_sent_and_what_was_typed_with_it(
    browser: Browser, demonstration: Demonstration, tmp_path: Path, page: Page
) -> None:
    state = page.context.storage_state()
    plain = browser.new_context(
        base_url=demonstration.address, storage_state=state, java_script_enabled=False, locale="fr-FR"
    )
    one = plain.new_page()
    one.goto(f"{RECORD}?partie=media")
    had = one.locator("[data-media=illustrations] [data-item]").count()
    one.get_by_label("Ajouter des photos").set_input_files(brought(tmp_path, nu=(320, 200)))
    one.get_by_role("button", name="Envoyer").click()
    expect(one.locator("[data-media=illustrations] [data-item]")).to_have_count(had + 1)
    plain.close()
