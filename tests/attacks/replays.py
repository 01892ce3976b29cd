"""The attacks, by their names in `docs/attacks.md`: each prepares, yields, then attacks and is refused."""

import time
from collections.abc import Callable, Iterator
from datetime import timedelta
from typing import Any

from django.conf import settings
from django.contrib.auth.hashers import PBKDF2PasswordHasher
from django.test import Client
from django.test.client import BOUNDARY, MULTIPART_CONTENT, encode_multipart
from django.utils import timezone

from sitra.accounts import actions as accounts
from sitra.delivery import actions, queries
from sitra.delivery.events import ProjectFact
from sitra.delivery.models import Token
from sitra.delivery.rules.partners import Declined
from sitra.ledger.models import Entry
from tests.access.test_crawl import World, addresses
from tests.cast import PASSWORD, Cast
from tests.wire.partners import (
    BACK,
    CLIENTS,
    NOTER,
    SECRETS,
    SIGNER,
    STRANGER,
    WRITER,
    ask,
    basic,
    lent,
    signed_on,
)

type Replay = Callable[[Cast], Iterator[str]]
"""Yields once when all is prepared; afterwards, the words that must stand in the log, one after the other."""

REPLAYS: dict[str, Replay] = {}
PREPARED = ""
ENTRY = "/api/v002/ecriture/"


def replays(name: str) -> Callable[[Replay], Replay]:
    """Name a replay as the table does."""

    def register(replay: Replay) -> Replay:
        REPLAYS[name] = replay
        return replay

    return register


def put(address: str, headers: dict[str, str], **form: str) -> Any:
    """Send a form as programs do."""
    sent = {name.replace("__", "."): text for name, text in form.items()}
    return Client().put(address, encode_multipart(BOUNDARY, sent), MULTIPART_CONTENT, headers=headers)


def signed_in(cast: Cast, name: str) -> Client:
    client = Client()
    client.force_login(cast.people[name])
    return client


def modification(number: int) -> dict[str, str]:
    root = '{"nom": {"libelleFr": "Volé"}}'
    return {
        "mode": "MODIFICATION", "id": str(number), "skipValidation": "true", "fields": '["root"]',
        "root": root, "root__fieldList": '["nom"]',
    }  # fmt: skip


@replays("id of another member")
def another_member(cast: Cast) -> Iterator[str]:
    record = cast.record(owner="privas")
    headers, client = lent(Client(), WRITER), signed_in(cast, "clerk")
    other = cast.members["privas"].pk
    yield PREPARED
    for page in ("modifier", "reseau", "parrain", "charte", "depart", "personnes", "inviter"):
        assert client.post(f"/membres/{other}/{page}", {"name": "Volé"}).status_code in {403, 404, 405}, page
        yield f"/membres/{other}/{page}"
    person = cast.people["neighbour"].pk
    assert client.post(f"/membres/{other}/personnes/{person}/retirer").status_code in {403, 404}
    yield f"/membres/{other}/personnes/{person}/retirer"
    assert client.post(f"/objets/{record.pk}/confirmer", {"tout": "1"}).status_code == 403
    yield f"/objets/{record.pk}/confirmer"
    answer = put(ENTRY, headers, **modification(record.pk))
    assert (answer.status_code, answer.json()["errorType"]) == (403, "ECRITURE_FORBIDDEN")
    yield f"ECRITURE_FORBIDDEN on {ENTRY}"


@replays("every number of the site, with an account and nothing else")
def every_number(cast: Cast) -> Iterator[str]:
    cast.record()
    client = signed_in(cast, "stranger")
    numbers = [*(one.pk for one in cast.members.values()), *(one.pk for one in cast.people.values()), 10**9]
    world = World(cast.people, sorted(numbers))
    yield PREPARED
    refused = 0
    for address in addresses(world):
        if any(step.isdigit() for step in address.split("/")) and not address.startswith("/api/"):
            answer = client.post(address, {"vu": "1", "motif": "x", "nom": "x", "mode": "X"})
            assert answer.status_code in {200, 302, 403, 404, 405}, (address, answer.status_code)
            if answer.status_code >= 400:
                refused += 1
                yield address
    assert refused > 100


@replays("key of another project")
def another_key(cast: Cast) -> Iterator[str]:
    del cast
    yield PREPARED
    asked = {"query": f'{{"projetId": 1, "apiKey": "cle{WRITER}"}}'}
    answer = Client().get("/api/v002/recherche/list-identifiants", asked)
    assert (answer.status_code, answer.json()["errorType"]) == (403, "PROJET_FORBIDDEN")
    yield "PROJET_FORBIDDEN on /api/v002/recherche/list-identifiants"


