"""The versions of a record in the editor, without a browser: written, given back, met, taken out, seen."""

import re
from html import unescape
from typing import Any

import pytest
from django.test import Client
from pytest_django import DjangoAssertNumQueries

from sitra.catalog.rules.aspects import laid
from sitra.catalog.rules.kinds import Kind
from sitra.review.models import Draft, Proposal
from sitra.tourism import actions as tourism
from sitra.tourism.models import Revision
from tests.cast import Cast, hotel

SHORT = "presentation.descriptifCourt"
FRENCH = f"{SHORT}.libelleFr"
FACILITIES = "prestations.equipements"
STREET = "localisation.adresse.adresse1"
WINTER = {"_aspect": "HIVER"}


@pytest.fixture
def clerk(cast: Cast, client: Client) -> Client:
    client.force_login(cast.clerk)
    return client


def said(number: int) -> dict[str, Any]:
    """Give what a record says today."""
    return Revision.objects.filter(object_id=number).order_by("-number").values_list("document", flat=True)[0]


def winter(**more: Any) -> dict[str, Any]:
    """Write a version that says its own short text."""
    text = {"descriptifCourt": {"libelleFr": "Sous la neige."}}
    return {"aspect": "HIVER", "champsAspect": [SHORT], "presentation": text, **more}


def facility(number: int) -> dict[str, Any]:
    return {"elementReferenceType": "PrestationEquipement", "id": number}


def standings(page: str) -> dict[str, str]:
    """Read how each part of a form stands to the record."""
    return dict(re.findall(r'data-mark="([^"]+)" data-standing="([^"]+)"', page))


def shown(client: Client, number: int, query: str = "partie=text&aspect=HIVER") -> str:
    return client.get(f"/objets/{number}/modifier?{query}").content.decode()


def test_a_version_begins_as_the_record_and_keeps_only_what_is_typed(cast: Cast, clerk: Client) -> None:
    record = cast.record()
    page = shown(clerk, record.pk)
    assert "Au calme, à deux pas du château" in page
    assert standings(page)[FRENCH] == "fiche"
    assert 'name="nom.libelleFr"' not in shown(clerk, record.pk, "partie=identity&aspect=HIVER&tout=1")
    clerk.post(f"/objets/{record.pk}/modifier", {FRENCH: "Au pied des pistes.", **WINTER})
    (layer,) = said(record.pk)["aspects"]
    assert layer["champsAspect"] == [SHORT]
    assert layer["presentation"]["descriptifCourt"]["libelleFr"] == "Au pied des pistes."
    assert layer["presentation"]["descriptifCourt"]["libelleEn"].startswith("Quiet")
    assert {key: one for key, one in said(record.pk).items() if key != "aspects"} == hotel()
    page = shown(clerk, record.pk)
    assert standings(page)[FRENCH] == "propre"
    assert "La fiche dit : Au calme" in page
    assert "Propre à l’hiver" in page
    english = shown(clerk, record.pk, "partie=text&aspect=hiver&langue=en")
    assert standings(english)[f"{SHORT}.libelleEn"] == "fiche"


def test_what_is_typed_is_kept_and_the_answer_says_how_each_value_stands(cast: Cast, clerk: Client) -> None:
    record = cast.record()
    page = clerk.post(f"/objets/{record.pk}/brouillon?partie=text", {FRENCH: "Neige.", **WINTER})
    words = page.content.decode()
    assert standings(words)[FRENCH] == "propre"
    assert "Hiver · Descriptif court (français)" in words
    assert said(record.pk) == hotel()
    as_before = hotel()["presentation"]["descriptifCourt"]["libelleFr"]
    again = clerk.post(f"/objets/{record.pk}/brouillon?partie=text", {FRENCH: as_before, **WINTER})
    assert standings(again.content.decode())[FRENCH] == "fiche"
    assert Draft.objects.get().document == hotel()


