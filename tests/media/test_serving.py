"""The door of files: whole, unchanging, harmless, and nothing but what is known."""

from pathlib import Path
from typing import Any

import pytest
from django.test import Client

from sitra.media.events import Form
from tests.cast import Cast
from tests.media import pictures
from tests.media.storing import Store, keeping

pytestmark = pytest.mark.django_db


@pytest.fixture
def said(cast: Cast, store: Store, tmp_path: Path) -> dict[str, Any]:
    del store
    every = frozenset(Form)
    with keeping(cast, tmp_path, forms=every, front=pictures.jpeg(640, 400), plan=pictures.pdf()) as found:
        return dict(found)


def path(address: str) -> str:
    return address.removeprefix("http://127.0.0.1:8000")


def body(answer: Any) -> bytes:
    return b"".join(answer.streaming_content)


def test_a_picture_is_public_and_never_changes(said: dict[str, Any], client: Client) -> None:
    for name in ("url", "urlListe", "urlFiche", "urlDiaporama", "urlQHD"):
        answer = client.get(path(said["front"][name]))
        assert (answer.status_code, answer["Content-Type"]) == (200, "image/jpeg")
        content = body(answer)
        assert content.startswith(b"\xff\xd8")
        assert int(answer["Content-Length"]) == len(content)
        assert answer["Cache-Control"] == "public, max-age=31536000, immutable"
        assert answer["Content-Disposition"].startswith("inline")
        assert "Set-Cookie" not in answer
        assert "Vary" not in answer
        again = client.get(path(said["front"][name]), headers={"If-None-Match": answer["ETag"]})
        assert (again.status_code, again.content, again["ETag"]) == (304, b"", answer["ETag"])
        assert again["Cache-Control"] == answer["Cache-Control"]


def test_a_head_says_the_same_without_the_content(said: dict[str, Any], client: Client) -> None:
    answer, head = (getattr(client, one)(path(said["front"]["url"])) for one in ("get", "head"))
    assert head.status_code == 200
    assert body(head) == b""
    assert body(answer)
    assert dict(head.headers) == dict(answer.headers)


def test_a_file_does_nothing_to_who_opens_it(said: dict[str, Any], client: Client) -> None:
    for one in said.values():
        answer = client.get(path(one["url"]))
        body(answer)
        assert answer["X-Content-Type-Options"] == "nosniff"
        assert answer["Content-Security-Policy"] == "default-src 'none'; sandbox"
        assert answer["Cross-Origin-Resource-Policy"] == "cross-origin"
    assert answer["Content-Type"] == "application/pdf"
    assert answer["Content-Disposition"] == 'attachment; filename="plan.pdf"'


def test_only_what_is_known_is_found(said: dict[str, Any], client: Client) -> None:
    digest = said["front"]["checksum"]
    for wrong in (
        f"/media/{'0' * 64}/fichier.jpg",
        f"/media/{digest}/fichier.png",
        f"/media/{digest}/fichier.php",
        f"/media/{digest}/autre.jpg",
        f"/media/{digest.upper()}/fichier.jpg",
        f"/media/{digest}/../{digest}/fichier.jpg",
        f"/media/{digest}/..%2f..%2f..%2fsecret-key",
        f"/media/{digest[:2]}/{digest[2:4]}/{digest}/fichier.jpg",
        f"/media/{digest}/",
        "/media/",
        "/media/../../../etc/passwd",
        f"/media/{said['plan']['checksum']}/liste.jpg",
        f"/media/{said['plan']['checksum']}/liste.pdf",
    ):
        answer = client.get(wrong, headers={"If-None-Match": f'"{"0" * 64}-fichier"'})
        assert answer.status_code == 404, wrong
    assert client.post(path(said["front"]["url"])).status_code == 405


def test_a_file_that_the_storage_lost_is_no_error(said: dict[str, Any], store: Store, client: Client) -> None:
    for one in store.folder.rglob("liste.jpg"):
        one.unlink()
    assert client.get(path(said["front"]["urlListe"])).status_code == 404
