"""The pages of members without a browser: who sees what, what forms do, how many queries it takes."""

import re
from collections.abc import Callable
from typing import Any

import pytest
from django.core.cache import cache
from django.test import Client

from sitra.access import queries as access
from sitra.accounts.models import Person
from sitra.kit.errors import Impossible
from sitra.members import actions
from sitra.members.events import CHARTER
from sitra.members.models import Demand, Invitation, Member, Seat
from tests.cast import Cast
from tests.members.crowd import crowd

pytestmark = pytest.mark.django_db

Commit = Callable[..., Any]
Mails = list[Any]
PASSWORD = "gentiane-jaune-44"


@pytest.fixture(autouse=True)
def nobody_hurries() -> None:
    cache.clear()


@pytest.fixture
def people(cast: Cast) -> dict[str, Person]:
    return crowd(cast)


def posts(client: Client, commit: Commit, address: str, **form: object) -> int:
    with commit(execute=True):
        return client.post(address, form).status_code


def link_in(mail: Any) -> str:
    found = re.search(r"/invitation/\S+", mail.body)
    assert found
    return found.group()


def test_an_invited_newcomer_enters_once(
    people: dict[str, Person],
    client: Client,
    django_capture_on_commit_callbacks: Commit,
    mailoutbox: Mails,
) -> None:
    client.force_login(people["chief"])
    commit = django_capture_on_commit_callbacks
    form = {"email": "Neuf@test.example", "duties": ["consult", "write"]}
    assert posts(client, commit, "/membres/4/inviter", **form) == 302
    (mail,) = mailoutbox
    assert mail.to == ["neuf@test.example"]
    link = link_in(mail)
    assert "neuf@test.example" in client.get("/membres/4/personnes").content.decode()
    guest = Client()
    for _ in range(2):  # a mail reader that looks first takes nothing
        page = guest.get(link)
        assert page.status_code == 200
        assert page["Cache-Control"].count("no-store")
    assert not Person.objects.filter(email="neuf@test.example").exists()
    assert (
        guest.post(link, {"first_name": "Ana", "last_name": "Neuf", "password": "12345678"}).status_code
        == 422
    )
    said = {"first_name": "Ana", "last_name": "Neuf", "password": PASSWORD}
    assert guest.post(link, said).status_code == 302
    seat = Seat.objects.get(person__email="neuf@test.example")
    assert (seat.member_id, seat.duties) == (4, ["consult", "write"])
    assert guest.get("/compte/").status_code == 200
    row = Invitation.objects.get()
    assert (row.email, row.nonce, row.person_id) == ("", "", seat.person_id)
    for method in (Client().get, Client().post):
        assert method(link).status_code == 410


def test_an_invitation_is_only_for_whom_it_names(
    people: dict[str, Person],
    client: Client,
    django_capture_on_commit_callbacks: Commit,
    mailoutbox: Mails,
) -> None:
    client.force_login(people["chief"])
    commit = django_capture_on_commit_callbacks
    posts(client, commit, "/membres/4/inviter", email="neighbour@test.example", duties=["consult"])
    link = link_in(mailoutbox[-1])
    assert Client().post(link, {"first_name": "X", "last_name": "Y", "password": PASSWORD}).status_code == 200
    thief = Client()
    thief.force_login(people["climber"])
    assert thief.post(link).status_code == 403
    assert not Seat.objects.filter(member=4, person__in=[people["climber"], people["neighbour"]]).exists()
    assert client.get(link[:-2]).status_code == 404
    posts(client, commit, f"/invitations/{Invitation.objects.get().pk}/renvoyer")
    theirs = Client()
    theirs.force_login(people["neighbour"])
    assert theirs.post(link).status_code == 410
    link = link_in(mailoutbox[-1])
    actions.seat(people["chief"], 4, ["members", "write"])  # the author may no longer give what was offered
    assert theirs.post(link).status_code == 410
    actions.seat(people["chief"], 4, ["members", "write", "consult"])
    assert theirs.post(link).status_code == 302
    assert Seat.objects.get(person=people["neighbour"], member=4).duties == ["consult"]


