"""Signing in under attack: throttled, the same for unknown addresses, in a new session, and nowhere else."""

import time
from urllib.parse import urlsplit

import pytest
from django.conf import settings as configured
from django.contrib.sessions.models import Session
from django.core import mail
from django.test import Client
from django.utils.translation import override
from pytest_django import Settings

from sitra.accounts import actions
from sitra.accounts.models import Person
from sitra.doors.site.templatetags.devices import device
from tests.accounts.signing import ACCOUNT, confirm, facts, sign_in
from tests.cast import PASSWORD, Cast

pytestmark = pytest.mark.django_db
UNKNOWN = "personne@test.example"


def try_in(address: str, password: str = "à côté", place: str = "127.0.0.1") -> str:
    """Try a password from some place; answers the page without what differs at each reading."""
    client = Client(REMOTE_ADDR=place)
    text = client.post("/compte/login/", {"login": address, "password": password}).text
    return " ".join(line for line in text.splitlines() if "csrfmiddlewaretoken" not in line)


def test_the_sixth_try_at_an_account_waits_whoever_it_is(cast: Cast) -> None:
    for address, place in ((cast.clerk.email, "192.0.2.1"), (UNKNOWN, "192.0.2.2")):
        for _ in range(5):
            assert "mot de passe sont incorrects" in try_in(address, place=place)
        assert "Trop de tentatives" in try_in(address, place=place)
    assert "Trop de tentatives" in try_in(cast.clerk.email, PASSWORD, "192.0.2.3")
    told = [(one.subject_id, one.details) for one in facts(actions.SIGN_IN_REFUSED)]
    assert told == [
        (cast.clerk.pk, {"times": 5, "factor": "password"}),
        (0, {"times": 5, "factor": "password"}),
    ]


def test_many_tries_from_one_place_are_refused_with_a_page(cast: Cast) -> None:
    del cast
    answers = [
        Client().post("/compte/login/", {"login": f"a{n}@test.example", "password": "x"}) for n in range(31)
    ]
    assert answers[-1].status_code == 429
    assert "Attendez cinq minutes" in answers[-1].text
    assert "429" in answers[-1].text


def test_too_many_codes_wait(cast: Cast, committed: object) -> None:
    from allauth.mfa.totp.internal.auth import TOTP, generate_totp_secret

    del committed
    TOTP.activate(cast.clerk, generate_totp_secret())
    client = Client()
    client.post("/compte/login/", {"login": cast.clerk.email, "password": PASSWORD})
    for _ in range(5):
        assert "Code incorrect" in client.post("/compte/2fa/authenticate/", {"code": "000000"}).text
    assert "Trop de tentatives" in client.post("/compte/2fa/authenticate/", {"code": "000000"}).text
    assert [one.details for one in facts(actions.SIGN_IN_REFUSED)] == [{"times": 5, "factor": "code"}]


def test_an_unknown_address_gets_the_same_page(cast: Cast) -> None:
    known = try_in(cast.clerk.email).replace(cast.clerk.email, "…")
    assert known == try_in(UNKNOWN).replace(UNKNOWN, "…")


def test_an_unknown_address_takes_as_long(cast: Cast, settings: Settings) -> None:
    settings.PASSWORD_HASHERS = ["django.contrib.auth.hashers.PBKDF2PasswordHasher"]
    cast.clerk.set_password(PASSWORD)
    cast.clerk.save()
    spent: dict[str, list[float]] = {cast.clerk.email: [], UNKNOWN: []}
    for address in [cast.clerk.email, UNKNOWN] * 4:
        begun = time.process_time()
        try_in(address)
        spent[address].append(time.process_time() - begun)
    known, unknown = (min(seconds) for seconds in spent.values())
    assert 0.7 < known / unknown < 1.4, spent


def test_a_forgotten_password_answers_the_same_for_all_and_says_no_more_by_mail(cast: Cast) -> None:
    pages = []
    for address in (cast.clerk.email, UNKNOWN):
        answer = Client().post("/compte/password/reset/", {"email": address}, follow=True)
        pages.append((answer.status_code, answer.redirect_chain))
    assert pages[0] == pages[1]
    assert [message.to for message in mail.outbox] == [[cast.clerk.email], [UNKNOWN]]
    known, unknown = mail.outbox
    assert "/compte/password/reset/key/" in known.body
    assert "aucun compte ne porte cette adresse" in unknown.body
    assert "/compte/" not in unknown.body


