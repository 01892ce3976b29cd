"""Tokens: every form in which clients ask for one, and every way in which one could be had unduly."""

import base64
import hashlib
import logging
from datetime import timedelta
from typing import Any

import pytest
from django.core.cache import cache
from django.test import Client
from django.utils import timezone
from pytest_django import Settings

from sitra.delivery import actions, policy, queries
from sitra.delivery.actions import granting
from sitra.delivery.events import ProjectFact, Scope
from sitra.delivery.models import Consent, Project, Token
from sitra.delivery.rules.partners import Declined, Terms, demand_redirect
from sitra.kit.errors import Forbidden, Impossible
from sitra.ledger.models import Entry
from sitra.members import actions as members
from tests.cast import Cast
from tests.wire import partners
from tests.wire.partners import BACK, CLIENTS, NOTER, SECRETS, SIGNER, STRANGER, WRITER, ask, basic

pytestmark = pytest.mark.django_db

MACHINE = {"grant_type": "client_credentials"}


@pytest.fixture
def network(cast: Cast) -> Cast:
    partners.entrust(cast)
    cache.clear()
    return cast


def project(number: int) -> Any:
    found = queries.by_number(number)
    assert found
    return found


def code(cast: Cast, number: int = SIGNER, **more: str) -> str:
    actions.consent(cast.clerk, project(number))
    return actions.promise(cast.clerk, project(number), redirect_uri=BACK, **more)


def exchange(client: Client, number: int, value: str, **more: str) -> Any:
    asked = {"grant_type": "authorization_code", "code": value, "redirect_uri": BACK, **more}
    return ask(client, number, **asked)


@pytest.mark.usefixtures("network")
def test_every_form_of_asking_gives_the_same_token(client: Client) -> None:
    form = {**MACHINE, "client_id": str(CLIENTS[WRITER]), "client_secret": SECRETS[WRITER]}
    answers = [
        client.get("/oauth/token", MACHINE, headers=basic(WRITER)),
        client.get("/oauth/token/", {**MACHINE, "scope": "api_ecriture"}, headers=basic(WRITER)),
        client.post("/oauth/token", MACHINE, headers=basic(WRITER)),
        client.post("/oauth/token", {**form, "scope": "api-ecriture"}),
    ]
    said = [answer.json() for answer in answers]
    assert {answer.status_code for answer in answers} == {200}
    assert len({one["access_token"] for one in said}) == 1
    for answer, one in zip(answers, said, strict=True):
        assert set(one) == {"access_token", "token_type", "expires_in", "scope"}
        assert (one["token_type"], one["scope"]) == ("bearer", "api_ecriture")
        assert 43_000 < one["expires_in"] <= 43_200
        assert answer["Cache-Control"] == "no-store"
    assert Token.objects.count() == 1


@pytest.mark.usefixtures("network")
def test_what_is_told_is_the_time_that_remains_and_a_dying_token_is_not_given(client: Client) -> None:
    first = ask(client, WRITER, **MACHINE).json()
    Token.objects.update(expires_at=timezone.now() + timedelta(seconds=600))
    again = ask(client, WRITER, **MACHINE).json()
    assert again["access_token"] == first["access_token"]
    assert 590 <= again["expires_in"] <= 600
    Token.objects.update(expires_at=timezone.now() + timedelta(seconds=30))
    assert ask(client, WRITER, **MACHINE).json()["access_token"] != first["access_token"]


@pytest.mark.usefixtures("network")
def test_another_key_of_the_installation_gives_another_token(client: Client, settings: Settings) -> None:
    first = ask(client, WRITER, **MACHINE).json()["access_token"]
    former, settings.SECRET_KEY = settings.SECRET_KEY, "another key"
    assert ask(client, WRITER, **MACHINE).json()["error"] == "invalid_client"
    settings.SECRET_KEY_FALLBACKS = [former]
    assert ask(client, WRITER, **MACHINE).json()["access_token"] == first


REFUSALS: tuple[tuple[int, dict[str, str], int, str], ...] = (
    (WRITER, {}, 400, "unsupported_grant_type"),
    (WRITER, {"grant_type": "password"}, 400, "unsupported_grant_type"),
    (WRITER, {**MACHINE, "scope": "api_metadonnees"}, 400, "invalid_scope"),
    (WRITER, {**MACHINE, "scope": "api_ecriture sso"}, 400, "invalid_scope"),
    (WRITER, {**MACHINE, "scope": "tout"}, 400, "invalid_scope"),
    (SIGNER, MACHINE, 400, "unauthorized_client"),
    (WRITER, {**MACHINE, "client_secret": "deux-fois-le-secret"}, 400, "invalid_request"),
    (WRITER, {**MACHINE, "client_id": str(CLIENTS[NOTER])}, 400, "invalid_request"),
    (SIGNER, {"grant_type": "authorization_code", "redirect_uri": BACK}, 400, "invalid_request"),
    (SIGNER, {"grant_type": "refresh_token"}, 400, "invalid_request"),
    (SIGNER, {"grant_type": "refresh_token", "refresh_token": "rien"}, 400, "invalid_grant"),
)