def test_the_record_and_its_version_are_typed_in_one_draft(cast: Cast, clerk: Client) -> None:
    record = cast.record()
    clerk.post(f"/objets/{record.pk}/brouillon?partie=text", {FRENCH: "Neige.", **WINTER})
    gone = clerk.post(
        f"/objets/{record.pk}/modifier?partie=place", {"version": "", STREET: "5 quai", **WINTER}
    )
    assert gone.headers["Location"].endswith("/modifier?partie=place")
    back = clerk.post(f"/objets/{record.pk}/modifier?partie=text", {FRENCH: "Soleil.", "version": "HIVER"})
    assert back.headers["Location"].endswith("partie=text&aspect=HIVER")
    clerk.post(f"/objets/{record.pk}/modifier", {FRENCH: "Neige.", **WINTER})
    written = said(record.pk)
    assert written["presentation"]["descriptifCourt"]["libelleFr"] == "Soleil."
    assert written["localisation"] == hotel()["localisation"]
    seen = laid(written, "HIVER", Kind.HOTELLERIE)
    assert seen["presentation"]["descriptifCourt"]["libelleFr"] == "Neige."
    assert seen["localisation"]["adresse"]["adresse1"] == "5 quai"


def test_a_value_is_given_back_to_the_record_by_its_button(cast: Cast, clerk: Client) -> None:
    record = cast.record(hotel(aspects=[winter()]))
    sent = {FRENCH: "Sous la neige.", "comme-la-fiche": FRENCH, **WINTER}
    page = clerk.post(f"/objets/{record.pk}/modifier?partie=text", sent)
    assert page.status_code == 200
    assert standings(page.content.decode())[FRENCH] == "fiche"
    assert "Au calme, à deux pas du château" in page.content.decode()
    # The version had no English: that of the record comes back with the French.
    assert Draft.objects.get().document == hotel()


def test_an_emptied_field_is_told_apart_from_one_that_follows(cast: Cast, clerk: Client) -> None:
    record = cast.record()
    clerk.post(f"/objets/{record.pk}/modifier", {STREET: "", **WINTER})
    (layer,) = said(record.pk)["aspects"]
    assert layer == {"aspect": "HIVER", "champsAspect": [STREET]}
    page = shown(clerk, record.pk, "partie=place&aspect=HIVER")
    assert standings(page)[STREET] == "vide"
    assert standings(page)["localisation.adresse.codePostal"] == "fiche"
    assert "La fiche dit : 3 place du Château" in page


def test_a_list_says_what_is_added_and_taken_away(cast: Cast, clerk: Client) -> None:
    record = cast.record(hotel(prestations={"equipements": [facility(5394), facility(792)]}))
    sent = {"present": [FACILITIES], FACILITIES: ["5394", "795"], **WINTER}
    clerk.post(f"/objets/{record.pk}/modifier?partie=services", sent)
    (layer,) = said(record.pk)["aspects"]
    assert layer["prestations"] == {
        "equipements": [facility(5394), facility(795)],
        "equipementsRemove": [facility(792)],
    }
    page = shown(clerk, record.pk, "partie=services&aspect=HIVER").replace("\u00a0", " ")
    assert "Équipements : ajouté «" in page
    assert "Équipements : retiré «" in page
    clerk.post(f"/objets/{record.pk}/modifier?partie=services", {**sent, "comme-la-fiche": FACILITIES})
    clerk.post(f"/objets/{record.pk}/modifier", {**WINTER})
    assert "aspects" not in said(record.pk)


