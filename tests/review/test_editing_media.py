"""Media typed over through the pages: sent, refused, put in order, replaced; and where communes are."""

import json
from collections.abc import Mapping
from pathlib import Path
from typing import Any

import orjson
import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client
from pytest_django import Settings

from sitra.media.models import Media
from sitra.review.models import Draft
from sitra.tourism.models import Revision, Use
from tests.cast import Cast
from tests.media import pictures
from tests.media.storing import Store

LIST = "illustrations"


@pytest.fixture(autouse=True)
def store(tmp_path: Path, settings: Settings) -> Store:
    """A storage of this test's own."""
    return Store(tmp_path / "media", settings)


@pytest.fixture
def clerk(cast: Cast, client: Client) -> Client:
    client.force_login(cast.clerk)
    return client


def picture(name: str = "vue.jpg", content: bytes = b"") -> SimpleUploadedFile:
    return SimpleUploadedFile(name, content or pictures.jpeg(320, 200), "image/jpeg")


def address(number: int) -> str:
    return f"/objets/{number}/fichiers?partie=media"


def post(client: Client, number: int, sent: Mapping[str, Any]) -> str:
    return client.post(address(number), sent, follow=True).content.decode()


def media_of(number: int) -> list[dict[str, Any]]:
    """Give the media of the only draft."""
    found: list[dict[str, Any]] = Draft.objects.get(object_id=number).document.get(LIST, [])
    return found


def bring_two(clerk: Client, number: int) -> None:
    files = [picture("un.jpg"), picture("deux.jpg", pictures.jpeg(200, 320))]
    post(clerk, number, {"envoyer": LIST, f"fichiers.{LIST}": files})


def test_pictures_sent_without_script_are_in_the_draft_then_in_the_record(cast: Cast, clerk: Client) -> None:
    record = cast.record()
    sent = {"envoyer": LIST, f"fichiers.{LIST}": [picture()], "nom.libelleFr": "Hôtel repeint"}
    page = post(clerk, record.pk, sent)
    assert "vue.jpg" in page or ">vue<" in page
    assert "Sans crédit" in page
    draft = Draft.objects.get()
    assert draft.document["nom"]["libelleFr"] == "Hôtel repeint"
    (item,) = media_of(record.pk)
    assert (item["type"], item["link"]) == ("IMAGE", False)
    (file,) = item["traductionFichiers"]
    assert (file["locale"], file["largeur"], file["hauteur"]) == ("fr", 320, 200)
    rest = orjson.dumps({"link": False, "traductionFichiers": [file]}).decode()
    typed = {"present": LIST, f"{LIST}.0.~": rest, f"{LIST}.0.copyright.libelleFr": "Office"}
    clerk.post(f"/objets/{record.pk}/modifier?partie=media", {**typed, f"{LIST}.0.type": "IMAGE"})
    (written,) = Revision.objects.filter(object=record).order_by("number").last().document[LIST]  # type: ignore[union-attr]
    assert written["traductionFichiers"] == [file]
    assert written["copyright"] == {"libelleFr": "Office"}
    assert Use.objects.filter(object=record, media=Media.objects.get()).exists()


def test_a_script_is_given_the_fields_of_what_came_and_the_draft_waits_for_it(
    cast: Cast, clerk: Client
) -> None:
    record = cast.record()
    sent = {"envoyer": LIST, f"fichiers.{LIST}": picture()}
    answer = clerk.post(address(record.pk), sent, headers={"X-Requested-With": "fetch"})
    assert answer.status_code == 200
    assert f'data-item="{LIST}.0"' in answer.content.decode()
    assert Media.objects.count() == 1
    assert not Draft.objects.exists()


@pytest.mark.parametrize(
    ("sent", "words"),
    [
        ({"envoyer": LIST}, "Choisissez d’abord un fichier"),
        ({"envoyer": LIST, f"fichiers.{LIST}": picture("faux.jpg", b"rien")}, "« faux.jpg » n&#x27;est pas"),
        ({"envoyer": "nom"}, "Cette liste n’est pas une liste de médias"),
        ({"lier": "1", "lien": "javascript:alert(1)", "nature": "VIDEO"}, "Donnez l’adresse entière"),
        ({"lier": "1", "lien": "https://exemple.org/", "nature": "IMAGE"}, "Choisissez la nature du lien"),
    ],
)
def test_what_is_refused_says_why_and_what_was_typed_is_kept(
    cast: Cast, clerk: Client, sent: dict[str, Any], words: str
) -> None:
    record = cast.record()
    page = post(clerk, record.pk, {**sent, "nom.libelleFr": "Hôtel repeint"})
    assert words in page
    assert "(partie" not in page
    assert Draft.objects.get().document["nom"]["libelleFr"] == "Hôtel repeint"
    assert not Media.objects.exists()


def test_media_are_moved_and_replaced_and_keep_their_words(cast: Cast, clerk: Client) -> None:
    record = cast.record()
    bring_two(clerk, record.pk)
    first, second = media_of(record.pk)
    post(clerk, record.pk, {"descendre": f"{LIST}.0"})
    assert media_of(record.pk) == [second, first]
    post(clerk, record.pk, {"descendre": f"{LIST}.1"})
    assert media_of(record.pk) == [second, first]
    post(clerk, record.pk, {"monter": f"{LIST}.1"})
    assert media_of(record.pk) == [first, second]
    fresh = picture("neuf.jpg", pictures.jpeg(64, 48))
    post(clerk, record.pk, {"remplacer": f"{LIST}.1", f"fichier.{LIST}.1": fresh})
    kept, other = media_of(record.pk)
    assert kept == first
    assert other["traductionFichiers"][0]["largeur"] == 64


def test_a_link_becomes_a_media_with_its_address_alone(cast: Cast, clerk: Client) -> None:
    record = cast.record()
    post(clerk, record.pk, {"lier": "1", "lien": "https://exemple.org/film", "nature": "VIDEO"})
    assert Draft.objects.get().document["multimedias"] == [
        {
            "type": "VIDEO",
            "link": True,
            "traductionFichiers": [{"locale": "fr", "url": "https://exemple.org/film"}],
        }
    ]


def test_nobody_sends_files_to_a_record_without_signing_in(cast: Cast, client: Client) -> None:
    record = cast.record()
    answer = client.post(address(record.pk), {"envoyer": LIST, f"fichiers.{LIST}": picture()})
    assert answer.status_code == 302
    assert "/compte/login/" in answer.headers["Location"]
    assert not Media.objects.exists()


def test_a_commune_is_found_by_its_words_and_by_a_point(clerk: Client) -> None:
    found = json.loads(clerk.get("/communes/lieu.json", {"mots": "Albertville (73011)"}).content)
    assert found["words"] == "Albertville (73011)"
    assert found["postal"] == ["73200"]
    for question in ({"mots": "zzzz"}, {"lat": "x", "lon": "1"}, {"lat": "nan", "lon": "inf"}, {}):
        answer = clerk.get("/communes/lieu.json", question)
        assert (answer.status_code, json.loads(answer.content)) == (404, {})
