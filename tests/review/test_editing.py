"""Typing over records through the pages: kept, saved, proposed; two people at once; nothing lost."""

import re
from typing import Any

import pytest
from django.test import Client
from pytest_django import DjangoAssertNumQueries

from sitra.catalog.rules.kinds import Kind
from sitra.review.models import Draft, Proposal
from sitra.tourism import actions as tourism
from sitra.tourism.events import State
from sitra.tourism.models import Revision, TouristObject
from tests.cast import Cast, hotel

NAME = "nom.libelleFr"
SHORT = "presentation.descriptifCourt.libelleFr"
STREET = "localisation.adresse.adresse1"


@pytest.fixture
def clerk(cast: Cast, client: Client) -> Client:
    client.force_login(cast.clerk)
    return client


def said(number: int) -> dict[str, Any]:
    """Give what a record says today."""
    return Revision.objects.filter(object_id=number).order_by("-number").values_list("document", flat=True)[0]


def test_what_is_typed_is_kept_and_comes_back(cast: Cast, clerk: Client) -> None:
    record = cast.record()
    page = clerk.post(f"/objets/{record.pk}/brouillon?partie=text", {SHORT: "Au bord de l’eau."})
    assert "Saisie gardée" in page.content.decode()
    assert said(record.pk) == hotel()
    again = clerk.get(f"/objets/{record.pk}/modifier?partie=text").content.decode()
    assert "Au bord de l’eau." in again
    assert "1 changement" in again


def test_a_plain_save_writes_and_leaves_the_rest(cast: Cast, clerk: Client) -> None:
    record = cast.record()
    clerk.post(f"/objets/{record.pk}/brouillon?partie=text", {SHORT: "Au bord de l’eau."})
    done = clerk.post(f"/objets/{record.pk}/modifier?partie=place", {STREET: "5 quai"}, follow=True)
    assert "La fiche est à jour." in done.content.decode()
    written = said(record.pk)
    assert written["localisation"]["adresse"]["adresse1"] == "5 quai"
    assert written["presentation"]["descriptifCourt"]["libelleFr"] == "Au bord de l’eau."
    assert written["presentation"]["descriptifCourt"]["libelleEn"].startswith("Quiet")
    assert not Draft.objects.exists()


def test_going_to_another_section_keeps_what_was_typed(cast: Cast, clerk: Client) -> None:
    record = cast.record()
    gone = clerk.post(f"/objets/{record.pk}/modifier?partie=place", {STREET: "5 quai", "vers": "prices"})
    assert gone.headers["Location"].endswith("/modifier?partie=prices")
    assert Draft.objects.get().document["localisation"]["adresse"]["adresse1"] == "5 quai"


def test_what_cannot_be_read_is_shown_again_with_what_to_do(cast: Cast, clerk: Client) -> None:
    record = cast.record()
    path = "informationsHotellerie.capacite.nombreSuites"
    sent = clerk.post(f"/objets/{record.pk}/modifier?partie=specific&tout=1", {path: "une douzaine"})
    words = sent.content.decode()
    assert sent.status_code == 422
    assert 'value="une douzaine"' in words
    assert "attend un nombre entier" in words
    refused = clerk.post(f"/objets/{record.pk}/modifier?partie=place", {STREET: "5 quai"})
    assert refused.status_code == 422
    assert "n&#x27;ont pas pu être lues" in refused.content.decode()
    assert said(record.pk) == hotel()


def test_rows_come_and_go_without_script(cast: Cast, clerk: Client) -> None:
    record = cast.record()
    periods = "descriptionTarif.periodes"
    row = {"present": [periods], f"{periods}.0.dateDebut": "2027-01-01"}
    more = clerk.post(f"/objets/{record.pk}/modifier?partie=prices", row | {"ajouter": periods})
    assert f'name="{periods}.1.dateDebut"' in more.content.decode()
    two = row | {f"{periods}.1.dateDebut": "2027-06-01"}
    less = clerk.post(f"/objets/{record.pk}/modifier?partie=prices", two | {"retirer": f"{periods}.0"})
    assert "2027-01-01" not in less.content.decode()
    assert Draft.objects.get().document["descriptionTarif"]["periodes"] == [{"dateDebut": "2027-06-01"}]


def test_somebody_else_s_record_gets_a_proposal(cast: Cast, client: Client) -> None:
    record = cast.record()
    client.force_login(cast.people["neighbour"])
    done = client.post(
        f"/objets/{record.pk}/modifier?partie=place",
        {STREET: "5 quai", "commentaire": "Vu sur place"},
        follow=True,
    )
    assert "proposition est envoyée" in done.content.decode()
    assert Proposal.objects.get().comment == "Vu sur place"
    assert said(record.pk) == hotel()


