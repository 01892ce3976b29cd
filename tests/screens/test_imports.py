"""Imports on screen: from a spreadsheet to records, by mouse, by keyboard, without scripts; clean for axe."""

import re
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import openpyxl
import pytest
from playwright.sync_api import Browser, Page, expect

from tests.screens.conftest import Listener, no_outside
from tests.screens.test_accessibility import looks, nothing_wrong
from tests.screens.test_conduct import tab_to

ROWS: list[list[Any]] = [
    [
        "Réf",
        "Nom de l'établissement",
        "Adresse",
        "CP",
        "Ville",
        "Téléphone",
        "Classement",
        "Services",
        "Lits",
    ],
    [
        "H1",
        "HÔTEL DES ESSAIS",
        "1 rue du Pont",
        74400,
        "Chamonix-Mont-Blanc",
        "01 23 45 67 89",
        "***",
        "Wifi",
        12,
    ],
    ["H2", "Hôtel du Test", "2 rue du Lac", 74400, "Chamonix-Mont-Blanc", "appeler", "2*", "Chose rare", "x"],
    ["H3", "", "3 rue", 74400, "Chamonix-Mont-Blanc", None, None, None, None],
]


def workbook(path: Path, tag: str, address: str = "Adresse") -> Path:
    """Write a list of hotels whose names and numbers are of one test."""
    book = openpyxl.Workbook()
    sheet = book.active
    assert sheet
    sheet.append([address if name == "Adresse" else name for name in ROWS[0]])
    for row in ROWS[1:]:
        sheet.append([f"{tag}-{row[0]}", row[1] and f"{row[1]} {tag}", *row[2:]])
    book.save(path)
    return path


def bring(page: Page, path: Path) -> None:
    page.goto("/imports/fichier")
    page.set_input_files("#fichier", path)
    page.get_by_role("button", name="Envoyer").click()
    page.wait_for_url(re.compile(r"/imports/fichiers/\d+$"))


def map_columns(page: Page, name: str) -> None:
    page.locator("#obligatoire-1").select_option(index=1)
    page.locator("#nom").fill(name)
    page.get_by_role("button", name="Enregistrer et continuer").click()


def check_all(page: Page) -> None:
    page.get_by_role("button", name="Vérifier tout le fichier").click()
    finished(page)


def finished(page: Page) -> None:
    """Wait for the run of the page to end: the page asks by itself."""
    expect(page.locator("#progress .badge")).to_have_text("Terminé", timeout=60_000)
    expect(page.locator(".next-step")).to_be_visible(timeout=10_000)


def counts(page: Page) -> str:
    return " ".join(page.locator("#progress .counts").inner_text().split())


def test_a_spreadsheet_becomes_records_and_a_second_time_nothing(counsellor: Page, tmp_path: Path) -> None:
    heard = Listener(counsellor)
    counsellor.get_by_text("Plus", exact=True).click()
    counsellor.get_by_role("link", name="Importer", exact=True).click()
    expect(counsellor.locator("h1")).to_have_text("Imports")
    path = workbook(tmp_path / "hotels.xlsx", "aller")
    bring(counsellor, path)
    expect(counsellor.get_by_label("Nom de l'établissement", exact=True)).to_have_value("Identité › Nom")
    expect(counsellor.locator("#cle")).to_have_value("Réf")
    map_columns(counsellor, "Hôtels aller")
    counsellor.wait_for_url("**/mots")
    word = counsellor.get_by_label("Chose rare")
    first = counsellor.locator("datalist option").first.get_attribute("value") or ""
    word.fill(first)
    counsellor.get_by_role("button", name="Enregistrer et voir").click()
    counsellor.wait_for_url("**/apercu")
    expect(counsellor.locator(".previewed > li")).to_have_count(3)
    expect(counsellor.locator(".previewed > li").nth(0)).to_contain_text("3 étoiles")
    expect(counsellor.locator(".previewed > li").nth(1)).to_contain_text("Colonne « Téléphone »")
    expect(counsellor.locator(".previewed > li").nth(2)).to_contain_text("Le nom manque")
    check_all(counsellor)
    assert counts(counsellor) == "2 à créer 1 refusées"
    counsellor.get_by_role("link", name="refusées").click()
    expect(counsellor.locator(".report-lines > li")).to_have_count(1)
    expect(counsellor.locator(".report-lines")).to_contain_text("ligne 4")
    counsellor.get_by_role("button", name="Appliquer").click()
    finished(counsellor)
    assert counts(counsellor) == "2 créées 1 refusées"
    counsellor.locator(".report-lines a").first.click()
    expect(counsellor.locator("h1")).to_have_text("Hôtel des Essais aller", ignore_case=True)
    bring(counsellor, path)
    expect(counsellor.locator("#nom")).to_have_value("Hôtels aller")
    number = counsellor.url.rpartition("/")[2]
    counsellor.goto(f"/imports/fichiers/{number}/apercu")
    check_all(counsellor)
    assert counts(counsellor) == "1 refusées 2 inchangées"
    expect(counsellor.locator(".next-step")).to_contain_text("Rien à faire")
    counsellor.goto("/imports")
    expect(counsellor.locator(".import-list").last).to_contain_text("hotels.xlsx")
    assert heard.complaints == []


def test_each_page_of_an_import_has_no_violation(counsellor: Page, tmp_path: Path) -> None:
    path = workbook(tmp_path / "axe.xlsx", "axe")
    bring(counsellor, path)
    columns = counsellor.url
    pages = {"list": "/imports", "bring": "/imports/fichier", "columns": columns}
    for name, address in pages.items():
        assert dict(looks(counsellor, address)) == nothing_wrong(), name
    counsellor.goto(columns)
    map_columns(counsellor, "Hôtels axe")
    counsellor.wait_for_url("**/mots")
    for step in ("mots", "apercu"):
        assert dict(looks(counsellor, f"{columns}/{step}")) == nothing_wrong(), step
    check_all(counsellor)
    assert dict(looks(counsellor, counsellor.url)) == nothing_wrong(), "report"


