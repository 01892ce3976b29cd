"""What a member imports from the screen: brought, mapped, said, done, done again, and kept to its own."""

import shutil
from pathlib import Path
from typing import Any

import pytest
from pytest_django import Settings

from sitra.intake import actions as intake
from sitra.intake.events import Outcome, Standing, WhenGone
from sitra.intake.models import Deposit, Mapping
from sitra.intake.queries import importing, lines, preparing, report
from sitra.intake.rules.tabular.plans import Constant, Plan, plan as read_plan
from sitra.kit.errors import Forbidden, Impossible, Unknown
from sitra.ledger.models import Entry
from sitra.tourism.events import State
from sitra.tourism.models import Identifier, Revision, TouristObject
from tests.cast import Cast

HOTELS = """Réf;Nom;Adresse;CP;Ville;Tél;Classement;Services;Lits
H1;HÔTEL DU PONT;1 rue du Pont;07200;Aubenas;04 75 00 00 01;3 étoiles;Wifi, Garage;12
H2;Hôtel du Lac;2 rue du Lac;07200;Aubenas;;**;Wifi;beaucoup
H3;Hôtel d'ailleurs;3 rue;07000;Privas;;;;
H4;;4 rue;07200;Aubenas;;;;
"""
TYPE = Constant("informationsHotellerie.hotellerieType", "2734")


@pytest.fixture(autouse=True)
def own_folder(settings: Settings, tmp_path: Path) -> Path:
    settings.INTAKE_DIR = tmp_path / "kept"
    return tmp_path / "kept"


def bring(cast: Cast, text: str | bytes = HOTELS, name: str = "hotels.csv", **more: Any) -> int:
    content = text if isinstance(text, bytes) else text.encode()
    member = more.get("member", "aubenas")
    person = cast.people[more.get("person", "clerk")]
    return intake.deposit([content[:10], content[10:]], name, member=cast.members[member].pk, by=person)


def mapped(cast: Cast, number: int, name: str = "Hôtels", **more: Any) -> Plan:
    found = preparing.look(cast.clerk, number).plan
    assert found
    kept = Plan(found.kind, found.columns, found.key, (TYPE,), **more)
    intake.draw_up(number, kept, name, by=cast.clerk)
    return kept


def done(asked: int) -> int:
    intake.carry_out(asked)
    return asked


def said(cast: Cast, number: int, gone: WhenGone = WhenGone.ASK, *, whole: bool = False) -> int:
    return done(intake.ask_plan(number, gone=gone, whole=whole, by=cast.clerk))


def counts(number: int) -> dict[str, int]:
    return {one.value: count for one, count in report(number).counts.items() if count}


def reasons(number: int) -> list[str]:
    return [line.words[0] for line in lines(number, [Outcome.REFUSED])]


def test_a_spreadsheet_goes_from_columns_to_records(cast: Cast) -> None:
    number = bring(cast)
    proposed = preparing.look(cast.clerk, number).plan
    assert proposed
    assert proposed.key == "Réf"
    assert {one.name: one.target for one in proposed.columns} == {
        "Nom": "nom",
        "Adresse": "localisation.adresse.adresse1",
        "CP": "localisation.adresse.codePostal",
        "Ville": "commune.name",
        "Tél": "contact.201",
        "Classement": "informationsHotellerie.classement",
        "Services": "prestations.services[]",
        "Lits": "informationsHotellerie.capacite.nombreTotalPersonnes",
    }
    mapped(cast, number)
    dry = said(cast, number)
    assert counts(dry) == {"NEW": 2, "REFUSED": 2}
    assert not TouristObject.objects.exists()
    assert any("Office de Privas" in reason for reason in reasons(dry))
    assert any("Le nom manque" in reason for reason in reasons(dry))
    applied = done(intake.ask_apply(dry, by=cast.clerk))
    assert counts(applied) == counts(dry)
    row = TouristObject.objects.get(identifiers__value="H1")
    assert (row.name, row.owner, row.state) == ("Hôtel du Pont", cast.members["aubenas"], State.PUBLISHED)
    revision = Revision.objects.get(object=row)
    assert (revision.person, revision.member) == (cast.clerk, cast.members["aubenas"])
    assert revision.document["informationsHotellerie"]["classement"]["id"] == 2750
    assert revision.document["informationsHotellerie"]["hotellerieType"]["id"] == 2734
    assert TouristObject.objects.get(identifiers__value="H2").commune_id == row.commune_id


def test_a_second_import_of_the_same_file_has_nothing_to_do(cast: Cast) -> None:
    first = bring(cast)
    mapped(cast, first)
    done(intake.ask_apply(said(cast, first), by=cast.clerk))
    again = bring(cast)
    assert importing.deposit(cast.clerk, again).mapping_name == "Hôtels"
    dry = said(cast, again)
    assert counts(dry) == {"UNCHANGED": 2, "REFUSED": 2}
    assert not report(dry).moves
    done(intake.ask_apply(dry, by=cast.clerk))
    assert Revision.objects.count() == 2
    later = bring(cast, HOTELS.replace("2 rue du Lac", "22 rue du Lac"), "hotels 2027.csv")
    assert counts(said(cast, later)) == {"CHANGED": 1, "UNCHANGED": 1, "REFUSED": 2}


