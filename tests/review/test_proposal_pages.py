"""The pages of proposals: correcting, answering value by value, discussing; nothing typed is lost."""

from collections.abc import Callable
from html import unescape
from typing import Any

import pytest
from django.test import Client

from sitra.members import actions as members
from sitra.review.models import Item, Message, Proposal
from sitra.tourism import actions as tourism
from sitra.tourism.models import Revision, TouristObject
from sitra.vocabulary import actions as vocabulary
from tests.cast import Cast, hotel

NAME = "valeur:nom.libelleFr"
PHONE = "valeur:informations.moyensCommunication.0"

type Post = Callable[..., Any]


@pytest.fixture
def as_person(cast: Cast, client: Client) -> Callable[[str], Client]:
    def sign_in(name: str) -> Client:
        client.force_login(cast.people[name])
        return client

    return sign_in


def correct(client: Client, record: TouristObject, **more: str) -> Any:
    page = client.get(f"/objets/{record.pk}/corriger").content.decode()
    assert NAME in page
    sent = {"vu": str(record.revision), NAME: "Hôtel du Pont", PHONE: "04 75 00 00 00", **more}
    return client.post(f"/objets/{record.pk}/corriger", sent, follow=True)


def test_whoever_may_not_write_proposes_and_is_answered(
    cast: Cast, as_person: Callable[[str], Client]
) -> None:
    record = cast.record()
    said = correct(as_person("neighbour"), record, source="Vu sur place").content.decode()
    assert "Votre proposition est envoyée" in said
    row = Proposal.objects.get()
    name, phone = Item.objects.filter(proposal=row).order_by("place", "pk")[::-1]
    assert name.after == {"libelleFr": "Hôtel du Pont"}
    client = as_person("clerk")
    page = client.get("/propositions").content.decode()
    assert "Corriger « Hôtel des Tilleuls »" in page
    shown = client.get(f"/propositions/{row.pk}").content.decode()
    assert "Vu sur place" in shown
    sent = {"vu": "1", f"reponse:{name.pk}": "modifier", f"valeur:{name.pk}": "Hôtel du Vieux Pont"}
    half = client.post(f"/propositions/{row.pk}/repondre", sent)
    assert half.status_code == 422
    assert "il en manque 1" in half.content.decode()
    assert "Hôtel du Vieux Pont" in half.content.decode()
    done = client.post(
        f"/propositions/{row.pk}/repondre",
        {**sent, f"reponse:{phone.pk}": "refuser", f"motif:{phone.pk}": "Numéro privé"},
        follow=True,
    )
    assert "acceptée en partie" in done.content.decode()
    latest = Revision.objects.filter(object=record).latest("number").document
    assert latest["nom"]["libelleFr"] == "Hôtel du Vieux Pont"
    assert latest["informations"]["moyensCommunication"][0]["coordonnees"]["fr"] == "01 23 45 67 89"
    late = client.post(f"/propositions/{row.pk}/refuser", {"motif": "Non"})
    assert late.status_code == 409


def test_whoever_writes_saves_at_once_and_a_late_form_loses_nothing(
    cast: Cast, as_person: Callable[[str], Client]
) -> None:
    record = cast.record()
    client = as_person("clerk")
    assert "La fiche est à jour." in correct(client, record).content.decode()
    tourism.revise(record.pk, hotel("Hôtel du Lac"), seen=2, by=cast.author())
    late = client.post(f"/objets/{record.pk}/corriger", {"vu": "2", NAME: "Hôtel du Château"})
    assert late.status_code == 409
    assert 'value="Hôtel du Château"' in late.content.decode()
    assert 'name="vu" value="3"' in late.content.decode()
    unchanged = client.post(f"/objets/{record.pk}/corriger", {"vu": "3", NAME: "Hôtel du Lac"}, follow=True)
    assert "Vous n’avez rien changé" in unchanged.content.decode()


def test_what_cannot_be_read_is_said_and_kept(cast: Cast, as_person: Callable[[str], Client]) -> None:
    record = cast.record()
    client = as_person("neighbour")
    rooms = "informationsHotellerie.capacite.nombreChambresClassees"
    page = client.get(f"/objets/{record.pk}/corriger?champ={rooms}").content.decode()
    assert f'name="valeur:{rooms}"' in page
    sent = {"vu": "1", "champ": rooms, f"valeur:{rooms}": "douze", NAME: "Autre"}
    wrong = client.post(f"/objets/{record.pk}/corriger", sent)
    assert wrong.status_code == 422
    assert "écrivez-le en chiffres" in wrong.content.decode()
    assert 'value="douze"' in wrong.content.decode()
    assert not Proposal.objects.exists()


