"""Tables of all makes: encodings, delimiters, workbooks, points."""

import csv
import datetime as dt
import io
import json
import time
import zipfile
from pathlib import Path

import openpyxl
import pytest
from hypothesis import given, strategies as st

from sitra.catalog.rules.kinds import Kind
from sitra.intake.rules.draft import Refusal, Unreadable
from sitra.intake.rules.recognising import recognised
from sitra.intake.rules.tabular import (
    delimited as delimiting,
    guessing,
    tables,
    workbooks,
)
from sitra.intake.rules.tabular.tables import Form, Line

WORDS = [["Nom", "Commune", "Été"], ["Café d'été", "Bourg-en-Bresse", "déjà"], ["Œuvre", "Le Puy", "à côté"]]


def write(path: Path, content: str | bytes) -> Path:
    path.write_bytes(content if isinstance(content, bytes) else content.encode())
    return path


def read(path: Path) -> list[list[str]]:
    table = tables.opened(path)
    return [list(table.columns), *(list(one.cells) for one in table.lines() if isinstance(one, Line))]


def delimited(rows: list[list[str]], sign: str) -> str:
    out = io.StringIO(newline="")
    csv.writer(out, delimiter=sign).writerows(rows)
    return out.getvalue()


@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "utf-16", "utf-16-le", "cp1252", "mac_roman"])
@pytest.mark.parametrize("sign", [";", ",", "\t", "|"])
def test_any_usual_encoding_and_delimiter_is_read(tmp_path: Path, encoding: str, sign: str) -> None:
    text = delimited(WORDS, sign)
    assert read(write(tmp_path / "t.csv", text.encode(encoding))) == WORDS


def test_dos_accents_and_the_line_of_excel_are_read(tmp_path: Path) -> None:
    rows = [["Nom", "Été"], ["Hôtel à côté", "déjà"]]
    assert read(write(tmp_path / "t.csv", delimited(rows, ";").encode("cp850"))) == rows
    assert read(write(tmp_path / "s.csv", "sep=|\r\n" + delimited(rows, "|"))) == rows


@given(
    st.lists(st.lists(st.text("abé;,\n\"' 12", max_size=8), min_size=3, max_size=3), min_size=1, max_size=20),
    st.sampled_from(";\t|"),
)
def test_whatever_cells_hold_comes_back(rows: list[list[str]], sign: str) -> None:
    import tempfile

    with tempfile.TemporaryDirectory() as folder:
        whole = [["Nom", "Deux", "Trois"], ["un", "deux", "trois"], *rows]
        path = write(Path(folder) / "t.csv", delimited(whole, sign))
        if delimiting.delimiter_of(path.read_text()) != sign:
            return
        wanted = [[cell.strip() for cell in row] for row in whole]
        assert read(path) == [row for row in wanted if any(row)]


def test_titles_above_and_empty_lines_and_columns_without_a_name_are_no_trouble(tmp_path: Path) -> None:
    text = "Liste 2026;;;\n;;;\nNom;;Nom;Prix\nA;x;b;1\n;;;\nB;;c;2\n"
    assert read(write(tmp_path / "t.csv", text)) == [
        ["Nom", "Colonne B", "Nom (2)", "Prix"],
        ["A", "x", "b", "1"],
        ["B", "", "c", "2"],
    ]


def test_a_line_that_is_too_long_is_refused_alone(tmp_path: Path) -> None:
    path = write(tmp_path / "t.csv", "Nom;Prix\nA;1\nB;2;trois\nC;3\n")
    found = list(tables.opened(path).lines())
    assert [type(one) for one in found] == [Line, Refusal, Line]
    assert isinstance(found[1], Refusal)
    assert "ligne 3" in found[1].place