def test_what_is_gone_follows_the_choice_and_stays_within_the_member(cast: Cast) -> None:
    first = bring(cast)
    mapped(cast, first)
    done(intake.ask_apply(said(cast, first), by=cast.clerk))
    other = Identifier.objects.get(value="H2").object
    TouristObject.objects.filter(pk=other.pk).update(owner=cast.members["privas"])
    shorter = bring(cast, "\n".join([*HOTELS.splitlines()[:1], "H9;Hôtel neuf;;07200;Aubenas;;;;"]))
    dry = said(cast, shorter, WhenGone.HIDE, whole=True)
    assert counts(dry) == {"NEW": 1, "GONE": 1}
    done(intake.ask_apply(dry, by=cast.clerk))
    assert TouristObject.objects.get(identifiers__value="H1").state == State.HIDDEN
    assert TouristObject.objects.get(identifiers__value="H2").state == State.PUBLISHED
    back = said(cast, bring(cast))
    assert "appartient à « Office de Privas »" in " ".join(reasons(back))


def test_words_are_settled_once_and_kept(cast: Cast) -> None:
    number = bring(cast, HOTELS.replace("Garage", "Parc à vélos secret"))
    mapped(cast, number)
    (asked,) = preparing.unsettled(cast.clerk, number, "fr")
    assert asked.target == "prestations.services[]"
    assert ("Parc à vélos secret", 1) in [(one.text, one.count) for one in asked.words]
    words = {asked.target: {one.text: 0 for one in asked.words}}
    term = asked.terms[0][0]
    words[asked.target]["parc a velos secret"] = term
    kept = importing.deposit(cast.clerk, number).mapping
    assert kept
    intake.settle(kept, words, by=cast.clerk)
    assert preparing.is_settled(preparing.unsettled(cast.clerk, number, "fr"))
    done(intake.ask_apply(said(cast, number), by=cast.clerk))
    document = Revision.objects.get(object__identifiers__value="H1").document
    assert term in {one["id"] for one in document["prestations"]["services"]}
    mapped(cast, bring(cast), "Hôtels")
    assert read_plan(Mapping.objects.get().plan).words[asked.target]["parc a velos secret"] == term


def test_cells_that_cannot_be_read_are_left_out_and_told(cast: Cast) -> None:
    number = bring(cast)
    plan = mapped(cast, number)
    if not any(one.name == "Lits" for one in plan.columns):
        pytest.fail("the column of beds should have been recognised")
    dry = said(cast, number)
    assert any("« Lits »" in note and "« beaucoup »" in note for note in report(dry).notes)


def test_a_preview_says_records_in_words_and_problems(cast: Cast) -> None:
    number = bring(cast)
    mapped(cast, number)
    first, second, third, fourth = intake.preview(cast.clerk, number, "fr")
    assert first.name == "Hôtel du Pont"
    assert ("Classement", "3 étoiles") in first.fields
    assert ("Commune", "Aubenas") in first.fields
    assert any("beaucoup" in problem for problem in second.problems)
    assert "Office de Privas" in third.refusal
    assert "ligne 5" in fourth.place


def test_rights_are_those_of_who_writes(cast: Cast) -> None:
    for person in ("counsellor", "stranger", "neighbour"):
        with pytest.raises(Forbidden):
            bring(cast, person=person)
    number = bring(cast)
    mapped(cast, number)
    dry = said(cast, number)
    neighbour = cast.people["neighbour"]
    for forbidden in (
        lambda: importing.deposit(neighbour, number),
        lambda: importing.run(neighbour, dry),
        lambda: preparing.look(neighbour, number),
        lambda: intake.ask_apply(dry, by=neighbour),
        lambda: intake.ask_plan(number, gone=WhenGone.ASK, whole=False, by=neighbour),
        lambda: intake.withdraw(number, by=neighbour),
        lambda: intake.preview(neighbour, number, "fr"),
    ):
        with pytest.raises(Forbidden):
            forbidden()
    assert importing.runs(neighbour).total == 0
    assert [one.number for one in importing.runs(cast.clerk).runs] == [dry]
    with pytest.raises(Unknown):
        importing.run(cast.clerk, 999_999)


@pytest.mark.parametrize(
    ("content", "said_so"),
    [
        (b"%PDF-1.7 nothing", "PDF"),
        (b"\xd0\xcf\x11\xe0old", "XLSX"),
        (b"\x00\x01\x02\x03" * 100, "pas un tableau"),
        (b"", "vide"),
        (b"<html><body>", "page web"),
        (b"PK\x03\x04rubbish", "zip"),
        (b"une seule ligne", "tableau"),
    ],
)
def test_what_is_no_table_is_refused_in_words(
    cast: Cast, own_folder: Path, content: bytes, said_so: str
) -> None:
    with pytest.raises(Impossible, match=said_so):
        bring(cast, content, "truc.xlsx")
    assert not Deposit.objects.exists()
    assert list(own_folder.glob("*")) == []


