"""A list too long for one page of the editor, in a real browser: turned, moved, typed over, saved."""

import re

import pytest
from playwright.sync_api import Page, expect

from tests.demonstration import Demonstration
from tests.screens.test_accessibility import looks, nothing_wrong
from tests.screens.test_editor import Opening, begin, opened  # noqa: F401 - a fixture

PICTURED = """
import sys
from sitra.doors.console import ground
from sitra.kit.environment import configure
configure()
with ground.database():
    from sitra.tourism import actions as tourism
    from sitra.tourism.actions import Author
    from sitra.tourism.models import Revision, TouristObject
    row = TouristObject.objects.get(pk=int(sys.argv[1]))
    latest = Revision.objects.select_related("person", "member").filter(object=row).latest("number")
    pictures = [
        {"type": "IMAGE", "nom": {"libelleFr": f"Photo {rank}"},
         "traductionFichiers": [{"locale": "fr", "url": f"https://photos.example/{rank}.jpg"}]}
        for rank in range(45)
    ]
    by = Author(person=latest.person, member=latest.member)
    tourism.revise(row.pk, latest.document | {"illustrations": pictures}, seen=latest.number, by=by)
"""
NAME = "illustrations.{}.nom.libelleFr"
PATIENT = 20_000


@pytest.fixture
def page(opened: Opening) -> Page:  # noqa: F811 - the fixture
    """A page of an office."""
    return opened().new_page()


def test_a_long_list_is_turned_and_saved_whole(page: Page, demonstration: Demonstration) -> None:
    address = begin(page, "Hôtel des cent photos")
    demonstration.run(PICTURED, re.sub(r"\D", "", address.rpartition("/")[2]))
    media = f"{address}/modifier?partie=media&tout=1"
    assert dict(looks(page, media)) == nothing_wrong()
    page.set_viewport_size({"width": 360, "height": 800})
    assert page.evaluate("document.documentElement.scrollWidth") <= 360
    page.locator(f"[name='{NAME.format(3)}']").fill("La cour")
    page.get_by_role("button", name="21 à 40").press("Enter")
    page.wait_for_url("**rang=illustrations.20*")
    expect(page.locator(f"[name='{NAME.format(20)}']")).to_have_value("Photo 20")
    page.get_by_role("button", name="Descendre : Photo 20", exact=True).press("Enter")
    expect(page.locator("[data-media='illustrations'] [data-media-said]")).to_have_text("Déplacé : place 22.")
    expect(page.locator(f"[name='{NAME.format(21)}']")).to_have_value("Photo 20")
    expect(page.locator("#kept")).to_contain_text("Saisie gardée", timeout=PATIENT)
    page.get_by_role("button", name="Monter : Photo 21", exact=True).press("Enter")
    page.wait_for_url("**rang=illustrations.19*")
    expect(page.locator(f"[name='{NAME.format(19)}']")).to_have_value("Photo 21")
    page.get_by_role("button", name="Enregistrer", exact=True).click()
    expect(page.locator(".alert-success")).to_contain_text("La fiche est à jour.", timeout=PATIENT)
    page.goto(f"{media}&rang=illustrations.44")
    expect(page.locator(f"[name='{NAME.format(44)}']")).to_have_value("Photo 44")
    page.goto(media)
    expect(page.locator(f"[name='{NAME.format(3)}']")).to_have_value("La cour")
