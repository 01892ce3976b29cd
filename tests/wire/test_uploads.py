"""Files that come with `ecriture/`: kept with what is written, written at once or proposed, aspects too."""

import hashlib
from collections.abc import Callable
from typing import Any

import pytest
from django.core.cache import cache
from django.test import Client

from sitra.media.models import Media
from sitra.review import actions as review
from sitra.review.models import Enclosure, Proposal
from sitra.tourism.models import Revision, TouristObject, Use
from tests.cast import Cast, hotel
from tests.media import pictures
from tests.media.conftest import store
from tests.media.storing import Store
from tests.media.tracks import BOMB, circle, gpx
from tests.wire import partners
from tests.wire.sending import item, modification, picture, put

__all__ = ("store",)
pytestmark = pytest.mark.django_db


@pytest.fixture
def network(cast: Cast, store: Store) -> Cast:
    del store
    partners.entrust(cast)
    cache.clear()
    return cast


def said(number: int) -> dict[str, Any]:
    return Revision.objects.filter(object_id=number).latest("number").document


JPEG = picture(pictures.jpeg(640, 400), "Façade d'été.JPG")
FRONT = {"multimedia.front": JPEG}


def illustrated(client: Client, record: TouristObject) -> dict[str, Any]:
    """Give a record a picture with words; answers the medium as it is kept."""
    told = {"legende": {"libelleFr": "La façade"}, "copyright": {"libelleFr": "© Office d'Aubenas"}}
    answer = put(client, modification(record.pk, item("front", **told)), FRONT)
    assert answer == (200, {"id": record.pk, "status": "MODIFICATION_VALIDATION_SKIPPED"})
    (medium,) = said(record.pk)["illustrations"]
    return dict(medium)


def test_the_creation_of_the_official_collection(network: Cast, client: Client, store: Store) -> None:
    """What the request "Création d'un objet (multimedia)" sends, letter by letter but for the commune."""
    texts = {
        "mode": "CREATION", "type": "EQUIPEMENT", "fields": ["root"],
        "root": {
            "type": "EQUIPEMENT", "nom": {"libelleFr": "Nouvel équipement", "libelleEn": "New equipment"},
            "localisation": {"adresse": {"commune": {"id": 1_007_019}}},
            "illustrations": [item("illustration-1")],
        },
        "root.fieldList": ["nom", "localisation.adresse.commune", "illustrations"],
    }  # fmt: skip
    status, answer = put(client, texts, {"multimedia.illustration-1": picture(pictures.jpeg(320, 200))})
    assert (status, answer["status"]) == (200, "CREATION_VALIDATION_ASKED")
    (medium,) = said(answer["id"])["illustrations"]
    (file,) = medium["traductionFichiers"]
    assert (medium["identifiant"], medium["link"], file["locale"]) == (1, False, "fr")
    assert file["url"].startswith("http://127.0.0.1:8000/media/")
    assert Media.objects.get().member == network.members["aubenas"]
    assert len(store.files()) == 5
    assert Use.objects.get().object_id == answer["id"]


def test_a_file_is_served_as_the_record_says(network: Cast, client: Client) -> None:
    medium = illustrated(client, network.record())
    (file,) = medium["traductionFichiers"]
    assert file["fileName"] == "Façade d'été"
    assert (file["extension"], file["largeur"], file["hauteur"]) == ("jpg", 640, 400)
    content = b"".join(client.get(file["url"].removeprefix("http://127.0.0.1:8000")).streaming_content)  # type: ignore[attr-defined]
    assert (len(content), hashlib.sha256(content).hexdigest()) == (file["taille"], file["checksum"])


def test_the_same_bytes_again_change_nothing(network: Cast, client: Client, store: Store) -> None:
    record = network.record()
    medium = illustrated(client, record)
    told = {name: medium[name] for name in ("legende", "copyright")}
    again = modification(record.pk, item("front", **told))
    assert put(client, again, FRONT)[1]["status"] == "MODIFICATION_NO_DIFF"
    numbered = modification(record.pk, item("front", identifiant=1, modificationMode="MODIFICATION_FICHIERS"))
    assert put(client, numbered, FRONT)[1]["status"] == "MODIFICATION_NO_DIFF"
    assert Revision.objects.filter(object=record).count() == 2
    assert (Media.objects.count(), len(store.files())) == (1, 5)


def test_metadata_change_and_files_stay(network: Cast, client: Client) -> None:
    record = network.record()
    before = illustrated(client, record)
    words = {"link": False, "type": "LOGO", "legende": {"libelleFr": "De nuit"}}
    asked = {**words, "identifiant": 1, "modificationMode": "MODIFICATION_METADONNEES"}
    assert put(client, modification(record.pk, asked), {})[0] == 200
    (after,) = said(record.pk)["illustrations"]
    assert after == {**words, "identifiant": 1, "traductionFichiers": before["traductionFichiers"]}


