"""Files over the wire: the demonstration as it is started takes them, bounds them, and serves them."""

import base64
import http.client
import json
import time
from collections.abc import Iterable, Iterator
from contextlib import closing, suppress
from typing import Any
from urllib.parse import urlencode, urlsplit

import psutil
import pytest
from PIL import Image

from tests.demonstration import NETWORK, Demonstration
from tests.media import pictures
from tests.wire.sending import File, body, item, picture

SERVICE = "/api/v002/ecriture/"
PROJECT = next(one for one in NETWORK["projects"] if "write" in one.get("scopes", ()))
MOST, SPARE = 60_000_000, 2_000_000


class Answer:
    """What came back."""

    def __init__(self, answer: http.client.HTTPResponse) -> None:
        self.status, self.headers, self.content = answer.status, answer.headers, answer.read()

    @property
    def said(self) -> dict[str, Any]:
        """What it says, as JSON."""
        found: dict[str, Any] = json.loads(self.content)
        return found


def ask(live: str, method: str, path: str, content: bytes | Iterable[bytes] = b"", **headers: str) -> Answer:
    """Call the demonstration; a body that is no bytes is sent in pieces."""
    named = {name.replace("_", "-"): value for name, value in headers.items()}
    with closing(http.client.HTTPConnection(urlsplit(live).netloc, timeout=60)) as connection:
        with suppress(ConnectionError):
            connection.request(method, path, content, named, encode_chunked=not isinstance(content, bytes))
        return Answer(connection.getresponse())


@pytest.fixture(scope="module")
def bearer(live: str) -> str:
    """The header of a project that writes."""
    secret = base64.b64encode(f"{PROJECT['client_id']}:{PROJECT['secret']}".encode()).decode()
    path = "/oauth/token?grant_type=client_credentials"
    return f"Bearer {ask(live, 'GET', path, Authorization=f'Basic {secret}').said['access_token']}"


def creation(*items: Any) -> dict[str, Any]:
    root = {"type": "EQUIPEMENT", "nom": {"libelleFr": "Refuge illustré"}, "illustrations": list(items)}
    return {
        "mode": "CREATION", "type": "EQUIPEMENT", "fields": ["root"], "root": root,
        "root.fieldList": ["nom", "illustrations"],
    }  # fmt: skip


def in_pieces(content: bytes, size: int = 100_000) -> Iterator[bytes]:
    for start in range(0, len(content), size):
        yield content[start : start + size]


@pytest.mark.parametrize("chunked", [False, True], ids=["whole", "in pieces"])
def test_a_large_picture_comes(live: str, bearer: str, *, chunked: bool) -> None:
    noise = pictures.written(Image.effect_noise((3000, 2000), 80).convert("RGB"), "JPEG", quality=95)
    assert len(noise) > 2_600_000, "more than a form without files may be"
    content, declared = body(creation(item("a")), {"multimedia.a": picture(noise)})
    sent = in_pieces(content) if chunked else content
    answer = ask(live, "PUT", SERVICE, sent, Content_Type=declared, Authorization=bearer)
    assert (answer.status, answer.said["status"]) == (200, "CREATION_VALIDATION_ASKED"), answer.content


def read(live: str, service: str, **asked: Any) -> dict[str, Any]:
    key = NETWORK["projects"][0]
    query = json.dumps({"apiKey": key["api_key"], "projetId": key["id"], **asked})
    return ask(live, "GET", f"/api/v002/{service}?{urlencode({'query': query})}").said


def illustrate(live: str, bearer: str, number: int, *items: Any) -> None:
    texts = {
        "mode": "MODIFICATION", "id": str(number), "skipValidation": "true", "fields": ["root"],
        "root": {"illustrations": list(items)}, "root.fieldList": ["illustrations"],
    }  # fmt: skip
    files = {"multimedia.a": picture(pictures.located_jpeg())} if items else {}
    content, declared = body(texts, files)
    answer = ask(live, "PUT", SERVICE, content, Content_Type=declared, Authorization=bearer)
    assert answer.said["status"] == "MODIFICATION_VALIDATION_SKIPPED", answer.content


def file_of(live: str, number: int, patience: float = 60) -> dict[str, Any]:
    """Read what a record says of its file, as soon as the read model follows."""
    until = time.monotonic() + patience
    asked = {"identifiants": [number], "responseFields": ["illustrations"]}
    while time.monotonic() < until:
        (found,) = read(live, "recherche/list-objets-touristiques", **asked)["objetsTouristiques"]
        for one in found.get("illustrations", ()):
            file: dict[str, Any] = one["traductionFichiers"][0]
            if "/media/" in file["url"]:
                return file
        time.sleep(0.2)
    pytest.fail("the read model does not follow")


