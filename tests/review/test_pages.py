"""The pages of duplicates without a browser: who sees what, what forms do, how many queries it takes."""

import importlib
from collections.abc import Callable
from typing import Any

import pytest
from django.test import Client

from sitra.ledger.tasks import catch_up
from sitra.review import actions, queries
from sitra.review.events import Standing
from sitra.review.listeners import Watching
from sitra.review.models import Candidate
from sitra.tourism import actions as tourism
from sitra.tourism.events import Origin, State
from sitra.tourism.models import Revision, TouristObject
from tests.cast import ALBERTVILLE, Cast, hotel

pytestmark = pytest.mark.django_db(transaction=True)


@pytest.fixture
def cast(transactional_cast: Cast) -> Cast:
    return transactional_cast


@pytest.fixture
def page(cast: Cast, client: Client) -> Callable[..., str]:
    client.force_login(cast.clerk)

    def read(address: str, status: int = 200) -> str:
        answer = client.get(address)
        assert answer.status_code == status, answer
        return answer.content.decode()

    return read


def pair(cast: Cast, **more: Any) -> tuple[int, int]:
    couple = cast.record(hotel()).pk, cast.record(hotel("Les Tilleuls"), **more).pk
    follow()
    return couple


def follow() -> None:
    catch_up(Watching())
    actions.look_at_waiting()


def form(couple: tuple[int, int], keep: int, **more: str) -> dict[str, str]:
    rows = dict(TouristObject.objects.filter(pk__in=couple).values_list("pk", "revision"))
    return {"garder": str(keep), **{f"vu:{one}": str(rows[one]) for one in couple}, **more}


def test_a_pair_is_merged_then_undone(cast: Cast, client: Client, page: Callable[..., str]) -> None:
    one, other = pair(cast)
    assert "Les noms se ressemblent" in page("/doublons")
    shown = page(f"/doublons/{one}-{other}")
    assert 'name="champ:nom.libelleFr" value="kept" checked' in shown
    sent = form((one, other), one, **{"champ:nom.libelleFr": "other"})
    answer = client.post(f"/doublons/{one}-{other}/reunir", sent, follow=True)
    assert answer.redirect_chain == [(f"/objets/{one}?decidee={one}-{other}", 302)]
    assert "est réunie à la fiche" in answer.content.decode()
    assert TouristObject.objects.get(pk=one).name == "Les Tilleuls"
    assert f"fiche {other}" in page("/doublons/decidees")
    assert "Cette paire est décidée" in page(f"/doublons/{one}-{other}")
    undone = client.post(f"/doublons/{one}-{other}/annuler", follow=True).content.decode()
    assert "Réunion annulée : les deux fiches disent de nouveau" in undone
    assert TouristObject.objects.get(pk=one).name == "Hôtel des Tilleuls"


def test_the_result_is_shown_before_it_is_written(cast: Cast, client: Client) -> None:
    one, other = pair(cast)
    client.force_login(cast.clerk)
    sent = form((one, other), one, **{"champ:nom.libelleFr": "other", "voir": "1"})
    shown = client.post(f"/doublons/{one}-{other}/reunir", sent).content.decode()
    assert "Le résultat de vos choix" in shown
    assert "Nom (français) : «\u00a0Hôtel des Tilleuls\u00a0» → «\u00a0Les Tilleuls\u00a0»" in shown
    assert 'name="champ:nom.libelleFr" value="other" checked' in shown
    assert Revision.objects.count() == 2


def test_the_record_kept_can_be_the_other_one(cast: Cast, page: Callable[..., str]) -> None:
    one, other = pair(cast)
    assert f'name="garder" value="{one}"' in page(f"/doublons/{one}-{other}")
    assert f'name="garder" value="{other}"' in page(f"/doublons/{one}-{other}?garder={other}")
    assert f'name="garder" value="{one}"' in page(f"/doublons/{one}-{other}?garder=zut")


def test_what_changed_meanwhile_is_said_and_choices_are_kept(cast: Cast, client: Client) -> None:
    one, other = pair(cast)
    client.force_login(cast.clerk)
    sent = form((one, other), one, **{"champ:nom.libelleFr": "other"})
    tourism.revise(other, hotel("Tilleuls"), seen=1, by=cast.author())
    answer = client.post(f"/doublons/{one}-{other}/reunir", sent)
    assert answer.status_code == 409
    shown = answer.content.decode()
    assert "a été modifiée entre-temps" in shown
    assert 'name="champ:nom.libelleFr" value="other" checked' in shown
    assert f'name="vu:{other}" value="2"' in shown