def test_what_others_changed_elsewhere_joins_by_itself(cast: Cast, clerk: Client) -> None:
    record = cast.record()
    clerk.post(f"/objets/{record.pk}/brouillon?partie=place", {STREET: "5 quai"})
    tourism.revise(record.pk, hotel("Nouveau nom"), seen=1, by=cast.author())
    page = clerk.get(f"/objets/{record.pk}/modifier?partie=place").content.decode()
    assert "a enregistré cette fiche le" in page
    clerk.post(f"/objets/{record.pk}/modifier?partie=place", {STREET: "5 quai"})
    written = said(record.pk)
    assert written["nom"]["libelleFr"] == "Nouveau nom"
    assert written["localisation"]["adresse"]["adresse1"] == "5 quai"


@pytest.mark.parametrize(("choice", "kept"), [("moi", "Le mien"), ("autre", "Le leur")])
def test_the_same_value_twice_is_asked_for(cast: Cast, clerk: Client, choice: str, kept: str) -> None:
    record = cast.record()
    clerk.post(f"/objets/{record.pk}/brouillon?partie=identity", {NAME: "Le mien"})
    tourism.revise(record.pk, hotel("Le leur"), seen=1, by=cast.author())
    asked = clerk.post(f"/objets/{record.pk}/modifier?partie=identity", {NAME: "Le mien"})
    words = asked.content.decode()
    assert asked.status_code == 409
    assert "Le mien" in words
    assert "Le leur" in words
    assert said(record.pk)["nom"]["libelleFr"] == "Le leur"
    choices = {f"choix:{NAME}": choice, "vu": "2"}
    clerk.post(f"/objets/{record.pk}/modifier/choisir?partie=identity", choices)
    assert said(record.pk)["nom"]["libelleFr"] == kept
    assert not Draft.objects.exists()


def test_what_others_wrote_after_one_chose_is_asked_for_again(cast: Cast, clerk: Client) -> None:
    record = cast.record()
    clerk.post(f"/objets/{record.pk}/brouillon?partie=identity", {NAME: "Le mien"})
    tourism.revise(record.pk, hotel("Le leur"), seen=1, by=cast.author())
    clerk.post(f"/objets/{record.pk}/modifier?partie=identity", {NAME: "Le mien"})
    tourism.revise(record.pk, hotel("Le tout dernier"), seen=2, by=cast.author())
    choices = {f"choix:{NAME}": "moi", "vu": "2"}
    again = clerk.post(f"/objets/{record.pk}/modifier/choisir?partie=identity", choices)
    assert again.status_code == 409
    assert "Le tout dernier" in again.content.decode()
    assert said(record.pk)["nom"]["libelleFr"] == "Le tout dernier"


def test_words_that_went_with_their_row_keep_nobody_from_saving(cast: Cast, clerk: Client) -> None:
    record = cast.record()
    rates = "descriptionTarif.periodes.0.tarifs"
    lists = {
        "present": ["descriptionTarif.periodes", rates],
        "descriptionTarif.periodes.0.dateDebut": "2027-01-01",
    }
    row = {f"{rates}.0.minimum": "douze"}
    refused = clerk.post(f"/objets/{record.pk}/modifier?partie=prices", lists | row)
    assert refused.status_code == 422
    elsewhere = clerk.post(f"/objets/{record.pk}/modifier?partie=place", {STREET: "5 quai"})
    assert "(Prix minimum)" in elsewhere.content.decode()
    clerk.post(f"/objets/{record.pk}/modifier?partie=prices", lists | row | {"retirer": f"{rates}.0"})
    done = clerk.post(f"/objets/{record.pk}/modifier?partie=prices", lists, follow=True)
    assert "La fiche est à jour." in done.content.decode()


def test_the_draft_of_another_is_named_field_by_field(cast: Cast, clerk: Client) -> None:
    record = cast.record()
    clerk.post(f"/objets/{record.pk}/brouillon?partie=place", {STREET: "5 quai"})
    other = Client()
    other.force_login(cast.people["neighbour"])
    page = other.get(f"/objets/{record.pk}/modifier?partie=place").content.decode()
    assert cast.clerk.full_name in page
    assert "Champs touchés : Adresse" in page
    assert "5 quai" not in page


