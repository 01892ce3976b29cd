"""What is sent to `ecriture/` to do harm: refused in words, told in the log, and nothing of it stays."""

import logging
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from django.core.cache import cache
from django.test import Client
from pytest_django import Settings

from sitra.media.models import Media
from sitra.review.models import Proposal
from sitra.tourism.models import Revision, TouristObject
from tests.cast import Cast
from tests.media import pictures
from tests.media.conftest import store
from tests.media.storing import Store
from tests.media.test_examining import REFUSED
from tests.wire import partners
from tests.wire.partners import SECRETS, WRITER, lent
from tests.wire.sending import File, body, item, modification, picture, put

__all__ = ("store",)
pytestmark = pytest.mark.django_db

SMALL = pictures.jpeg(90, 60)


@pytest.fixture
def record(cast: Cast, store: Store, caplog: pytest.LogCaptureFixture) -> Iterator[TouristObject]:
    """A record that must not change, and a storage in which nothing may be found afterwards."""
    partners.entrust(cast)
    cache.clear()
    caplog.set_level(logging.INFO)
    row = cast.record()
    yield row
    assert Revision.objects.count() == 1
    assert not Proposal.objects.exists()
    assert store.is_untouched()
    assert SECRETS[WRITER] not in caplog.text
    assert "Bearer" not in caplog.text


def told(caplog: pytest.LogCaptureFixture) -> str:
    """Give what the log says of refusals."""
    return "\n".join(one.getMessage() for one in caplog.records if one.name.startswith("sitra."))


@pytest.mark.parametrize("name", REFUSED)
@pytest.mark.parametrize("skip", [True, False], ids=["at once", "proposed"])
def test_a_file_that_is_none(
    record: TouristObject, client: Client, caplog: pytest.LogCaptureFixture, name: str, *, skip: bool
) -> None:
    content, _ = REFUSED[name]
    texts = modification(record.pk, item("front"), skip=skip)
    status, answer = put(client, texts, {"multimedia.front": picture(content(), "facade.jpg")})
    if name == "nothing" and "n'est pas envoyé" in answer["message"]:
        return
    assert (status, answer["errorType"]) == (400, "ECRITURE_INVALID_MULTIMEDIA")
    assert "« facade.jpg » (partie « front »)" in answer["message"]
    assert f"project {WRITER}" in told(caplog)
    assert "facade.jpg" in told(caplog)


def test_one_bad_file_refuses_the_good_ones_too(record: TouristObject, client: Client) -> None:
    files = {"multimedia.a": picture(SMALL), "multimedia.b": picture(pictures.PHP)}
    status, answer = put(client, modification(record.pk, item("a"), item("b")), files)
    assert (status, answer["errorType"]) == (400, "ECRITURE_INVALID_MULTIMEDIA")


@pytest.mark.parametrize("kind", ["IMAGE", "LOGO", "IMAGE_PRINCIPALE"])
def test_a_document_in_place_of_a_picture(record: TouristObject, client: Client, kind: str) -> None:
    files = {"multimedia.a": picture(pictures.pdf())}
    status, answer = put(client, modification(record.pk, item("a", type=kind)), files)
    assert (status, answer["errorType"]) == (400, "ECRITURE_INVALID_MULTIMEDIA")
    assert "c'est un PDF" in answer["message"]


def refused(client: Client, content: bytes, declared: str) -> tuple[int, dict[str, Any]]:
    answer = client.put("/api/v002/ecriture/", content, declared, headers=lent(client, WRITER))
    return answer.status_code, answer.json()


def test_a_file_too_large(
    record: TouristObject, client: Client, settings: Settings, caplog: pytest.LogCaptureFixture
) -> None:
    settings.MEDIA_LARGEST = 20_000
    files = {"multimedia.front": picture(SMALL + bytes(20_000))}
    status, answer = put(client, modification(record.pk, item("front")), files)
    assert (status, answer["errorType"]) == (413, "ECRITURE_TOO_LARGE")
    assert answer["message"] == "Le fichier « multimedia.front » dépasse 0.02 Mo : enregistrez-le plus petit."
    assert "dépasse" in told(caplog)


def test_a_call_too_large(record: TouristObject, client: Client, settings: Settings) -> None:
    settings.MEDIA_LARGEST_CALL = 20_000
    files = {f"multimedia.{name}": picture(SMALL + bytes(9_000)) for name in "abc"}
    status, answer = put(client, modification(record.pk, *map(item, "abc")), files)
    assert (status, answer["errorType"]) == (413, "ECRITURE_TOO_LARGE")
    assert "en plusieurs appels" in answer["message"]


def test_too_much_in_a_day(record: TouristObject, client: Client, settings: Settings) -> None:
    settings.MEDIA_LARGEST_DAY = 1_000
    status, answer = put(client, modification(record.pk, item("a")), {"multimedia.a": picture(SMALL)})
    assert (status, answer["errorType"]) == (413, "ECRITURE_TOO_LARGE")
    assert "reprenez demain" in answer["message"]


def test_texts_too_large(record: TouristObject, client: Client) -> None:
    status, answer = put(client, {**modification(record.pk), "root": "x" * 2_600_000}, {})
    assert (status, answer["errorType"]) == (413, "ECRITURE_TOO_LARGE")


def test_too_many_files(record: TouristObject, client: Client) -> None:
    names = [f"n{rank}" for rank in range(25)]
    files = {f"multimedia.{name}": picture(SMALL) for name in names}
    status, answer = put(client, modification(record.pk, *map(item, names)), files)
    assert (status, answer["errorType"]) == (413, "ECRITURE_TOO_LARGE")
    assert "plus de 20 fichiers" in answer["message"]