@pytest.mark.parametrize("verb", ["reunir", "distinguer", "plus-tard"])
def test_whoever_comes_second_is_told_what_the_first_did(cast: Cast, client: Client, verb: str) -> None:
    one, other = pair(cast)
    client.force_login(cast.clerk)
    sent = form((one, other), one)
    actions.settle_as_one((one, other), keep=one, choices={}, seen={one: 1, other: 1}, by=cast.clerk)
    answer = client.post(f"/doublons/{one}-{other}/{verb}", sent, follow=True)
    assert answer.redirect_chain[-1][0] == f"/doublons/{one}-{other}"
    assert "Clerk Essai a décidé avant vous" in answer.content.decode()


def test_what_does_not_go_together_is_refused_in_words(cast: Cast, client: Client) -> None:
    empty = hotel("Sans adresse")
    del empty["localisation"]["adresse"]
    one, other = cast.record().pk, cast.record(empty, state=State.DRAFT).pk
    client.force_login(cast.clerk)
    sent = form((one, other), one, **{"champ:localisation.adresse": "other", "champ:rien": "both"})
    answer = client.post(f"/doublons/{one}-{other}/reunir", sent)
    assert answer.status_code == 422
    assert "Ces choix ne vont pas ensemble" in answer.content.decode()


def test_telling_apart_offers_the_way_back_where_one_was(cast: Cast, client: Client) -> None:
    one, other = pair(cast)
    client.force_login(cast.clerk)
    back = "/doublons?type=HOTELLERIE"
    answer = client.post(f"/doublons/{one}-{other}/distinguer", {"retour": back}, follow=True)
    assert answer.redirect_chain == [(f"{back}&decidee={one}-{other}", 302)]
    assert "sont deux choses" in answer.content.decode()
    answer = client.post(f"/doublons/{other}-{one}/annuler", follow=True)
    assert "de nouveau à décider" in answer.content.decode()
    assert Candidate.objects.get().standing == Standing.OPEN


@pytest.mark.parametrize(
    "back", ["https://evil.example/doublons", "//evil.example", "/objets/1", "javascript:1"]
)
def test_one_goes_back_to_the_queue_and_nowhere_else(cast: Cast, client: Client, back: str) -> None:
    one, other = pair(cast)
    client.force_login(cast.clerk)
    answer = client.post(f"/doublons/{one}-{other}/plus-tard", {"retour": back, "delai": "semaine"})
    assert answer["Location"] == "/doublons"
    assert "Rien à décider" in client.get("/doublons").content.decode()
    assert "Remise au" in client.get("/doublons?file=plus-tard").content.decode()


def test_a_pair_of_somebody_else_is_read_only(cast: Cast, client: Client, page: Callable[..., str]) -> None:
    one, other = pair(cast, owner="privas")
    assert "À décider avec Office de Privas." in page("/doublons")
    shown = page(f"/doublons/{one}-{other}")
    assert "il faut l’accord de Office de Privas" in shown
    assert "<fieldset" in shown
    assert 'type="radio"' not in shown
    for verb in ("reunir", "distinguer", "plus-tard", "annuler"):
        answer = client.post(f"/doublons/{one}-{other}/{verb}", form((one, other), one))
        assert answer.status_code == 403
        assert "Office de Privas" in answer.content.decode()
    assert Candidate.objects.get().standing == Standing.OPEN


def test_private_notes_are_for_those_who_write_the_record(cast: Cast, client: Client) -> None:
    notes = [{"descriptif": {"libelleFr": "Le code du portail"}}]
    one = cast.record(hotel(donneesPrivees=notes), origin=Origin.IMPORTED).pk
    other = cast.record(hotel("Les Tilleuls"), owner="privas").pk
    client.force_login(cast.people["counsellor"])
    assert "Le code du portail" not in client.get(f"/doublons/{one}-{other}").content.decode()
    mine = cast.record(hotel("Tilleuls")).pk
    client.force_login(cast.clerk)
    assert "Le code du portail" in client.get(f"/doublons/{one}-{mine}").content.decode()