def test_files_change_and_metadata_stay(network: Cast, client: Client) -> None:
    record = network.record()
    before = illustrated(client, record)
    asked = item("other", identifiant=1, modificationMode="MODIFICATION_FICHIERS")
    sent = {"multimedia.other": picture(pictures.jpeg(300, 300), "autre.jpg")}
    assert put(client, modification(record.pk, asked), sent)[0] == 200
    (after,) = said(record.pk)["illustrations"]
    assert after["legende"] == before["legende"]
    assert after["copyright"] == before["copyright"]
    assert after["traductionFichiers"][0]["fileName"] == "autre"
    assert "modificationMode" not in after
    assert Use.objects.filter(object=record).count() == 2, "the former file is that of a revision"


def test_a_picture_stands_beside_those_that_are_there(network: Cast, client: Client) -> None:
    record = network.record()
    before = illustrated(client, record)
    sent = {
        "multimedia.b": picture(pictures.jpeg(300, 300)),
        "multimedia.c": picture(pictures.jpeg(200, 300)),
    }
    files = [{"locale": one, "url": f"MULTIMEDIA#{name}"} for one, name in (("fr", "b"), ("en", "c"))]
    two = item("b", traductionFichiers=files)
    assert put(client, modification(record.pk, before, two), sent)[0] == 200
    first, second = said(record.pk)["illustrations"]
    assert first == before
    assert second["identifiant"] == 2
    assert [one["locale"] for one in second["traductionFichiers"]] == ["fr", "en"]
    assert len({one["url"] for one in second["traductionFichiers"]}) == 2


def test_brochures_and_plans(network: Cast, client: Client) -> None:
    record = network.record()
    texts = modification(record.pk)
    texts["root"] = {"multimedias": [item("plan", type="BROCHURE_VIRTUELLE"), item("photo", type="PLAN")]}
    texts["root.fieldList"] = ["multimedias"]
    sent = {
        "multimedia.plan": picture(pictures.pdf(), "plan.pdf", "application/pdf"),
        "multimedia.photo": picture(pictures.jpeg(90, 60)),
    }
    assert put(client, texts, sent)[0] == 200
    brochure, plan = (one["traductionFichiers"][0] for one in said(record.pk)["multimedias"])
    assert (brochure["extension"], plan["extension"]) == ("pdf", "jpg")
    assert "urlListe" not in brochure
    assert "largeur" not in brochure


def test_a_track_is_a_plan_and_no_picture(network: Cast, client: Client, store: Store) -> None:
    record = network.record()
    texts = modification(record.pk)
    texts["root"], texts["root.fieldList"] = {"multimedias": [item("trace", type="PLAN")]}, ["multimedias"]
    sent = {"multimedia.trace": picture(gpx(circle()), "balcon.gpx", "application/gpx+xml")}
    assert put(client, texts, sent)[0] == 200
    (medium,) = said(record.pk)["multimedias"]
    (file,) = medium["traductionFichiers"]
    assert (medium["type"], file["extension"], file["fileName"]) == ("PLAN", "gpx", "balcon")
    assert store.files() == ["fichier.gpx", "trace.json"]
    status, answer = put(client, modification(record.pk, item("trace")), sent)
    assert (status, answer["errorType"]) == (400, "ECRITURE_INVALID_MULTIMEDIA")
    assert "c'est un GPX" in answer["message"]
    sent = {"multimedia.trace": picture(BOMB.encode(), "balcon.gpx", "application/gpx+xml")}
    status, answer = put(client, texts, sent)
    assert (status, answer["errorType"]) == (400, "ECRITURE_INVALID_MULTIMEDIA")
    assert "entités XML" in answer["message"]


def test_an_aspect_has_pictures_of_its_own(network: Cast, client: Client) -> None:
    record = network.record()
    main = illustrated(client, record)
    texts = {
        "mode": "MODIFICATION", "id": str(record.pk), "skipValidation": "true",
        "fields": ["root", "aspect.HIVER.root"],
        "root": {"nom": {"libelleFr": "Hôtel du Pont"}}, "root.fieldList": ["nom"],
        "aspect.HIVER.root": {"illustrations": [item("snow")]},
        "aspect.HIVER.root.fieldList": ["illustrations"],
    }  # fmt: skip
    assert put(client, texts, {"multimedia.snow": picture(pictures.jpeg(90, 60))})[0] == 200
    (aspect,) = said(record.pk)["aspects"]
    assert aspect["illustrations"][0]["traductionFichiers"][0]["largeur"] == 90
    assert said(record.pk)["illustrations"] == [main]
    assert Use.objects.filter(object=record).count() == 2
    words = {"identifiant": 1, "type": "IMAGE", "legende": {"libelleFr": "Sous la neige"}}
    texts["fields"] = ["aspect.HIVER.root"]
    texts["aspect.HIVER.root"] = {
        "illustrations": [{**words, "modificationMode": "MODIFICATION_METADONNEES"}]
    }
    assert put(client, texts, {})[0] == 200
    (after,) = said(record.pk)["aspects"]
    kept = aspect["illustrations"][0]["traductionFichiers"]
    assert after["illustrations"] == [{**words, "link": False, "traductionFichiers": kept}]


