"""Links between the records of a source: under our numbers, whichever end comes first."""

from pathlib import Path
from typing import Any

import pytest

from sitra.intake import actions as intake, queries
from sitra.intake.actions import Choices
from sitra.intake.events import WhenGone
from sitra.places import actions as places
from sitra.places.rules.numbers import Numbered
from sitra.tourism import actions as tourism, queries as records
from sitra.tourism.models import Awaited, Identifier, Overlay, Revision, TouristObject
from tests.cast import Cast
from tests.intake.exports import export, record


@pytest.fixture(autouse=True)
def numbered(cast: Cast) -> None:
    del cast
    places.number([Numbered(501, "07019", "Aubenas"), Numbered(502, "07186", "Privas")])


def tour(*stages: int, **more: Any) -> dict[str, Any]:
    links = [
        {"type": "PARCOURS_ETAPE", "objetTouristique": {"type": "HOTELLERIE", "id": number}}
        for number in stages
    ]
    return {"liens": {"liensObjetsTouristiquesTypes": links}, **more}


def ours(value: int) -> int:
    return Identifier.objects.get(source_id="v002", value=str(value)).object_id


def linked(value: int) -> list[int]:
    (whole,) = records.wholes([ours(value)])
    found = whole.document.get("liens", {}).get("liensObjetsTouristiquesTypes", [])
    return [one["objetTouristique"]["id"] for one in found]


def test_links_of_one_archive_lead_to_our_records(tmp_path: Path) -> None:
    rows = [record(9001, **tour(9002, 9003)), record(9002), record(9003)]
    intake.apply(export(tmp_path / "un.zip", rows), "v002")
    assert linked(9001) == [ours(9002), ours(9003)]
    assert linked(9002) == [ours(9001)]
    assert not {ours(9002), ours(9003)} & {9002, 9003}


def test_a_link_waits_for_its_other_end_and_a_second_run_has_nothing_to_do(tmp_path: Path) -> None:
    path = export(tmp_path / "un.zip", [record(1, **tour(2, 9))])
    intake.apply(path, "v002")
    assert linked(1) == []
    assert sorted(Awaited.objects.values_list("value", flat=True)) == ["2", "9"]
    intake.apply(export(tmp_path / "deux.zip", [record(2)]), "v002")
    assert linked(1) == [ours(2)]
    assert list(Awaited.objects.values_list("value", flat=True)) == ["9"]
    assert not queries.report(intake.apply(path, "v002")).moves
    assert linked(1) == [ours(2)]
    assert not Overlay.objects.exists()


def test_a_link_found_again_is_not_taken_for_a_local_change(tmp_path: Path) -> None:
    intake.apply(export(tmp_path / "un.zip", [record(1, **tour(2))]), "v002")
    intake.apply(export(tmp_path / "deux.zip", [record(2)]), "v002")
    intake.apply(export(tmp_path / "trois.zip", [record(1, "Autre nom", **tour())]), "v002")
    assert linked(1) == []
    assert not Overlay.objects.exists()


def test_links_cross_the_batches_of_a_run(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    from sitra.intake.actions import running

    monkeypatch.setattr(running, "BATCH", 2)
    rows = [record(number, **tour(number % 7 + 1)) for number in range(1, 8)]
    intake.apply(export(tmp_path / "un.zip", rows), "v002")
    assert not Awaited.objects.exists()
    for number in range(1, 8):
        assert ours(number % 7 + 1) in linked(number)


def test_a_source_has_the_last_word_on_what_nobody_wrote_over(cast: Cast, tmp_path: Path) -> None:
    intake.apply(export(tmp_path / "un.zip", [record(1)]), "v002")
    row = TouristObject.objects.get()
    document = {**Revision.objects.get().document, "nom": {"libelleFr": "Nom d'ici"}}
    tourism.revise(row.pk, document, seen=1, by=cast.author())
    changed = record(1, "Nom de là-bas", informations={})
    said = queries.report(intake.plan(export(tmp_path / "deux.zip", [changed]), "v002"))
    intake.apply(tmp_path / "deux.zip", "v002")
    latest = Revision.objects.order_by("-number").first()
    assert latest
    assert latest.document["nom"] == {"libelleFr": "Nom d'ici"}
    assert "moyensCommunication" not in latest.document.get("informations", {})
    (line,) = queries.lines(said.number)
    assert any("Gardé d'ici" in words and "Nom de là-bas" in words for words in line.words), line.words
    assert not queries.report(intake.apply(tmp_path / "deux.zip", "v002")).moves


def test_a_registry_does_not_keep_what_its_only_source_lost(cast: Cast, tmp_path: Path) -> None:
    from sitra.tourism.actions.identifying import identify

    intake.apply(export(tmp_path / "un.zip", [record(1)]), "v002")
    row = TouristObject.objects.get()
    identify(row.pk, "wikidata", "Q42", by=cast.author())
    double = cast.record()
    identify(double.pk, "osm", "way/42", by=cast.author())
    document = Revision.objects.get(object=row).document
    tourism.merge(double.pk, into=row.pk, document=document, seen=1, seen_into=1, by=cast.author())
    intake.apply(export(tmp_path / "deux.zip", removed=[1]), "v002", Choices(gone=WhenGone.HIDE))
    row.refresh_from_db()
    assert row.state == "HIDDEN"