def test_asking_discussing_refusing_withdrawing(cast: Cast, as_person: Callable[[str], Client]) -> None:
    record = cast.record()
    client = as_person("neighbour")
    assert "rien ne vous a été confié" in client.get(f"/objets/{record.pk}/droits").content.decode()
    client.post(f"/objets/{record.pk}/demander", {"demande": "masquer", "commentaire": "Fermé", "vu": "1"})
    row = Proposal.objects.get()
    client.post(f"/propositions/{row.pk}/message", {"message": "Êtes-vous au courant ?"})
    assert Message.objects.get().words == "Êtes-vous au courant ?"
    assert client.post(f"/propositions/{row.pk}/accepter").status_code == 403
    assert as_person("counsellor").get(f"/propositions/{row.pk}").status_code == 404
    client = as_person("clerk")
    assert client.post(f"/propositions/{row.pk}/refuser", {"motif": " "}).status_code == 422
    assert client.post(f"/propositions/{row.pk}/retirer").status_code == 403
    client.post(f"/propositions/{row.pk}/refuser", {"motif": "Ouvert."})
    assert "Motif : Ouvert." in client.get(f"/propositions/{row.pk}").content.decode()


def test_whoever_lets_a_record_go_goes_on_reading_what_they_answered(
    cast: Cast, as_person: Callable[[str], Client]
) -> None:
    record = cast.record()
    sent = {"demande": "supprimer", "commentaire": "Fermé", "vu": "1"}
    as_person("neighbour").post(f"/objets/{record.pk}/demander", sent)
    row = Proposal.objects.get()
    done = as_person("clerk").post(f"/propositions/{row.pk}/accepter", follow=True)
    assert done.status_code == 200
    assert "1 proposition acceptée." in done.content.decode()
    assert TouristObject.objects.get(pk=record.pk).state == "DELETED"


def test_strange_forms_are_answered_in_words(cast: Cast, as_person: Callable[[str], Client]) -> None:
    record = cast.record()
    client = as_person("clerk")
    for address in ("/propositions?page=999999&boite=x", "/propositions/999999999", "/propositions?page=-1"):
        assert client.get(address, follow=True).status_code in {200, 404}
    for sent in (
        {},
        {"vu": "x" * 50},
        {"vu": "9" * 40, NAME: "\0" * 3},
        {"valeur:": "x", "champ": "x" * 500},
    ):
        assert client.post(f"/objets/{record.pk}/corriger", sent).status_code in {200, 302, 409, 422}
    assert client.post(f"/objets/{record.pk}/demander", {"demande": "vendre"}).status_code == 302


def test_a_way_to_get_in_touch_is_added_where_there_is_none(
    cast: Cast, as_person: Callable[[str], Client]
) -> None:
    vocabulary.load_seed()
    record = cast.record()
    client, address = as_person("clerk"), f"/objets/{record.pk}/corriger"
    page = client.get(address).content.decode()
    assert 'name="valeur:informations.moyensCommunication.+204"' in page
    assert "moyensCommunication.+201" not in page
    assert "moyensCommunication.+999" not in page
    sent = {"vu": "1", NAME: "Hôtel des Tilleuls", PHONE: "01 23 45 67 89"}
    added = {f"valeur:informations.moyensCommunication.+{number}": "a@b.example" for number in (204, 999)}
    assert client.post(address, {**sent, **added}).status_code == 302
    ways = Revision.objects.filter(object=record).latest("number").document["informations"]
    kept = [(one["type"]["id"], one["coordonnees"]["fr"]) for one in ways["moyensCommunication"]]
    assert kept == [(201, "01 23 45 67 89"), (204, "a@b.example")]


def test_words_without_a_correction_come_back(cast: Cast, as_person: Callable[[str], Client]) -> None:
    record = cast.record()
    told = as_person("neighbour").post(
        f"/objets/{record.pk}/corriger",
        {"vu": "1", "commentaire": "La piscine est fermée", "source": "Un appel"},
    )
    assert told.status_code == 422
    for said in ("changez au moins une valeur", "La piscine est fermée", "Un appel"):
        assert said in told.content.decode()
    assert not Proposal.objects.exists()


def test_a_record_is_handed_over_or_it_is_asked(cast: Cast, as_person: Callable[[str], Client]) -> None:
    record = cast.record()
    ask = f"/objets/{record.pk}/demander"
    heir = cast.members["albertville"].pk
    nobody = as_person("neighbour").post(
        ask, {"vu": "1", "demande": "transmettre", "a": "999999"}, follow=True
    )
    assert "Choisissez le membre" in nobody.content.decode()
    asked = as_person("neighbour").post(ask, {"vu": "1", "demande": "transmettre", "a": heir}, follow=True)
    assert cast.members["albertville"].name in unescape(asked.content.decode())
    assert Proposal.objects.get().to_owner_id == heir
    members.seat(cast.clerk, cast.members["aubenas"].pk, ["consult", "members"])
    done = as_person("clerk").post(ask, {"vu": "1", "demande": "transmettre", "a": heir}, follow=True)
    assert "La fiche est à jour" in done.content.decode()
    record.refresh_from_db()
    assert record.owner_id == heir
