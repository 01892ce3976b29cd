"""The standard way (OpenID Connect), from discovery to who somebody is; and what it does not open."""

import base64
import hashlib
from typing import Any
from urllib.parse import parse_qs, urlsplit

import jwt
import pytest
from allauth.idp.oidc.models import Client as Known
from django.core.cache import cache
from django.test import Client

from sitra.delivery import actions, queries
from sitra.delivery.models import Project, SigningKey
from sitra.delivery.rules.partners import Terms
from tests.cast import Cast
from tests.wire import partners
from tests.wire.partners import BACK, CLIENTS, SECRETS, SIGNER, STRANGER, WRITER, basic

pytestmark = pytest.mark.django_db

HERE = "http://testserver"
VERIFIER = "v" * 50
CHALLENGE = base64.urlsafe_b64encode(hashlib.sha256(VERIFIER.encode()).digest()).rstrip(b"=").decode()
ASKED = {
    "response_type": "code", "client_id": str(CLIENTS[SIGNER]), "redirect_uri": BACK,
    "scope": "openid profile email", "state": "s1", "nonce": "n1", "code_challenge": CHALLENGE,
    "code_challenge_method": "S256",
}  # fmt: skip


@pytest.fixture
def network(cast: Cast) -> Cast:
    partners.entrust(cast)
    cache.clear()
    return cast


@pytest.fixture
def ways(network: Cast, client: Client) -> dict[str, Any]:
    del network
    found: dict[str, Any] = client.get("/.well-known/openid-configuration").json()
    return found


@pytest.fixture
def signed_in(network: Cast) -> Client:
    client = Client(enforce_csrf_checks=True)
    client.force_login(network.clerk)
    return client


def agreed(client: Client, address: str) -> str:
    """Agree on the page, and read the code that is sent back."""
    page = client.get(address, ASKED)
    assert page.status_code == 200, page.content
    assert "form-action 'self' https://partner.example;" in page["Content-Security-Policy"] + ";"
    assert "Projet 13" in page.content.decode()
    form = {
        "request": page.context["form"]["request"].value(), "scopes": page.context["scopes"],
        "action": "grant", "csrfmiddlewaretoken": str(page.context["csrf_token"]),
    }  # fmt: skip
    assert client.post(address, {**form, "csrfmiddlewaretoken": ""}).status_code == 403
    back = client.post(address, form)
    assert back.status_code == 302
    assert back["Location"].startswith(BACK)
    said = parse_qs(urlsplit(back["Location"]).query)
    assert said["state"] == ["s1"]
    return said["code"][0]


def exchange(client: Client, ways: dict[str, Any], code: str, number: int = SIGNER, **more: str) -> Any:
    form = {
        "grant_type": "authorization_code", "code": code, "redirect_uri": BACK, "code_verifier": VERIFIER,
    }  # fmt: skip
    return client.post(ways["token_endpoint"], {**form, **more}, headers=basic(number))


def test_discovery_tells_of_what_is_open_only(ways: dict[str, Any], client: Client) -> None:
    assert ways["issuer"] == HERE
    assert ways["code_challenge_methods_supported"] == ["S256"]
    assert ways["scopes_supported"] == ["openid", "profile", "email"]
    assert ways["response_types_supported"] == ["code"]
    assert not {"device_authorization_endpoint", "registration_endpoint", "end_session_endpoint"} & set(ways)
    for closed in ("/identity/o/device", "/identity/o/api/device/code", "/identity/o/logout"):
        assert client.post(closed, {"client_id": str(CLIENTS[SIGNER])}).status_code == 404
    assert client.post("/identity/o/api/clients", {}).status_code == 404


