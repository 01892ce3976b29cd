"""What people choose of mails, take along of what is held of them, and have erased."""

import json
from datetime import timedelta

import pytest
from django.test import Client

from sitra.accounts import actions, queries
from sitra.accounts.events import USUAL, Pace, Subject
from sitra.accounts.models import Person, Wish
from sitra.kit import days
from sitra.ledger.models import Entry
from tests.cast import PASSWORD, Cast

pytestmark = pytest.mark.django_db


@pytest.fixture
def clerk(cast: Cast, client: Client) -> Client:
    del cast
    form = {"login": "clerk@test.example", "password": PASSWORD}
    assert client.post("/compte/login/", form).status_code == 302
    assert client.post("/compte/reauthenticate/", {"password": PASSWORD}).status_code == 302
    return client


def test_wishes_are_kept_where_they_differ(cast: Cast, clerk: Client) -> None:
    assert queries.wishes(cast.clerk) == USUAL
    form = {"proposals": "never", "expiries": "daily", "imports": "hourly"}
    assert clerk.post("/compte/notifications", form).status_code == 302
    assert queries.wishes(cast.clerk) == {**USUAL, Subject.PROPOSALS: Pace.NEVER}
    assert list(Wish.objects.values_list("subject", "pace")) == [("proposals", "never")]
    assert '<option value="never" selected>' in clerk.get("/compte/").content.decode()


def test_all_that_is_held_is_given_and_no_secret(cast: Cast, clerk: Client) -> None:
    from allauth.mfa.totp.internal.auth import TOTP

    TOTP.activate(cast.clerk, "JBSWY3DPEHPK3PXP")
    record = cast.record().pk
    answer = clerk.post("/compte/mes-donnees/sitra.json")
    written = b"".join(answer.streaming_content)  # type: ignore[attr-defined]
    held = json.loads(written)
    assert held["account"]["email"] == "clerk@test.example"
    assert held["account"]["factors"][0]["type"] == "totp"
    assert len(held["account"]["sessions"]) == 1
    assert held["seats"][0]["duties"] == ["consult", "publish", "write"]
    assert held["acts_counted"]["object.created"] == 1
    assert ("object.created", record) in {(one["name"], one["number"]) for one in held["acts"]}
    assert {one["by_me"] for one in held["acts"]} == {True, False}
    kept = Person.objects.get(pk=cast.clerk.pk).password
    for secret in (kept, "JBSWY3DPEHPK3PXP", clerk.cookies["sessionid"].value):
        assert secret.encode() not in written
    assert Entry.objects.filter(name=actions.EXPORTED, person_id=cast.clerk.pk).exists()


def test_data_are_only_for_who_has_just_said_who_they_are(cast: Cast) -> None:
    stale = Client()
    stale.force_login(cast.clerk)
    assert "reauthenticate" in stale.get("/compte/mes-donnees")["Location"]
    for address in ("sitra.json", "effacer"):
        assert "reauthenticate" in stale.post(f"/compte/mes-donnees/{address}")["Location"]
    assert not Entry.objects.filter(name__in=[actions.EXPORTED, actions.ERASURE_ASKED]).exists()


def test_an_account_goes_after_its_grace(cast: Cast, clerk: Client) -> None:
    assert clerk.get("/compte/mes-donnees").status_code == 200
    clerk.post("/compte/mes-donnees/effacer")
    person = Person.objects.get(pk=cast.clerk.pk)
    assert person.erase_on == days.today() + timedelta(days=14)
    assert actions.erase_due() == 0
    assert "sera effacé le" in clerk.get("/compte/").content.decode()
    clerk.post("/compte/mes-donnees/garder")
    Person.objects.exclude(pk=person.pk).update(erase_on=days.today() + timedelta(days=1))
    assert actions.erase_due() == 0
    actions.choose_wishes(person.pk, {Subject.IMPORTS: Pace.NEVER})
    actions.ask_erasure(person.pk)
    Person.objects.filter(pk=person.pk).update(erase_on=days.today())
    assert actions.erase_due() == 1
    person.refresh_from_db()
    assert person.erase_on is None
    assert person.first_name == ""
    assert not Wish.objects.exists()
    assert clerk.get("/compte/").status_code == 302