def test_a_wrong_field_and_a_wrong_file_are_said_in_words(counsellor: Page, tmp_path: Path) -> None:
    bad = tmp_path / "photo.xlsx"
    bad.write_bytes(b"%PDF-1.7 rubbish")
    counsellor.goto("/imports/fichier")
    counsellor.set_input_files("#fichier", bad)
    counsellor.get_by_role("button", name="Envoyer").click()
    expect(counsellor.get_by_role("alert")).to_contain_text("est un PDF")
    bring(counsellor, workbook(tmp_path / "faux.xlsx", "faux"))
    counsellor.get_by_label("Adresse", exact=True).fill("champ imaginaire")
    map_columns(counsellor, "Faux")
    expect(counsellor.get_by_role("alert")).to_contain_text("champ imaginaire")
    expect(counsellor.get_by_label("Adresse", exact=True)).to_have_value("champ imaginaire")
    expect(counsellor.locator("#nom")).to_have_value("Faux")
    counsellor.get_by_role("button", name="Retirer ce fichier").click()
    expect(counsellor.get_by_text("est retiré")).to_be_visible()


@pytest.fixture
def plain(counsellor: Page, browser: Browser, live: str) -> Iterator[Page]:
    """The same person in a browser that runs no scripts."""
    context = browser.new_context(
        base_url=live,
        java_script_enabled=False,
        locale="fr-FR",
        storage_state=counsellor.context.storage_state(),
    )
    no_outside(context)
    yield context.new_page()
    context.close()


def test_an_import_works_without_scripts(plain: Page, tmp_path: Path) -> None:
    trail = tmp_path / "balcon.gpx"
    trail.write_text(
        '<gpx><trk><name>Balcon essai</name><trkseg><trkpt lat="45.92" lon="6.87"/>'
        '<trkpt lat="45.93" lon="6.88"/></trkseg></trk></gpx>',
        encoding="utf-8",
    )
    bring(plain, trail)
    expect(plain.locator(".lead")).to_contain_text("GPX")
    plain.get_by_role("button", name="Vérifier tout le fichier").click()
    wait_by_hand(plain)
    assert counts(plain) == "1 à créer"
    said = plain.url
    plain.get_by_role("button", name="Appliquer").click()
    plain.wait_for_url(lambda address: address != said)
    wait_by_hand(plain)
    plain.locator(".report-lines a").first.click()
    expect(plain.locator("h1")).to_have_text("Balcon essai")


def wait_by_hand(page: Page) -> None:
    """Press the link that asks again, as one does without scripts."""
    page.wait_for_url(re.compile(r"/imports/\d+$"))
    for _ in range(60):
        if not page.get_by_role("link", name="Actualiser").count():
            return
        page.wait_for_timeout(500)
        page.get_by_role("link", name="Actualiser").click()
    pytest.fail("the run did not end")


def test_the_keyboard_alone_maps_a_file(counsellor: Page, tmp_path: Path) -> None:
    bring(counsellor, workbook(tmp_path / "clavier.xlsx", "clavier", "Adresse postale"))
    tab_to(counsellor, "#cible-2")
    counsellor.keyboard.press("Control+a")
    counsellor.keyboard.type("Localisation › Adresse (suite)")
    tab_to(counsellor, "#obligatoire-1", most=80)
    counsellor.keyboard.press("ArrowDown")
    tab_to(counsellor, "#nom", most=80)
    counsellor.keyboard.press("Control+a")
    counsellor.keyboard.type("Hôtels clavier")
    counsellor.keyboard.press("Enter")
    counsellor.wait_for_url("**/mots")
    counsellor.go_back()
    expect(counsellor.locator("#cible-2")).to_have_value("Localisation › Adresse (suite)")


def test_who_does_not_write_may_not_import(browser: Browser, live: str) -> None:
    import json

    from tests.ground import ROOT

    people = json.loads((ROOT / "demo/data/network.json").read_bytes())["persons"]
    reader = next(one for one in people if all("write" not in seat["duties"] for seat in one["seats"]))
    context = browser.new_context(base_url=live, locale="fr-FR")
    page = context.new_page()
    page.goto("/compte/login/")
    page.get_by_label("Adresse").fill(reader["email"])
    page.get_by_label("Mot de passe", exact=False).first.fill(reader["password"])
    page.get_by_role("button", name="Se connecter").click()
    page.wait_for_url("**/accueil")
    expect(page.get_by_role("link", name="Importer", exact=True)).to_have_count(0)
    assert page.request.get(f"{live}/imports").status == 403
    assert page.request.get(f"{live}/imports/1").status in {403, 404}
    context.close()


def test_a_file_that_is_too_large_is_refused_unread(counsellor: Page, live: str) -> None:
    import http.client
    from urllib.parse import urlsplit

    cookies = "; ".join(f"{one['name']}={one['value']}" for one in counsellor.context.cookies())
    asked = http.client.HTTPConnection(urlsplit(live).netloc, timeout=20)
    asked.putrequest("POST", "/imports/fichier")
    for name, value in {
        "Cookie": cookies,
        "Content-Length": str(1 << 40),
        "Content-Type": "text/plain",
    }.items():
        asked.putheader(name, value)
    asked.endheaders()
    assert asked.getresponse().status == 422
    asked.close()