def test_from_the_question_to_who_somebody_is(
    ways: dict[str, Any], signed_in: Client, client: Client, network: Cast
) -> None:
    given = exchange(client, ways, agreed(signed_in, ways["authorization_endpoint"])).json()
    assert given["token_type"] == "Bearer"
    (key,) = client.get(ways["jwks_uri"]).json()["keys"]
    token, audience = given["id_token"], str(CLIENTS[SIGNER])
    who = jwt.decode(token, jwt.PyJWK(key).key, algorithms=["RS256"], audience=audience, issuer=HERE)
    clerk = network.clerk
    assert (who["sub"], who["nonce"], who["email"]) == (str(clerk.pk), "n1", clerk.email)
    bearing = {"Authorization": f"Bearer {given['access_token']}"}
    said = client.get(ways["userinfo_endpoint"], headers=bearing).json()
    assert said == {
        "sub": str(clerk.pk), "email": clerk.email, "name": "Clerk Essai", "given_name": "Clerk",
        "family_name": "Essai", "locale": "fr",
    }  # fmt: skip
    assert client.get("/api/v002/sso/utilisateur/profil", headers=bearing).status_code == 401, "not of v002"
    form = {"grant_type": "refresh_token", "refresh_token": given["refresh_token"]}
    assert client.post(ways["token_endpoint"], form, headers=basic(STRANGER)).status_code in {400, 401}
    renewed = client.post(ways["token_endpoint"], form, headers=basic(SIGNER)).json()
    bearing = {"Authorization": f"Bearer {renewed['access_token']}"}
    assert client.get(ways["userinfo_endpoint"], headers=bearing).status_code == 200
    Project.objects.filter(pk=SIGNER).update(active=False)
    queries.forget()
    assert client.get(ways["userinfo_endpoint"], headers=bearing).status_code == 403
    Project.objects.filter(pk=SIGNER).update(active=True)
    queries.forget()
    assert client.get(ways["userinfo_endpoint"], headers=bearing).status_code == 200
    actions.withdraw(clerk, SIGNER)
    assert client.get(ways["userinfo_endpoint"], headers=bearing).status_code == 401


def test_a_code_is_used_once_with_its_proof_by_its_project(
    ways: dict[str, Any], signed_in: Client, client: Client
) -> None:
    address = ways["authorization_endpoint"]
    code = agreed(signed_in, address)
    wrong: tuple[Any, ...] = (
        {"code_verifier": "w" * 50},
        {"redirect_uri": BACK + "&x=1"},
        {"code_verifier": ""},
    )
    for more in wrong:
        assert exchange(client, ways, agreed(signed_in, address), **more).status_code == 400
    assert exchange(client, ways, code, STRANGER).status_code == 400
    assert exchange(client, ways, code).status_code == 200
    assert exchange(client, ways, code).status_code == 400


def test_nobody_is_led_astray(ways: dict[str, Any], signed_in: Client, client: Client) -> None:
    address = ways["authorization_endpoint"]
    for more in (
        {"redirect_uri": "https://evil.example/"}, {"redirect_uri": BACK + "&x=1"},
        {"redirect_uri": BACK.replace("//", "//evil@")}, {"client_id": str(CLIENTS[WRITER])},
        {"client_id": "x"},
    ):  # fmt: skip
        for one in (signed_in, client):
            assert one.get(address, {**ASKED, **more}).status_code == 404, more
    assert client.get(address, ASKED)["Location"].startswith("/compte/login/?next=")
    assert signed_in.get(address, {**ASKED, "scope": "openid api_ecriture"})["Location"].startswith(BACK)


@pytest.mark.usefixtures("network")
def test_a_project_is_offered_as_long_as_it_signs_on() -> None:
    assert set(Known.objects.values_list("pk", flat=True)) == {str(CLIENTS[SIGNER]), str(CLIENTS[STRANGER])}
    assert not any(SECRETS[SIGNER] in str(row) for row in Known.objects.values())
    first = Known.objects.get(pk=str(CLIENTS[SIGNER])).secret
    terms = Terms(CLIENTS[SIGNER], redirects=("https://other.example/",))
    actions.entrust(SIGNER, terms, secret=SECRETS[SIGNER])
    known = Known.objects.get(pk=str(CLIENTS[SIGNER]))
    assert (known.secret, known.get_redirect_uris()) == (first, ["https://other.example/"])
    project = Project.objects.get(pk=SIGNER)
    actions.open_project(number=SIGNER, name=project.name, member_id=project.member_id)
    assert not Known.objects.filter(pk=str(CLIENTS[SIGNER])).exists()


def test_the_key_that_signs_is_made_once_and_is_not_kept_in_clear(network: Cast) -> None:
    del network
    from sitra.delivery.actions.signing import signing_key

    assert signing_key() == signing_key()
    assert "PRIVATE" not in SigningKey.objects.get().sealed


def test_tries_are_slowed(ways: dict[str, Any], client: Client) -> None:
    for _ in range(60):
        last = client.post(ways["token_endpoint"], {"grant_type": "authorization_code"})
    assert last.status_code in {400, 401}
    assert client.post(ways["token_endpoint"], {"grant_type": "authorization_code"}).status_code == 429
