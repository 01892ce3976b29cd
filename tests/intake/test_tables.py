"""The folders of sources: licence, address, and tables of which every line can be used."""

import csv
import sys
from collections.abc import Iterator
from pathlib import Path

import pytest

from sitra.catalog.rules.kinds import Kind
from sitra.intake.rules import manifests, sources
from sitra.intake.rules.draft import Unreadable
from sitra.intake.rules.manifests import Line
from sitra.vocabulary.actions import seed_lines

ROOT = Path(sources.__file__).parent
PACKAGES = sorted(f"{sources.__name__}.{one.parent.name}" for one in ROOT.glob("*/source.toml"))
COLUMNS = {
    "kinds.csv": manifests.KINDS,
    "terms.csv": manifests.TERMS,
    "figures.csv": manifests.FIGURES,
    "words.csv": manifests.WORDS,
}
OWN = {
    f"{sources.__name__}.geotrek": {
        f"{name}.csv"
        for name in (
            "contents", "difficulties", "events", "headings", "networks", "practices", "routes", "themes",
        )
    }
}  # fmt: skip
"""Tables of another form, which the test of their source reads line by line (`test_geotrek`)."""
NETWORKS = {"v002", "gpx", "kml", "geojson"}
"""Sources that are spoken by many networks: each has an address of its own."""


def lines(package: str, name: str) -> tuple[Line, ...]:
    return manifests.lines(package, name, COLUMNS[name])


def everywhere() -> Iterator[tuple[str, Line]]:
    """Give every line of every table, with its package."""
    for package in PACKAGES:
        for name in COLUMNS.keys() & manifests.tables(package):
            yield from ((package, line) for line in lines(package, name))


def test_every_folder_is_a_source() -> None:
    folders = {one.name for one in ROOT.iterdir() if one.is_dir() and one.name != "__pycache__"}
    assert {package.rpartition(".")[2] for package in PACKAGES} == folders
    assert len(sources.SOURCES) == len(PACKAGES) >= 6


@pytest.mark.parametrize("package", PACKAGES)
def test_a_source_names_itself_its_licence_and_its_address(package: str) -> None:
    source = manifests.source(package)
    assert source.code
    assert source.name
    assert source.licence
    assert source.url.startswith("https://") or (not source.url and source.code in NETWORKS)
    assert all(note.endswith(".") for note in source.notes)


@pytest.mark.parametrize("package", PACKAGES)
def test_every_table_is_read(package: str) -> None:
    """A line twice, a kind or a field that does not exist: the loader raises, with table and line."""
    names = set(manifests.tables(package)) - OWN.get(package, set())
    assert names <= set(COLUMNS), "a table that nobody reads"
    if names:
        assert manifests.kinds(package)
    for load in (manifests.terms, manifests.figures, manifests.words):
        load(package)


def test_every_term_is_one_of_the_seed_and_is_called_as_it_says() -> None:
    seed = {(one.type, one.id): one.labels["libelleFr"] for one in seed_lines()}
    wrong = [
        f"{line.place}: {line['type']} {line['term']} is {seed.get((line['type'], int(line['term'])))!r}"
        for _, line in everywhere()
        if "term" in line.cells and seed.get((line["type"], int(line["term"]))) != line["label"]
    ]
    assert not wrong, wrong[:10]
    assert sum("term" in line.cells for _, line in everywhere()) > 1300


def test_no_line_is_of_a_place_that_its_reader_does_not_look_at() -> None:
    code = {
        package: "".join(one.read_text("utf-8") for one in (ROOT / package.rpartition(".")[2]).glob("*.py"))
        for package in PACKAGES
    }
    unread = [line.place for package, line in everywhere() if not _looked_at(line["from"], code[package])]
    assert not unread, unread[:10]


def _looked_at(origin: str, code: str) -> bool:
    """Say whether a reader writes a place, whole or up to the class that it puts in."""
    head, mark, _ = origin.rpartition(" ")
    return f'"{origin}"' in code or bool(mark and f'"{head} {{' in code)


def test_words_are_said_in_both_languages() -> None:
    for _, line in everywhere():
        if "fr" in line.cells:
            assert line["fr"], line.place
            assert line["en"], line.place


def test_a_class_stands_above_the_one_it_is_within() -> None:
    """Else the table would choose the wider one first."""
    table = lines("sitra.intake.rules.sources.datatourisme", "kinds.csv")
    ranks = {line["says"]: rank for rank, line in enumerate(table) if line["from"] == "class"}
    for line in table:
        if within := line["within"]:
            assert ranks[line["says"]] < ranks[within], line.place


