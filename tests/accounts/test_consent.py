"""Somebody lets a project know who they are: the page, and every way in which it could lead astray."""

from typing import Any
from urllib.parse import parse_qs, urlsplit

import pytest
from django.core.cache import cache
from django.test import Client

from sitra.delivery import queries
from sitra.delivery.models import Consent, Token
from sitra.ledger.models import Entry
from tests.cast import Cast
from tests.wire import partners
from tests.wire.partners import BACK, CLIENTS, SIGNER, WRITER, ask

pytestmark = pytest.mark.django_db

ADDRESS = "/oauth/authorize"
ASKED = {
    "response_type": "code", "client_id": str(CLIENTS[SIGNER]), "redirect_uri": BACK, "scope": "sso",
    "state": "é&=1",
}  # fmt: skip


@pytest.fixture
def network(cast: Cast) -> Cast:
    partners.entrust(cast)
    cache.clear()
    return cast


@pytest.fixture
def signed_in(network: Cast) -> Client:
    client = Client(enforce_csrf_checks=True)
    client.force_login(network.clerk)
    return client


def answered(response: Any) -> dict[str, str]:
    """Read what was sent back to the project."""
    assert response.status_code == 302
    assert response["Location"].startswith(BACK + "&")
    found = parse_qs(urlsplit(response["Location"]).query)
    assert found.pop("site") == ["1"], "what the address of return already asked stays"
    return {name: values[0] for name, values in found.items()}


def agree(client: Client, **more: str) -> Any:
    page = client.get(ADDRESS, ASKED)
    form = {**ASKED, "csrfmiddlewaretoken": str(page.context["csrf_token"]), **more}
    return client.post(ADDRESS, form)


def test_somebody_agrees_once_and_is_sent_back_with_a_code(signed_in: Client, network: Cast) -> None:
    page = signed_in.get(ADDRESS, ASKED)
    assert page.status_code == 200
    text = page.content.decode()
    assert "Projet 13" in text
    assert "partner.example" in text
    assert "clerk@test.example" in text
    assert "form-action 'self' https://partner.example;" in page["Content-Security-Policy"] + ";"
    assert page["X-Frame-Options"] == "DENY"
    assert not Token.objects.exists()
    back = answered(agree(signed_in, agree="1"))
    assert back["state"] == "é&=1"
    form = {"grant_type": "authorization_code", "code": back["code"], "redirect_uri": BACK}
    assert ask(Client(), SIGNER, **form).json()["scope"] == "sso"
    assert Consent.objects.get().person == network.clerk
    again = answered(
        signed_in.get(ADDRESS, {**ASKED, "code_challenge": "c" * 43, "code_challenge_method": "S256"})
    )
    assert again["code"] != back["code"]
    assert "form-action 'self';" in signed_in.get("/")["Content-Security-Policy"] + ";"


def test_somebody_refuses(signed_in: Client) -> None:
    assert answered(agree(signed_in)) == {"error": "access_denied", "state": "é&=1"}
    assert not Consent.objects.exists()
    assert not Token.objects.exists()


def test_nothing_is_agreed_to_from_elsewhere(signed_in: Client) -> None:
    assert signed_in.post(ADDRESS, {**ASKED, "agree": "1"}).status_code == 403
    assert not Consent.objects.exists()


def test_nobody_is_led_astray(signed_in: Client) -> None:
    for wrong in (
        {"redirect_uri": BACK + "/../x"}, {"redirect_uri": "https://evil.example/"},
        {"redirect_uri": BACK.upper()}, {"redirect_uri": ""}, {"redirect_uri": BACK.partition("?")[0]},
        {"client_id": str(CLIENTS[WRITER])}, {"client_id": "x"}, {"client_id": ""},
        {"redirect_uri": [BACK, "https://evil.example/"]},
    ):  # fmt: skip
        for client in (signed_in, Client()):
            assert client.get(ADDRESS, {**ASKED, **wrong}).status_code == 404, wrong
    for wrong, error in (
        ({"response_type": "token"}, "unsupported_response_type"),
        ({"scope": "api_ecriture"}, "invalid_scope"),
        ({"code_challenge": "c" * 43, "code_challenge_method": "plain"}, "invalid_request"),
        ({"state": ["1", "2"]}, "invalid_request"),
    ):
        assert answered(signed_in.get(ADDRESS, {**ASKED, **wrong}))["error"] == error


def test_one_signs_in_first_and_is_led_on_by_a_page(network: Cast) -> None:
    client = Client()
    first = client.get(ADDRESS, ASKED)
    assert first.status_code == 302
    assert first["Location"].startswith("/compte/login/?next=/oauth/authorize")
    there = parse_qs(urlsplit(first["Location"]).query)["next"][0]
    client.force_login(network.clerk)
    assert "accepte" in client.get(there).content.decode().lower()
    agreed = client.post(ADDRESS, {**ASKED, "agree": "1"})
    assert answered(agreed)["code"]
    led = client.get(there)
    assert led.status_code == 200
    assert f"url={BACK.replace('&', '&amp;')}&amp;code=" in led.content.decode()
    assert "no-store" in led["Cache-Control"]


def test_somebody_takes_it_back(signed_in: Client, network: Cast) -> None:
    assert "Aucun pour l’instant" in signed_in.get("/compte/").content.decode()
    token = partners.signed_on(network, "clerk")
    others = partners.signed_on(network, "neighbour")
    page = signed_in.get("/compte/")
    assert "Retirer le site Projet 13" in page.content.decode()
    address = f"/compte/sites/{SIGNER}/retirer"
    assert signed_in.post(address).status_code == 403
    assert signed_in.get(address).status_code == 405
    form = {"csrfmiddlewaretoken": str(page.context["csrf_token"])}
    assert signed_in.post(address, form)["Location"] == "/compte/"
    assert queries.bearer(token) is None
    assert queries.bearer(others), "those of others stay"
    assert signed_in.post(address, form).status_code == 302
    assert Entry.objects.filter(name="project.withdrawn").count() == 1
