"""The way of programs into the server answers as the handler of Django does, and holds nobody up."""

import json
import threading
from collections.abc import Callable, Mapping
from io import BytesIO
from typing import Any
from urllib.parse import urlencode

import pytest
from django.db import connection, connections
from django.test import Client, RequestFactory
from pytest_django import Settings

from sitra.doors.site.programs import Programs
from sitra.search import queries as search
from sitra.search.events import ReadModelUnavailable
from tests.cast import Cast
from tests.wire import world
from tests.wire.world import KEY, World

LIST = "/api/v002/recherche/list-objets-touristiques"
NUMBERS = "/api/v002/recherche/list-identifiants"
ASKED = urlencode({"query": json.dumps(KEY)})
FORM = "application/x-www-form-urlencoded"

type Answered = tuple[int, dict[str, str], bytes]

CASES: dict[str, tuple[str, str, str, bytes, dict[str, Any]]] = {
    "a list": ("GET", LIST, ASKED, b"", {}),
    "a slash more": ("GET", LIST + "/", ASKED, b"", {}),
    "compressed": ("GET", LIST, ASKED, b"", {"HTTP_ACCEPT_ENCODING": "gzip"}),
    "a script": ("GET", LIST, ASKED + "&callback=show", b"", {}),
    "a head": ("HEAD", LIST, ASKED, b"", {}),
    "nothing new": ("GET", LIST, ASKED, b"", {"HTTP_IF_NONE_MATCH": "*"}),
    "another mark": ("GET", LIST, ASKED, b"", {"HTTP_IF_MATCH": '"other"'}),
    "a form": ("POST", LIST, "", ASKED.encode(), {"CONTENT_TYPE": FORM}),
    "a form with get": ("GET", LIST, "", ASKED.encode(), {"CONTENT_TYPE": FORM}),
    "no form": ("POST", LIST, "", b"\xff\x00", {"CONTENT_TYPE": "multipart/form-data; boundary=x"}),
    "a form too large": ("POST", LIST, "", b"query=" + b"9" * 2_600_000, {"CONTENT_TYPE": FORM}),
    "too many parameters": ("GET", LIST, "&".join(["a=1"] * 1001), b"", {}),
    "no question": ("GET", LIST, "", b"", {}),
    "no json": ("GET", LIST, "query=%7B", b"", {}),
    "another key": ("GET", LIST, ASKED.replace("projetId", "projetIdd"), b"", {}),
    "raw bytes": ("GET", LIST, ASKED + "&x=\xe9", b"", {}),
    "no service": ("GET", "/api/v002/rien/de-tel", ASKED, b"", {}),
    "an accent": ("GET", "/api/v002/r\xc3\xa9f\xe9", ASKED, b"", {}),
    "no record": ("GET", "/api/v002/objet-touristique/get-by-id/999999", urlencode(KEY), b"", {}),
    "a method": ("DELETE", LIST, ASKED, b"", {}),
    "another method": ("POST", "/api/v002/openapi.json", "", b"", {}),
    "a description": ("GET", "/api/v002/openapi.json", "", b"", {"HTTP_ACCEPT_ENCODING": "gzip"}),
    "another host": ("GET", LIST, ASKED, b"", {"HTTP_HOST": "elsewhere.example"}),
    "no host at all": ("GET", LIST, ASKED, b"", {"HTTP_HOST": "a b"}),
    "over a safe line": ("GET", LIST, ASKED, b"", {"wsgi.url_scheme": "https"}),
    "a place below": ("GET", LIST, ASKED, b"", {"SCRIPT_NAME": "/below"}),
}


@pytest.fixture(scope="module")
def here(published: Callable[[Any], World]) -> World:
    return published(world.write)


@pytest.fixture(autouse=True)
def in_a_transaction(request: pytest.FixtureRequest, monkeypatch: pytest.MonkeyPatch) -> None:
    """Keep the connection whose transaction a test stands in, as the client of tests does."""
    if "transactional_cast" not in request.fixturenames:
        monkeypatch.setattr("sitra.doors.site.programs._look_after_connection", lambda: None)


