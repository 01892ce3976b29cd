"""Export archives and files of records of a v002 network: everything at hand, and what goes wrong."""

import json
from collections.abc import Sequence
from pathlib import Path
from typing import Any

import pytest

from sitra.catalog.rules.forms import stored
from sitra.catalog.rules.kinds import Kind
from sitra.intake import actions as intake, queries
from sitra.intake.actions import Choices
from sitra.intake.events import Outcome
from sitra.intake.rules.draft import Draft, Gone, Note, Read, Refusal, Unreadable
from sitra.intake.rules.sources import SOURCES, guess
from sitra.places import actions as places
from sitra.places.rules.numbers import Numbered
from sitra.tourism import queries as tourism
from sitra.tourism.models import Revision, TouristObject
from tests.cast import ALBERTVILLE, AUBENAS, PRIVAS, Cast
from tests.intake.exports import export, record

NAMED = "search-list-objets-EQU-trek-with-distinctions.json"

AT_HAND = {
    "export-hot_fr_en.json": (1, 0),
    "export-structure.json": (1, 0),
    "export-test_structures-JEP.json": (4, 0),
    "export-zip__objets_modifies__objets_modifies-1.json": (4, 0),
    "export-zip__objets_modifies__objets_modifies-2.json": (1, 0),
    "objet-it_returns_an_object_by_Identifier.json": (1, 0),
    "objet-it_returns_an_object_by_id.json": (1, 0),
    "search-list-objets-COS-2.json": (1, 0),
    "search-list-objets-COS.json": (1, 0),
    NAMED: (1, 0),
    "search-list-objets-EVE.json": (1, 0),
    "search-list-objets-empty.json": (0, 0),
    "search-list-objets-information-desk.json": (0, 2),
    "search-list-objets-linked-treks.json": (0, 4),
}
"""Sample of the contract -> drafts, refusals."""


def read(path: Path) -> list[Read]:
    return list(SOURCES["v002"].read(path))


def drafts(rows: Sequence[Read]) -> list[Draft]:
    return [row for row in rows if isinstance(row, Draft)]


@pytest.mark.parametrize("name", AT_HAND)
def test_every_sample_of_records_is_read(shared: Path, name: str) -> None:
    path = shared / "wire" / "samples" / name
    rows = read(path)
    refusals = [row for row in rows if isinstance(row, Refusal)]
    assert guess(path) == "v002"
    assert (len(drafts(rows)), len(refusals)) == AT_HAND[name], refusals


def test_no_sample_of_records_is_forgotten(shared: Path) -> None:
    others = (
        "agenda",
        "referentiel",
        "sso",
        "selections",
        "deletion",
        "criteres",
        "communes",
        "elements",
        "suppr",
    )
    folder = shared / "wire" / "samples"
    assert {path.name for path in folder.iterdir() if not any(word in path.name for word in others)} == set(
        AT_HAND
    )


def test_a_file_of_something_else_is_refused(shared: Path) -> None:
    for word in ("selections", "deletion", "communes", "elements_reference", "criteres_internes"):
        for path in (shared / "wire" / "samples").glob(f"*{word}*"):
            with pytest.raises(Unreadable, match="aucune fiche v002"):
                read(path)


def test_a_real_archive_is_read_whole(shared: Path) -> None:
    folder = shared / "data" / "apidae-hotentic-fixtures"
    path = folder / "json_export.zip"
    rows = read(path)
    assert guess(path) == "v002"
    assert SOURCES["v002"].expected(path) == 100
    assert len(drafts(rows)) == 5
    assert [row.external_id for row in rows if isinstance(row, Gone)] == ["123"]
    given = [
        one
        for part in sorted((folder / "json_export" / "objets_modifies").glob("*.json"))
        for one in json.loads(part.read_bytes())
    ]
    for draft, one in zip(drafts(rows), given, strict=True):
        whole = stored(one, Kind(one["type"]))
        assert draft.external_id == str(one["id"])
        assert draft.commune.number == whole["localisation"]["adresse"].pop("commune")["id"]
        assert draft.document == whole


@pytest.mark.django_db
def test_everything_at_hand_is_imported_with_its_report(cast: Cast, shared: Path) -> None:
    """The communes of the samples are not in the small geography: the région answers for them.

    One sample names its commune by its name alone: that is not enough.
    """
    folder = shared / "wire" / "samples"
    files = [*(folder / name for name in AT_HAND), shared / "data/apidae-hotentic-fixtures/json_export.zip"]
    places.number([Numbered(number, f"X{number}", "Ailleurs") for number in _communes(files)])
    choices = Choices(owner=cast.members["region"].pk)
    for path in files:
        said = queries.report(intake.plan(path, "v002", choices))
        done = queries.report(intake.apply(path, "v002", choices))
        assert said.counts == done.counts
        refused = [line.words for line in queries.lines(done.number, [Outcome.REFUSED])]
        wanted = AT_HAND.get(path.name, (5, 0))
        assert sum(done.counts.values()) == sum(wanted), refused
        assert done.counts[Outcome.REFUSED] == wanted[1] + (path.name == NAMED), refused
        assert not queries.report(intake.apply(path, "v002", choices)).moves
    for row in TouristObject.objects.all():
        assert tourism.record_page(cast.clerk, row.pk, "fr").name