def test_periods_of_a_version_bring_their_sentence_and_take_it_back(cast: Cast, clerk: Client) -> None:
    record = cast.record()
    periods = "ouverture.periodesOuvertures"
    row = {"present": [periods], f"{periods}.0.dateDebut": "2027-12-18", f"{periods}.0.dateFin": "2028-04-10"}
    clerk.post(f"/objets/{record.pk}/brouillon?partie=opening", {**row, **WINTER})
    seen = laid(Draft.objects.get().document, "HIVER", Kind.HOTELLERIE)
    assert "18 décembre 2027" in seen["ouverture"]["periodeEnClair"]["libelleFr"]
    assert "ouverture" not in {
        key: one for key, one in Draft.objects.get().document.items() if key != "aspects"
    }
    assert (
        "aspect=HIVER"
        in clerk.post(
            f"/objets/{record.pk}/periodes?partie=opening", {**row, **WINTER, "acte": f"suivant:{periods}.0"}
        ).headers["Location"]
    )
    assert (
        len(laid(Draft.objects.get().document, "HIVER", Kind.HOTELLERIE)["ouverture"]["periodesOuvertures"])
        == 2
    )
    told = clerk.post(f"/objets/{record.pk}/periodes/apercu?partie=opening", {**row, **WINTER})
    assert "18 décembre 2027" in told.content.decode()
    clerk.post(f"/objets/{record.pk}/modifier?partie=opening", {**row, **WINTER, "comme-la-fiche": periods})
    assert Draft.objects.get().document == hotel()


def test_a_whole_version_goes_and_comes_back(cast: Cast, clerk: Client) -> None:
    record = cast.record(hotel(aspects=[winter(), {"aspect": "GROUPES", "champsAspect": [STREET]}]))
    page = clerk.post(f"/objets/{record.pk}/versions/retirer", {FRENCH: "Poudreuse.", **WINTER}, follow=True)
    words = page.content.decode()
    assert "Remettre la version « hiver »" in words
    assert [one["aspect"] for one in Draft.objects.get().document["aspects"]] == ["GROUPES"]
    assert "Votre saisie contient une copie" not in clerk.get(f"/objets/{record.pk}/copier").content.decode()
    clerk.post(f"/objets/{record.pk}/brouillon?partie=text", {FRENCH: "Soleil."})
    clerk.post(f"/objets/{record.pk}/brouillon", {STREET: "Quai des groupes", "_aspect": "GROUPES"})
    clerk.post(f"/objets/{record.pk}/versions/remettre?aspect=HIVER", follow=True)
    document = Draft.objects.get().document
    texts = {one: laid(document, one, Kind.HOTELLERIE)["presentation"] for one in ("", "HIVER")}
    assert texts[""]["descriptifCourt"]["libelleFr"] == "Soleil."
    assert texts["HIVER"]["descriptifCourt"]["libelleFr"] == "Poudreuse."
    assert (
        laid(document, "GROUPES", Kind.HOTELLERIE)["localisation"]["adresse"]["adresse1"]
        == "Quai des groupes"
    )
    none = clerk.post(f"/objets/{record.pk}/versions/remettre", follow=True)
    assert "Il n’y a pas de version à remettre." in none.content.decode()
    refused = clerk.post(f"/objets/{record.pk}/versions/retirer", {"_aspect": "ETE"}, follow=True)
    assert "rien en propre" in refused.content.decode()


def test_a_version_that_does_not_exist_writes_nothing(cast: Cast, clerk: Client) -> None:
    record = cast.record()
    for address in ("modifier", "brouillon", "apercu", "periodes", "fichiers", "versions/retirer"):
        sent = clerk.post(f"/objets/{record.pk}/{address}", {FRENCH: "Perdu ?", "_aspect": "PRINTEMPS"})
        assert sent.status_code == 404, address
    assert not Draft.objects.exists()
    assert "Au calme" in shown(clerk, record.pk, "partie=text&aspect=PRINTEMPS")


def test_words_that_cannot_be_read_are_those_of_their_version(cast: Cast, clerk: Client) -> None:
    record = cast.record()
    age = "prestations.tailleGroupeMin"
    wrong = clerk.post(f"/objets/{record.pk}/modifier?partie=services&tout=1", {age: "trois", **WINTER})
    assert wrong.status_code == 422
    assert "attend un nombre entier" in wrong.content.decode()
    assert "attend un nombre entier" not in shown(clerk, record.pk, "partie=services&tout=1")
    refused = clerk.post(f"/objets/{record.pk}/modifier?partie=place", {STREET: "5 quai"})
    assert refused.status_code == 422
    sent = {age: "trois", "comme-la-fiche": age, **WINTER}
    clerk.post(f"/objets/{record.pk}/modifier?partie=services&tout=1", sent)
    assert Draft.objects.get().typed == {}