def test_nobody_decides_without_signing_in_or_a_form(cast: Cast, client: Client) -> None:
    one, other = pair(cast)
    for address in ("/doublons", "/doublons/decidees", f"/doublons/{one}-{other}"):
        assert client.get(address)["Location"].startswith("/compte/login/")
    client.force_login(cast.clerk)
    assert client.get(f"/doublons/{one}-{other}/reunir").status_code == 405
    strict = Client(enforce_csrf_checks=True)
    strict.force_login(cast.clerk)
    assert strict.post(f"/doublons/{one}-{other}/distinguer").status_code == 403


@pytest.mark.parametrize(
    ("address", "status"),
    [
        ("/doublons/1-1", 422),
        ("/doublons/999998-999999", 404),
        ("/doublons?page=99999999999999999999", 200),
        ("/doublons?type=zut&vraisemblance=zut&departement=%00zut&page=-3&commune=zut%00", 200),
        ("/doublons/decidees?page=zut&decidee=zut", 200),
        ("/doublons?decidee=12-", 200),
    ],
)
def test_addresses_that_make_no_sense_are_answered(
    page: Callable[..., str], address: str, status: int
) -> None:
    page(address, status)


def test_the_queue_is_narrowed(cast: Cast, page: Callable[..., str]) -> None:
    pair(cast)
    away = [
        cast.record(hotel(name, commune=ALBERTVILLE, informations={})).pk
        for name in ("Hôtel du Lac", "Le Lac")
    ]
    follow()
    shown = {
        "": 2,
        "type=HOTELLERIE": 2,
        "type=ACTIVITE": 0,
        "departement=73": 1,
        "departement=07": 1,
        "commune=albertville": 1,
        "commune=07200": 1,
        "commune=nulle-part": 0,
        "vraisemblance=sure": Candidate.objects.filter(score__gte=0.9).count(),
        "vraisemblance=possible": Candidate.objects.filter(score__lt=0.6).count(),
    }
    for narrowed, count in shown.items():
        assert page(f"/doublons?{narrowed}").count('<article class="pair"') == count, narrowed
    assert f"/doublons/{away[0]}-{away[1]}" in page("/doublons?departement=73")


def test_a_long_queue_has_pages(
    cast: Cast, page: Callable[..., str], monkeypatch: pytest.MonkeyPatch
) -> None:
    for name in ("Hôtel des Tilleuls", "Les Tilleuls", "Tilleuls"):
        cast.record(hotel(name))
    follow()
    monkeypatch.setattr(importlib.import_module("sitra.review.queries.queue"), "PAGE", 2)
    monkeypatch.setattr(queries, "PAGE", 2)
    assert 'rel="next" href="/doublons?page=2"' in page("/doublons")
    assert 'rel="prev"' in page("/doublons?page=2")
    page("/doublons?page=9", 302)


def test_pages_take_as_many_queries_whatever_they_show(
    cast: Cast, client: Client, django_assert_max_num_queries: Callable[[int], Any]
) -> None:
    numbers = [
        cast.record(hotel(name)).pk
        for name in ("Les Tilleuls", "Tilleuls", "Hôtel des Tilleuls", "Au Tilleul")
    ]
    follow()
    assert Candidate.objects.count() >= 3
    client.force_login(cast.clerk)
    client.get("/doublons")
    with django_assert_max_num_queries(14):
        client.get("/doublons")
    with django_assert_max_num_queries(20):
        client.get(f"/doublons/{numbers[0]}-{numbers[1]}")
    actions.settle_as_two((numbers[0], numbers[1]), by=cast.clerk)
    actions.settle_as_two((numbers[0], numbers[2]), by=cast.clerk)
    with django_assert_max_num_queries(12):
        client.get("/doublons/decidees")


def test_the_page_of_what_is_alike_leads_to_comparing(cast: Cast, page: Callable[..., str]) -> None:
    one, other = pair(cast)
    assert f'href="/doublons/{one}-{other}"' in page(f"/objets/{one}/semblables")


def test_everything_is_said_in_english_too(cast: Cast, client: Client) -> None:
    one, other = pair(cast)
    client.force_login(cast.clerk)
    shown = client.get(f"/doublons/{one}-{other}", headers={"accept-language": "en"}).content.decode()
    for words in (
        "Almost certainly the same thing",
        "The commune is the same.",
        "Name (French)",
        "Record kept",
    ):
        assert words in shown