def test_an_invitation_ends(
    people: dict[str, Person],
    client: Client,
    django_capture_on_commit_callbacks: Commit,
    mailoutbox: Mails,
) -> None:
    from datetime import timedelta

    client.force_login(people["chief"])
    posts(
        client,
        django_capture_on_commit_callbacks,
        "/membres/4/inviter",
        email="a@b.example",
        duties=["write"],
    )
    link = link_in(mailoutbox[-1])
    row = Invitation.objects.get()
    Invitation.objects.update(expires_at=row.sent_at - timedelta(seconds=1))
    assert Client().get(link).status_code == 410
    Invitation.objects.update(expires_at=row.expires_at)
    assert Client().get(link).status_code == 200
    assert client.post(f"/invitations/{row.pk}/retirer").status_code == 302
    assert Client().get(link).status_code == 410
    assert Invitation.objects.get().email == ""


def test_who_may_invite_and_to_what(people: dict[str, Person], client: Client) -> None:
    for who, duties, status in (
        ("clerk", ["consult"], 422),
        ("climber", ["consult"], 422),
        ("chief", ["finance"], 422),
        ("chief", [], 422),
        ("animator", ["animate"], 422),
    ):
        client.force_login(people[who])
        answer = client.post("/membres/4/inviter", {"email": "x@test.example", "duties": duties})
        assert answer.status_code in {status, 403}, who
    assert not Invitation.objects.exists()


def test_a_professional_asks_and_the_office_answers(
    people: dict[str, Person],
    client: Client,
    django_capture_on_commit_callbacks: Commit,
    mailoutbox: Mails,
) -> None:
    commit, guest = django_capture_on_commit_callbacks, Client()
    said = {
        "first_name": "Luc",
        "last_name": "Gîte",
        "email": "luc@test.example",
        "commune": "Aubenas",
        "record": "12",
    }
    for _ in range(2):  # asking twice is told the same, and noted once
        assert posts(guest, commit, "/inscription", **said) == 200
    assert [mail.to for mail in mailoutbox] == [["chief@test.example"]]
    assert "luc@test.example" not in mailoutbox[0].body
    assert posts(guest, commit, "/inscription", **said | {"email": "clerk@test.example"}) == 200
    first, second = Demand.objects.order_by("pk")
    client.force_login(people["neighbour"])
    assert client.post(f"/demandes-de-compte/{first.pk}/accepter").status_code == 403
    client.force_login(people["chief"])
    assert "Luc Gîte" in client.get("/membres/4/personnes").content.decode()
    assert posts(client, commit, f"/demandes-de-compte/{first.pk}/accepter") == 302
    assert mailoutbox[-1].to == ["luc@test.example"]
    guest.post(
        link_in(mailoutbox[-1]),
        {"first_name": "Luc", "last_name": "Gîte", "password": PASSWORD},
    )
    seat = Seat.objects.get(person__email="luc@test.example")
    assert (seat.duties, seat.record) == (["consult"], 12)
    assert posts(client, commit, f"/demandes-de-compte/{second.pk}/refuser", motif="Déjà là.") == 302
    assert "Déjà là." in mailoutbox[-1].body
    assert set(Demand.objects.values_list("email", "last_name", "granted")) == {
        ("", "", True),
        ("", "", False),
    }


def test_asking_is_paced(cast: Cast) -> None:
    del cast
    guest, said = Client(), {"first_name": "L", "last_name": "G", "commune": "Privas"}
    asked = [
        guest.post("/inscription", {**said, "email": f"l{one}@test.example"}).status_code for one in range(11)
    ]
    assert asked == [200] * 10 + [429]


def test_others_see_what_is_public(people: dict[str, Person], client: Client) -> None:
    actions.seat(people["clerk"], 4, ["consult", "write", "publish"], record=77)
    Member.objects.filter(pk=4).update(mails_of_exports=["secret@aubenas.example"], sponsor=2)
    client.force_login(people["neighbour"])
    page = client.get("/membres/4").content.decode()
    assert "Aubenas" in page
    assert "https://aubenas.example" in page
    for secret in ("secret@", "Parrain", "clerk@", "Personnes"):
        assert secret not in page
    assert client.get("/membres/4/personnes").status_code == 403
    for address in ("/membres/4/modifier", "/membres/4/reseau", "/membres/nouveau"):
        assert client.get(address).status_code == 403
    client.force_login(people["clerk"])
    assert "secret@" in client.get("/membres/4").content.decode()
    assert client.get("/membres/4/modifier").status_code == 403
    assert Client().get("/membres/4").status_code == 302