def test_too_many_lines_and_columns_are_refused(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(tables, "MOST_LINES", 2)
    path = write(tmp_path / "t.csv", "Nom;Prix\nA;1\nB;2\nC;3\n")
    with pytest.raises(Unreadable, match="plus de 2 lignes"):
        list(tables.opened(path).lines())
    wide = write(tmp_path / "w.csv", ";".join(f"c{n}" for n in range(300)) + "\n" + ";".join("x" * 300))
    with pytest.raises(Unreadable, match="colonnes"):
        tables.opened(wide)


def book(path: Path, *rows: list[object], **more: object) -> Path:
    whole = openpyxl.Workbook()
    sheet = whole.active
    assert sheet
    for row in rows:
        sheet.append(row)
    for merged in more.get("merged", ()):  # type: ignore[attr-defined]
        sheet.merge_cells(merged)
    if last := more.get("last"):
        sheet.cell(row=int(str(last)), column=1, value="fin")
    if more.get("second"):
        whole.create_sheet("Autre").append(["x"])
    whole.save(path)
    return path


def test_a_workbook_gives_dates_numbers_and_merged_cells_as_people_read_them(tmp_path: Path) -> None:
    path = book(
        tmp_path / "t.xlsx",
        ["Hôtels 2026"],
        [],
        ["Nom", "Ouvre", "Prix", "CP", "Commune", "Ouvert"],
        ["A", dt.date(2026, 7, 14), 12.5, 7200, "Aubenas", True],
        ["B", dt.datetime(2026, 7, 14, 9, 30), 12.0, "01480", None, False],  # noqa: DTZ001 - sheets have none
        ["C", dt.time(9, 5), None, None, None, None],
        ["D", "=1+1", 0.1 + 0.2, None, "Privas", None],
        merged=["E4:E6", "A1:F1"],
        second=True,
    )
    table = tables.opened(path)
    assert table.form is Form.WORKBOOK
    assert "Sheet" in table.notes[0]
    assert "Autre" in table.notes[0]
    assert read(path) == [
        ["Nom", "Ouvre", "Prix", "CP", "Commune", "Ouvert"],
        ["A", "2026-07-14", "12.5", "7200", "Aubenas", "oui"],
        ["B", "2026-07-14 09:30:00", "12", "01480", "Aubenas", "non"],
        ["C", "09:05", "", "", "Aubenas", ""],
        ["D", "", "0.3", "", "Privas", ""],
    ]


def test_a_million_empty_lines_take_no_memory_and_little_time(tmp_path: Path) -> None:
    import tracemalloc

    path = book(tmp_path / "t.xlsx", ["Nom", "CP"], ["A", 1], last=1_000_000)
    begun = time.monotonic()
    tracemalloc.start()
    lines = list(tables.opened(path).lines())
    _, most = tracemalloc.get_traced_memory()
    tracemalloc.stop()
    assert [one.place for one in lines] == ["t.xlsx, ligne 2", "t.xlsx, ligne 1000000"]
    assert most < 40 << 20
    assert time.monotonic() - begun < 90


def tampered(path: Path, part: str, content: bytes) -> Path:
    """Write a workbook with one part replaced."""
    sound = book(path.with_suffix(".sound"), ["Nom", "CP"], ["A", 1])
    with zipfile.ZipFile(sound) as old, zipfile.ZipFile(path, "w", zipfile.ZIP_DEFLATED) as new:
        for name in old.namelist():
            new.writestr(name, content if name == part else old.read(name))
    return path


def test_workbooks_made_to_harm_are_refused(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    bomb = (
        b'<!DOCTYPE x [<!ENTITY a "aaaa"><!ENTITY b "&a;&a;">]>'
        b'<worksheet xmlns="http://schemas.openxmlformats.org/spreadsheetml/2006/main"><sheetData>'
        b'<row r="1"><c r="A1" t="inlineStr"><is><t>&b;</t></is></c></row></sheetData></worksheet>'
    )
    with pytest.raises(Unreadable, match="abîmé"):
        tables.opened(tampered(tmp_path / "e.xlsx", "xl/worksheets/sheet1.xml", bomb))
    zeros = tampered(tmp_path / "z.xlsx", "xl/styles.xml", b" " * (300 << 20))
    with pytest.raises(Unreadable, match=r"piège|déploie"):
        tables.opened(zeros)
    monkeypatch.setattr(workbooks, "LARGEST", 1000)
    with pytest.raises(Unreadable, match="déploie"):
        tables.opened(book(tmp_path / "g.xlsx", ["Nom", "CP"], ["A", 1]))
    lying = (
        b'<worksheet xmlns="http://schemas.openxmlformats.org/spreadsheetml/2006/main">'
        b'<dimension ref="A1:XFD1048576"/><sheetData>'
        b'<row r="1"><c r="A1" t="inlineStr"><is><t>Nom</t></is></c>'
        b'<c r="B1" t="inlineStr"><is><t>CP</t></is></c></row>'
        b'<row r="2147483647"><c r="A2147483647"><v>1</v></c>'
        b"</row></sheetData></worksheet>"
    )
    monkeypatch.undo()
    with pytest.raises(Unreadable, match="ne contient pas de tableau"):
        tables.opened(tampered(tmp_path / "l.xlsx", "xl/worksheets/sheet1.xml", lying))


def test_an_empty_workbook_and_an_open_document_are_refused_in_words(tmp_path: Path) -> None:
    with pytest.raises(Unreadable, match="vide"):
        tables.opened(book(tmp_path / "v.xlsx"))
    path = tmp_path / "t.ods"
    with zipfile.ZipFile(path, "w") as archive:
        archive.writestr("mimetype", "application/vnd.oasis.opendocument.spreadsheet")
        archive.writestr("content.xml", "<x/>")
    with pytest.raises(Unreadable, match="OpenDocument"):
        tables.opened(path)


def test_points_are_a_table_of_their_properties(tmp_path: Path, shared: Path) -> None:
    point = {"type": "Point", "coordinates": [5.7, 45.1]}
    feature = {
        "type": "Feature",
        "id": 7,
        "properties": {"nom": "Refuge", "tags": ["a", "b"]},
        "geometry": point,
    }
    path = write(tmp_path / "p.geojson", json.dumps({"type": "FeatureCollection", "features": [feature]}))
    assert recognised(path) == ("", Form.FEATURES)
    with pytest.raises(Unreadable):
        tables.opened(write(tmp_path / "vide.geojson", '{"type": "FeatureCollection", "features": []}'))
    assert read(path) == [
        ["id", "nom", "tags", "longitude", "latitude"],
        ["7", "Refuge", "a ; b", "5.7", "45.1"],
    ]
    folder = shared / "data/apidae-randocantal"
    kinds = {}
    for one in sorted(folder.glob("*.geojson")):
        assert recognised(one) == ("", Form.FEATURES)
        found = tables.opened(one)
        lines = [line.cells for line in found.lines() if isinstance(line, Line)]
        seen = guessing.samples(found.columns, lines)
        kinds[one.stem] = guessing.kind_for(one.name, seen)
    assert kinds == {
        "campings": Kind.HOTELLERIE_PLEIN_AIR,
        "gites_etape": Kind.HEBERGEMENT_COLLECTIF,
        "hotels": Kind.HOTELLERIE,
        "refuges": Kind.HEBERGEMENT_COLLECTIF,
        "villages_vacances": Kind.HEBERGEMENT_COLLECTIF,
    }
    waypoints = tables.opened(shared / "data/opendatahub-southtyrol/Sample2.gpx.gz")
    assert sum(1 for _ in waypoints.lines()) == 9315
