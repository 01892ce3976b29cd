"""Home, the lists its numbers lead to, and the page of notices."""

import re
from collections.abc import Callable
from datetime import timedelta
from typing import Any

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.utils import timezone

from sitra.members import actions as members
from sitra.members.models import Seat
from sitra.notices import actions
from sitra.notices.events import MOST, News
from sitra.notices.models import Glance, Notice
from sitra.notices.rules.folding import Piece
from sitra.review import actions as review
from sitra.review.actions import Proposer
from sitra.review.events import Purpose
from sitra.search import actions as search
from sitra.tourism.events import State
from sitra.tourism.models import Confirmation, TouristObject
from tests.cast import PASSWORD, Cast, hotel

BUDGET = 55
"""Queries of a home, however many records there are."""


@pytest.fixture
def office(cast: Cast, client: Client, read_model: Callable[[], None]) -> Client:
    """Signed in as the clerk, with three records: one due, one whose periods are past, one that ends soon."""
    today = timezone.localdate()
    due, past, ending = (cast.record(hotel(f"Hôtel {name}")) for name in ("dû", "passé", "bientôt"))
    TouristObject.objects.filter(pk=due.pk).update(due_on=today)
    actions.look_at([due.pk, past.pk, ending.pk])
    Glance.objects.filter(pk=past.pk).update(opening_until=today - timedelta(days=1), prices_until=today)
    Glance.objects.filter(pk=ending.pk).update(prices_until=today + timedelta(days=14))
    read_model()
    client.force_login(cast.clerk)
    return client


def waits(page: str) -> dict[str, tuple[str, str]]:
    """Read what waits: words -> number and address."""
    found = re.findall(r'<li><a href="([^"]+)"><strong>([^<]+)</strong> <span>([^<]+)</span>', page)
    return {words: (number, address.replace("&amp;", "&")) for address, number, words in found}


def test_home_counts_what_waits_and_each_number_is_the_list_of_exactly_these(
    cast: Cast, office: Client
) -> None:
    by = Proposer(cast.people["neighbour"])
    review.ask(TouristObject.objects.earliest("pk").pk, Purpose.HIDE, seen=1, by=by)
    moment = timezone.now()
    actions.tell([Piece(cast.clerk.pk, f"{rank}", News.MESSAGE, moment, number=1) for rank in range(2)])
    found = waits(office.get("/accueil").content.decode())
    assert {words: number for words, (number, _) in found.items()} == {
        "proposition à laquelle répondre": "1",
        "messages non lus": "2",
        "fiche à confirmer": "1",
        "fiche dont les ouvertures sont passées": "1",
        "fiches dont une période finit bientôt": "2",
    }
    for words, (number, address) in found.items():
        page = office.get(address)
        assert page.status_code == 200, words
        listed = re.findall(
            r'class="proposal-line"|class="notice-link"|<h2><a href="/objets', page.content.decode()
        )
        assert len(listed) == int(number), words


def test_home_tells_ones_records_at_a_glance(cast: Cast, office: Client) -> None:
    cast.record(hotel("Brouillon"), state=State.DRAFT)
    search.rebuild()
    page = office.get("/accueil").content.decode()
    assert re.search(r"<strong>4</strong> fiches", page)
    assert "liste=toutes&amp;etat=DRAFT" in page
    drafts = office.get("/accueil/fiches?liste=toutes&etat=DRAFT").content.decode()
    assert "Brouillon" in drafts
    assert "Hôtel passé" not in drafts
    assert "Hôtel passé" in office.get("/accueil/fiches?type=HOTELLERIE").content.decode()
    assert "Hôtel passé" in page, "touched last"


def test_a_home_asks_as_much_of_the_database_whatever_the_number_of_records(
    cast: Cast, office: Client
) -> None:
    def asked() -> int:
        office.get("/accueil")
        with CaptureQueriesContext(connection) as counted:
            assert office.get("/accueil").status_code == 200
        return len(counted)

    before = asked()
    assert before < BUDGET
    for rank in range(12):
        cast.record(hotel(f"Hôtel {rank}"))
    search.rebuild()
    assert asked() == before