def test_a_seat_is_taken_and_given_back(people: dict[str, Person], client: Client) -> None:
    client.force_login(people["chief"])
    clerk = people["clerk"]
    actions.seat(people["chief"], 4, ["consult", "members", "write", "publish"])
    answer = client.post(f"/membres/4/personnes/{clerk.pk}/retirer")
    token = answer["Location"].partition("fait=")[2]
    assert not Seat.objects.filter(person=clerk).exists()
    assert token in client.get(answer["Location"]).content.decode()
    other = Client()
    other.force_login(people["animator"])
    assert other.post("/membres/annuler", {"jeton": token}).status_code == 403
    assert client.post("/membres/annuler", {"jeton": token + "x"}).status_code == 422
    assert client.post("/membres/annuler", {"jeton": token}).status_code == 302
    assert Seat.objects.get(person=clerk).duties == ["consult", "publish", "write"]
    client.post(f"/membres/4/personnes/{clerk.pk}", {"duties": ["consult"]})
    assert Seat.objects.get(person=clerk).duties == ["consult"]
    client.force_login(people["clerk"])
    assert client.post(f"/membres/4/personnes/{clerk.pk}", {"duties": ["consult"]}).status_code == 403


def test_anybody_may_get_up_and_not_sit_down_alone(people: dict[str, Person], client: Client) -> None:
    clerk = people["clerk"]
    client.force_login(clerk)
    assert "Quitter ce membre" in client.get("/membres/4/personnes").content.decode()
    answer = client.post(f"/membres/4/personnes/{clerk.pk}/retirer")
    assert answer["Location"] == "/membres"
    assert not Seat.objects.filter(person=clerk).exists()
    assert client.get("/membres/4/personnes").status_code == 403
    client.force_login(people["climber"])
    assert client.post(f"/membres/4/personnes/{people['chief'].pk}/retirer").status_code == 403
    Person.objects.filter(pk=people["chief"].pk).update(is_active=False)
    actions.seat(people["neighbour"], 4, ["consult", "members"])
    with pytest.raises(Impossible):
        actions.unseat(people["neighbour"].pk, 4, by=people["neighbour"])


def test_hats(people: dict[str, Person], client: Client) -> None:
    clerk = people["clerk"]
    actions.seat(clerk, 5, ["consult"])
    client.force_login(clerk)
    assert "Agir pour Office de Privas" in client.get("/membres").content.decode()
    assert client.post("/casquette", {"membre": "5", "next": "//mal.example"})["Location"] == "/recherche"
    page = client.get("/membres").content.decode()
    assert "Agir pour Office d&#x27;Aubenas" in page
    assert client.post("/casquette", {"membre": "6"}).status_code == 403
    assert access.mandate_of(clerk).writes == {4}


def test_the_member_is_changed_on_screen(people: dict[str, Person], client: Client) -> None:
    client.force_login(people["chief"])
    page = client.get("/membres/4/modifier").content.decode()
    seen = re.search(r'name="vu" value="([^"]+)"', page).group(1)  # type: ignore[union-attr]
    form = {
        "vu": seen,
        "site": "https://neuf.example",
        "kinds": ["HOTELLERIE"],
        "currency": "EUR",
        "zone": "FRANCE",
    }
    assert client.post("/membres/4/modifier", {**form, "entities": "12"}).status_code == 422
    assert client.post("/membres/4/modifier", {**form, "mails_of_records": "x"}).status_code == 422
    assert client.post("/membres/4/modifier", form).status_code == 302
    assert client.post("/membres/4/modifier", form).status_code == 422
    assert Member.objects.get(pk=4).kinds == ["HOTELLERIE"]
    assert client.post("/membres/4/charte", {"version": CHARTER}).status_code == 302
    assert "par Chief Essai" in client.get("/membres/4").content.decode()
    assert client.get("/membres/4/reseau").status_code == 403
    client.force_login(people["animator"])
    assert client.get("/membres/4/reseau").status_code == 200
    assert client.post("/membres/4/depart", {"nom": "x", "heritier": "5"}).status_code == 422
    assert client.post("/membres/4/depart", {"nom": "Office d'Aubenas", "heritier": "5"}).status_code == 302
    assert "a quitté le réseau" in client.get("/membres/4").content.decode()


def test_the_list_is_narrowed_in_few_queries(
    people: dict[str, Person], client: Client, django_assert_max_num_queries: Callable[[int], Any]
) -> None:
    client.force_login(people["clerk"])
    client.get("/membres")
    with django_assert_max_num_queries(13):
        page = client.get("/membres", {"nom": "office", "departement": "07"}).content.decode()
    assert "2 membres" in page
    with django_assert_max_num_queries(16):
        client.get("/membres/4/personnes")
    assert "Aucun membre n’est parti" in client.get("/membres?partis=1").content.decode()