def test_a_file_waits_with_the_proposal_and_is_there_when_it_is_accepted(
    network: Cast, client: Client, store: Store
) -> None:
    record = network.record()
    status, answer = put(client, modification(record.pk, item("front"), skip=False), FRONT)
    assert (status, answer["status"]) == (200, "MODIFICATION_VALIDATION_ASKED")
    assert "illustrations" not in said(record.pk)
    assert Enclosure.objects.get().media == Media.objects.get()
    assert len(store.files()) == 5
    review.accept(Proposal.objects.get().pk, by=network.clerk)
    (medium,) = said(record.pk)["illustrations"]
    address = medium["traductionFichiers"][0]["urlFiche"].removeprefix("http://127.0.0.1:8000")
    picture_there = client.get(address)
    assert b"".join(picture_there.streaming_content).startswith(b"\xff\xd8")  # type: ignore[attr-defined]
    assert Use.objects.get().object_id == record.pk


def test_what_is_refused_for_its_words_keeps_no_file(network: Cast, client: Client, store: Store) -> None:
    record = network.record()
    wrong = modification(record.pk, item("front", type="INCONNU", legende=3))
    assert put(client, wrong, FRONT)[1]["errorType"].startswith("ECRITURE_")
    unread = modification(record.pk, item("front", legende={"libelleFr": 3}))
    assert put(client, unread, FRONT)[1]["errorType"] == "ECRITURE_INVALID_JSON_DATA"
    other = network.record(hotel("Hôtel du Col"), owner="albertville")
    assert put(client, modification(other.pk, item("front")), FRONT)[1]["errorType"] == "ECRITURE_FORBIDDEN"
    assert store.is_untouched()
    assert Revision.objects.count() == 2


PAIRS: dict[str, tuple[Callable[[int], dict[str, Any]], dict[str, Any], str]] = {
    "no part": (lambda one: modification(one, item("front")), {}, "n'est pas envoyé"),
    "another part": (
        lambda one: modification(one, item("front")), {"multimedia.back": JPEG}, "front",
    ),
    "a part too many": (
        lambda one: modification(one, item("front")),
        {**FRONT, "multimedia.back": JPEG}, "« multimedia.back » ne sert à rien",
    ),
    "not in the list": (
        lambda one: {**modification(one, item("front")), "root.fieldList": ["nom"]}, FRONT, "ne sert à rien",
    ),
    "another mode": (lambda one: {"mode": "MASQUAGE", "id": str(one)}, FRONT, "ne sert à rien"),
    "no name": (modification, {"multimedia.": JPEG}, "multimedia.<nom>"),
    "a text as a file": (modification, {"photo": JPEG}, "multimedia.<nom>"),
    "both text and file": (
        lambda one: modification(one, item("front")), {**FRONT, "mode": JPEG}, "plusieurs",
    ),
    "a link": (lambda one: modification(one, item("front", link=True)), FRONT, "link"),
    "a type of links": (lambda one: modification(one, item("front", type="VIDEO")), FRONT, "est un lien"),
    "metadata only": (
        lambda one: modification(one, item("front", modificationMode="MODIFICATION_METADONNEES")), FRONT,
        "les fichiers restent",
    ),
    "files of nothing": (
        lambda one: modification(one, item("front", identifiant=9, modificationMode="MODIFICATION_FICHIERS")),
        FRONT, "donnez son « identifiant »",
    ),
    "words of nothing": (
        lambda one: modification(one, {"modificationMode": "MODIFICATION_METADONNEES", "type": "IMAGE"}), {},
        "donnez son « identifiant »",
    ),
    "an empty reference": (lambda one: modification(one, item("")), {}, "adresse web"),
}  # fmt: skip


@pytest.mark.parametrize("name", PAIRS)
def test_files_and_media_that_do_not_match(network: Cast, client: Client, store: Store, name: str) -> None:
    texts, files, words = PAIRS[name]
    record = network.record()
    status, answer = put(client, texts(record.pk), files)
    assert (status, answer["errorType"][:9]) == (400, "ECRITURE_"), answer
    assert words in answer["message"]
    assert store.is_untouched()
    assert Revision.objects.count() == 1
    assert not Proposal.objects.exists()
