"""What those who write a record do from its page: confirm, follow the source, go back; and nobody else."""

from datetime import timedelta

import pytest
from django.test import Client
from django.utils import timezone

from sitra.catalog.rules.kinds import Kind
from sitra.tourism import actions as tourism
from sitra.tourism.actions import Arrival, OutsideSource
from sitra.tourism.events import Means, Origin
from sitra.tourism.models import Confirmation, Revision, TouristObject
from tests.cast import Cast, hotel

ESSAY = OutsideSource("essai", "Essai", "CC0", "https://essai.example")
WAYS = "informations.moyensCommunication"


@pytest.fixture
def clerk(cast: Cast, client: Client) -> Client:
    client.force_login(cast.clerk)
    return client


def test_what_is_ticked_is_confirmed_and_said(cast: Cast, clerk: Client) -> None:
    record = cast.record()
    Confirmation.objects.update(at=timezone.now() - timedelta(days=900))
    page = clerk.get(f"/objets/{record.pk}").content.decode()
    assert "Depuis" in page
    answer = clerk.post(f"/objets/{record.pk}/confirmer", {"valeur": [WAYS], "moyen": "CALL"}, follow=True)
    assert answer.redirect_chain == [(f"/objets/{record.pk}#freshness-title", 302)]
    assert "1 information confirmée." in answer.content.decode()
    latest = Confirmation.objects.latest("at")
    assert (latest.means, latest.paths, latest.person) == (Means.CALL, [WAYS], cast.clerk)
    said = clerk.post(f"/objets/{record.pk}/confirmer", {"tout": "1", "moyen": "VISIT"}, follow=True)
    assert "Tout est confirmé." in said.content.decode()
    assert Confirmation.objects.get().means == Means.VISIT


@pytest.mark.parametrize(
    ("sent", "said"),
    [({}, "Cochez ce que vous confirmez"), ({"valeur": ["rien"]}, "rien à confirmer sous « rien »")],
)
def test_a_confirmation_that_says_nothing_is_answered_in_words(
    cast: Cast, clerk: Client, sent: dict[str, list[str]], said: str
) -> None:
    record = cast.record()
    assert said in clerk.post(f"/objets/{record.pk}/confirmer", sent, follow=True).content.decode()


def test_a_revision_comes_back_and_a_late_click_loses_nothing(cast: Cast, clerk: Client) -> None:
    record = cast.record()
    tourism.revise(record.pk, hotel("Deux"), seen=1, by=cast.author())
    assert "Reprendre cette révision" in clerk.get(f"/objets/{record.pk}/revisions/1").content.decode()
    late = clerk.post(f"/objets/{record.pk}/revisions/1/reprendre", {"vu": "1"}, follow=True)
    assert "modifiée entre-temps" in late.content.decode()
    done = clerk.post(f"/objets/{record.pk}/revisions/1/reprendre", {"vu": "2"}, follow=True)
    assert "disait à la révision 1" in done.content.decode()
    record.refresh_from_db()
    assert (record.name, record.revision) == ("Hôtel des Tilleuls", 3)


def test_the_source_is_followed_from_the_page(cast: Cast, clerk: Client) -> None:
    arrival = Arrival("x", Kind.HOTELLERIE, hotel(), cast.members["aubenas"].pk)
    tourism.take_in([arrival], source=ESSAY, by=tourism.Author(origin=Origin.IMPORTED))
    row = TouristObject.objects.get()
    tourism.revise(row.pk, hotel("Nom d'ici"), seen=1, by=cast.author())
    page = clerk.get(f"/objets/{row.pk}").content.decode()
    assert "Écrit ici, autrement que la source" in page
    sent = {"source": "essai", "champ": "nom.libelleFr", "vu": "2"}
    answer = clerk.post(f"/objets/{row.pk}/source", sent, follow=True).content.decode()
    assert "dit de nouveau ce que dit sa source" in answer
    assert "Écrit ici, autrement que la source" not in answer
    assert Revision.objects.get(number=3).document == hotel()
    assert "dit déjà ce que dit sa source" in clerk.post(
        f"/objets/{row.pk}/source", {**sent, "vu": "3"}, follow=True
    ).content.decode().replace("&#x27;", "'")


@pytest.mark.parametrize("address", ["confirmer", "source", "revisions/1/reprendre"])
def test_nobody_else_may(cast: Cast, client: Client, address: str) -> None:
    record = cast.record()
    assert client.post(f"/objets/{record.pk}/{address}").status_code == 302
    client.force_login(cast.people["neighbour"])
    refused = client.post(f"/objets/{record.pk}/{address}", {"tout": "1", "vu": "1"})
    assert refused.status_code == 403
    assert (
        "Office d&#x27;Aubenas" in refused.content.decode() or "Office d'Aubenas" in refused.content.decode()
    )
    assert client.get(f"/objets/{record.pk}/{address}").status_code == 405
    client.force_login(cast.clerk)
    assert client.post(f"/objets/999999/{address}", {"tout": "1"}).status_code == 404
    page = client.get(f"/objets/{record.pk}").content.decode()
    client.force_login(cast.people["neighbour"])
    assert "Tout confirmer" in page
    assert "Tout confirmer" not in client.get(f"/objets/{record.pk}").content.decode()