def test_a_count_stops_where_it_would_cost() -> None:
    from sitra.doors.workplace.home_shown import _wait

    assert _wait(MOST, "fiches", "/").number.replace("\u202f", "").replace("\xa0", "") == "1000"
    assert _wait(MOST + 1, "fiches", "/").number.endswith("+")


def test_a_professional_sees_their_record_large_and_says_that_all_is_right(
    cast: Cast, client: Client, read_model: Callable[[], None]
) -> None:
    record, other = cast.record(hotel("Le mien")), cast.record(hotel("Un autre"))
    Seat.objects.filter(person=cast.people["stranger"]).update(record=record.pk, duties=["consult"])
    read_model()
    client.force_login(cast.people["stranger"])
    page = client.get("/accueil").content.decode()
    assert "Le mien" in page
    assert f"/objets/{record.pk}/modifier?partie=prices" in page
    assert f"/objets/{record.pk}/modifier?partie=opening" in page
    assert client.post(f"/objets/{record.pk}/tout-est-juste").status_code == 302
    word = Confirmation.objects.filter(object=record, person=cast.people["stranger"]).get()
    assert (word.means, word.member_id) == ("PROFESSIONAL", cast.members["hotel"].pk)
    refused = client.post(f"/objets/{other.pk}/tout-est-juste", follow=True).content.decode()
    assert "Seul qui tient cette fiche" in refused
    assert not Confirmation.objects.filter(object=other, person=cast.people["stranger"]).exists()
    assert client.post("/objets/999999/tout-est-juste").status_code == 404


def test_an_animator_sees_members_and_the_pilot_the_network(
    cast: Cast, client: Client, read_model: Callable[[], None]
) -> None:
    record = cast.record()
    actions.look_at([record.pk])
    review.ask(record.pk, Purpose.HIDE, seen=1, by=Proposer(cast.people["neighbour"]))
    read_model()
    counsellor = cast.people["counsellor"]
    members.seat(counsellor, cast.members["ardeche"].pk, ["animate"])
    client.force_login(counsellor)
    page = client.get("/accueil").content.decode()
    assert "Les membres que vous animez" in page
    assert re.search(r"Office d&#x27;Aubenas</a></th><td>1</td><td>1</td>", page)
    assert "Le réseau" not in page
    members.seat(counsellor, cast.members["region"].pk, ["animate"])
    page = client.get("/accueil").content.decode()
    assert "Le réseau" in page
    assert "Les membres que vous animez" not in page


def test_an_empty_home_says_what_will_come(
    cast: Cast, client: Client, read_model: Callable[[], None]
) -> None:
    read_model()
    client.force_login(cast.people["counsellor"])
    page = client.get("/accueil").content.decode()
    assert "Rien ne vous attend" in page
    assert "pas encore de fiche" in page


def test_a_record_is_found_by_its_name_as_it_is_typed(cast: Cast, office: Client) -> None:
    hers = cast.record(hotel("Hôtel passage"), owner="privas")
    found = office.get("/accueil/trouver", {"mots": "pass"}, headers={"HX-Request": "true"}).content.decode()
    number = TouristObject.objects.get(name="Hôtel passé").pk
    assert f"/objets/{number}/modifier?partie=prices" in found
    assert "<html" not in found
    assert str(hers.pk) not in re.findall(r"/objets/(\d+)", found)
    whole = office.get("/accueil/trouver", {"mots": "pass"}).content.decode()
    assert "<h1>" in whole
    assert f"/objets/{number}/modifier" in whole
    assert office.get("/accueil/trouver", {"mots": "\0" * 300}).status_code == 200
    nothing = office.get("/accueil/trouver", {"mots": "zzzz"}, headers={"HX-Request": "true"})
    assert "Aucune fiche ne s’appelle ainsi" in nothing.content.decode()


