"""A trail and its GPX in a real browser: from home to published, by mouse and by keyboard alone."""

import re
from pathlib import Path
from time import monotonic

import pytest
from playwright.sync_api import Browser, Locator, Page, expect

from tests.demonstration import Demonstration
from tests.media.tracks import BOMB, circle, gpx
from tests.screens import test_journeys as journeys
from tests.screens.conftest import Listener
from tests.screens.meeting import kept
from tests.screens.test_accessibility import looks, nothing_wrong
from tests.screens.test_conduct import tab_to
from tests.screens.test_editor import begin
from tests.screens.test_journeys import WIDTHS, Opening, field

ROUTE = "informationsEquipement.itineraire"
COMMUNE = "Chamonix-Mont-Blanc (74056)"
DRIVER = "GL Driver Message"
"""What the imitated graphics card says of its own speed."""
MOST_CLICKS, MOST_SECONDS = 8, 60


opened = journeys.opened


@pytest.fixture
def track(tmp_path: Path) -> Path:
    """The file of a walk of 6.3 kilometres."""
    path = tmp_path / "balcon.gpx"
    path.write_bytes(gpx(circle(400)))
    return path


class Hand:
    """Presses what is there, and counts."""

    def __init__(self) -> None:
        self.clicks, self.begun = 0, monotonic()

    def press(self, place: Locator) -> None:
        place.click()
        self.clicks += 1

    def rest(self) -> None:
        """See that it took little."""
        assert self.clicks <= MOST_CLICKS
        assert monotonic() - self.begun < MOST_SECONDS


def attach(page: Page, file: Path) -> None:
    """Choose a file, and wait for the page that tells what became of it."""
    page.locator("#track-file").set_input_files(file)
    page.wait_for_url("**#track")


def published(page: Page) -> None:
    """See that the record is there for all, with its track."""
    page.wait_for_url(re.compile(r"/objets/\d+$"))
    expect(page.locator(".record-facts .badge").first).to_have_text("Publié")
    expect(page.locator("main")).to_contain_text("6,3 km")
    expect(page.get_by_role("img", name="Profil d’altitude")).to_be_visible()
    expect(page.get_by_role("link", name="Télécharger la trace « balcon » (GPX)")).to_be_visible()
    assert page.evaluate("document.documentElement.scrollWidth") <= page.evaluate("innerWidth")


@pytest.mark.parametrize("width", WIDTHS)
def test_a_trail_is_created_and_published_with_the_mouse(opened: Opening, track: Path, width: int) -> None:
    page = opened(width)
    page.goto("/accueil")
    hand = Hand()
    hand.press(page.locator("main").get_by_role("link", name="Nouvelle fiche"))
    page.get_by_label("Que décrit-elle ?").select_option(label="Équipement et itinéraire")
    hand.clicks += 1
    page.get_by_label("Son nom").fill(f"Balcon des {width} mélèzes")
    page.get_by_label("Sa commune").fill(COMMUNE)
    hand.press(page.get_by_role("button", name="Commencer la fiche"))
    page.wait_for_url("**/modifier?partie=identity")
    part = page.locator("#sections button[value=specific]")
    if not part.is_visible():
        hand.press(page.locator("#sections summary"))
    hand.press(part)
    with page.expect_file_chooser() as chosen:
        hand.press(page.get_by_label("Joindre la trace de l’itinéraire"))
    chosen.value.set_files(track)
    offered = page.get_by_role("button", name="Remplir avec ces 9 valeurs")
    expect(offered).to_be_in_viewport(ratio=1, timeout=20_000)
    hand.press(offered)
    expect(page.locator(field(f"{ROUTE}.distance"))).to_have_value("6,3")
    hand.press(page.locator("#save"))
    published(page)
    hand.rest()


def begin_by_keyboard(page: Page, name: str) -> None:
    """Begin a trail from home without a mouse."""
    tab_to(page, "main a[href$='/objets/nouveau']")
    page.keyboard.press("Enter")
    page.wait_for_url("**/objets/nouveau")
    tab_to(page, "#kind")
    while page.locator("#kind").input_value() != "EQUIPEMENT":
        page.keyboard.press("ArrowDown")
    tab_to(page, "#name")
    page.keyboard.type(name)
    tab_to(page, "#commune")
    page.keyboard.type(COMMUNE)
    page.keyboard.press("Enter")
    page.wait_for_url("**/modifier?partie=identity")