def test_what_is_written_is_read_and_its_files_are_there(live: str, bearer: str) -> None:
    """A program gives a published record a picture; a site reads where it is, and shows it in every size."""
    mine = {"membreProprietaireIds": [PROJECT["member"]], "count": 1}
    (number,) = read(live, "recherche/list-identifiants", **mine)["objetTouristiqueIds"]
    illustrate(live, bearer, number, item("a"))
    file = file_of(live, number)
    assert file["url"].startswith(f"{live}/media/")
    assert (file["largeur"], file["hauteur"]) == (900, 1600)
    for name in ("url", "urlListe", "urlFiche", "urlDiaporama", "urlQHD"):
        path = urlsplit(file[name]).path
        whole, head = ask(live, "GET", path), ask(live, "HEAD", path)
        assert (whole.status, head.status, head.content) == (200, 200, b"")
        assert whole.content.startswith(b"\xff\xd8")
        assert b"Exif" not in whole.content
        assert head.headers["Content-Length"] == str(len(whole.content))
        assert "Vary" not in whole.headers
        again = ask(live, "GET", path, If_None_Match=whole.headers["ETag"])
        assert (again.status, again.content) == (304, b"")
    for wrong in (f"/media/{'0' * 64}/fichier.jpg", "/media/../../secret-key", "/media/%2e%2e/secret-key"):
        assert ask(live, "GET", wrong).status == 404
    illustrate(live, bearer, number)


@pytest.mark.parametrize("chunked", [False, True], ids=["whole", "in pieces"])
@pytest.mark.parametrize("allowed", [False, True], ids=["nobody", "a project"])
def test_a_body_too_large_is_heard_out_and_refused(
    live: str, bearer: str, demonstration: Demonstration, *, chunked: bool, allowed: bool
) -> None:
    """Who sends too much hears why, and the memory of the server does not grow with what is sent."""
    content, declared = body(creation(item("a")), {"multimedia.a": picture(bytes(MOST + SPARE))})
    headers = {"Content_Type": declared, **({"Authorization": bearer} if allowed else {})}
    before = resident(demonstration)
    for _ in range(3):
        sent = in_pieces(content) if chunked else content
        answer = ask(live, "PUT", SERVICE, sent, **headers)
        wanted = (413, "ECRITURE_TOO_LARGE") if allowed else (401, "JETON_INVALID")
        assert (answer.status, answer.said["errorType"]) == wanted
    assert resident(demonstration) - before < 30_000_000


def resident(demonstration: Demonstration) -> int:
    """Give the bytes of memory that the processes of the demonstration have to themselves, in all."""
    found = 0
    for process in psutil.process_iter():
        with suppress(psutil.Error, OSError):
            if process.environ().get("SITRA_VAR") == str(demonstration.var):
                found += process.memory_full_info().uss
    return found


def test_one_part_too_large(live: str, bearer: str) -> None:
    content, declared = body(creation(item("a")), {"multimedia.a": picture(bytes(20_100_000))})
    answer = ask(live, "PUT", SERVICE, content, Content_Type=declared, Authorization=bearer)
    assert (answer.status, answer.said["errorType"]) == (413, "ECRITURE_TOO_LARGE")
    assert "multimedia.a" in answer.said["message"]


HARMFUL: dict[str, File] = {
    "a page": picture(pictures.HTML),
    "a program": picture(pictures.PHP, "x.php.jpg"),
    "a drawing": ("x.svg", pictures.SVG, "image/svg+xml"),
    "a bomb": picture(pictures.bomb(), "x.png"),
    "a cut picture": picture(pictures.jpeg()[:9000]),
}


@pytest.mark.parametrize("name", HARMFUL)
def test_a_file_that_is_none(live: str, bearer: str, name: str) -> None:
    content, declared = body(creation(item("a")), {"multimedia.a": HARMFUL[name]})
    answer = ask(live, "PUT", SERVICE, content, Content_Type=declared, Authorization=bearer)
    assert (answer.status, answer.said["errorType"]) == (400, "ECRITURE_INVALID_MULTIMEDIA")


def test_heads_that_never_end(live: str, bearer: str) -> None:
    """Of a part within the form, and of the request itself."""
    head = b'--e\r\nContent-Disposition: form-data; name="multimedia.a"; filename="a"\r\nX-Long: '
    declared = "multipart/form-data; boundary=e"
    sent = head + b"a" * 500_000 + b"\r\n\r\nx\r\n--e--\r\n"
    answer = ask(live, "PUT", SERVICE, sent, Content_Type=declared, Authorization=bearer)
    assert (answer.status, answer.said["errorType"]) == (400, "ECRITURE_BAD_REQUEST")
    with suppress(http.client.HTTPException, ConnectionError):
        assert 400 <= ask(live, "PUT", SERVICE, b"x", X_Long="a" * 200_000, Authorization=bearer).status < 500
    assert ask(live, "GET", "/sante").status == 200
