"""A full vocabulary is loaded, compared, reported, and refused as a whole when it is bad."""

import gzip
import json
import zipfile
from collections import Counter
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given, strategies as st

from sitra.vocabulary import actions, queries
from sitra.vocabulary.events import VocabularyFact
from sitra.vocabulary.models import Term
from sitra.vocabulary.rules.book import TermBook, TermLine
from sitra.vocabulary.rules.changes import OWN, Act, Report, compare
from sitra.vocabulary.rules.elements import Reading
from sitra.vocabulary.rules.files import BadFile, elements, values
from sitra.vocabulary.rules.wording import sentence, summary
from tests.wire.official import validator

FOLDER = "apidae-referentiel-pierregranger-apidaeevent"


def element(number: int, kind: str = "PrestationService", **more: Any) -> dict[str, Any]:
    return {
        "elementReferenceType": kind,
        "id": number,
        "libelleFr": f"Terme {number}",
        "ordre": number,
        "actif": True,
        **more,
    }


def link(number: int, kind: str = "PrestationService") -> dict[str, Any]:
    return {"elementReferenceType": kind, "id": number}


SMALL = [
    element(8001, "FamilleCritere"),
    element(8002, "FamilleCritere"),
    element(8010, familleCritere=link(8001, "FamilleCritere")),
    element(8011, parent=link(8010)),
    element(8012, libelleEn="Term 8012"),
]


def acts(report: Report) -> dict[int, list[str]]:
    told: dict[int, list[str]] = {}
    for change in report.changes:
        told.setdefault(change.after.id, []).append(change.act.value)
    return told


def facts() -> list[dict[str, Any]]:
    from sitra.ledger.models import Entry

    rows = Entry.objects.filter(name=VocabularyFact.LOADED.value).order_by("id")
    return [{"person": row.person_id, **row.details} for row in rows]