@pytest.mark.usefixtures("network")
def test_refusals_are_those_of_the_standard(client: Client) -> None:
    for number, form, status, error in REFUSALS:
        answer = ask(client, number, **form)
        assert (answer.status_code, answer.json()["error"]) == (status, error), form
        assert answer.json()["error_description"]
    assert client.put("/oauth/token").status_code == 405


@pytest.mark.usefixtures("network")
def test_wrong_clients_are_told_alike_and_slowed(client: Client) -> None:
    unknown = basic(WRITER) | {"Authorization": "Basic " + base64.b64encode(b"x:y").decode()}
    in_the_address = {**MACHINE, "client_id": str(CLIENTS[WRITER]), "client_secret": SECRETS[WRITER]}
    answers = [
        client.post("/oauth/token", MACHINE, headers=basic(WRITER, "not-its-own-secret")),
        client.post("/oauth/token", MACHINE, headers=basic(WRITER, SECRETS[NOTER])),
        client.post("/oauth/token", MACHINE, headers=unknown),
        client.post("/oauth/token", MACHINE, headers={"Authorization": "Basic %%%"}),
        client.post("/oauth/token", MACHINE),
        client.get("/oauth/token", in_the_address),
    ]
    assert {answer.status_code for answer in answers} == {401}
    assert len({answer.content for answer in answers}) == 1
    assert answers[0]["WWW-Authenticate"].startswith("Basic")
    for _ in range(20):
        last = client.post("/oauth/token", MACHINE, headers=unknown)
    assert (last.status_code, last["Retry-After"]) == (429, "300")
    assert ask(client, WRITER, **MACHINE).status_code == 429, "from this address, nobody for a while"


def test_a_code_gives_tokens_once_and_its_reuse_takes_them_back(client: Client, network: Cast) -> None:
    value = code(network)
    first = exchange(client, SIGNER, value)
    assert set(first.json()) == {"access_token", "token_type", "expires_in", "scope", "refresh_token"}
    assert first.json()["scope"] == "sso"
    held = queries.bearer(first.json()["access_token"])
    assert held
    assert (held.project.id, held.person) == (SIGNER, network.clerk)
    assert held.scopes == {Scope.SIGN_ON}
    stolen = exchange(client, SIGNER, value)
    assert (stolen.status_code, stolen.json()["error"]) == (400, "invalid_grant")
    assert queries.bearer(first.json()["access_token"]) is None
    renewed = ask(client, SIGNER, grant_type="refresh_token", refresh_token=first.json()["refresh_token"])
    assert renewed.json()["error"] == "invalid_grant"
    assert Entry.objects.filter(name=ProjectFact.CODE_REUSED.value, person_id=network.clerk.pk).count() == 1


def test_a_code_is_bound_to_client_address_time_and_proof(client: Client, network: Cast) -> None:
    value = code(network)
    assert exchange(client, STRANGER, value).json()["error"] == "invalid_grant"
    assert exchange(client, SIGNER, value, redirect_uri=BACK + "2").json()["error"] == "invalid_grant"
    assert exchange(client, SIGNER, value, code_verifier="v" * 43).json()["error"] == "invalid_grant"
    assert exchange(client, SIGNER, value).status_code == 200, "wrong tries of others took nothing away"

    late = code(network)
    Token.objects.filter(kind="code").update(expires_at=timezone.now())
    assert exchange(client, SIGNER, late).json()["error"] == "invalid_grant"

    verifier = "verifier-" + "x" * 40
    challenge = base64.urlsafe_b64encode(hashlib.sha256(verifier.encode()).digest()).rstrip(b"=").decode()
    proven = code(network, challenge=challenge)
    assert exchange(client, SIGNER, proven).json()["error"] == "invalid_grant"
    assert exchange(client, SIGNER, proven, code_verifier=challenge).json()["error"] == "invalid_grant"
    assert exchange(client, SIGNER, proven, code_verifier=verifier).status_code == 200


def test_a_connection_is_renewed_by_its_project_only(client: Client, network: Cast) -> None:
    given = exchange(client, SIGNER, code(network)).json()
    form = {"grant_type": "refresh_token", "refresh_token": given["refresh_token"]}
    assert ask(client, STRANGER, **form).json()["error"] == "invalid_grant"
    access = {**form, "refresh_token": given["access_token"]}
    assert ask(client, SIGNER, **access).json()["error"] == "invalid_grant"
    renewed = ask(client, SIGNER, **form, redirect_uri=BACK).json()
    assert (renewed["refresh_token"], renewed["scope"]) == (given["refresh_token"], "sso")
    assert queries.bearer(renewed["access_token"])
    network.clerk.is_active = False
    network.clerk.save()
    assert queries.bearer(renewed["access_token"]) is None
    assert ask(client, SIGNER, **form).json()["error"] == "invalid_grant"


