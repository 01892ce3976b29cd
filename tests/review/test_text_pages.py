"""Texts side by side: written, proposed, translated by a machine, reread; nothing typed is lost."""

from copy import deepcopy
from typing import Any

import pytest
from django.test import Client
from pytest_django import Settings

from sitra.access import actions as access
from sitra.access.rules.terms import Terms
from sitra.members import actions as members
from sitra.members.events import Duty
from sitra.review import queries
from sitra.review.events import Need
from sitra.review.models import Proposal, TextOrigin
from sitra.tourism import actions as tourism
from sitra.tourism.events import Origin
from sitra.tourism.models import Revision, TouristObject
from tests.cast import Cast, hotel
from tests.kit.test_translating import deepl
from tests.outside import outside

SHORT = "presentation.descriptifCourt"
FR, EN, DE = (f"{SHORT}.libelle{one}" for one in ("Fr", "En", "De"))


def sent(**more: Any) -> dict[str, Any]:
    return {"gauche": "fr", "droite": "de", "montrer": "tous", "vu": "1", "faire": "enregistrer", **more}


def post(client: Client, record: TouristObject, values: dict[str, Any], status: int = 200) -> str:
    answer = client.post(f"/objets/{record.pk}/textes", values, follow=True)
    assert answer.status_code == status, answer
    return answer.content.decode()


def shown(client: Client, record: TouristObject, **asked: str) -> str:
    answer = client.get(f"/objets/{record.pk}/textes", {"gauche": "fr", "droite": "de", **asked})
    assert answer.status_code == 200
    return answer.content.decode()


def said(record: TouristObject) -> dict[str, Any]:
    document = Revision.objects.filter(object=record).latest("number").document
    return dict(document["presentation"]["descriptifCourt"])


@pytest.fixture
def clerk(cast: Cast, client: Client) -> Client:
    client.force_login(cast.clerk)
    return client


def test_a_text_is_reread_then_its_source_changes_and_it_is_stale(cast: Cast, clerk: Client) -> None:
    record = cast.record()
    assert "écrit par Clerk Essai" in shown(clerk, record)
    assert "1 texte marqué relu" in post(clerk, record, sent(relu=DE))
    assert "relu par Clerk Essai" in shown(clerk, record)
    page = post(clerk, record, {**sent(), FR: "Au calme, au bord de la rivière."})
    assert "1 texte enregistré" in page
    assert "le texte de départ a changé depuis" in page
    assert queries.texts_waiting([record.pk], "fr", "de")[record.pk][0].need is Need.REREAD
    post(clerk, record, {**sent(vu="2"), DE: "Ruhig, am Fluss.", "relu": DE})
    assert "le texte de départ" not in shown(clerk, record)
    assert record.pk not in queries.texts_waiting([record.pk], "fr", "de")


def test_a_text_changed_elsewhere_loses_its_mark_and_history_tells(cast: Cast, clerk: Client) -> None:
    record = cast.record(origin=Origin.IMPORTED)
    assert "venu d’une source" in shown(clerk, record)
    post(clerk, record, sent(relu=DE))
    document = deepcopy(hotel())
    document["presentation"]["descriptifCourt"]["libelleDe"] = "Ganz anders."
    tourism.revise(record.pk, document, seen=1, by=cast.author())
    page = shown(clerk, record)
    assert "relu par" not in page
    assert "écrit par Clerk Essai" in page
    document["presentation"]["descriptifCourt"]["libelleFr"] = "Tout autre."
    tourism.revise(record.pk, document, seen=2, by=cast.author())
    assert "le texte de départ a changé depuis" in shown(clerk, record)


def test_a_conflict_shows_both_and_the_second_save_writes(cast: Cast, clerk: Client) -> None:
    record = cast.record()
    other = deepcopy(hotel("Hôtel du Pont"))
    other["presentation"]["descriptifCourt"]["libelleDe"] = "Von jemand anderem."
    tourism.revise(record.pk, other, seen=1, by=cast.author())
    values = {**sent(), DE: "Von mir.", EN: "By me."}
    page = post(clerk, record, values, status=409)
    assert all(words in page for words in ("Von mir.", "Von jemand anderem.", "By me."))
    assert said(record)["libelleDe"] == "Von jemand anderem."
    post(clerk, record, {**values, "vu": "2"})
    assert (said(record)["libelleDe"], said(record)["libelleEn"]) == ("Von mir.", "By me.")
    assert Revision.objects.get(object=record, number=3).document["nom"]["libelleFr"] == "Hôtel du Pont"