def test_the_fourth_letter_to_one_address_waits(cast: Cast) -> None:
    for _ in range(3):
        Client().post("/compte/password/reset/", {"email": cast.clerk.email})
    assert Client().post("/compte/password/reset/", {"email": cast.clerk.email}).status_code in {200, 429}
    assert len(mail.outbox) == 3


def test_the_session_is_another_one_after_signing_in(cast: Cast) -> None:
    client = Client()
    client.get("/compte/login/")
    session = client.session
    session["planted"] = 1
    session.save()
    planted = str(session.session_key)
    client.cookies[configured.SESSION_COOKIE_NAME] = planted
    client.post("/compte/login/", {"login": cast.clerk.email, "password": PASSWORD})
    assert client.session.session_key != planted
    thief = Client()
    thief.cookies[configured.SESSION_COOKIE_NAME] = planted
    assert thief.get(ACCOUNT).status_code == 302


def test_other_devices_are_signed_out_at_once(cast: Cast) -> None:
    here = sign_in("clerk", HTTP_USER_AGENT="Mozilla/5.0 (X11; Linux x86_64; rv:140.0) Firefox/140.0")
    there, theirs = sign_in("clerk"), sign_in("neighbour")
    listed = here.get("/compte/sessions/").text
    assert "Firefox sur Linux" in listed
    assert listed.count("cet appareil") == 1
    here.post("/compte/sessions/")
    assert [one.get(ACCOUNT).status_code for one in (here, there, theirs)] == [200, 302, 200]
    (told,) = facts(actions.SESSIONS_ENDED)
    assert (told.subject_id, told.details) == (cast.clerk.pk, {"sessions": 1})
    assert "Aucun autre appareil" in here.get("/compte/sessions/").text


def test_a_new_password_ends_all_other_sessions(cast: Cast) -> None:
    here, there = sign_in("clerk"), sign_in("clerk")
    new = "vallon-bleu-2026"
    given = {"oldpassword": PASSWORD, "password1": new, "password2": new}
    assert here.post("/compte/password/change/", given).status_code == 302
    assert [one.get(ACCOUNT).status_code for one in (here, there)] == [200, 302]
    (told,) = facts(actions.PASSWORD_CHANGED)
    assert (told.subject_id, told.details) == (cast.clerk.pk, {"how": "typed"})


def test_a_password_chosen_by_mail_ends_all_sessions_and_serves_once(cast: Cast) -> None:
    there = sign_in("clerk")
    Client().post("/compte/password/reset/", {"email": cast.clerk.email})
    link = next(word for word in mail.outbox[0].body.split() if "/password/reset/key/" in word)
    client, new = Client(), "vallon-bleu-2026"
    form = client.get(urlsplit(link).path)["Location"]
    client.post(form, {"password1": new, "password2": new})
    assert there.get(ACCOUNT).status_code == 302
    assert [one.details for one in facts(actions.PASSWORD_CHANGED)] == [{"how": "mail"}]
    assert Client().get(urlsplit(link).path).status_code == 200  # no way on: the link has served
    again = Client().post("/compte/login/", {"login": cast.clerk.email, "password": new})
    assert again.status_code == 302


@pytest.mark.parametrize(
    "target",
    ["https://ailleurs.example/", "//ailleurs.example", "javascript:alert(1)", "/\\ailleurs.example"],
)
def test_nobody_is_sent_elsewhere_after_signing_in(cast: Cast, target: str) -> None:
    given = {"login": cast.clerk.email, "password": PASSWORD, "next": target}
    assert Client().post("/compte/login/", given)["Location"].startswith("/accueil")
    client = sign_in("clerk")
    answer = client.post("/compte/reauthenticate/", {"password": PASSWORD, "next": target})
    assert "ailleurs" not in answer["Location"]
    assert "javascript" not in answer["Location"]