def test_a_record_is_found_by_its_number(cast: Cast, office: Client) -> None:
    hers = cast.record(hotel("Hôtel passage"), owner="privas")
    secret = cast.record(hotel("Projet"), owner="albertville", state=State.DRAFT)
    for words in (str(hers.pk), str(hers.identifier)):
        found = office.get("/accueil/trouver", {"mots": words}).content.decode()
        assert f"/objets/{hers.pk}/modifier?partie=opening" in found, words
    for words in (str(secret.pk), "9" * 70):
        found = office.get("/accueil/trouver", {"mots": words}).content.decode()
        assert "Aucune fiche ne s’appelle ainsi" in found, words


@pytest.mark.usefixtures("cast")
def test_one_lands_at_home_unless_a_page_was_asked_for(client: Client) -> None:
    said = {"login": "clerk@test.example", "password": PASSWORD}
    assert client.post("/compte/login/", said)["Location"] == "/accueil"
    client.logout()
    asked = client.get("/propositions")["Location"]
    assert client.post(asked, {**said, "next": "/propositions"})["Location"] == "/propositions"
    client.logout()
    for address in ("/accueil", "/accueil/fiches", "/accueil/trouver", "/notifications"):
        assert client.get(address)["Location"].startswith("/compte/login/")


@pytest.mark.parametrize(
    "query", ["liste=zzz&type=zzz&etat=DELETED&page=-4", "page=99999999999", "liste=%00"]
)
def test_what_makes_no_sense_in_an_address_is_left_out(office: Client, query: str) -> None:
    assert office.get(f"/accueil/fiches?{query}").status_code == 200
    assert office.get(f"/notifications?{query}&sujet=zzz&nouvelle=zzz").status_code == 200


def test_notices_are_read_one_by_one_or_at_once_and_that_is_undone(cast: Cast, office: Client) -> None:
    moment = timezone.now()
    actions.tell([Piece(cast.clerk.pk, f"{rank}", News.JOINED, moment, number=4) for rank in range(120)])
    assert "99+" in office.get("/recherche").content.decode()
    page = office.get("/notifications").content.decode()
    assert page.count('class="notice-link"') == 30
    assert "Page 1 sur 4" in page
    first = Notice.objects.order_by("-at", "-id")[0]
    assert office.post(f"/notifications/{first.pk}", {"page": "1"}).status_code == 302
    assert office.post(f"/notifications/{first.pk}", {"en-passant": "1"}).status_code == 204
    assert Notice.objects.unread().count() == 119
    office.post("/notifications/toutes", {"sujet": "members"})
    assert Notice.objects.unread().count() == 0
    assert "bell-count" not in office.get("/notifications").content.decode()
    back = office.post("/notifications/annuler", {"sujet": "members", "page": "2"})
    assert back["Location"] == "/notifications?sujet=members&page=2"
    assert Notice.objects.unread().count() == 119, "what was read before stays read"
    office.post("/notifications/annuler")
    assert Notice.objects.unread().count() == 119
    office.post(f"/notifications/{first.pk}", {"non-lue": "1"})
    assert Notice.objects.unread().count() == 120


def test_a_notice_is_marked_by_its_reader_alone(cast: Cast, office: Client) -> None:
    actions.tell([Piece(cast.people["neighbour"].pk, "a", News.JOINED, timezone.now(), number=4)])
    assert office.post(f"/notifications/{Notice.objects.get().pk}").status_code == 404
    assert Notice.objects.unread().exists()
    assert "accepté" not in office.get("/notifications").content.decode()


def test_notices_are_filtered_by_subject(cast: Cast, office: Client) -> None:
    moment: Any = timezone.now()
    told = ((News.JOINED, "a"), (News.HARVEST_FAILED, "b"))
    actions.tell([Piece(cast.clerk.pk, key, news, moment, number=4) for news, key in told])
    page = office.get("/notifications?sujet=imports").content.decode()
    assert "a échoué" in page
    assert "invitation" not in page.partition("notice-list")[2]
    assert "Aucune notification de cette sorte" in office.get("/notifications?sujet=rights").content.decode()