@pytest.mark.parametrize("width", WIDTHS)
def test_a_trail_is_created_and_published_by_keyboard_alone(opened: Opening, track: Path, width: int) -> None:
    page = opened(width)
    heard = Listener(page)
    page.goto("/accueil")
    begun = monotonic()
    begin_by_keyboard(page, f"Balcon au clavier {width}")
    page.keyboard.press("Control+k")
    page.keyboard.type("gpx")
    expect(page.locator("#finder-lines a").first).to_contain_text("Distance")
    page.keyboard.press("Enter")
    page.wait_for_url("**partie=specific**")
    expect(page.locator(field(f"{ROUTE}.distance"))).to_be_focused()
    for _back in range(40):
        page.keyboard.press("Shift+Tab")
        if page.evaluate("document.activeElement.id") == "track-file":
            break
    expect(page.locator("#track-file")).to_be_focused()
    with page.expect_file_chooser() as chosen:
        page.keyboard.press("Space")
    chosen.value.set_files(track)
    page.wait_for_url("**#track")
    expect(page.locator("#track")).to_be_focused()
    page.keyboard.press("Tab")
    expect(page.get_by_role("button", name="Remplir avec ces 9 valeurs")).to_be_focused()
    page.keyboard.press("Enter")
    expect(page.locator(field(f"{ROUTE}.distance"))).to_have_value("6,3")
    # All fields are open since Ctrl K led to one of them: the way to the end is long.
    tab_to(page, "#save", most=200)
    page.keyboard.press("Enter")
    published(page)
    assert monotonic() - begun < MOST_SECONDS
    assert [one for one in heard.complaints if DRIVER not in one] == []


def test_what_the_file_says_otherwise_is_taken_over_one_by_one(opened: Opening, track: Path) -> None:
    page = opened()
    address = begin(page, "Balcon autrement dit", kind="EQUIPEMENT")
    page.goto(f"{address}/modifier?partie=specific")
    distance = page.locator(field(f"{ROUTE}.distance"))
    distance.fill("12")
    kept(page)
    attach(page, track)
    said = page.get_by_text("Distance : le fichier dit 6,3 km ; la fiche dit 12 km.")
    expect(said).to_be_visible()
    expect(distance).to_have_value("12")
    page.get_by_role("button", name="Remplir avec ces 8 valeurs").click()
    expect(page.locator(field(f"{ROUTE}.denivellationPositive"))).to_have_value("296")
    expect(distance).to_have_value("12")
    page.get_by_role("button", name="Reprendre : Distance, 6,3 km").click()
    expect(distance).to_have_value("6,3")
    expect(page.get_by_text("La fiche dit la même chose que la trace.")).to_be_visible()
    page.get_by_role("button", name="Retirer la trace").click()
    page.get_by_role("button", name="Remettre la trace retirée").click()
    expect(page.get_by_role("img", name="Profil d’altitude")).to_be_visible()
    page.locator("#track-map").scroll_into_view_if_needed()
    page.locator("#track-map[data-ready=yes]").wait_for()


def test_a_trap_is_refused_in_words_and_nothing_typed_is_lost(opened: Opening, tmp_path: Path) -> None:
    page = opened()
    address = begin(page, "Balcon piégé", kind="EQUIPEMENT")
    page.goto(f"{address}/modifier?partie=specific")
    page.locator(field(f"{ROUTE}.distance")).fill("8,5")
    trap = tmp_path / "piege.gpx"
    trap.write_text(BOMB)
    attach(page, trap)
    refused = page.locator("[data-track-refused]")
    expect(refused).to_contain_text("« piege.gpx » n'est pas accepté : il définit des entités XML")
    expect(refused).to_be_in_viewport()
    expect(page.locator(field(f"{ROUTE}.distance"))).to_have_value("8,5")


def test_a_track_has_no_violation_in_any_state(opened: Opening, track: Path) -> None:
    page = opened()
    address = begin(page, "Balcon accessible", kind="EQUIPEMENT")
    editor = f"{address}/modifier?partie=specific"
    assert dict(looks(page, editor)) == nothing_wrong()
    page.locator(field(f"{ROUTE}.distance")).fill("12")
    attach(page, track)
    expect(page.get_by_role("button", name="Remplir avec ces 8 valeurs")).to_be_visible()
    assert dict(looks(page, editor)) == nothing_wrong()
    page.get_by_role("button", name="Remplir avec ces 8 valeurs").click()
    expect(page.locator(field(f"{ROUTE}.denivellationPositive"))).to_have_value("296")
    page.locator("[name=continuer]").click()
    expect(page.locator(".alert-success")).to_contain_text("La fiche est à jour.")
    assert dict(looks(page, address)) == nothing_wrong()
    page.locator("#record-map[data-ready=yes]").wait_for()
    page.goto(f"{address}/modifier?partie=place")
    page.locator("#place-map").scroll_into_view_if_needed()
    with page.expect_response("**/trace.json"):
        page.locator("#place-map[data-ready=yes]").wait_for()


def test_without_script_a_track_is_attached_and_taken_over(
    browser: Browser, demonstration: Demonstration, opened: Opening, track: Path
) -> None:
    page = opened()
    address = begin(page, "Balcon sans script", kind="EQUIPEMENT")
    state = page.context.storage_state()
    plain = browser.new_context(
        base_url=demonstration.address, storage_state=state, java_script_enabled=False, locale="fr-FR"
    )
    one = plain.new_page()
    one.goto(f"{address}/modifier?partie=specific")
    one.locator("#track-file").set_input_files(track)
    one.get_by_role("button", name="Joindre la trace", exact=True).click()
    one.get_by_role("button", name="Remplir avec ces 9 valeurs").click()
    one.locator("#save").click()
    expect(one.locator(".record-facts .badge").first).to_have_text("Publié")
    expect(one.get_by_role("img", name="Profil d’altitude")).to_be_visible()
    plain.close()
