"""Periods in the editor: told as they are typed, moved by buttons, pasted; times as found."""

from typing import Any

import pytest
from django.test import Client

from sitra.review.models import Draft
from sitra.tourism.events import State
from tests.cast import Cast, hotel

PERIODS, RATES = "ouverture.periodesOuvertures", "descriptionTarif.periodes"
FRAME = f"{PERIODS}.0.horaires.0.timePeriods.0.timeFrames.0"


@pytest.fixture
def clerk(cast: Cast, client: Client) -> Client:
    client.force_login(cast.clerk)
    return client


def summer(*times: str) -> dict[str, Any]:
    """Give a period of opening with its hours."""
    frame = dict(zip(("startTime", "endTime"), times, strict=True))
    return {
        "dateDebut": "2027-04-01",
        "dateFin": "2027-09-30",
        "type": "OUVERTURE_TOUS_LES_JOURS",
        "tousLesAns": False,
        "horaires": [{"timePeriods": [{"timeFrames": [frame]}]}],
    }


def with_periods(*periods: dict[str, Any], **more: Any) -> dict[str, Any]:
    """Give a hotel that says when it is open."""
    return hotel(ouverture={"periodesOuvertures": list(periods)}, **more)


def held() -> dict[str, Any]:
    """Give what the only draft holds."""
    document: dict[str, Any] = Draft.objects.get(dropped=False).document
    return document


def act(clerk: Client, number: int, what: str, **sent: str) -> str:
    """Press a button of a period; answers the page one is led to."""
    part = "prices" if RATES in what else "opening"
    address = f"/objets/{number}/periodes?partie={part}"
    return clerk.post(address, {"acte": what, **sent}, follow=True).content.decode()


def test_periods_are_told_as_they_are_typed_and_nothing_is_kept(cast: Cast, clerk: Client) -> None:
    record = cast.record()
    typed = {
        "present": [PERIODS],
        f"{PERIODS}.0.dateDebut": "2027-07-14",
        f"{PERIODS}.0.dateFin": "2027-07-01",
    }
    page = clerk.post(f"/objets/{record.pk}/periodes/apercu?partie=opening", typed).content.decode()
    assert "La fin est avant le début" in page
    assert f'value="echanger:{PERIODS}.0"' in page
    assert not Draft.objects.exists()


def test_times_that_are_not_changed_stay_as_they_were_written(cast: Cast, clerk: Client) -> None:
    record = cast.record(with_periods(summer("09:00:00", "17:00")))
    lists = [PERIODS, f"{PERIODS}.0.horaires", FRAME.rpartition(".timeFrames")[0].rpartition(".")[0]]
    typed = {
        "present": [*lists, FRAME.rpartition(".")[0]],
        f"{PERIODS}.0.dateDebut": "2027-04-01",
        f"{FRAME}.startTime": "09:00",
        f"{FRAME}.endTime": "17:00",
    }
    clerk.post(f"/objets/{record.pk}/brouillon?partie=opening", typed)
    line = held()["ouverture"]["periodesOuvertures"][0]["horaires"][0]["timePeriods"][0]
    assert line["timeFrames"] == [{"startTime": "09:00:00", "endTime": "17:00"}]
    clerk.post(f"/objets/{record.pk}/brouillon?partie=opening", typed | {f"{FRAME}.startTime": "10:00"})
    line = held()["ouverture"]["periodesOuvertures"][0]["horaires"][0]["timePeriods"][0]
    assert line["timeFrames"] == [{"startTime": "10:00", "endTime": "17:00"}]