def test_two_people_on_one_version_choose_value_by_value(cast: Cast, clerk: Client) -> None:
    record = cast.record(hotel(aspects=[winter()]))
    clerk.post(f"/objets/{record.pk}/brouillon?partie=text", {FRENCH: "La mienne.", **WINTER})
    clerk.post(f"/objets/{record.pk}/brouillon?partie=place", {STREET: "5 quai", **WINTER})
    theirs = winter(presentation={"descriptifCourt": {"libelleFr": "La leur."}})
    theirs["champsAspect"] = [SHORT, "localisation.adresse.codePostal"]
    theirs["localisation"] = {"adresse": {"codePostal": "07201"}}
    tourism.revise(record.pk, hotel("Nouveau nom", aspects=[theirs]), seen=1, by=cast.author())
    asked = clerk.post(f"/objets/{record.pk}/modifier?partie=place", {STREET: "5 quai", **WINTER})
    words = asked.content.decode()
    assert asked.status_code == 409
    assert words.count("<fieldset") == 1
    assert "Hiver · Descriptif court (français)" in words
    assert "La mienne." in words
    assert "La leur." in words
    name = re.findall(r'name="(choix:[^"]+)"', words)[0]
    clerk.post(f"/objets/{record.pk}/modifier/choisir", {name: "autre", "vu": "2"})
    seen = laid(said(record.pk), "HIVER", Kind.HOTELLERIE)
    assert seen["nom"]["libelleFr"] == "Nouveau nom"
    assert seen["presentation"]["descriptifCourt"] == {"libelleFr": "La leur."}
    assert (seen["localisation"]["adresse"]["adresse1"], seen["localisation"]["adresse"]["codePostal"]) == (
        "5 quai", "07201",
    )  # fmt: skip


def test_others_are_told_which_version_one_types_over(cast: Cast, client: Client) -> None:
    record = cast.record()
    client.force_login(cast.people["neighbour"])
    client.post(f"/objets/{record.pk}/brouillon?partie=text", {FRENCH: "Neige.", **WINTER})
    client.force_login(cast.clerk)
    assert "Champs touchés : Hiver · Descriptif court." in shown(client, record.pk, "partie=text")


def test_somebody_else_s_version_is_proposed_in_words(cast: Cast, client: Client) -> None:
    record = cast.record()
    client.force_login(cast.people["neighbour"])
    client.post(f"/objets/{record.pk}/modifier?partie=text", {FRENCH: "Neige.", **WINTER})
    client.force_login(cast.clerk)
    asked = Proposal.objects.get()
    assert "Neige." in client.get(f"/propositions/{asked.pk}").content.decode()
    client.post(f"/propositions/{asked.pk}/accepter")
    assert said(record.pk)["aspects"][0]["champsAspect"] == [SHORT]


def test_the_preview_shows_a_version(cast: Cast, clerk: Client) -> None:
    record = cast.record(hotel(aspects=[winter()]))
    sent = clerk.post(f"/objets/{record.pk}/apercu", {FRENCH: "Sous la neige fraîche.", **WINTER})
    assert sent.headers["Location"].endswith("/apercu?aspect=HIVER")
    page = clerk.get(f"/objets/{record.pk}/apercu?aspect=HIVER").content.decode()
    assert "fraîche.</ins>" in page
    assert "Au calme" in clerk.get(f"/objets/{record.pk}/apercu").content.decode()


def test_the_page_of_a_record_and_its_history_tell_its_versions(cast: Cast, clerk: Client) -> None:
    record = cast.record()
    assert "Versions" not in clerk.get(f"/objets/{record.pk}").content.decode()
    clerk.post(f"/objets/{record.pk}/modifier?partie=text", {FRENCH: "Neige.", **WINTER})
    page = clerk.get(f"/objets/{record.pk}").content.decode().replace("\u00a0", " ")
    assert "versions-title" in page
    assert (
        "Descriptif court (français) : « Au calme, à deux pas du château et de la rivière. » → « Neige. »"
        in page
    )
    assert "Hiver · Descriptif court (français)" in page
    before = clerk.get(f"/objets/{record.pk}/revisions/1").content.decode()
    assert "versions-title" not in before