def test_files_are_bounded_and_kept_for_a_term(
    cast: Cast, own_folder: Path, monkeypatch: pytest.MonkeyPatch, django_capture_on_commit_callbacks: Any
) -> None:
    from datetime import timedelta

    from sitra.intake.actions import depositing

    number = bring(cast, name="../../été\x00 2026.csv")
    row = Deposit.objects.get(pk=number)
    assert row.path.parent.parent == own_folder
    assert row.name == "été_2026.csv" or "/" not in row.name
    assert row.path.read_bytes() == HOTELS.encode()
    with monkeypatch.context() as small:
        small.setattr(depositing, "LARGEST", 50)
        with pytest.raises(Impossible, match="dépasse"):
            bring(cast)
    with monkeypatch.context() as small:
        small.setattr(depositing, "MOST", len(HOTELS.encode()) + 10)
        with pytest.raises(Impossible, match="déjà trop"):
            bring(cast)
    monkeypatch.setattr(depositing, "TERM", timedelta(seconds=-5))
    with django_capture_on_commit_callbacks(execute=True):
        assert intake.forget() == 1
    assert not row.path.exists()
    with pytest.raises(Impossible, match="plus gardé"):
        preparing.look(cast.clerk, number)


def test_another_kind_needs_another_name(cast: Cast) -> None:
    number = bring(cast)
    plan = mapped(cast, number)
    done(intake.ask_apply(said(cast, number), by=cast.clerk))
    other = Plan(plan.kind, plan.columns, "Nom", plan.constants)
    with pytest.raises(Impossible, match="autre nom"):
        intake.draw_up(number, other, "Hôtels", by=cast.clerk)
    intake.draw_up(number, other, "Hôtels bis", by=cast.clerk)
    assert Mapping.objects.count() == 2


def test_what_was_said_with_other_mappings_is_not_applied(cast: Cast) -> None:
    number = bring(cast)
    plan = mapped(cast, number)
    dry = said(cast, number)
    fewer = Plan(plan.kind, plan.columns[:-1], plan.key, plan.constants)
    intake.draw_up(number, fewer, "Hôtels", by=cast.clerk)
    with pytest.raises(Impossible, match="ont changé"):
        intake.ask_apply(dry, by=cast.clerk)
    dry = said(cast, number)
    asked = intake.ask_apply(dry, by=cast.clerk)
    intake.draw_up(number, plan, "Hôtels", by=cast.clerk)
    done(asked)
    assert report(asked).standing is Standing.FAILED
    assert "ont changé" in report(asked).notes[-1]


def test_a_name_must_be_among_the_columns(cast: Cast) -> None:
    number = bring(cast)
    plan = mapped(cast, number)
    nameless = tuple(one for one in plan.columns if one.target != "nom")
    with pytest.raises(Impossible, match="nom de la fiche"):
        intake.draw_up(number, Plan(plan.kind, nameless), "Hôtels", by=cast.clerk)


def test_trails_of_two_offices_may_have_one_name(cast: Cast) -> None:
    from tests.intake.test_trails import GPX, point, track

    text = GPX.format(track(point(4.39, 44.62), point(4.41, 44.62)))
    for member, person in (("aubenas", "clerk"), ("privas", "neighbour")):
        number = bring(cast, text, "tour.gpx", member=member, person=person)
        asked = intake.ask_plan(number, gone=WhenGone.ASK, whole=False, by=cast.people[person])
        done(intake.ask_apply(done(asked), by=cast.people[person]))
    assert TouristObject.objects.count() == 2
    owned = Identifier.objects.values_list("source_id", "object__owner__name")
    assert sorted(owned) == [
        (f"gpx-m{cast.members[name].pk}", cast.members[name].name) for name in ("aubenas", "privas")
    ]


def test_each_verb_tells_one_fact(cast: Cast) -> None:
    before = Entry.objects.count()
    number = bring(cast)
    mapped(cast, number)
    dry = intake.ask_plan(number, gone=WhenGone.ASK, whole=False, by=cast.clerk)
    facts = list(Entry.objects.order_by("id").values_list("name", "person_id", "member_id")[before:])
    who = (cast.clerk.pk, cast.members["aubenas"].pk)
    assert facts == [(name, *who) for name in ("intake.deposited", "intake.mapped", "intake.asked")]
    done(dry)


def test_a_real_list_of_places_is_mapped(cast: Cast, shared: Path) -> None:
    path = shared / "data/apidae-jep/places_isere.csv"
    number = bring(cast, path.read_bytes(), path.name)
    found = preparing.look(cast.clerk, number)
    assert found.plan
    assert found.plan.kind == "PATRIMOINE_CULTUREL"
    assert len(found.plan.columns) == len(found.columns) == 6
    shutil.rmtree(Deposit.objects.get(pk=number).path.parent)