def test_a_draft_is_put_aside_and_taken_up_again(cast: Cast, clerk: Client) -> None:
    record = cast.record()
    clerk.post(f"/objets/{record.pk}/brouillon?partie=place", {STREET: "5 quai"})
    page = clerk.post(f"/objets/{record.pk}/brouillon/abandonner?partie=place", follow=True).content.decode()
    assert "5 quai" not in page
    assert "Reprendre ma saisie" in page
    back = clerk.post(
        f"/objets/{record.pk}/brouillon/abandonner?partie=place", {"reprendre": "1"}, follow=True
    )
    assert "5 quai" in back.content.decode()


def test_a_record_is_begun_and_published(cast: Cast, clerk: Client) -> None:
    form = {"type": "RESTAURATION", "nom": "Chez Fourchette", "commune": "Aubenas (07019)"}
    begun = clerk.post("/objets/nouveau", form)
    record = TouristObject.objects.get(name="Chez Fourchette")
    assert begun.headers["Location"] == f"/objets/{record.pk}/modifier?partie=identity"
    assert (record.state, record.owner, record.kind) == (
        State.DRAFT,
        cast.members["aubenas"],
        Kind.RESTAURATION,
    )
    page = clerk.get(begun.headers["Location"]).content.decode()
    assert "pas encore publiée" in page
    refused = clerk.post(f"/objets/{record.pk}/modifier?partie=identity", {"publier": "1"}, follow=True)
    assert "ne peut pas être publiée" in refused.content.decode()


@pytest.mark.parametrize(
    ("form", "words"),
    [
        ({"nom": "X", "commune": "Aubenas"}, "Choisissez ce que décrit la fiche"),
        ({"type": "HOTELLERIE", "commune": "Aubenas"}, "Écrivez le nom"),
        ({"type": "HOTELLERIE", "nom": "X", "commune": "Nulle-Part"}, "Choisissez une commune"),
    ],
)
def test_what_a_new_record_lacks_is_said_and_the_rest_kept(
    cast: Cast, clerk: Client, form: dict[str, str], words: str
) -> None:
    page = clerk.post("/objets/nouveau", form)
    assert page.status_code == 422
    assert words in page.content.decode()
    assert cast.clerk
    assert not TouristObject.objects.exists()


def test_a_copy_says_the_same_without_the_numbers_of_the_other(cast: Cast, clerk: Client) -> None:
    phone = {"elementReferenceType": "MoyenCommunicationType", "id": 201}
    ways = [{"identifiant": 5, "type": phone, "coordonnees": {"fr": "04 75 00 00 00"}}]
    legal = {"siret": "73282932000074"}
    record = cast.record(
        hotel("Modèle", informations={"informationsLegales": legal, "moyensCommunication": ways})
    )
    answer = clerk.post(f"/objets/{record.pk}/dupliquer")
    number = int(re.findall(r"\d+", answer.headers["Location"])[0])
    copied = said(number)
    assert copied["nom"]["libelleFr"] == "Modèle (copie)"
    assert "informationsLegales" not in copied["informations"]
    assert "identifiant" not in copied["informations"]["moyensCommunication"][0]
    assert TouristObject.objects.get(pk=number).state == State.DRAFT


def test_who_may_not_consult_gets_nothing(cast: Cast, client: Client) -> None:
    record = cast.record(state=State.DRAFT)
    client.force_login(cast.people["neighbour"])
    for way in ("modifier", "champs"):
        assert client.get(f"/objets/{record.pk}/{way}").status_code == 403
    for way in ("modifier", "brouillon", "dupliquer"):
        assert client.post(f"/objets/{record.pk}/{way}", {NAME: "X"}).status_code == 403
    assert not Draft.objects.exists()


def test_a_field_is_found_by_its_name(cast: Cast, clerk: Client) -> None:
    record = cast.record()
    page = clerk.get(f"/objets/{record.pk}/champs", {"q": "suites"}).content.decode()
    assert "partie=specific" in page
    assert "#f-informationsHotellerie.capacite.nombreSuites" in page
    assert "Aucun champ" in clerk.get(f"/objets/{record.pk}/champs", {"q": "girafe"}).content.decode()


def test_a_page_of_the_editor_asks_few_questions(
    cast: Cast, clerk: Client, django_assert_max_num_queries: DjangoAssertNumQueries
) -> None:
    record = cast.record()
    clerk.get(f"/objets/{record.pk}/modifier")
    with django_assert_max_num_queries(25):
        clerk.get(f"/objets/{record.pk}/modifier?partie=services&tout=1")
    with django_assert_max_num_queries(35):
        clerk.post(f"/objets/{record.pk}/brouillon?partie=place", {STREET: "5 quai"})