@pytest.mark.django_db
class TestLoading:
    def test_terms_are_added_once(self) -> None:
        first = actions.load_full(SMALL, by=7)
        assert first.counts == {Act.ADDED: 5}
        assert facts() == [{"person": 7, "terms": 5, "added": 5, "gone": []}]
        again = actions.load_full(SMALL)
        assert again.changes == ()
        assert len(facts()) == 1
        assert summary(again) == "5 termes lus : rien ne change."
        assert summary(again, "en") == "5 terms read: nothing changes."

    def test_each_change_is_told(self) -> None:
        actions.load_full(SMALL)
        report = actions.load_full(
            [
                element(8001, "FamilleCritere"),
                element(8002, "FamilleCritere", ordre=99),
                element(8010, familleCritere=link(8002, "FamilleCritere")),
                element(8011, parent=link(8010), actif=False),
                element(
                    8013, critereDeprecie={"dateDesactivation": "2027-01-01", "critereSubstitutionId": 8010}
                ),
            ]
        )
        assert acts(report) == {
            8002: ["reordered"],
            8010: ["moved"],
            8011: ["deactivated"],
            8012: ["deactivated"],
            8013: ["added"],
        }
        assert {one.after.id: one.absent for one in report.of(Act.DEACTIVATED)} == {8011: False, 8012: True}
        assert not Term.objects.filter(pk__in=[8011, 8012], active=True).exists()
        assert facts()[-1]["gone"] == [8011, 8012]
        back = actions.load_full(SMALL)
        assert acts(back)[8012] == ["reactivated"]
        assert acts(back)[8013] == ["deactivated"]

    def test_a_term_may_change_type_and_names(self) -> None:
        actions.load_full(SMALL)
        moved = element(8012, "PrestationConfort", libelleFr="Draps", libelleDe="Bettwäsche")
        report = actions.load_full([*SMALL[:-1], moved])
        book = queries.book()
        french = [sentence(change, book) for change in report.changes]
        assert french == [
            "8012 « Draps » : fr « Terme 8012 » → « Draps » ; en « Term 8012 » → – ; de – → « Bettwäsche »",
            "8012 « Draps » : type PrestationService → PrestationConfort",
        ]
        assert sentence(report.changes[1], book, "en") == (
            "8012 “Draps”: type PrestationService → PrestationConfort"
        )

    def test_our_own_terms_stay(self) -> None:
        own = Term.objects.create(id=OWN + 1, type="PrestationService", labels={"libelleFr": "À nous"})
        assert acts(actions.load_full(SMALL)).keys() == {8001, 8002, 8010, 8011, 8012}
        own.refresh_from_db()
        assert own.active
        named = actions.load_full([*SMALL, element(OWN + 1, actif=False)])
        assert acts(named) == {OWN + 1: ["renamed", "reordered", "deactivated"]}

    def test_what_the_program_ships_outlives_a_file_that_cannot_know_it(self) -> None:
        seed = actions.load_seed()
        report = actions.load_full([*SMALL, element(201, "MoyenCommunicationType", actif=False)])
        assert report.counts[Act.DEACTIVATED] == 1
        assert Term.objects.filter(active=True).count() == seed + len(SMALL) - 1
        assert not Term.objects.get(pk=201).active

    def test_the_seed_leaves_a_full_file_as_it_is(self) -> None:
        actions.load_full([*SMALL, element(201, "MoyenCommunicationType")])
        before, told = queries.book().get(201), len(facts())
        actions.load_seed()
        assert queries.book().get(201) == before
        assert len(facts()) == told + 1
        actions.load_seed()
        assert len(facts()) == told + 1

    def test_what_else_a_term_says_is_kept_and_written_on_the_wire(self) -> None:
        hours = {"description": "Quand on entre", "startTimeVisibility": True, "externalType": "OPEN"}
        label_type = element(8020, "HotellerieTypeLabel")
        rows = [
            *SMALL,
            element(8015, "HoraireType", **hours),
            label_type,
            element(
                8021, "HotellerieLabel", typeLabel={"elementReferenceType": "HotellerieTypeLabel", "id": 8020}
            ),
        ]
        assert actions.load_full(rows).ignored == {}
        book = queries.book()
        assert (book.wire(8015) or {}).items() >= hours.items()
        assert (book.wire(8021) or {})["typeLabel"]["id"] == 8020
        rows[-3] = element(8015, "HoraireType", description="Quand on sort")
        assert acts(actions.load_full(rows)) == {8015: ["described"]}

    def test_a_dry_run_writes_nothing(self) -> None:
        report = actions.load_full(SMALL, dry_run=True)
        assert (report.dry_run, report.counts[Act.ADDED]) == (True, 5)
        assert not Term.objects.exists()
        assert facts() == []

    def test_an_announced_removal_is_kept_and_written_on_the_wire(self) -> None:
        announced = {
            "code": "FUSION",
            "message": "Voir le nouveau critère",
            "dateAlerte": "2026-01-01",
            "dateDesactivation": "2027-01-01",
            "critereSubstitutionId": 8010,
            "url": "https://aide.example",
        }
        told = actions.load_full([*SMALL, element(8014, critereDeprecie={**announced, "ailleurs": 1})])
        assert told.counts == {Act.ADDED: 6}
        wire = queries.book().wire(8014)
        assert wire is not None
        assert wire["critereDeprecie"] == announced
        assert "critereDeprecie" not in (queries.book().wire(8012) or {})
        report = actions.load_full([*SMALL, element(8014)])
        assert acts(report) == {8014: ["deprecated"]}
        assert sentence(report.changes[0], queries.book()) == "8014 « Terme 8014 » : annulé"

    def test_what_is_not_kept_is_counted(self) -> None:
        report = actions.load_full([*SMALL, element(8015, nouveaute=1), element(8016, nouveaute=2)])
        assert report.ignored == {"nouveaute": 2}