def test_a_secret_that_changes_and_a_project_that_closes_take_tokens_back(network: Cast) -> None:
    token = partners.signed_on(network, "clerk")
    Project.objects.filter(pk=SIGNER).update(active=False)
    queries.forget()
    assert queries.bearer(token) is None
    Project.objects.filter(pk=SIGNER).update(active=True)
    queries.forget()
    assert queries.bearer(token)
    terms = Terms(CLIENTS[SIGNER], redirects=(BACK,))
    actions.entrust(SIGNER, terms, secret=SECRETS[SIGNER])
    assert queries.bearer(token), "the same terms again change nothing"
    actions.entrust(SIGNER, terms, secret="another-long-secret")
    assert queries.bearer(token) is None
    told = Entry.objects.filter(subject="project", subject_id=SIGNER).order_by("pk")
    assert list(told.values_list("name", flat=True)) == [
        "project.opened", "project.entrusted", "project.consented", "project.signed_on",
        "project.secret_changed",
    ]  # fmt: skip


def test_the_projects_of_a_member_that_leaves_close_with_it(client: Client, network: Cast) -> None:
    token = ask(client, WRITER, **MACHINE).json()["access_token"]
    person = partners.signed_on(network, "clerk")
    members.seat(network.clerk, network.members["region"].pk, ["animate"])
    members.leave(network.members["aubenas"].pk, heir=network.members["privas"].pk, by=network.clerk)
    queries.forget()
    assert queries.bearer(token) is None
    assert queries.bearer(person) is None
    assert ask(client, WRITER, **MACHINE).json()["error"] == "invalid_client"
    with pytest.raises(Forbidden):
        queries.opened(WRITER, f"cle{WRITER}")
    assert STRANGER in {one.id for one in queries.active_projects()}, "those of others stay open"


def test_no_secret_is_kept_or_told(client: Client, network: Cast, caplog: pytest.LogCaptureFixture) -> None:
    caplog.set_level(logging.DEBUG)
    value = code(network)
    given = exchange(client, SIGNER, value).json()
    lent = ask(client, WRITER, **MACHINE).json()
    client.post("/oauth/token", MACHINE, headers=basic(WRITER, SECRETS[NOTER]))
    hidden = [
        *SECRETS.values(), value, given["access_token"], given["refresh_token"], lent["access_token"],
    ]  # fmt: skip
    kept = [
        *map(str, Token.objects.values()), *map(str, Project.objects.values()),
        *map(str, Entry.objects.values()), repr(project(WRITER)), caplog.text,
    ]  # fmt: skip
    assert len(kept) > 10
    for secret in hidden:
        assert not any(secret in one for one in kept)


def test_tokens_whose_time_is_over_are_forgotten(client: Client, network: Cast) -> None:
    used, unused = code(network), code(network)
    exchange(client, SIGNER, used)
    ask(client, WRITER, **MACHINE)
    Token.objects.exclude(kind="refresh").update(expires_at=timezone.now())
    assert actions.forget_expired() == 3
    assert exchange(client, SIGNER, unused).json()["error"] == "invalid_grant"
    exchange(client, SIGNER, used)
    assert not Token.objects.filter(kind="refresh").exists(), "a used code is still known, and told as reused"
    exchange(client, SIGNER, code(network))
    network.clerk.erased_at = timezone.now()
    network.clerk.save()
    actions.forget_expired()
    assert not Consent.objects.exists()
    assert not Token.objects.exclude(person=None).exists()


def test_two_that_ask_at_once_are_lent_one_token(network: Cast, monkeypatch: pytest.MonkeyPatch) -> None:
    del network
    looked = iter([None])
    real = granting._lent
    monkeypatch.setattr(granting, "_lent", lambda *asked: next(looked, real(*asked)))
    first = granting.lend(project(WRITER), frozenset({Scope.WRITE}))
    looked = iter([None])
    assert granting.lend(project(WRITER), frozenset({Scope.WRITE})).access == first.access


@pytest.mark.parametrize(
    "address",
    [
        "http://partner.example/retour", "https://*.example/", "https://a.example/#x", "javascript:alert(1)",
        "https://user@a.example/", "//a.example/", "https://a.example/\nx", "https://a.example\\@b.example/",
        "https://a.example:x/", "https://", "HTTPS://A.example/", f"https://a.example/{'x' * 500}",
    ],
)  # fmt: skip
def test_only_safe_addresses_of_return_are_agreed(address: str) -> None:
    with pytest.raises(Impossible):
        demand_redirect(address)


def test_addresses_of_return_that_are_agreed() -> None:
    for address in (BACK, "https://oauth.pstmn.io/v1/callback", "http://127.0.0.1:8080/x", "http://[::1]/"):
        demand_redirect(address)


@pytest.mark.usefixtures("network")
def test_a_project_cannot_be_lent_what_it_lost() -> None:
    writer = project(WRITER)
    token = actions.lend(writer, frozenset({Scope.WRITE})).access
    actions.open_project(number=WRITER, name=writer.name, member_id=writer.member_id)
    held = queries.bearer(token)
    assert held
    assert held.scopes == frozenset()
    with pytest.raises(Declined, match="n'obtient pas de jeton"):
        policy.lent(project(WRITER), frozenset())