@replays("expired token")
def expired(cast: Cast) -> Iterator[str]:
    record, headers = cast.record(), lent(Client(), WRITER)
    Token.objects.update(expires_at=timezone.now() - timedelta(seconds=1))
    yield PREPARED
    answer = put(ENTRY, headers, **modification(record.pk))
    assert (answer.status_code, answer.json()["errorType"]) == (401, "JETON_INVALID")
    yield f"JETON_INVALID on {ENTRY}"


@replays("stolen token")
def stolen(cast: Cast) -> Iterator[str]:
    """A token of sign-on writes nothing; one of another member's sign-on lends nobody's name."""
    record, writer = cast.record(), lent(Client(), WRITER)
    theirs, strange = signed_on(cast, "clerk"), signed_on(cast, "clerk", STRANGER)
    noter = lent(Client(), NOTER)
    yield PREPARED
    for headers in ({"Authorization": f"Bearer {theirs}"}, noter):
        answer = put(ENTRY, headers, **modification(record.pk))
        assert (answer.status_code, answer.json()["errorType"]) == (403, "JETON_FORBIDDEN")
        yield f"JETON_FORBIDDEN on {ENTRY}"
    answer = put(ENTRY, writer, **modification(record.pk), tokenSSO=strange)
    assert (answer.status_code, answer.json()["errorType"]) == (401, "JETON_INVALID")
    yield f"JETON_INVALID on {ENTRY}"


def promised(cast: Cast) -> str:
    project = queries.by_number(SIGNER)
    assert project
    actions.consent(cast.clerk, project)
    return actions.promise(cast.clerk, project, redirect_uri=BACK)


def exchange(number: int, code: str) -> Any:
    return ask(Client(), number, grant_type="authorization_code", code=code, redirect_uri=BACK)


@replays("code used twice")
def reused(cast: Cast) -> Iterator[str]:
    code = promised(cast)
    given = exchange(SIGNER, code).json()["access_token"]
    yield PREPARED
    answer = exchange(SIGNER, code)
    assert (answer.status_code, answer.json()["error"]) == (400, "invalid_grant")
    assert queries.bearer(given) is None
    assert Entry.objects.filter(name=ProjectFact.CODE_REUSED.value, person_id=cast.clerk.pk).count() == 1
    yield "invalid_grant on /oauth/token"


@replays("code of another project")
def foreign_code(cast: Cast) -> Iterator[str]:
    code = promised(cast)
    yield PREPARED
    answer = exchange(STRANGER, code)
    assert (answer.status_code, answer.json()["error"]) == (400, "invalid_grant")
    yield "invalid_grant on /oauth/token"
    assert exchange(SIGNER, code).status_code == 200


@replays("secret of another project")
def foreign_secret(cast: Cast) -> Iterator[str]:
    del cast
    yield PREPARED
    for _ in range(20):
        wrong = basic(WRITER, SECRETS[NOTER])
        answer = Client().post("/oauth/token", {"grant_type": "client_credentials"}, headers=wrong)
        assert (answer.status_code, answer.json()["error"]) == (401, "invalid_client")
        yield "invalid_client on /oauth/token"
    assert ask(Client(), WRITER, grant_type="client_credentials").status_code == 429


@replays("open redirect after signing in")
def led_out(cast: Cast) -> Iterator[str]:
    yield PREPARED
    for target in (
        "https://ailleurs.example/",
        "//ailleurs.example",
        "javascript:alert(1)",
        "/\\ailleurs.example",
    ):
        form = {"login": cast.clerk.email, "password": PASSWORD, "next": target}
        assert Client().post("/compte/login/", form)["Location"] == "/accueil"
        yield f"refused to lead to {target!r}"


@replays("open redirect of a project")
def led_astray(cast: Cast) -> Iterator[str]:
    asked = {"response_type": "code", "client_id": str(CLIENTS[SIGNER]), "scope": "sso"}
    client = signed_in(cast, "clerk")
    yield PREPARED
    for target in ("https://evil.example/", BACK + "/../x", BACK.upper(), BACK.partition("?")[0]):
        assert client.get("/oauth/authorize", {**asked, "redirect_uri": target}).status_code == 404
        yield "/oauth/authorize"