BAD: dict[str, tuple[Any, str]] = {
    "something else": (
        [{"id": 8001, "nom": "Privas"}],
        "Élément n° 1 : ce n'est pas un élément de référence",
    ),
    "numbers": ([1, 2], "Élément n° 1"),
    "empty": ([], "aucun élément"),
    "unknown type": ([*SMALL, element(8020, "Meteo")], "n° 6 (numéro 8020) : le type « Meteo »"),
    "type of another kind": ([element(8020, ["x"])], "n'est pas un vocabulaire connu"),  # type: ignore[arg-type]
    "twice": ([*SMALL, element(8012)], "n° 6 : le numéro 8012 est déjà pris"),
    "no parent": (
        [*SMALL, element(8020, parent=link(999))],
        "8020 (PrestationService, « Terme 8020 ») nomme le",
    ),
    "no family": ([*SMALL, element(8020, familleCritere=link(999))], "la famille 999, qui n'existe pas"),
    "not a family": ([*SMALL, element(8020, familleCritere=link(8010))], "de type PrestationService"),
    "circle": (
        [
            element(8020, parent=link(8021)),
            element(8021, parent=link(8022)),
            element(8022, parent=link(8020)),
        ],
        "8020 → 8021 → 8022 → 8020",
    ),
    "own parent": ([element(8020, parent=link(8020))], "8020 → 8020"),
    "no label": ([{"elementReferenceType": "Pays", "id": 8020}], "aucun libellé"),
    "label that is none": ([element(8020, libelleEn=5)], "n° 1 (numéro 8020) : libelleEn n'est pas un texte"),
    "null character": ([element(8020, libelleEn="a\x00b")], "caractère interdit"),
    "half a pair": ([element(8020, libelleEn="a\ud800b")], "caractère interdit"),
    "number as text": ([element("20")], "Élément n° 1 : id n'est pas un nombre"),  # type: ignore[arg-type]
    "number below one": ([element(0)], "id n'est pas un nombre entier convenable : « 0 »"),
    "number too large": ([element(8002**63)], "id n'est pas un nombre"),
    "truth as number": ([element(8020, ordre=True)], "ordre n'est pas un nombre"),
    "doubt": ([element(8020, actif="oui")], "actif doit être vrai ou faux"),
    "bare parent": ([*SMALL, element(8020, parent=8010)], "parent doit nommer"),
    "bare removal": ([element(8020, critereDeprecie="oui")], "critereDeprecie doit être"),
    "odd removal": (
        [element(8020, critereDeprecie={"critereSubstitutionId": "a"})],
        "critereDeprecie.critereSubstitutionId n'est pas un nombre",
    ),
}


@pytest.mark.django_db
@pytest.mark.parametrize("name", BAD)
def test_a_bad_list_is_refused_whole(name: str) -> None:
    rows, words = BAD[name]
    actions.load_full(SMALL)
    before = list(Term.objects.order_by("pk").values())
    with pytest.raises(BadFile) as refused:
        actions.load_full(rows)
    assert words in str(refused.value)
    assert list(Term.objects.order_by("pk").values()) == before
    assert len(facts()) == 1


WHOLE = json.dumps(SMALL, ensure_ascii=False).encode()
TORN: dict[str, tuple[str, bytes, str]] = {
    "empty": ("a.json", b" \n", "est vide"),
    "cut": ("a.json", WHOLE[:-150], "tronqué : il s'arrête après l'élément n° 3"),
    "cut after a comma": ("a.json", WHOLE[: WHOLE.rindex(b"{")], "tronqué"),
    "cut before the end": ("a.json", WHOLE[:-1], "tronqué : il s'arrête après l'élément n° 5"),
    "cut at once": ("a.json", b"[", "tronqué : il s'arrête au début"),
    "cut gzip": ("a.json.gz", gzip.compress(WHOLE)[:-20], "tronqué ou abîmé"),
    "spoilt gzip": ("a.json.gz", b"\x1f\x8b" + b"x" * 50, "tronqué ou abîmé"),
    "spoilt zip": ("a.zip", b"PK\x03\x04" + b"x" * 50, "tronqué ou abîmé"),
    "an object": ("a.json", b'{"id": 8001}', "il commence par « {"),
    "a web page": ("a.json", b"<!doctype html>", "<!doctype html>"),
    "no comma": ("a.json", WHOLE.replace(b"}, {", b"} {", 1), "il manque une virgule"),
    "malformed": ("a.json", b'[{"id": 8001,, "a": 2}]', "au début de la liste : le JSON est mal formé"),
    "a tail": ("a.json", WHOLE + b"[]", "quelque chose suit"),
    "latin": ("a.json", '[{"libelleFr": "é"}]'.encode("latin-1"), "UTF-8"),
    "endless": ("a.json", b'["' + b"x" * 2_000_000, "au début de la liste"),
    "deep": ("a.json", b"[" * 200_000, "trop profond"),
}


@pytest.mark.parametrize("name", TORN)
def test_a_torn_file_is_refused_by_name(tmp_path: Path, name: str) -> None:
    file, content, words = TORN[name]
    path = tmp_path / file
    path.write_bytes(content)
    with pytest.raises(BadFile) as refused:
        list(elements(path))
    assert words in str(refused.value)
    assert file in str(refused.value)


def test_a_file_is_read_whatever_its_packing(tmp_path: Path) -> None:
    plain, packed, archive = tmp_path / "a.json", tmp_path / "a.json.gz", tmp_path / "export.zip"
    plain.write_bytes(b"\xef\xbb\xbf" + WHOLE)
    packed.write_bytes(gzip.compress(WHOLE))
    with zipfile.ZipFile(archive, "w") as export:
        export.writestr("__MACOSX/elements_reference.json", b"nothing")
        export.writestr("export/elements_reference.json", WHOLE)
    for path in (plain, packed, archive):
        assert list(elements(path)) == SMALL


