"""One's account in a real browser: a passkey is added and signs in, codes are scanned, all by keyboard."""

from collections.abc import Iterator
from urllib.parse import urlsplit

import pytest
from playwright.sync_api import Browser, Page, expect

from tests.demonstration import NETWORK, Demonstration
from tests.screens.conftest import Listener
from tests.screens.test_accessibility import looks, nothing_wrong

ACCOUNT = next(one for one in NETWORK["persons"] if one["email"].startswith("web@"))
"""Nobody else's tests sign in with it."""


@pytest.fixture
def local(demonstration: Demonstration) -> str:
    """The address at which browsers offer passkeys without HTTPS."""
    return f"http://localhost:{demonstration.port}"


@pytest.fixture
def page(browser: Browser, local: str) -> Iterator[Page]:
    """A page with an authenticator that knows its owner, as a phone does."""
    context = browser.new_context(base_url=local, locale="fr-FR", viewport={"width": 1280, "height": 900})
    page = context.new_page()
    tools = context.new_cdp_session(page)
    tools.send("WebAuthn.enable")
    options = {
        "protocol": "ctap2",
        "transport": "internal",
        "hasResidentKey": True,
        "hasUserVerification": True,
        "isUserVerified": True,
        "automaticPresenceSimulation": True,
    }
    tools.send("WebAuthn.addVirtualAuthenticator", {"options": options})
    yield page
    context.close()


def sign_in(page: Page) -> None:
    page.goto("/compte/login/?next=/compte/")
    page.get_by_label("Adresse").fill(ACCOUNT["email"])
    page.get_by_label("Mot de passe").fill(ACCOUNT["password"])
    page.get_by_role("button", name="Se connecter", exact=True).click()
    expect(page.get_by_role("heading", name="Mon compte")).to_be_visible()


def confirm(page: Page) -> None:
    page.get_by_label("Mot de passe").fill(ACCOUNT["password"])
    page.get_by_role("button", name="Confirmer").click()


def sign_out(page: Page) -> None:
    page.locator("details.menu summary", has_text="Mon compte").click()
    page.get_by_role("button", name="Se déconnecter").click()
    page.wait_for_url("**/")


def test_a_passkey_is_added_named_used_and_removed(page: Page) -> None:
    heard = Listener(page)
    sign_in(page)
    page.get_by_role("link", name="Ajouter une clé d’accès").press("Enter")
    confirm(page)
    page.get_by_label("Nom de la clé").fill("Téléphone")
    page.get_by_role("button", name="Créer la clé").press("Enter")
    expect(page.get_by_role("heading", name="Codes de secours")).to_be_visible()
    expect(page.locator(".code-list code")).to_have_count(10)
    assert dict(looks(page, page.url)) == nothing_wrong()
    page.set_viewport_size({"width": 1280, "height": 900})

    sign_out(page)
    page.goto("/compte/login/?next=/compte/")
    page.get_by_role("button", name="Se connecter avec une clé d’accès").press("Enter")
    expect(page.get_by_role("heading", name="Mon compte")).to_be_visible()
    expect(page.locator(".key-list")).to_contain_text("sans mot de passe")
    expect(page.locator(".key-list")).to_contain_text("servie le")

    sign_out(page)
    page.goto("/compte/login/?next=/compte/")
    page.get_by_label("Adresse").fill(ACCOUNT["email"])
    page.get_by_label("Mot de passe").fill(ACCOUNT["password"])
    page.get_by_role("button", name="Se connecter", exact=True).click()
    page.get_by_role("button", name="Se servir d’une clé d’accès").press("Enter")
    expect(page.get_by_role("heading", name="Mon compte")).to_be_visible()

    page.get_by_role("link", name="Renommer la clé Téléphone").click()
    page.get_by_role("link", name="Avec une clé d’accès").click()
    page.get_by_role("button", name="Se servir d’une clé d’accès").press("Enter")
    page.get_by_label("Nom de la clé").fill("Portable")
    page.get_by_role("button", name="Enregistrer").click()
    page.get_by_role("link", name="Retirer la clé Portable").click()
    page.get_by_role("button", name="Retirer la clé").click()
    expect(page.locator("main")).to_contain_text("La clé d’accès est retirée")
    expect(page.locator(".key-list")).to_have_count(0)
    assert heard.complaints == []


def test_a_passkey_that_is_not_there_is_said_in_words(page: Page) -> None:
    page.goto("/compte/login/")
    page.get_by_role("button", name="Se connecter avec une clé d’accès").click()
    expect(page.get_by_role("alert").filter(has_text="annulée")).to_be_visible()


def test_where_passkeys_cannot_work_the_account_says_so(counsellor: Page, live: str) -> None:
    counsellor.goto(f"{live}/compte/")
    expect(counsellor.get_by_role("link", name="Ajouter une clé d’accès")).to_have_count(0)
    expect(counsellor.locator("main")).to_contain_text("Ce n’est pas le cas de cette adresse")


def test_the_pages_of_factors_have_no_violation(page: Page, local: str) -> None:
    sign_in(page)
    page.goto("/compte/2fa/totp/activate/")
    confirm(page)
    for address in ("totp/activate/", "webauthn/add/", "recovery-codes/generate/"):
        found = dict(looks(page, f"{local}/compte/2fa/{address}"))
        assert found == nothing_wrong(), address
        assert urlsplit(page.url).path == f"/compte/2fa/{address}"