def test_a_sentence_follows_its_periods_until_somebody_writes_it(cast: Cast, clerk: Client) -> None:
    record = cast.record()
    typed = {
        "present": [PERIODS],
        f"{PERIODS}.0.dateDebut": "2027-07-01",
        f"{PERIODS}.0.dateFin": "2027-07-14",
    }
    keep = f"/objets/{record.pk}/brouillon?partie=opening"
    clerk.post(keep, typed)
    block = held()["ouverture"]
    assert block["periodeEnClairGenerationMode"] == "AUTOMATIQUE"
    assert block["periodeEnClair"]["libelleFr"].startswith("Du 1er juillet au 14 juillet 2027")
    assert block["periodeEnClair"]["libelleEn"].startswith("From 1")
    act(clerk, record.pk, "ecrire:ouverture")
    clerk.post(keep, typed | {f"{PERIODS}.0.dateFin": "2027-07-20"})
    assert held()["ouverture"]["periodeEnClair"] == block["periodeEnClair"]
    act(clerk, record.pk, "reprendre:ouverture")
    assert "20 juillet 2027" in held()["ouverture"]["periodeEnClair"]["libelleFr"]


def test_words_of_a_person_are_never_written_over(cast: Cast, clerk: Client) -> None:
    words = {"libelleFr": "Tous les jours, sonnez."}
    record = cast.record(
        hotel(ouverture={"periodeEnClair": words, "periodesOuvertures": [summer("09:00", "17:00")]})
    )
    clerk.post(
        f"/objets/{record.pk}/brouillon?partie=opening",
        {"present": [PERIODS], f"{PERIODS}.0.dateDebut": "2028-07-01", f"{PERIODS}.0.dateFin": "2028-07-14"},
    )
    assert held()["ouverture"]["periodeEnClair"] == words


def test_a_button_that_is_not_understood_loses_nothing(cast: Cast, clerk: Client) -> None:
    record = cast.record(with_periods(summer("09:00", "17:00")))
    name = {"nom.libelleFr": "Hôtel gardé"}
    for what in (
        "",
        "danser:rien",
        f"copier:{PERIODS}.x",
        f"danser:{PERIODS}.0",
        "ecrire:",
        f"copier:{PERIODS}.{'9' * 80}",
    ):
        assert "n’est plus connu" in act(clerk, record.pk, what, **name)
    act(clerk, record.pk, f"copier:{PERIODS}.7", **name)
    assert held()["nom"]["libelleFr"] == "Hôtel gardé"
    assert len(held()["ouverture"]["periodesOuvertures"]) == 1
    assert "est un pourcentage" in act(clerk, record.pk, f"suivant:{RATES}.0", **{"_hausse.0": "beaucoup"})


def test_a_table_of_periods_is_read_line_by_line(cast: Cast, clerk: Client) -> None:
    record = cast.record()
    address = f"/objets/{record.pk}/periodes/coller?partie=opening"
    table = "01/04/2027;30/06/2027;sauf mardi;9h;18h\nbientôt;;;;"
    page = clerk.post(address, {"_table": table, "nom.libelleFr": "Hôtel gardé"}).content.decode()
    assert "1 ligne lue" in page
    assert "Ligne 2" in page
    assert "periodesOuvertures" not in held().get("ouverture", {})
    clerk.post(address, {"_table": table, "confirmer": "1"})
    assert held()["nom"]["libelleFr"] == "Hôtel gardé"
    assert [one["dateFin"] for one in held()["ouverture"]["periodesOuvertures"]] == ["2027-06-30"]
    assert "Le tableau est vide" in clerk.post(address, {"_table": "\n\n"}).content.decode()


def test_who_may_not_read_a_record_works_on_no_period(cast: Cast, client: Client) -> None:
    record = cast.record(state=State.DRAFT)
    assert client.post(f"/objets/{record.pk}/periodes", {"acte": f"copier:{PERIODS}.0"}).status_code == 302
    client.force_login(cast.people["neighbour"])
    for way in ("periodes", "periodes/apercu", "periodes/coller"):
        assert client.post(f"/objets/{record.pk}/{way}", {"_table": "x"}).status_code == 403
        assert client.get(f"/objets/{record.pk}/{way}").status_code == 405
    assert not Draft.objects.exists()