def test_every_class_of_the_ontology_has_a_kind(shared: Path) -> None:
    path = shared / "data" / "datatourisme-ontology" / "classes_fr.csv"
    with path.open(encoding="utf-8", newline="") as file:
        above = {_class(row["URI"]): _class(row["ParentURI"]) for row in csv.DictReader(file)}
    table = lines("sitra.intake.rules.sources.datatourisme", "kinds.csv")
    ours = {line["says"] for line in table if line["from"] == "class"}
    points = {one for one in above if "PointOfInterest" in _ancestors(one, above)}
    assert points - ours == {"PlaceOfInterest", "Product"}, "both tell nothing"
    assert {line["kind"] for line in table} >= {
        kind.value for kind in Kind if kind is not Kind.SEJOUR_PACKAGE
    }


def _class(uri: str) -> str:
    return uri.strip("<>").rpartition("#")[2]


def _ancestors(one: str, above: dict[str, str]) -> set[str]:
    return {above[one], *_ancestors(above[one], above)} if one in above else set()


TERMS = "from,says,kind,field,type,term,label,note"
GOOD = "activity,hôtel,HOTELLERIE,informationsHotellerie.hotellerieType,HotellerieType,2734,Hôtel,"
BAD: dict[str, tuple[str, str, int, str]] = {
    "columns": ("terms.csv", "from,says\na,b", 1, "colonnes doivent être"),
    "cells": ("terms.csv", f"{TERMS}\n{GOOD}\n{GOOD},", 3, "9 colonnes au lieu de 8"),
    "a line twice": ("terms.csv", f"{TERMS}\n{GOOD}\n\n{GOOD.replace('ô', 'O', 1)}", 4, "déjà donnée"),
    "kind": ("terms.csv", f"{TERMS}\n{GOOD.replace('HOTELLERIE', 'HOTEL', 1)}", 2, "« HOTEL » n'existe pas"),
    "number": ("terms.csv", f"{TERMS}\n{GOOD.replace('2734', '27a')}", 2, "« 27a » n'est pas le numéro"),
    "field": ("terms.csv", f"{TERMS}\n{GOOD.replace('.hotellerie', '.x')}", 2, "n'existe pas pour ce type"),
    "type": (
        "terms.csv",
        f"{TERMS}\n{GOOD.replace(',Hotellerie', ',X')}",
        2,
        "n'attend pas un terme de XType",
    ),
    "list": ("terms.csv", f"{TERMS}\n{GOOD.replace('Type,H', 'Type[],H')}", 2, "s'écrit avec []"),
    "kind of a kind": ("kinds.csv", "from,says,kind\nactivity,hôtel,AUBERGE", 2, "« AUBERGE » n'existe pas"),
    "a kind twice": (
        "kinds.csv",
        "from,says,kind\nactivity,hôtel,HOTELLERIE\nactivity,HOTEL,RESTAURATION",
        3,
        "déjà donnée",
    ),
    "figure": ("figures.csv", "from,says,kind,field\ncolumn,lits,,capacite.lits", 2, "n'existe pas"),
    "words": ("words.csv", "from,says,fr,en\nday,Monday,lundi", 2, "3 colonnes au lieu de 4"),
}
"""Name -> table, what it says, the line that is wrong, what is said of it."""


@pytest.mark.parametrize("name", BAD)
def test_a_bad_line_is_named(tmp_path: Path, monkeypatch: pytest.MonkeyPatch, name: str) -> None:
    table, content, number, words = BAD[name]
    package = f"source_with_a_bad_{name.replace(' ', '_')}"
    (tmp_path / package).mkdir()
    (tmp_path / package / "__init__.py").touch()
    (tmp_path / package / table).write_text(content, encoding="utf-8")
    monkeypatch.syspath_prepend(tmp_path)
    load = {
        "kinds.csv": manifests.kinds,
        "terms.csv": manifests.terms,
        "figures.csv": manifests.figures,
        "words.csv": manifests.words,
    }[table]
    with pytest.raises(Unreadable) as caught:
        load(package)
    assert str(caught.value).startswith(f"{package}/{table}, ligne {number} : ")
    assert words in str(caught.value)
    assert str(caught.value).endswith(".")
    sys.modules.pop(package, None)