def _communes(files: Sequence[Path]) -> set[int]:
    rows = [row for path in files for row in read(path)]
    return {row.commune.number for row in drafts(rows) if row.commune.number}


def test_linked_records_come_too_once_and_only_one_that_is_removed_is_surely_gone(tmp_path: Path) -> None:
    path = export(
        tmp_path / "un.zip",
        [record(11)],
        linked=[record(11, "Autre"), record(12)],
        removed=[13],
        objets_lies_supprimes="[14]",
    )
    rows = read(path)
    assert [(row.external_id, row.document["nom"]["libelleFr"]) for row in drafts(rows)] == [
        ("11", "Hôtel 11"),
        ("12", "Hôtel 12"),
    ]
    assert [(row.external_id, row.sure) for row in rows if isinstance(row, Gone)] == [
        ("13", True),
        ("14", False),
    ]


def test_groups_come_in_order_of_their_numbers(tmp_path: Path) -> None:
    rows = read(export(tmp_path / "un.zip", [record(number) for number in range(1, 60)], group=5))
    assert [row.external_id for row in drafts(rows)] == [str(number) for number in range(1, 60)]


@pytest.mark.parametrize(
    ("commune", "ours"),
    [
        ({"id": 501}, AUBENAS),
        ({"id": 9, "code": "07186"}, PRIVAS),
        ({"id": 600}, ALBERTVILLE),
        ({"id": ALBERTVILLE}, ALBERTVILLE),
        ({"id": 777, "nom": "Privas"}, PRIVAS),
    ],
)
def test_a_commune_is_found_by_the_archive_by_the_network_or_by_name(
    cast: Cast, tmp_path: Path, commune: dict[str, Any], ours: int
) -> None:
    del cast
    places.number([Numbered(600, "73011", "Albertville")])
    address = {"codePostal": "07000", "commune": commune}
    intake.apply(export(tmp_path / "un.zip", [record(11, localisation={"adresse": address})]), "v002")
    row = TouristObject.objects.get()
    kept = Revision.objects.get(object=row).document["localisation"]["adresse"]
    assert (row.commune_id, kept) == (ours, {"codePostal": "07000", "commune": {"id": ours}})


def test_the_api_form_becomes_the_stored_form(tmp_path: Path) -> None:
    star = {"elementReferenceType": "HotellerieClassement", "id": 2750}
    full = record(11, formatVersion="v002", presentation=None)
    full["informationsHotellerie"]["classement"] = {**star, "libelleFr": "3 étoiles", "ordre": 3}
    path = tmp_path / "answer.json"
    path.write_text(json.dumps({"numFound": 1, "objetsTouristiques": [full]}), encoding="utf-8")
    (draft,) = drafts(read(path))
    assert draft.document["informationsHotellerie"]["classement"] == star
    assert not {"id", "type", "state", "gestion", "presentation"} & set(draft.document)


@pytest.mark.parametrize(
    "one", [None, 3, "un", [], {}, {"id": True}, {"id": -1}, {"id": "onze"}, {"id": 1 << 70}]
)
def test_what_is_no_record_is_refused_and_the_others_are_read(tmp_path: Path, one: Any) -> None:
    written = json.dumps([one, record(11)])
    rows = read(export(tmp_path / "un.zip", objets_modifies__x=written))
    assert [type(row) for row in rows] == [Refusal, Draft]
    assert isinstance(rows[0], Refusal)
    assert rows[0].place == "objets_modifies/x.json, n° 1"


def test_communes_that_cannot_be_read_are_gone_without(tmp_path: Path) -> None:
    path = export(tmp_path / "un.zip", [record(11)], sous__communes="[{}]")
    rows = read(path)
    assert len(drafts(rows)) == 1
    assert any(isinstance(row, Note) and "sans lui" in row.words for row in rows)


def test_an_export_in_xml_and_an_archive_of_something_else_are_told(tmp_path: Path) -> None:
    import zipfile

    path = tmp_path / "un.zip"
    with zipfile.ZipFile(path, "w") as archive:
        archive.writestr("objets_modifies/objets_modifies-1.xml", "<a/>")
    assert guess(path) == "v002"
    with pytest.raises(Unreadable, match="format JSON"):
        read(path)