def test_what_is_wrong_in_a_version_leads_there(cast: Cast, clerk: Client) -> None:
    record = cast.record()
    periods = "ouverture.periodesOuvertures"
    row = {"present": [periods], f"{periods}.0.dateDebut": "1999-01-01"}
    clerk.post(f"/objets/{record.pk}/brouillon?partie=opening", {**row, **WINTER})
    page = shown(clerk, record.pk, "partie=text")
    assert "Hiver · " in page
    assert "partie=opening&amp;aspect=HIVER#f-ouverture.periodesOuvertures.0.dateDebut" in page
    there = shown(clerk, record.pk, "partie=opening&aspect=HIVER")
    assert 'href="#f-ouverture.periodesOuvertures.0.dateDebut"' in there


def test_a_version_costs_two_more_questions_at_most(
    cast: Cast, clerk: Client, django_assert_max_num_queries: DjangoAssertNumQueries
) -> None:
    record = cast.record(hotel(aspects=[winter()]))
    shown(clerk, record.pk)
    with django_assert_max_num_queries(27):
        shown(clerk, record.pk)
    with django_assert_max_num_queries(37):
        clerk.post(f"/objets/{record.pk}/brouillon?partie=text", {FRENCH: "Neige.", **WINTER})


def test_what_others_write_in_the_record_reaches_what_a_version_only_took_along(
    cast: Cast, clerk: Client
) -> None:
    record = cast.record()
    clerk.post(f"/objets/{record.pk}/brouillon?partie=text", {FRENCH: "Neige.", **WINTER})
    theirs = hotel()
    theirs["presentation"]["descriptifCourt"]["libelleEn"] = "Quieter still."
    tourism.revise(record.pk, theirs, seen=1, by=cast.author())
    clerk.post(f"/objets/{record.pk}/modifier?partie=text", {FRENCH: "Neige.", **WINTER})
    german = f"{SHORT}.libelleDe"
    clerk.post(f"/objets/{record.pk}/modifier?partie=text&langue=de", {german: "Noch ruhiger."})
    texts = laid(said(record.pk), "HIVER", Kind.HOTELLERIE)["presentation"]["descriptifCourt"]
    assert texts == {"libelleFr": "Neige.", "libelleEn": "Quieter still.", "libelleDe": "Noch ruhiger."}


def test_a_long_list_of_a_version_is_turned_by_pages_and_loses_nothing(cast: Cast, clerk: Client) -> None:
    name = "illustrations"
    pictures = [{"type": "IMAGE", "nom": {"libelleFr": f"Photo {rank}"}} for rank in range(45)]
    record = cast.record(hotel(illustrations=pictures))
    page = shown(clerk, record.pk, f"partie=media&tout=1&aspect=HIVER&rang={name}.20")
    (part,) = re.findall(rf'name="tranche" value="({name}:[^"]+)"', page)
    rows = dict(re.findall(rf'name="({name}\.\d+\.nom\.libelleFr)"[^>]*value="([^"]*)"', page))
    kept = {key: unescape(one) for key, one in re.findall(rf'name="({name}\.\d+\.~)" value="([^"]*)"', page)}
    assert len(rows) == 20
    changed = rows | kept | {f"{name}.22.nom.libelleFr": "La neige"}
    sent = {"present": name, "tranche": part, **changed, **WINTER}
    turned = clerk.post(f"/objets/{record.pk}/modifier?partie=media", {**sent, "rang": f"{name}.40"})
    assert turned.headers["Location"].endswith(f"partie=media&aspect=HIVER&rang={name}.40#f-{name}")
    clerk.post(f"/objets/{record.pk}/modifier?partie=media", WINTER)
    seen = laid(said(record.pk), "HIVER", Kind.HOTELLERIE)[name]
    assert [one["nom"]["libelleFr"] for one in seen] == [
        "La neige" if rank == 22 else f"Photo {rank}" for rank in range(45)
    ]
    assert said(record.pk)[name] == pictures