def test_the_page_that_was_asked_comes_after_signing_in(cast: Cast) -> None:
    given = {"login": cast.clerk.email, "password": PASSWORD, "next": "/doublons"}
    assert Client().post("/compte/login/", given)["Location"] == "/doublons"


@pytest.mark.parametrize(
    "address",
    ["login/", "2fa/totp/activate/", "2fa/recovery-codes/generate/", "sessions/", "langue",
     "password/change/", "reauthenticate/", "2fa/webauthn/add/", "2fa/webauthn/login/"],
)  # fmt: skip
def test_no_form_is_taken_from_another_site(cast: Cast, address: str) -> None:
    client = Client(enforce_csrf_checks=True)
    if "login" not in address:
        client.force_login(cast.clerk)
    assert client.post(f"/compte/{address}", {"language": "en"}).status_code == 403


def test_the_account_shows_only_to_its_owner(cast: Cast) -> None:
    assert urlsplit(Client().get(ACCOUNT)["Location"]).path == "/compte/login/"
    page = sign_in("clerk").get(ACCOUNT)
    assert cast.clerk.email in page.text
    assert "no-store" in page["Cache-Control"]


def test_the_chosen_language_is_spoken_at_each_sign_in(cast: Cast) -> None:
    client = sign_in("clerk")
    assert 'lang="en"' in client.post("/compte/langue", {"language": "en"}, follow=True).text
    assert Person.objects.get(pk=cast.clerk.pk).language == "en"
    assert "My account" in sign_in("clerk").get(ACCOUNT).text
    assert client.post("/compte/langue", {"language": "xx"}).status_code == 422
    assert [one.details for one in facts(actions.LANGUAGE_CHOSEN)] == [{"language": "en"}]


def test_passkeys_are_offered_only_where_browsers_have_them(cast: Cast, settings: Settings) -> None:
    del cast
    settings.ALLOWED_HOSTS = ["*"]
    settings.SECURE_SSL_REDIRECT = False
    offered = "Se connecter avec une clé d’accès"
    for host, https, there in (
        ("localhost:8000", False, True), ("127.0.0.1:8000", False, False), ("[::1]:8000", True, False),
        ("sitra.example", False, False), ("sitra.example", True, True), ("192.0.2.1", True, False),
    ):  # fmt: skip
        settings.HTTPS = https
        assert (offered in Client(HTTP_HOST=host).get("/compte/login/").text) is there, (host, https)


def test_lists_of_visits_that_ended_are_forgotten(cast: Cast) -> None:
    del cast
    sign_in("clerk"), sign_in("neighbour")
    assert actions.forget_visits() == 0
    Session.objects.all().delete()
    assert actions.forget_visits() == 2


@pytest.mark.parametrize(
    ("agent", "words"),
    [
        ("Mozilla/5.0 (Windows NT 10.0) AppleWebKit/537 Chrome/140 Safari/537 Edg/140", "Edge sur Windows"),
        (
            "Mozilla/5.0 (iPhone; CPU iPhone OS 18_5 like Mac OS X) Version/18.5 Safari/604",
            "Safari sur iPhone",
        ),
        ("Mozilla/5.0 (Linux; Android 15) Chrome/140 Mobile Safari/537", "Chrome sur Android"),
        ("curl/8", "Appareil inconnu"),
    ],
)
def test_a_device_has_a_name(agent: str, words: str) -> None:
    with override("fr"):
        assert device(agent) == words


def test_another_address_is_taken_only_after_a_new_check(cast: Cast) -> None:
    client = sign_in("clerk")
    given = {"email": "voleur@test.example", "action_add": ""}
    assert "reauthenticate" in client.post("/compte/email/", given)["Location"]
    assert "voleur" not in client.get("/compte/email/").text
    assert Person.objects.get(pk=cast.clerk.pk).email == cast.clerk.email


def test_a_check_that_fails_changes_nothing(cast: Cast) -> None:
    client = sign_in("clerk")
    assert client.post("/compte/reauthenticate/", {"password": "faux"}).status_code == 200
    assert client.get("/compte/2fa/totp/activate/").status_code == 302
    confirm(client)
    assert client.get("/compte/2fa/totp/activate/").status_code == 200
    assert not cast.clerk.erased_at
