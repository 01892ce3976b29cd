"""A real browser signs in to a project: the sign-in, the question and the way back, under our policy."""

import json
import re
import urllib.request
from base64 import b64encode
from collections.abc import Iterator
from typing import Any
from urllib.parse import parse_qs, urlencode, urlsplit

import pytest
from playwright.sync_api import Browser, Page, Route, expect

from tests.demonstration import NETWORK
from tests.screens.conftest import Listener
from tests.screens.test_accessibility import looks, nothing_wrong

PROJECT = next(one for one in NETWORK["projects"] if "sign-on" in one.get("scopes", ()))
PERSON = next(one for one in NETWORK["persons"] if one["email"].startswith("animation@"))
"""Nobody else's tests sign in with it."""
BACK = PROJECT["redirects"][1]


@pytest.fixture
def page(browser: Browser, live: str) -> Iterator[Page]:
    """The page of somebody who has not signed in yet; the project answers for itself."""

    def answer(route: Route) -> None:
        route.fulfill(body="<h1>Bienvenue</h1>", content_type="text/html")

    context = browser.new_context(base_url=live, locale="fr-FR")
    context.route(re.compile(re.escape(BACK)), answer)
    yield context.new_page()
    context.close()


def address(**more: str) -> str:
    asked = {"response_type": "code", "client_id": PROJECT["client_id"], "redirect_uri": BACK, **more}
    return f"/oauth/authorize?{urlencode(asked)}"


def called(live: str, path: str, headers: dict[str, str]) -> Any:
    asked = urllib.request.Request(live + path, headers=headers)
    with urllib.request.urlopen(asked, timeout=20) as answered:
        return json.load(answered)


def test_from_the_project_and_back_to_it(page: Page, live: str) -> None:
    listener = Listener(page)
    page.goto(address(scope="sso", state="retour"))
    sign_in(page)
    expect(page.get_by_role("heading", name=PROJECT["name"])).to_be_visible()
    expect(page.get_by_text("Il ne connaîtra jamais votre mot de passe")).to_be_visible()
    assert dict(looks(page, page.url)) == nothing_wrong()
    page.get_by_role("button", name="Accepter").press("Enter")
    expect(page.get_by_role("heading", name="Bienvenue")).to_be_visible()
    said = parse_qs(urlsplit(page.url).query)
    assert said["state"] == ["retour"]
    secret = b64encode(f"{PROJECT['client_id']}:{PROJECT['secret']}".encode()).decode()
    form = {"grant_type": "authorization_code", "code": said["code"][0], "redirect_uri": BACK}
    given = called(live, f"/oauth/token?{urlencode(form)}", {"Authorization": f"Basic {secret}"})
    bearing = {"Authorization": f"Bearer {given['access_token']}"}
    who = called(live, "/api/v002/sso/utilisateur/profil", bearing)
    assert who["email"] == PERSON["email"]

    page.context.clear_cookies()
    page.goto(address(scope="sso"))
    sign_in(page)
    expect(page.get_by_role("heading", name="Bienvenue")).to_be_visible()
    assert listener.complaints == []

    page.goto(address(scope="openid email", state="s").replace("/oauth/authorize", "/identity/o/authorize"))
    assert dict(looks(page, page.url)) == nothing_wrong()
    page.get_by_role("button", name="Refuser").click()
    expect(page.get_by_role("heading", name="Bienvenue")).to_be_visible()
    assert parse_qs(urlsplit(page.url).query) == {"error": ["access_denied"], "state": ["s"]}

    page.goto("/compte/")
    assert dict(looks(page, page.url)) == nothing_wrong()
    page.get_by_role("button", name=f"Retirer le site {PROJECT['name']}").press("Enter")
    expect(page.get_by_text("Ce site ne vous connaît plus")).to_be_visible()
    assert listener.complaints == []


def sign_in(page: Page) -> None:
    page.get_by_label("Adresse").fill(PERSON["email"])
    page.get_by_label("Mot de passe").fill(PERSON["password"])
    page.get_by_role("button", name="Se connecter", exact=True).click()
