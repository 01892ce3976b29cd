"""Files are kept once, with what refers to them or not at all, and let go when nothing does."""

import hashlib
from datetime import timedelta
from pathlib import Path
from typing import Any

import pytest
from django.utils import timezone
from pytest_django import Settings

from sitra.ledger.models import Entry
from sitra.media import actions, queries
from sitra.media.actions import UnfitFile
from sitra.media.events import Form
from sitra.media.models import Media
from sitra.media.rules.addresses import digests
from sitra.review import actions as review
from sitra.review.actions import Proposer
from sitra.review.models import Enclosure, Proposal
from sitra.tourism import actions as tourism
from sitra.tourism.models import Use
from tests.cast import Cast, hotel
from tests.media import pictures
from tests.media.storing import Store, keeping

pytestmark = pytest.mark.django_db


def illustrated(said: dict[str, Any], **more: Any) -> dict[str, Any]:
    item = {
        "identifiant": 1,
        "link": False,
        "type": "IMAGE",
        "traductionFichiers": [{"locale": "fr", **said}],
    }
    return hotel(illustrations=[item], **more)


def kept(cast: Cast, folder: Path, content: bytes | None = None) -> dict[str, Any]:
    with keeping(cast, folder, front=content or pictures.jpeg(320, 200)) as said:
        pass
    found: dict[str, Any] = said["front"]
    return found


def grow_old(days: int = 31) -> None:
    Media.objects.update(asked_at=timezone.now() - timedelta(days=days))


def test_what_a_record_says_of_a_file(cast: Cast, store: Store, tmp_path: Path) -> None:
    said = kept(cast, tmp_path, pictures.jpeg(1600, 900))
    row = Media.objects.get()
    base = f"http://127.0.0.1:8000/media/{row.digest}"
    assert said["url"] == f"{base}/fichier.jpg"
    assert [said[f"url{name}"] for name in ("Liste", "Fiche", "Diaporama", "QHD")] == [
        f"{base}/{name}.jpg" for name in ("liste", "fiche", "diaporama", "qhd")
    ]
    assert (said["largeur"], said["hauteur"], said["extension"], said["fileName"]) == (
        1600,
        900,
        "jpg",
        "front",
    )
    with queries.served(row.digest, "fichier", "jpg").opened() as file:
        content = file.read()
    assert said["checksum"] == hashlib.sha256(content).hexdigest() == row.digest
    assert said["taille"] == len(content)
    assert (row.member, row.person, row.name) == (cast.members["aubenas"], cast.clerk, "front.jpg")
    assert store.files() == ["diaporama.jpg", "fiche.jpg", "fichier.jpg", "liste.jpg", "qhd.jpg"]
    assert Entry.objects.filter(name="media.kept").count() == 1


def test_one_content_is_kept_once_whoever_gives_it(cast: Cast, store: Store, tmp_path: Path) -> None:
    content = pictures.located_jpeg()
    with keeping(cast, tmp_path, one=content, two=content) as said:
        assert said["one"]["url"] == said["two"]["url"]
    with queries.served(Media.objects.get().digest, "fichier", "jpg").opened() as file:
        served = file.read()
    with keeping(cast, tmp_path, member="privas", again=content, back=served) as later:
        assert later["again"]["url"] == later["back"]["url"] == said["one"]["url"]
        assert later["again"]["lastModifiedDate"] == said["one"]["lastModifiedDate"]
    assert Media.objects.get().member == cast.members["aubenas"]
    assert len(store.files()) == 5


def test_what_is_refused_within_leaves_nothing(cast: Cast, store: Store, tmp_path: Path) -> None:
    class Refusal(Exception):
        pass

    with pytest.raises(Refusal), keeping(cast, tmp_path, front=pictures.jpeg(90, 60)):
        raise Refusal
    assert store.is_untouched()
    with (
        pytest.raises(UnfitFile, match=r"« bad.jpg » .partie « bad ».*pas une image"),
        keeping(cast, tmp_path, good=pictures.jpeg(90, 60), bad=pictures.HTML),
    ):
        pytest.fail("what is within must not be done")
    assert store.is_untouched()


def test_a_file_comes_in_the_forms_of_its_medium(cast: Cast, store: Store, tmp_path: Path) -> None:
    with pytest.raises(UnfitFile, match="c'est un PDF"), keeping(cast, tmp_path, plan=pictures.pdf()):
        pass
    assert store.is_untouched()
    with keeping(cast, tmp_path, forms=frozenset(Form), plan=pictures.pdf()) as said:
        assert said["plan"]["extension"] == "pdf"
    assert store.files() == ["fichier.pdf"]
    with pytest.raises(UnfitFile, match="c'est un PDF"), keeping(cast, tmp_path, plan=pictures.pdf()):
        pass