def environ(name: str) -> dict[str, Any]:
    method, path, query, body, more = CASES[name]
    made = RequestFactory().generic(method, "/", body, content_type=more.get("CONTENT_TYPE", "")).environ
    own = {"PATH_INFO": path, "QUERY_STRING": query, "HTTP_HOST": "localhost", "wsgi.input": BytesIO(body)}
    return {**made, **own, **more}


def programs(asked: Mapping[str, Any]) -> Answered:
    begun: list[Any] = []
    body = Programs()({**asked}, lambda status, headers: begun.extend((status, headers)))
    return int(begun[0].split()[0]), dict(begun[1]), b"".join(body)


def django(asked: Mapping[str, Any]) -> Answered:
    client = Client(raise_request_exception=False)
    answer = client.request(**asked)
    return answer.status_code, dict(answer.headers), answer.content


def fresh(asked: Mapping[str, Any]) -> BytesIO:
    return BytesIO(asked["wsgi.input"].getvalue())


def same(asked: Mapping[str, Any]) -> Answered:
    (status, headers, body), expected = programs(asked), django({**asked, "wsgi.input": fresh(asked)})
    for told in (headers, expected[1]):
        if "RateLimit-Remaining" in told:
            told["RateLimit-Remaining"] = told["RateLimit-Reset"] = "…"
    assert (status, headers) == expected[:2]
    assert body == expected[2] or asked["REQUEST_METHOD"] == "HEAD"
    return status, headers, body


@pytest.mark.django_db
@pytest.mark.parametrize("name", CASES)
def test_both_ways_answer_the_same(name: str, here: World, settings: Settings) -> None:
    del here
    settings.PROJECT_CALLS_PER_MINUTE = 1000
    settings.SECURE_HSTS_SECONDS = 60
    status, headers, _ = same(environ(name))
    assert "X-Content-Type-Options" in headers
    assert "Content-Length" in headers or status == 400
    if status == 200:
        assert ("RateLimit-Limit" in headers) == (name != "a description")
    assert ("Strict-Transport-Security" in headers) == (name == "over a safe line")


@pytest.mark.django_db
@pytest.mark.parametrize("error", [RuntimeError("!"), ReadModelUnavailable("!"), PermissionError("!")])
def test_both_ways_break_the_same(error: Exception, here: World, monkeypatch: pytest.MonkeyPatch) -> None:
    del here

    def broken(*_: object, **__: object) -> None:
        raise error

    monkeypatch.setattr(search, "found", broken)
    assert same(environ("a list"))[0] in {500, 503}


@pytest.mark.django_db
def test_both_ways_lead_to_the_safe_line(here: World, settings: Settings) -> None:
    del here
    settings.SECURE_SSL_REDIRECT = True
    assert same(environ("a list"))[:1] == (301,)
    assert same(environ("another host"))[:1] == (400,)
    assert same(environ("over a safe line"))[:1] == (200,)


@pytest.mark.django_db
def test_a_call_that_waits_holds_up_no_other(here: World, monkeypatch: pytest.MonkeyPatch) -> None:
    del here
    answer, waiting, go = Programs(), threading.Event(), threading.Event()

    def wait(*_: object, **__: object) -> bytes:
        waiting.set()
        go.wait(10)
        raise RuntimeError

    asked, kept = environ("a list"), search.found
    monkeypatch.setattr(search, "found", wait)

    def ask() -> None:
        answer(environ("a list"), lambda *_: None)
        connections.close_all()

    slow = threading.Thread(target=ask)
    slow.start()
    try:
        assert waiting.wait(10)
        monkeypatch.setattr(search, "found", kept)
        begun: list[str] = []
        answer(asked, lambda status, _: begun.append(status))
        assert begun == ["200 OK"]
        assert slow.is_alive()
    finally:
        go.set()
        slow.join()


@pytest.mark.django_db(transaction=True)
def test_a_connection_that_grew_old_is_let_go(
    transactional_cast: Cast, read_model: Callable[[], None]
) -> None:
    del transactional_cast
    read_model()
    programs(environ("a list"))
    connection.ensure_connection()
    connection.close_at = 0
    assert programs(environ("a list"))[0] == 200
    assert connection.connection is None
