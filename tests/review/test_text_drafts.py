"""Texts side by side that are kept as they are typed: in the draft of the record, met with the rest of it."""

from typing import Any

import pytest
from django.test import Client

from sitra.review.models import Draft
from sitra.tourism import actions as tourism
from sitra.tourism.models import Revision, TouristObject
from tests.cast import Cast, hotel
from tests.review.test_text_pages import DE, EN, FR, post, said, sent, shown

STREET = "localisation.adresse.adresse1"


@pytest.fixture
def clerk(cast: Cast, client: Client) -> Client:
    client.force_login(cast.clerk)
    return client


def keep(client: Client, record: TouristObject, values: dict[str, Any], status: int = 200) -> str:
    answer = client.post(f"/objets/{record.pk}/textes/brouillon", values)
    assert answer.status_code == status, answer
    return answer.content.decode()


def test_what_is_typed_comes_back_beside_what_the_record_says(cast: Cast, clerk: Client) -> None:
    record = cast.record()
    assert "Saisie gardée" in keep(clerk, record, {"vu": "1", DE: "Still, am Bach."})
    assert said(record) == hotel()["presentation"]["descriptifCourt"]
    page = shown(clerk, record)
    assert "Still, am Bach." in page
    assert "elle n’est pas encore enregistrée" in page
    assert "Ce que dit la fiche aujourd’hui" in page
    assert (
        "Still, am Bach." in clerk.get(f"/objets/{record.pk}/modifier?partie=text&langue=de").content.decode()
    )
    assert "1 texte enregistré" in post(clerk, record, {**sent(), DE: "Still, am Bach."})
    assert said(record)["libelleDe"] == "Still, am Bach."
    assert not Draft.objects.exists()
    assert "elle n’est pas encore enregistrée" not in shown(clerk, record)


def test_a_text_typed_back_leaves_no_draft(cast: Cast, clerk: Client) -> None:
    record = cast.record()
    keep(clerk, record, {"vu": "1", FR: "Autre chose."})
    assert Draft.objects.exists()
    keep(clerk, record, {"vu": "1", FR: said(record)["libelleFr"]})
    assert not Draft.objects.exists()


def test_saving_texts_leaves_the_rest_of_the_draft_unsaved(cast: Cast, clerk: Client) -> None:
    record = cast.record()
    clerk.post(f"/objets/{record.pk}/brouillon?partie=place", {STREET: "5 quai"})
    keep(clerk, record, {"vu": "1", DE: "Still."})
    post(clerk, record, {**sent(), DE: "Still."})
    draft = Draft.objects.get()
    assert draft.revision == 2
    assert draft.document["localisation"]["adresse"]["adresse1"] == "5 quai"
    assert draft.document["presentation"]["descriptifCourt"]["libelleDe"] == "Still."
    document = Revision.objects.filter(object=record).latest("number").document
    assert document["localisation"] == hotel()["localisation"]
    saved = clerk.post(f"/objets/{record.pk}/modifier?partie=place", {STREET: "5 quai"}, follow=True)
    assert "La fiche est à jour." in saved.content.decode()


def test_what_others_wrote_meanwhile_is_shown_beside_it(cast: Cast, clerk: Client) -> None:
    record = cast.record()
    keep(clerk, record, {"vu": "1", DE: "Meins."})
    changed = hotel()
    changed["presentation"]["descriptifCourt"]["libelleDe"] = "Von anderen."
    tourism.revise(record.pk, changed, seen=1, by=cast.author())
    page = shown(clerk, record)
    assert "Meins." in page
    assert "Entre-temps, quelqu’un a écrit" in page
    assert "Von anderen." in page
    assert "1 texte enregistré" in post(clerk, record, {**sent(vu="2"), DE: "Meins."})
    assert said(record)["libelleDe"] == "Meins."
    assert not Draft.objects.exists()


def test_an_old_page_does_not_write_over_what_a_newer_draft_took(cast: Cast, clerk: Client) -> None:
    record = cast.record()
    changed = hotel()
    changed["presentation"]["descriptifCourt"]["libelleDe"] = "Von anderen."
    tourism.revise(record.pk, changed, seen=1, by=cast.author())
    clerk.post(f"/objets/{record.pk}/brouillon?partie=place", {STREET: "5 quai"})
    words = keep(clerk, record, {"vu": "1", DE: "Meins.", EN: "Mine."}, status=409)
    assert "Quelqu’un a modifié" in words
    texts = Draft.objects.get().document["presentation"]["descriptifCourt"]
    assert (texts["libelleDe"], texts["libelleEn"]) == ("Von anderen.", "Mine.")


def test_a_sentence_that_follows_typed_periods_is_not_a_text_typed_here(cast: Cast, clerk: Client) -> None:
    document = hotel() | {
        "ouverture": {
            "periodesOuvertures": [{"dateDebut": "2027-05-01", "dateFin": "2027-09-30"}],
            "periodeEnClair": {"libelleFr": "Du 1er mai au 30 septembre 2027."},
            "periodeEnClairGenerationMode": "AUTOMATIQUE",
        }
    }
    record = cast.record(document)
    clerk.post(
        f"/objets/{record.pk}/brouillon?partie=opening",
        {
            "present": "ouverture.periodesOuvertures",
            "ouverture.periodesOuvertures.0.dateDebut": "2027-06-01",
            "ouverture.periodesOuvertures.0.dateFin": "2027-09-30",
        },
    )
    assert "1er juin" in Draft.objects.get().document["ouverture"]["periodeEnClair"]["libelleFr"]
    page = shown(clerk, record)
    assert "1er juin" not in page
    assert "elle n’est pas encore enregistrée" not in page


def test_languages_that_are_not_looked_at_are_named_and_go_with_the_rest(cast: Cast, clerk: Client) -> None:
    record = cast.record()
    keep(clerk, record, {"vu": "1", "presentation.descriptifCourt.libelleIt": "Tranquillo."})
    page = shown(clerk, record)
    assert "Partiront aussi vos textes que l’on ne voit pas ici : italien" in page
    assert 'value="Tranquillo."' in page


def test_whoever_may_not_write_keeps_it_too_and_proposing_takes_it_away(cast: Cast, client: Client) -> None:
    record = cast.record()
    client.force_login(cast.people["neighbour"])
    keep(client, record, {"vu": "1", DE: "Ein Vorschlag."})
    assert "Ein Vorschlag." in shown(client, record)
    assert "Votre proposition est envoyée" in post(client, record, {**sent(), DE: "Ein Vorschlag."})
    assert not Draft.objects.exists()


@pytest.mark.parametrize(
    "sent_", [{}, {"vu": "x"}, {"vu": "99", DE: "Ja."}, {"vu": "1", "../nom": "x", "nom.libelleXx": "y"}]
)
def test_bad_input_is_no_error(cast: Cast, clerk: Client, sent_: dict[str, str]) -> None:
    record = cast.record()
    keep(clerk, record, sent_)
    assert clerk.get("/objets/99999/textes/brouillon").status_code == 405
    assert clerk.post("/objets/99999/textes/brouillon", {"vu": "1"}).status_code == 404
