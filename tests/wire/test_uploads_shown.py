"""The page of a record shows its pictures, with credit and licence; those we keep come from here."""

from typing import Any

import pytest
from django.core.cache import cache
from django.test import Client

from tests.cast import Cast, hotel
from tests.media import pictures
from tests.media.conftest import store
from tests.media.storing import Store
from tests.wire import partners
from tests.wire.sending import item, modification, picture, put

__all__ = ("store",)
pytestmark = pytest.mark.django_db


def page(client: Client, cast: Cast, number: int) -> str:
    client.force_login(cast.clerk)
    return client.get(f"/objets/{number}").content.decode()


def test_a_picture_of_ours_is_read_from_here(cast: Cast, client: Client, store: Store) -> None:
    partners.entrust(cast)
    cache.clear()
    record = cast.record()
    words: dict[str, Any] = {
        "legende": {"libelleFr": 'La façade "au soir"'},
        "copyright": {"libelleFr": "© Office d'Aubenas, CC BY-SA 4.0"},
    }
    files = {"multimedia.a": picture(pictures.jpeg()), "multimedia.b": picture(pictures.jpeg(90, 60))}
    texts = modification(record.pk, item("a", **words), item("b", copyright=words["copyright"]))
    assert put(client, texts, files)[1]["status"] == "MODIFICATION_VALIDATION_SKIPPED"
    shown = page(client, cast, record.pk)
    digests = {path.parent.name for path in store.folder.rglob("fichier.jpg")}
    assert len(digests) == 2
    for digest in digests:
        assert f'<img src="/media/{digest}/diaporama.jpg"' in shown
    assert 'alt="La façade &quot;au soir&quot;"' in shown
    assert 'alt="Photo : Hôtel des Tilleuls"' in shown
    licence = "https://creativecommons.org/licenses/by-sa/4.0/"
    assert f'<a href="{licence}" rel="license noopener noreferrer">CC BY-SA 4.0</a>' in shown
    assert "© Office d&#x27;Aubenas, <a" in shown


def test_a_picture_of_a_source_stays_where_it_is(cast: Cast, client: Client) -> None:
    elsewhere = [{"locale": "fr", "url": "https://images.example/1.jpg"}]
    document = hotel(illustrations=[{"link": True, "type": "IMAGE", "traductionFichiers": elsewhere}])
    shown = page(client, cast, cast.record(document).pk)
    assert '<img src="https://images.example/1.jpg"' in shown