def test_what_was_cut_by_a_crash_is_written_again(cast: Cast, store: Store, tmp_path: Path) -> None:
    said = kept(cast, tmp_path)
    for path in store.folder.rglob("*.jpg"):
        if path.name == "fichier.jpg":
            path.unlink()
        else:
            path.write_bytes(b"cut")
    assert kept(cast, tmp_path) == said
    assert len(store.files()) == 5
    assert min(path.stat().st_size for path in store.folder.rglob("*.jpg")) > 100


def test_a_file_that_nothing_refers_to_is_let_go(cast: Cast, store: Store, tmp_path: Path) -> None:
    kept(cast, tmp_path)
    grow_old(29)
    assert actions.forget() == 0
    grow_old()
    assert actions.forget() == 1
    assert store.is_untouched()
    assert Entry.objects.filter(name="media.forgotten").count() == 1
    kept(cast, tmp_path)
    assert len(store.files()) == 5


def test_what_comes_again_is_kept_for_as_long_again(cast: Cast, store: Store, tmp_path: Path) -> None:
    kept(cast, tmp_path)
    grow_old()
    kept(cast, tmp_path)
    assert actions.forget() == 0
    assert store.files()


def test_a_file_of_any_revision_stays(cast: Cast, store: Store, tmp_path: Path) -> None:
    record = cast.record(illustrated(kept(cast, tmp_path)))
    aspect = {"aspect": "HIVER", "champsAspect": ["illustrations"]}
    winter = illustrated(kept(cast, tmp_path, pictures.jpeg(90, 60)))["illustrations"]
    document = hotel(aspects=[{**aspect, "illustrations": winter}])
    tourism.revise(record.pk, document, seen=1, by=cast.author())
    tourism.revise(record.pk, hotel(), seen=2, by=cast.author())
    assert Use.objects.filter(object=record).count() == 2
    grow_old()
    assert actions.forget() == 0
    assert len(store.files()) == 10


def test_a_file_of_a_proposal_stays_whatever_becomes_of_it(cast: Cast, store: Store, tmp_path: Path) -> None:
    record = cast.record()
    by = Proposer(cast.people["neighbour"], comment="Vu sur place")
    review.change(record.pk, illustrated(kept(cast, tmp_path)), seen=1, by=by)
    review.propose_record(
        illustrated(kept(cast, tmp_path, pictures.jpeg(90, 60)), nom={"libelleFr": "Neuf"}),
        kind=cast_kind(record.kind), owner=record.owner, by=by,
    )  # fmt: skip
    assert Enclosure.objects.count() == 2
    review.refuse(Proposal.objects.earliest("pk").pk, reason="Floue", by=cast.clerk)
    grow_old()
    assert actions.forget() == 0
    assert not Use.objects.exists()
    Proposal.objects.all().delete()
    assert actions.forget() == 2
    assert store.is_untouched()


def cast_kind(name: str) -> Any:
    from sitra.catalog.rules.kinds import Kind

    return Kind(name)


def test_another_storage_is_a_matter_of_settings(
    cast: Cast, store: Store, tmp_path: Path, settings: Settings
) -> None:
    """Any storage of Django does: here one that keeps all in memory."""
    memory = {"BACKEND": "django.core.files.storage.InMemoryStorage"}
    settings.STORAGES = {**settings.STORAGES, "media": memory}
    said = kept(cast, tmp_path)
    assert not store.files()
    with queries.served(said["checksum"], "liste", "jpg").opened() as file:
        assert file.read(2) == b"\xff\xd8"


def test_addresses_of_ours_are_told_from_others() -> None:
    digest = "ab" * 32
    ours = [f"https://anywhere.example/media/{digest}/fichier.jpg", f"/media/{digest}/liste.png"]
    others = [f"https://a.example/media/{digest[:-1]}/x.jpg", f"https://a.example/{digest}.jpg", "", None, 3]
    others += [f"https://a.example/media/{digest}/../x.jpg", f"https://a.example/media/{digest}/x.jpg?y"]
    for address in ours:
        assert digests(illustrated({"url": address})) == {digest}
        assert digests({"multimedias": [{"traductionFichiers": [{"urlFiche": address}]}]}) == {digest}
    for other in others:
        assert digests(illustrated({"url": other})) == set()
    for odd in (
        {"illustrations": 3},
        {"illustrations": [3, {"traductionFichiers": [3]}]},
        {"aspects": {"x": 1}},
    ):
        assert digests(odd) == set()