@replays("form of another site")
def forged(cast: Cast) -> Iterator[str]:
    record = cast.record()
    client = Client(enforce_csrf_checks=True)
    client.force_login(cast.clerk)
    yield PREPARED
    for address in (
        f"/objets/{record.pk}/corriger", f"/objets/{record.pk}/demander", "/droits", "/casquette",
        "/compte/password/change/", "/oauth/authorize", "/compte/logout/",
    ):  # fmt: skip
        answer = client.post(address, {"vu": "1", "valeur:nom.libelleFr": "Volé"})
        assert answer.status_code == 403, address
        yield address


@replays("session fixation")
def fixation(cast: Cast) -> Iterator[str]:
    client, thief = Client(), Client()
    session = client.session
    session["planted"] = 1
    session.save()
    planted = str(session.session_key)
    yield PREPARED
    client.cookies[settings.SESSION_COOKIE_NAME] = planted
    answer = client.post("/compte/login/", {"login": cast.clerk.email, "password": PASSWORD})
    assert answer.status_code == 302
    assert client.session.session_key != planted
    assert client.get("/compte/").status_code == 200
    thief.cookies[settings.SESSION_COOKIE_NAME] = planted
    assert thief.get("/compte/").status_code == 302


@replays("fields that a form does not have")
def assigned(cast: Cast) -> Iterator[str]:
    record, headers, client = cast.record(), lent(Client(), WRITER), signed_in(cast, "neighbour")
    own = cast.members["privas"].pk
    more = {
        "is_active": "0", "is_staff": "1", "is_superuser": "1", "owner": str(own), "owner_id": str(own),
        "state": "DELETED", "kind": "246", "member": str(own), "duties": "members", "email": "x@y.example",
    }  # fmt: skip
    yield PREPARED
    for address in ("/compte/langue", f"/objets/{record.pk}/droits", "/casquette", "/compte/"):
        assert client.post(address, more).status_code < 500
    for name in ("owner", "state", "root.owner"):
        answer = put(ENTRY, headers, **modification(record.pk), **{name: "5"})
        assert (answer.status_code, answer.json()["errorType"]) == (400, "ECRITURE_BAD_REQUEST")
        yield ENTRY
    gestion = '{"gestion": {"membreProprietaire": {"id": 5}}}'
    form = {**modification(record.pk), "root": gestion, "root__fieldList": '["gestion.membreProprietaire"]'}
    answer = put(ENTRY, headers, **form)
    assert answer.status_code == 400, answer.content
    yield ENTRY


def refused_facts(who: int) -> int:
    return Entry.objects.filter(name=accounts.SIGN_IN_REFUSED, subject_id=who).count()


@replays("guessing a password")
def guessed(cast: Cast) -> Iterator[str]:
    yield PREPARED
    form = {"login": cast.clerk.email, "password": "à côté"}
    for _ in range(5):
        assert "incorrects" in Client().post("/compte/login/", form).text
    assert "Trop de tentatives" in Client().post("/compte/login/", {**form, "password": PASSWORD}).text
    assert refused_facts(cast.clerk.pk) == 1


def spent(act: Callable[[str], object], words: tuple[str, str], times: int) -> float:
    """Say how many times longer the first takes than the second, each at its quickest."""
    seconds: dict[str, list[float]] = {word: [] for word in words}
    for word in words * times:
        begun = time.process_time()
        act(word)
        seconds[word].append(time.process_time() - begun)
    first, second = (min(seconds[word]) for word in words)
    return first / second


@replays("timing of a sign-in")
def timed(cast: Cast) -> Iterator[str]:
    settings.PASSWORD_HASHERS = [f"{PBKDF2PasswordHasher.__module__}.{PBKDF2PasswordHasher.__name__}"]
    cast.clerk.set_password(PASSWORD)
    cast.clerk.save()
    unknown = "personne@test.example"
    yield PREPARED

    def enter(address: str) -> None:
        Client().post("/compte/login/", {"login": address, "password": "à côté"})

    assert 0.7 < spent(enter, (cast.clerk.email, unknown), 5) < 1.4
    assert refused_facts(cast.clerk.pk) == refused_facts(0) == 1


@replays("timing of a secret")
def timed_secret(cast: Cast) -> Iterator[str]:
    del cast
    unknown = "00000000-0000-0000-0000-00000000ffff"
    yield PREPARED

    def enter(client: str) -> None:
        try:
            queries.authenticated(client, "not-the-secret")
        except Declined:
            return
        raise AssertionError(client)

    assert 0.5 < spent(enter, (str(CLIENTS[WRITER]), unknown), 100) < 2
