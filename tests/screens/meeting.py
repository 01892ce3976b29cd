"""Two people write one record in two browsers: step by step, for the test and for its pictures."""

from collections.abc import Iterator

from playwright.sync_api import Browser, BrowserContext, Page, expect

from tests.demonstration import Demonstration, sign_in
from tests.screens.conftest import no_outside

SECOND = """
import sys
from sitra.doors.console import ground
from sitra.kit.environment import configure
configure()
with ground.database():
    from sitra.accounts import actions as accounts
    from sitra.members import actions as members
    from sitra.tourism.models import TouristObject
    email, password = sys.argv[1:]
    one = accounts.enrol(email=email, first_name="Seconde", last_name="Essai", password=password)
    members.seat(one, TouristObject.objects.get(pk=2727).owner_id, ["consult", "write"])
"""
COLLEAGUE = {"email": "seconde@demo.sitra.example", "password": "prairie-haute-51"}
RECORD = "/objets/2727"
STREET = "[id='f-localisation.adresse.adresse2']"
TEXT = "[id='f-presentation.bonsPlans.libelleFr']"
type Moment = tuple[str, Page]
"""What is to be seen, and on whose screen."""


def colleague(browser: Browser, demonstration: Demonstration) -> BrowserContext:
    """Open a browser of a second person of the office."""
    demonstration.run(SECOND, *COLLEAGUE.values())
    state = sign_in(browser, demonstration, COLLEAGUE)
    context = browser.new_context(base_url=demonstration.address, locale="fr-FR", storage_state=state)
    no_outside(context)
    return context


def kept(page: Page) -> None:
    """Wait until the server has what was typed."""
    expect(page.locator("#kept")).to_contain_text("Saisie gardée")


def meeting(one: Page, other: Page) -> Iterator[Moment]:
    """Have two people write the street and the good deals; each moment is checked, then given."""
    one.goto(f"{RECORD}/modifier?partie=place&tout=1")
    other.goto(f"{RECORD}/modifier?partie=text&tout=1")
    expect(other.locator("main")).to_contain_text("est en train d’écrire cette fiche")
    yield "1-second-is-told-who-writes", other
    other.locator(TEXT).fill("Le goûter est offert.")
    kept(other)
    one.locator(STREET).fill("Au fond de la cour")
    kept(one)
    expect(one.locator("#others")).to_contain_text("Champs touchés : Bons plans")
    yield "2-first-is-told-what-second-types", one
    one.get_by_role("button", name="Enregistrer", exact=True).click()
    expect(one.locator(".alert-success")).to_contain_text("La fiche est à jour.")
    other.goto(f"{RECORD}/modifier?partie=place&tout=1")
    expect(other.locator("#others")).to_contain_text("a enregistré cette fiche le")
    yield "3-second-is-told-what-first-saved", other
    other.locator(STREET).fill("Sur la place")
    kept(other)
    other.locator("#save").click()
    expect(other.locator("h1")).to_have_text("Vous avez changé les mêmes valeurs")
    expect(other.locator("main")).to_contain_text("Au fond de la cour")
    yield "4-second-chooses", other
    other.get_by_label("Ce qui vient d’être enregistré").check()
    other.get_by_role("button", name="Enregistrer mes choix").click()
    expect(other.locator(".alert-success")).to_contain_text("La fiche est à jour.")
    yield "5-second-has-saved", other
    one.goto(RECORD)
    expect(one.locator("main")).to_contain_text("Au fond de la cour")
    yield "6-first-reads-both", one