def test_other_changes_are_no_conflict_and_other_languages_are_carried(cast: Cast, clerk: Client) -> None:
    record = cast.record()
    tourism.revise(record.pk, hotel("Hôtel du Pont"), seen=1, by=cast.author())
    page = post(clerk, record, {**sent(droite="it", faire="afficher"), DE: "Von mir."})
    assert f'type="hidden" name="{DE}" value="Von mir."' in page
    post(clerk, record, {**sent(), DE: "Von mir."})
    assert said(record)["libelleDe"] == "Von mir."


def test_a_machine_fills_the_form_and_is_marked_when_saved(
    cast: Cast, clerk: Client, settings: Settings
) -> None:
    record = cast.record()
    with outside(deepl) as server:
        settings.TRANSLATION_URL, settings.TRANSLATION_KEY = server.address, "key"
        settings.OUTBOUND_ALLOWED = [server.host]
        page = post(clerk, record, sent(droite="it", faire="traduire"))
        text = f"IT:{hotel()['presentation']['descriptifCourt']['libelleFr']}"
        assert "1 texte traduit par DeepL" in page
        assert text in page
        assert "libelleIt" not in said(record)
        sign = page.partition(f'name="machine:{SHORT}.libelleIt" value="')[2].partition('"')[0]
        machine = {f"machine:{SHORT}.libelleIt": sign}
        post(clerk, record, {**sent(droite="it"), f"{SHORT}.libelleIt": text, **machine})
    assert said(record)["libelleIt"] == text
    assert TextOrigin.objects.get(language="it").hand == "MACHINE"
    assert queries.texts_waiting([record.pk], "fr", "it")[record.pk][0].need is Need.REREAD
    assert "traduit par DeepL" in shown(clerk, record, droite="it")


def test_without_a_machine_nothing_is_lost_and_the_reason_is_said(
    cast: Cast, clerk: Client, settings: Settings
) -> None:
    settings.TRANSLATION_URL = ""
    page = post(clerk, cast.record(), {**sent(droite="it", faire="traduire"), FR: "Tapé."}, status=422)
    assert "SITRA_TRANSLATION_URL" in page
    assert "Tapé." in page


def test_a_translator_writes_what_is_entrusted_and_proposes_the_rest(cast: Cast, client: Client) -> None:
    picture = {
        "type": "IMAGE",
        "locked": False,
        "nom": {"libelleFr": "Façade"},
        "traductionFichiers": [{"locale": "fr", "url": "https://photos.example/a.jpg"}],
    }
    record = cast.record(hotel(illustrations=[picture]))
    members.seat(cast.clerk, cast.members["aubenas"].pk, ["consult", "write", "members"])
    terms = Terms(Duty.WRITE, records=(record.pk,), languages=("de",))
    access.give(cast.members["privas"].pk, terms, giver=cast.members["aubenas"].pk, by=cast.clerk)
    client.force_login(cast.people["neighbour"])
    page = post(
        client, record, {**sent(), DE: "Ruhig.", "illustrations.0.nom.libelleDe": "Vorderseite", EN: "Calm."}
    )
    assert "2 textes enregistrés" in page
    assert "Votre proposition est envoyée" in page
    document = Revision.objects.get(object=record, number=2).document
    assert document["illustrations"][0]["nom"] == {"libelleFr": "Façade", "libelleDe": "Vorderseite"}
    assert document["presentation"]["descriptifCourt"]["libelleEn"] == said(cast.record())["libelleEn"]
    assert str(Proposal.objects.get().items.get()) == EN
    refused = post(client, record, sent(vu="2", relu=EN), status=422)
    assert "ne vous est pas confié" in refused


def test_whoever_may_not_write_proposes(cast: Cast, client: Client) -> None:
    record = cast.record()
    client.force_login(cast.people["neighbour"])
    assert "lui sera proposé" in shown(client, record)
    post(client, record, {**sent(), DE: "Ruhig."})
    assert str(Proposal.objects.get().items.get()) == DE
    assert Revision.objects.filter(object=record).count() == 1


def test_bad_input_is_answered_in_words(cast: Cast, clerk: Client) -> None:
    record = cast.record()
    page = post(clerk, record, {**sent(), DE: "x" * 256}, status=422)
    assert "trop long" in page
    assert "x" * 256 in page
    nonsense = {"gauche": "zz", "droite": "fr", "montrer": "?", "vu": "x", "nom.libelleXx": "y", "a.0.b": "c"}
    assert "Vous n’avez rien changé" in post(clerk, record, nonsense)
    assert clerk.get("/objets/999999/textes").status_code == 404