def test_an_archive_without_vocabulary_is_refused(tmp_path: Path) -> None:
    path = tmp_path / "export.zip"
    with zipfile.ZipFile(path, "w") as export:
        export.writestr("selections.json", b"[]")
    with pytest.raises(BadFile, match=r"ne contient pas de fichier elements_reference\.json"):
        list(elements(path))


def test_a_folder_is_refused_in_words(tmp_path: Path) -> None:
    with pytest.raises(BadFile, match="ne peut pas être lu"):
        list(elements(tmp_path))


documents = st.recursive(
    st.none() | st.booleans() | st.integers() | st.text(),
    lambda inner: st.lists(inner, max_size=3) | st.dictionaries(st.text(), inner, max_size=3),
    max_leaves=8,
)


@given(st.lists(documents.filter(lambda one: not isinstance(one, int)), max_size=6), st.integers(1, 9))
def test_an_array_reads_the_same_in_pieces(rows: list[Any], size: int) -> None:
    written = json.dumps(rows, ensure_ascii=False, indent=1)
    pieces = [written[start : start + size] for start in range(0, len(written), size)]
    assert list(values(pieces, "a.json")) == rows


@pytest.mark.django_db
def test_the_real_vocabularies_follow_each_other(shared: Path) -> None:
    older, newer = sorted((shared / "data" / FOLDER).glob("elements_reference-*.json.gz"))
    first = actions.load_full(older)
    assert first.counts == {Act.ADDED: 5367}
    second = actions.load_full(newer)
    counts = second.counts
    assert (counts[Act.ADDED], counts[Act.REORDERED]) == (873, 4116)
    assert counts[Act.RENAMED] > 3000
    assert counts[Act.MOVED] > 100
    rows = {row["id"]: row for row in elements(newer)}
    absent = [one for one in second.of(Act.DEACTIVATED) if one.absent]
    assert not rows.keys() & {one.after.id for one in absent}
    assert Term.objects.filter(active=True).count() == sum(row["actif"] for row in rows.values())
    assert Term.objects.count() == 5367 + 873
    assert actions.load_full(newer).changes == ()
    assert len(facts()) == 2


def test_terms_are_written_as_the_official_schemas_say(shared: Path) -> None:
    schemas = shared / "wire" / "schemas" / "v002"
    newer = next((shared / "data" / FOLDER).glob("elements_reference-2021*.json.gz"))
    reading = Reading()
    rows = list(elements(newer))
    announced = {
        "code": "X",
        "dateAlerte": "2026-01-01",
        "critereSubstitutionId": 8010,
        "champSubstitution": "a.b",
    }
    for row in rows:
        row["critereDeprecie"] = announced
    assert len(list(reading.take(rows))) == len(rows)
    book = TermBook(reading.lines.values())
    described = {path.stem for path in (schemas / "api" / "compact" / "elementReference").glob("*.schema")}
    checked = Counter[str]()
    for term in book:
        if term.type in described and checked[term.type] < 3:
            faults = validator(schemas, "api", term.type).iter_errors(book.wire(term.id))
            assert [fault.message for fault in faults] == []
            checked[term.type] += 1
    assert len(checked) == len(described) - 2, "all but the two that the file of 2021 does not hold yet"


terms = st.dictionaries(
    st.integers(1, 12),
    st.tuples(st.sampled_from(["Pays", "Langue"]), st.integers(0, 3), st.sampled_from("abc"), st.booleans()),
    max_size=8,
)


@given(terms, terms)
def test_comparing_says_all_that_must_be_written(
    old: dict[int, tuple[str, int, str, bool]], new: dict[int, tuple[str, int, str, bool]]
) -> None:
    def lines(rows: dict[int, tuple[str, int, str, bool]]) -> dict[int, TermLine]:
        return {
            number: TermLine(number, kind, order, {"libelleFr": label}, active=active)
            for number, (kind, order, label, active) in rows.items()
        }

    there, file = lines(old), lines(new)
    report = Report(len(file), tuple(compare(there, file)))
    after = there | report.touched
    assert {number: after[number] for number in file} == file
    assert not any(after[number].active for number in there.keys() - file.keys())
    assert compare(after, file) == []
