"""The second factor: codes of an application, codes of recovery, and what they leave behind."""

import re
import time
from collections.abc import Callable
from typing import Any

import pytest
from allauth.mfa.models import Authenticator
from allauth.mfa.totp.internal.auth import format_hotp_value, hotp_value
from django.test import Client

from sitra.accounts import actions
from sitra.kit.errors import Unknown
from sitra.ledger.models import Entry
from tests.accounts.signing import ACCOUNT, code_of, confirm, facts, sign_in, with_application
from tests.cast import PASSWORD, Cast

pytestmark = pytest.mark.django_db
type Committed = Callable[..., Any]


def test_an_application_is_added_after_a_new_check_with_a_code_drawn_in_the_page(cast: Cast) -> None:
    client = sign_in("clerk")
    asked = client.get("/compte/2fa/totp/activate/")
    assert asked["Location"].startswith("/compte/reauthenticate/")
    confirm(client)
    page = client.get("/compte/2fa/totp/activate/")
    drawn = page.text
    assert "<svg" in drawn
    assert "data:image" not in drawn
    assert " style=" not in drawn
    assert "no-store" in page["Cache-Control"]
    assert cast.clerk.email not in re.sub(r"<header.*?</header>", "", drawn, flags=re.DOTALL)


def test_a_code_is_asked_after_the_password_and_serves_once(cast: Cast, committed: Committed) -> None:
    secret, _codes = with_application(sign_in("clerk"), committed)
    client = Client()
    first = client.post("/compte/login/", {"login": cast.clerk.email, "password": PASSWORD})
    assert first["Location"] == "/compte/2fa/authenticate/"
    assert client.get(ACCOUNT).status_code == 302
    wrong = client.post("/compte/2fa/authenticate/", {"code": "000000"})
    assert "Code incorrect" in wrong.text
    assert client.get(ACCOUNT).status_code == 302
    assert client.post("/compte/2fa/authenticate/", {"code": code_of(secret)}).status_code == 302
    assert client.get(ACCOUNT).status_code == 200
    again = Client()
    again.post("/compte/login/", {"login": cast.clerk.email, "password": PASSWORD})
    assert "Code incorrect" in again.post("/compte/2fa/authenticate/", {"code": code_of(secret)}).text


def test_a_code_of_a_minute_ago_no_longer_serves(cast: Cast, committed: Committed) -> None:
    secret, _codes = with_application(sign_in("clerk"), committed)
    client = Client()
    client.post("/compte/login/", {"login": cast.clerk.email, "password": PASSWORD})
    old = format_hotp_value(hotp_value(secret, int(time.time()) // 30 - 2))
    assert "Code incorrect" in client.post("/compte/2fa/authenticate/", {"code": old}).text


def test_a_recovery_code_serves_once(cast: Cast, committed: Committed) -> None:
    _secret, codes = with_application(sign_in("clerk"), committed)
    assert len(set(codes)) == 10
    for place, answer in ((codes[0], 302), (codes[0], 200), (codes[1], 302)):
        client = Client()
        client.post("/compte/login/", {"login": cast.clerk.email, "password": PASSWORD})
        assert client.post("/compte/2fa/authenticate/", {"code": place}).status_code == answer
    assert [one.details for one in facts(actions.CODE_USED)] == [{"left": 9}, {"left": 8}]


def test_new_recovery_codes_end_the_old_ones(cast: Cast, committed: Committed) -> None:
    client = sign_in("clerk")
    _secret, codes = with_application(client, committed)
    with committed(execute=True):
        client.post("/compte/2fa/recovery-codes/generate/")
    new = re.findall(r"<code>(\d{8})</code>", client.get("/compte/2fa/recovery-codes/").text)
    assert len(new) == 10
    assert not set(new) & set(codes)
    written = client.get("/compte/2fa/recovery-codes/download/")
    assert set(new) <= set(written.text.split())
    assert len(facts(actions.CODES_RENEWED)) == 1
    another = Client()
    another.post("/compte/login/", {"login": cast.clerk.email, "password": PASSWORD})
    assert another.post("/compte/2fa/authenticate/", {"code": codes[0]}).status_code == 200


def test_secrets_are_sealed_in_the_database_and_absent_from_the_ledger(
    cast: Cast, committed: Committed
) -> None:
    secret, codes = with_application(sign_in("clerk"), committed)
    kept = str([*Authenticator.objects.values_list("data", flat=True)])
    assert secret not in kept
    told = str([*Entry.objects.values_list("details", flat=True)])
    assert not any(one in told for one in (secret, cast.clerk.email, *codes))
    added = [(one.subject_id, one.person_id, one.details) for one in facts(actions.FACTOR_ADDED)]
    number = cast.clerk.pk
    assert sorted(added, key=str) == [
        (number, number, {"factor": "recovery_codes"}),
        (number, number, {"factor": "totp"}),
    ]


def test_an_application_is_taken_off_after_a_new_check(cast: Cast, committed: Committed) -> None:
    del cast
    client = sign_in("clerk")
    with_application(client, committed)
    client.post("/compte/2fa/totp/deactivate/")
    assert not Authenticator.objects.exists()
    assert {one.details["factor"] for one in facts(actions.FACTOR_REMOVED)} == {"totp", "recovery_codes"}
    assert "Un mot de passe seul garde ce compte" in client.get(ACCOUNT).text


def test_nothing_of_the_guard_changes_without_a_new_check(cast: Cast, committed: Committed) -> None:
    with_application(sign_in("clerk"), committed)
    client = Client()
    client.force_login(cast.clerk)
    for address in ("totp/deactivate/", "recovery-codes/generate/", "webauthn/add/", "recovery-codes/"):
        for answer in (client.get(f"/compte/2fa/{address}"), client.post(f"/compte/2fa/{address}")):
            assert answer.status_code in {302, 405}, address
            assert answer.status_code == 405 or "reauthenticate" in answer["Location"], address
    assert client.get("/compte/2fa/recovery-codes/download/").status_code == 302
    assert Authenticator.objects.count() == 2


def test_the_keys_of_others_are_not_reached(cast: Cast) -> None:
    theirs = Authenticator.objects.create(
        user=cast.people["neighbour"], type="webauthn", data={"name": "Téléphone", "credential": {}}
    )
    client = sign_in("clerk")
    confirm(client)
    for act in ("edit", "remove"):
        address = f"/compte/2fa/webauthn/keys/{theirs.pk}/{act}/"
        assert client.get(address).status_code == 404
        assert client.post(address, {"name": "Volée"}).status_code == 404
    theirs.refresh_from_db()
    assert theirs.data["name"] == "Téléphone"


def test_who_lost_all_is_let_in_again_by_who_runs_the_installation(cast: Cast, committed: Committed) -> None:
    client = sign_in("clerk")
    with_application(client, committed)
    assert actions.unguard(cast.clerk.email.upper()) == 2
    assert client.get(ACCOUNT).status_code == 302
    assert sign_in("clerk").get(ACCOUNT).status_code == 200
    assert {one.person_id for one in facts(actions.FACTOR_REMOVED)} == {None}
    with pytest.raises(Unknown):
        actions.unguard("personne@test.example")


def test_an_erased_account_keeps_no_factor(cast: Cast, committed: Committed) -> None:
    with_application(sign_in("clerk"), committed)
    actions.erase(cast.clerk.pk)
    assert not Authenticator.objects.exists()
