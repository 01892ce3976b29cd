"""The vocabulary laid out: names, shelves, trees in pages, and a search in every language."""

import json
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given, settings, strategies as st

from sitra.vocabulary.actions import seed_lines
from sitra.vocabulary.rules import names
from sitra.vocabulary.rules.atlas import PAGE, Atlas, Node, loosen
from sitra.vocabulary.rules.book import TermBook, TermLine
from sitra.vocabulary.rules.files import elements
from sitra.vocabulary.rules.offering import NAMED, NOT_OFFERED


def line(number: int, french: str = "", kind: str = "Pays", **more: Any) -> TermLine:
    labels = {"libelleFr": french, **more.pop("labels", {})}
    return TermLine(number, kind, more.pop("order", number), labels, **more)


def atlas(*lines: TermLine) -> Atlas:
    return Atlas(TermBook(lines))


def test_every_vocabulary_of_the_contract_has_a_name(shared: Path) -> None:
    schemas = (shared / "wire" / "schemas" / "v002" / "export" / "compact" / "elementReference").glob(
        "*.schema"
    )
    official = {path.stem for path in schemas}
    assert len(official) == 95
    assert official <= names.VOCABULARIES.keys()


def test_what_a_search_does_not_offer_is_named_rightly() -> None:
    assert names.VOCABULARIES.keys() >= NOT_OFFERED.keys()
    assert names.VOCABULARIES.keys() >= NAMED
    assert not NAMED & NOT_OFFERED.keys()
    known = atlas(line(1, "Téléphone", "MoyenCommunicationType"), line(2, "Lac", "Environnement"))
    assert known.not_offered == {1}


def test_every_vocabulary_of_the_real_files_and_of_the_seed_has_a_name(shared: Path) -> None:
    found = {line.type for line in seed_lines()}
    for path in (shared / "data").glob("*/elements_reference*.json*"):
        found |= {row["elementReferenceType"] for row in elements(path)}
    assert len(found) > 90
    assert found <= names.VOCABULARIES.keys()


@pytest.mark.parametrize("language", ["fr", "en"])
def test_a_name_belongs_to_one_vocabulary(language: str) -> None:
    labels = [known.label(language) for known in names.VOCABULARIES.values()]
    assert sorted(set(labels)) == sorted(labels)
    assert all(label == label.strip() != "" for label in labels)
    themes = [theme.label(language) for theme in names.Theme]
    assert len(set(themes)) == len(themes)


def test_every_theme_holds_something() -> None:
    assert {known.theme for known in names.VOCABULARIES.values()} == set(names.Theme)


def test_a_vocabulary_we_do_not_know_keeps_its_name() -> None:
    assert names.name("Meteo", "en") == "Meteo"
    assert atlas(line(1, kind="Meteo")).shelves()[names.Theme.GROUPING][0].kind == "Meteo"


def test_shelves_count_what_is_active_apart() -> None:
    shelves = atlas(line(1), line(2, active=False), line(3, kind="Langue")).shelves()
    counted = {one.kind: (one.active, one.inactive) for held in shelves.values() for one in held}
    assert counted == {"Pays": (1, 1), "Langue": (1, 0)}
    assert list(shelves) == [names.Theme.PEOPLE, names.Theme.TERRITORIES]


def test_a_tree_goes_by_family_then_parent_then_order() -> None:
    laid = atlas(
        line(1, "Sports", "FamilleCritere", order=2),
        line(2, "Culture", "FamilleCritere", order=1),
        line(10, "Voile", order=3, family_id=1),
        line(11, "Danse", order=9, family_id=2),
        line(12, "Dériveur", order=2, family_id=2, parent_id=10),
        line(13, "Catamaran", order=1, parent_id=10),
        line(14, "Autre", order=0),
        line(15, "Aviron", order=1, family_id=1, active=False),
    )
    [page] = laid.pages("Pays")
    shown = [
        (branch.family.label() if branch.family else "", [_shape(node) for node in branch.nodes])
        for branch in page
    ]
    assert shown == [
        ("Culture", [(11, [])]),
        ("Sports", [(10, [(13, []), (12, [])]), (15, [])]),
        ("", [(14, [])]),
    ]


def _shape(node: Node) -> tuple[int, list[Any]]:
    return node.term.id, [_shape(child) for child in node.children]


def _numbers(node: Node) -> list[int]:
    return [node.term.id, *(number for child in node.children for number in _numbers(child))]


@given(st.lists(st.tuples(st.integers(0, 30), st.integers(0, 3)), min_size=1, max_size=650))
def test_pages_hold_every_term_once(rows: list[tuple[int, int]]) -> None:
    families = [line(900 + rank, kind="FamilleCritere") for rank in range(1, 4)]
    terms = [
        line(
            number,
            parent_id=back if 0 < back < number else None,
            family_id=900 + family if family else None,
        )
        for number, (back, family) in enumerate(rows, 1)
    ]
    laid = atlas(*families, *terms)
    pages = laid.pages("Pays")
    nodes = [[node for branch in page for node in branch.nodes] for page in pages]
    assert sorted(n for page in nodes for node in page for n in _numbers(node)) == [one.id for one in terms]
    for page in nodes:
        assert len(page) == 1 or sum(map(len, page)) <= PAGE
    for number, page in enumerate(nodes, 1):
        for node in page:
            assert laid.page_of(node.term) == number


@pytest.mark.parametrize(
    ("words", "found"),
    [
        ("piscine", [1, 2, 3]),
        ("PISCÍNE", [1, 2, 3]),
        ("Schwimmbad", [1]),
        ("bassein", []),
        ("бассейн", [1]),
        ("游泳", [1]),
        ("プール", [1]),
        ("piscine couverte", [2]),
        ("couverte piscine", [2]),
        ("scine", [2, 1, 3]),
        ("oeuf", [4]),
        ("3", [3]),
        ("  ", []),
        ("'", []),
        ("zzz", []),
    ],
)
def test_a_term_is_found_in_any_language(words: str, found: list[int]) -> None:
    laid = atlas(
        line(3, "Piscine", active=False),
        line(2, "Piscine couverte"),
        line(1, "Piscine", order=9, labels={"libelleDe": "Schwimmbad", "libelleRu": "Бассейн",
                                            "libelleZh": "游泳池", "libelleJa": "プール"}),
        line(4, "Œufs de ferme"),
    )  # fmt: skip
    assert [term.id for term in laid.search(words)] == found


def test_a_vocabulary_is_found_by_any_of_its_names() -> None:
    laid = atlas(line(1, kind="PrestationEquipement"), line(2, kind="Langue"))
    for words in ("equipements", "facilities", "prestationequi", "Équip"):
        assert laid.kinds_named(words) == ["PrestationEquipement"]
    assert laid.kinds_named("-") == []


@settings(max_examples=1000)
@given(st.text())
def test_loosening_twice_changes_nothing(text: str) -> None:
    assert loosen(loosen(text)) == loosen(text)


def test_the_browsed_vocabulary_follows_the_ledger(db: None) -> None:
    del db
    from sitra.vocabulary import actions, queries

    rows = [{"elementReferenceType": "Pays", "id": 1, "libelleFr": "France"}]
    actions.load_full(rows)
    first = queries.atlas()
    assert queries.atlas() is first
    actions.load_full([*rows, {"elementReferenceType": "Pays", "id": 2, "libelleFr": "Suisse"}])
    assert [term.id for term in queries.atlas().search("suisse")] == [2]
    assert json.dumps(queries.atlas().book.wire(2), ensure_ascii=False).startswith(
        '{"elementReferenceType": "Pays"'
    )