def test_too_many_fields(record: TouristObject, client: Client) -> None:
    texts = {**modification(record.pk), **{f"champ{rank}": "" for rank in range(1_500)}}
    status, answer = put(client, texts, {})
    assert (status, answer["errorType"]) == (413, "ECRITURE_TOO_LARGE")


def test_the_same_part_many_times(record: TouristObject, client: Client) -> None:
    content, declared = body(modification(record.pk, item("front")), {"multimedia.front": picture(SMALL)})
    edge = declared.rpartition("=")[2].encode()
    part = b"--" + edge + content.split(b"--" + edge)[-2]
    end = b"--" + edge + b"--\r\n"
    status, answer = refused(client, content.removesuffix(end) + part * 5 + end, declared)
    assert (status, answer["errorType"]) == (400, "ECRITURE_BAD_REQUEST")
    assert "plusieurs fois" in answer["message"]


def head(edge: str, lines: bytes, content: bytes = b"x") -> bytes:
    line = b"--" + edge.encode()
    return line + b"\r\n" + lines + b"\r\n\r\n" + content + b"\r\n" + line + b"--\r\n"


FILE = b'Content-Disposition: form-data; name="multimedia.a"; filename="a.jpg"'
MALFORMED = {
    "one header without end": head("e", FILE + b"\r\nX-Long: " + b"a" * 200_000),
    "many headers": head("e", FILE + b"".join(b"\r\nX-%d: a" % rank for rank in range(20_000))),
    "no header": head("e", b"X: y"),
    "no end": head("e", FILE)[:-6],
    "another boundary": head("f", FILE),
    "nothing but the beginning": b"--e\r\n",
    "no bytes that make sense": bytes(range(256)) * 40,
    "an encoding that is none": head("e", FILE + b"\r\nContent-Transfer-Encoding: base64", b"\xff!\xfe"),
    "a null sign in a name": head("e", b'Content-Disposition: form-data; name="a\0b"; filename="a\0.jpg"'),
}


@pytest.mark.parametrize("name", MALFORMED)
def test_a_form_that_is_none(record: TouristObject, client: Client, name: str) -> None:
    del record
    status, answer = refused(client, MALFORMED[name], "multipart/form-data; boundary=e")
    assert status in {400, 413}, answer
    assert answer["errorType"].startswith("ECRITURE_"), answer


@pytest.mark.parametrize(
    "declared",
    ["multipart/form-data", "multipart/form-data; boundary=", f"multipart/form-data; boundary={'e' * 300}",
     "multipart/mixed; boundary=e", "application/json", "image/jpeg", "text/plain; charset=\xe9"],
)  # fmt: skip
def test_a_form_declared_as_something_else(record: TouristObject, client: Client, declared: str) -> None:
    del record
    status, answer = refused(client, head("e", FILE, SMALL), declared)
    assert (status, answer["errorType"]) == (400, "ECRITURE_BAD_REQUEST"), answer


def test_a_token_is_asked_for_before_anything_is_read(record: TouristObject, client: Client) -> None:
    content, declared = body(modification(record.pk, item("front")), {"multimedia.front": picture(SMALL)})
    answer = client.put("/api/v002/ecriture/", content, declared)
    assert (answer.status_code, answer.json()["errorType"]) == (401, "JETON_INVALID")


NAMES = [
    "../../../../etc/cron.d/x", "..\\..\\windows\\x.jpg", "/etc/passwd", "x.php", "con", ".htaccess",
    "a" * 300 + ".jpg", "facade.jpg%00.php", "<script>alert(1)</script>.jpg", "\u202egpj.exe",
]  # fmt: skip


@pytest.mark.parametrize("called", NAMES)
def test_a_name_is_no_place(cast: Cast, client: Client, store: Store, called: str) -> None:
    """A picture with a name that would be elsewhere, or something else, is kept as the picture it is."""
    partners.entrust(cast)
    cache.clear()
    row = cast.record()
    sent: File = (called, pictures.jpeg(91, 61), "application/x-php")
    assert put(client, modification(row.pk, item("front")), {"multimedia.front": sent})[0] == 200
    kept = Media.objects.get()
    (medium,) = Revision.objects.get(object=row, number=2).document["illustrations"]
    (file,) = medium["traductionFichiers"]
    assert (file["extension"], file["url"].rpartition("/")[2]) == ("jpg", "fichier.jpg")
    for said in (kept.name, file["fileName"]):
        assert not set(said) & set("/\\<>\u202e\0%")
        assert len(said) <= 120
    for path in store.folder.rglob("*"):
        assert path.is_dir() or (path.suffix == ".jpg" and path.parent.name == kept.digest)
    answer = client.get(file["url"].removeprefix("http://127.0.0.1:8000"))
    assert answer["Content-Type"] == "image/jpeg"
    assert b"".join(answer.streaming_content).startswith(b"\xff\xd8\xff")  # type: ignore[attr-defined]


def test_nothing_is_left_in_the_folder_of_what_comes(
    record: TouristObject, client: Client, settings: Settings, tmp_path: Path
) -> None:
    """Files that are refused, for themselves, for their number or for the words beside them, go at once."""
    settings.FILE_UPLOAD_TEMP_DIR = str(tmp_path)
    files = {"multimedia.a": picture(pictures.HTML)}
    put(client, modification(record.pk, item("a")), files)
    put(client, modification(record.pk, item("b")), files)
    settings.MEDIA_LARGEST = 10
    put(client, modification(record.pk, item("a")), files)
    assert [path.name for path in tmp_path.iterdir() if path.is_file()] == []
