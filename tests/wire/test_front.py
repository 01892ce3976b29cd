"""Old clients write their JSON raw in the address: the demonstration, as it is started, answers them."""

import http.client
import json
import socket
import time
from collections.abc import Iterable, Iterator
from contextlib import closing
from urllib.parse import urlencode, urlsplit

import pytest

from sitra.doors.console.front import body_length, encoded
from tests.demonstration import NETWORK

PATH = "/api/v002/recherche/list-identifiants"


def query(**more: object) -> str:
    project = NETWORK["projects"][0]
    key = {"apiKey": project["api_key"], "projetId": project["id"]}
    return json.dumps({**key, "count": 1, **more}, ensure_ascii=False)


def said(live: str, request: bytes) -> bytes:
    place = urlsplit(live)
    with socket.create_connection((place.hostname, place.port), timeout=20) as connection:
        connection.sendall(request)
        answer = b""
        while piece := connection.recv(65536):
            answer += piece
    return answer


@pytest.mark.parametrize("charset", ["utf-8", "latin-1"])
@pytest.mark.parametrize("slash", ["", "/"])
def test_raw_json_in_the_address(live: str, slash: str, charset: str) -> None:
    words = "musée <b>" if charset == "utf-8" else "x"
    line = f"GET {PATH}{slash}?query={query(searchQuery=words)} HTTP/1.1\r\n".encode(charset)
    answer = said(live, line + b"Host: 127.0.0.1\r\nConnection: close\r\n\r\n")
    assert answer.startswith(b"HTTP/1.1 200"), answer[:300]
    assert json.loads(answer.partition(b"\r\n\r\n")[2])["query"]["searchQuery"] == words


def asked(live: str, method: str, address: str, form: str | Iterable[bytes]) -> tuple[int, bytes]:
    headers = {"Content-Type": "application/x-www-form-urlencoded"}
    with closing(http.client.HTTPConnection(urlsplit(live).netloc, timeout=20)) as connection:
        connection.request(method, address, form, headers, encode_chunked=not isinstance(form, str))
        answer = connection.getresponse()
        return answer.status, answer.read()


def test_many_requests_on_one_connection(live: str) -> None:
    host = f"Host: {urlsplit(live).netloc}\r\n".encode()
    form = b"query=" + query(identifiants=[1]).encode()
    raw = f"GET {PATH}?query={query()} HTTP/1.1\r\n".encode()
    posted = b"POST %b HTTP/1.1\r\nContent-Type: application/x-www-form-urlencoded\r\n" % PATH.encode()
    request = b"".join((
        b"GET /sante HTTP/1.1\r\n", host, b"\r\n",
        raw, host, b"\r\n",
        posted, host, b"Content-Length: %d\r\n\r\n" % len(form), form,
        raw, host, b"Connection: close\r\n\r\n",
    ))  # fmt: skip
    answer = said(live, request)
    assert answer.count(b"HTTP/1.1 200") == 4, answer[:500]
    assert answer.count(b'"identifiants":[1]') == 1


@pytest.mark.parametrize("address", [PATH, f"{PATH}?{urlencode({'query': query()})}"])
def test_a_form_in_pieces(live: str, address: str) -> None:
    """A client that streams its form is answered when all of it has come, however slowly."""

    def pieces() -> Iterator[bytes]:
        for piece in ("query=", query()):
            yield piece.encode()
            time.sleep(0.2)

    status, answer = asked(live, "POST", address, pieces())
    assert (status, answer[:8]) == (200, b'{"query"')


def test_a_form_in_too_many_pieces(live: str) -> None:
    status, answer = asked(
        live, "POST", PATH, (b"query=" if not number else b"x" * 500_000 for number in range(7))
    )
    assert status == 400
    assert "trop longue" in json.loads(answer)["message"]


def test_a_form_with_get(live: str) -> None:
    status, answer = asked(live, "GET", PATH, "query=" + query())
    assert (status, answer[:8]) == (200, b'{"query"')


def test_what_is_no_request_is_still_refused(live: str) -> None:
    for wrong in (b"nonsense\r\n\r\n", b"GET /sante HTTP/9.9\r\n\r\n", b"\r\n\r\n\x16\x03\x01\r\n\r\n"):
        assert not said(live, wrong).startswith(b"HTTP/1.1 200")


def test_only_the_address_is_touched() -> None:
    assert encoded(b'GET /a?q={"x": "<y>"} HTTP/1.1') == b"GET /a?q={%22x%22:%20%22%3Cy%3E%22} HTTP/1.1"
    for untouched in (b"GET /a?q=%7B%22%7D HTTP/1.1", b'GET http://a/" HTTP/1.1', b'GET /"', b'"', b""):
        assert encoded(untouched) == untouched


def test_the_end_of_a_request_is_told_from_its_headers() -> None:
    assert body_length(b"Host: a\r\n\r\n") == 0
    assert body_length(b"content-length:  12\r\nHost: a\r\n\r\n") == 12
    assert body_length(b"Content-Length: 1\r\nContent-Length: 2\r\n\r\n") is None
    assert body_length(b"Transfer-Encoding: chunked\r\n\r\n") is None
    assert body_length(b"Content-Length: 3\r\nTransfer-Encoding: chunked\r\n\r\n") is None
