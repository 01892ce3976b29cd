"""What is cut out of woven records is, byte for byte, what parsing and pruning gives."""

from collections.abc import Iterator
from pathlib import Path
from random import Random
from typing import Any

import orjson
import pytest
from hypothesis import given, settings, strategies as st

from sitra.catalog.rules import paths as registry, weaving
from sitra.catalog.rules.forms import api_form
from sitra.catalog.rules.kinds import Kind
from sitra.catalog.rules.paths import Paths
from sitra.catalog.rules.weaving import Loom, Woven, unwoven
from sitra.formats.rules.v002 import fields
from sitra.formats.rules.v002.shapes import NewerPaths, Shape
from sitra.kit.texts import LANGUAGES, SUFFIXES, VALUE_KEYS
from tests.catalog.making import WORDS, document
from tests.catalog.test_forms import Everything, head, vocabularies_of

TERM = "elementReferenceType"
LOCALES = st.lists(st.sampled_from(LANGUAGES), max_size=4)
NASTY = ('"', "\\", "\x1f,", "\x1e", '},{"a":1', "[\x1f,", "\u2028", "\\u001f,")


def answer(record: Any, asked: list[str] | None, locales: list[str]) -> bytes:
    return fields.answer(orjson.loads(orjson.dumps(record)), fields.selection(asked), locales)


def woven(loom: Loom, record: dict[str, Any]) -> Woven:
    made = loom.weave(record)
    assert made is not None
    return made


def cut(record: dict[str, Any], asked: list[str] | None, locales: list[str]) -> bytes | None:
    paths = Paths()
    return Shape(paths, fields.selection(asked), locales).cut([woven(Loom(paths), record)])[0]


def names_of(value: Any, path: tuple[str, ...] = ()) -> Iterator[tuple[str, ...]]:
    """Give the path of every member."""
    if isinstance(value, list):
        for one in value:
            yield from names_of(one, path)
    elif isinstance(value, dict):
        for name, below in value.items():
            yield (*path, name)
            yield from names_of(below, (*path, name))


def goes_into_a_term(value: Any, kept: Any) -> bool:
    """Say whether a selection goes on in an object that is closed to it."""
    if isinstance(value, list):
        return any(goes_into_a_term(one, kept) for one in value)
    if not kept or not isinstance(value, dict):
        return False
    if TERM in value:
        return True
    return any(goes_into_a_term(below, kept[name]) for name, below in value.items() if name in kept)


class Vocal(Everything):
    """Every number is known, each in languages and words of its own."""

    def term(self, number: int) -> dict[str, Any] | None:
        found = super().term(number)
        if not found:
            return None
        random = Random(number)
        said = {key: random.choice(WORDS) for key in found if key.startswith("libelle")}
        order = random.sample([*{**found, **said}.items()], random.randint(3, len(found)))
        family = {TERM: "FamilleCritere", "id": 1, "libelleFr": "Famille", "libelleEn": "Family"}
        named = {TERM: found[TERM], "id": number}
        return {**(dict(order) | named if number % 2 else named | dict(order)), "familleCritere": family}


def record_of(kind: Kind, seed: int, fullness: float) -> dict[str, Any]:
    made = document(kind, seed, fullness)
    known = Vocal()
    known.vocabularies = dict(vocabularies_of(made)) | {233: "MembreSitraType"}
    return api_form(head(kind), made, known)


def asked_of(records: list[dict[str, Any]], random: Random) -> list[str] | None:
    """Ask for paths that are in records, cut short or not, and for some that are not."""
    if random.random() < 0.1:
        return None
    known = sorted({path for record in records for path in names_of(record)})
    picked = random.sample(known, min(len(known), random.randint(0, 12)))
    asked = [".".join(path[: random.choice((1, 2, 2, 3, len(path)))]) for path in picked]
    asked += random.sample(["@default", "@minimal", "@informationsObjetTouristique", "theme", "nom.x"], 1)
    return asked if random.random() < 0.9 else ["@all"]


@settings(max_examples=300, deadline=None)
@given(
    st.lists(st.tuples(st.sampled_from(Kind), st.integers(0, 2**32)), min_size=1, max_size=4),
    st.sampled_from([0.02, 0.1, 0.3, 0.6]),
    LOCALES,
    st.integers(0, 2**32),
)
def test_records_of_every_kind_are_cut_as_they_would_be_pruned(
    drawn: list[tuple[Kind, int]], fullness: float, locales: list[str], seed: int
) -> None:
    records = [record_of(kind, number, fullness) for kind, number in drawn]
    loom = Loom(SHARED)
    made = [woven(loom, record) for record in records]
    assert [unwoven(one.content) for one in made] == [orjson.dumps(record) for record in records]
    asked = asked_of(records, Random(seed))
    kept = fields.selection(asked)
    for record, got in zip(records, Shape(SHARED, kept, locales).cut(made), strict=True):
        assert got == (None if goes_into_a_term(record, kept) else answer(record, asked, locales))


SHARED = Paths()
"""Grows from one example to the next."""

NAMES = st.sampled_from(
    (*(f"libelle{suffix}" for suffix in SUFFIXES.values()), *VALUE_KEYS.values(), TERM)
    + ("coordonnees",) * 9
    + ("type", "id", "nom", "a", "b", "libelle", "libelleXx", "", 'q"', "é", "\x1f", "a.b")
)
JSON = st.recursive(
    st.one_of(st.none(), st.booleans(), st.integers(-(2**53), 2**53), st.floats(allow_nan=False))
    | st.text(max_size=8)
    | st.sampled_from(NASTY),
    lambda below: st.lists(below, max_size=4) | st.dictionaries(NAMES, below, max_size=6),
    max_leaves=40,
)
RECORDS = st.dictionaries(NAMES, JSON, max_size=8)


@settings(max_examples=200, deadline=None)
@given(st.lists(RECORDS, max_size=4), LOCALES, st.integers(0, 2**32))
def test_whatever_json_there_is_languages_are_exact_and_selections_too_or_left(
    records: list[dict[str, Any]], locales: list[str], seed: int
) -> None:
    paths = Paths()
    loom = Loom(paths)
    made = [woven(loom, record) for record in records]
    assert [unwoven(one.content) for one in made] == [orjson.dumps(record) for record in records]
    every = [answer(record, ["@all"], locales) for record in records]
    assert Shape(paths, None, locales).cut(made) == every
    asked = asked_of(records, Random(seed))
    for record, got in zip(records, Shape(paths, fields.selection(asked), locales).cut(made), strict=True):
        assert got in {None, answer(record, asked, locales)}


def test_a_selection_that_goes_into_a_term_is_left_to_parsing() -> None:
    term = {TERM: "Typologie", "id": 3, "libelleFr": "Lac", "libelleEn": "Lake", "ordre": 2}
    record = {"type": "X", "id": 1, "presentation": {"typologies": [term]}, "nom": {"libelleEn": "A"}}
    assert cut(record, ["presentation.typologies"], ["en"]) == (
        b'{"type":"X","id":1,"presentation":{"typologies":[{"elementReferenceType":"Typologie","id":3,'
        b'"libelleEn":"Lake","ordre":2}]}}'
    )
    assert cut(record, ["presentation.typologies.libelleEn"], ["en"]) is None
    assert cut(record, ["nom.libelleEn"], ["en"]) == b'{"type":"X","id":1,"nom":{"libelleEn":"A"}}'
    assert cut(record, ["nom.libelleFr"], ["fr"]) == b'{"type":"X","id":1,"nom":{}}'


def test_values_of_contact_are_chosen_by_language_and_are_whole() -> None:
    whole = {"fr": "a", "libelleFr": "b", "ptBR": {"libelleDe": "c"}, "xx": "d"}
    record = {"type": "X", "id": 1, "by": [{"coordonnees": whole}, {"coordonnees": {}}, {"coordonnees": "e"}]}
    for locales in (["fr"], ["pt-br"], ["de"], ["fr", "pt-br"]):
        for asked in ("@all", "by.coordonnees", "by.coordonnees.fr"):
            assert cut(record, [asked], locales) == answer(record, [asked], locales)
    assert cut(record, ["by.coordonnees.ptBR.libelleDe"], ["pt-br"]) is None
    listed = {"id": 1, "coordonnees": [{"libelleFr": "a", "fr": "b"}]}
    assert cut(listed, ["@all"], ["en"]) == b'{"id":1,"coordonnees":[{"fr":"b"}]}'


def test_one_record_to_parse_leaves_the_others_of_its_page() -> None:
    paths = Paths()
    loom = Loom(paths)
    plain = {"type": "X", "id": 1, "a": {"id": 2}}
    page = [woven(loom, one) for one in (plain, plain | {"a": {TERM: "T", "id": 2}}, plain | {"id": 3})]
    shape = Shape(paths, fields.selection(["a.id"]), ["fr"])
    assert shape.cut(page) == [b'{"type":"X","id":1,"a":{"id":2}}', None, b'{"type":"X","id":3,"a":{"id":2}}']
    assert shape.cut(page[1:2]) == [None]
    assert shape.cut([]) == []


def test_long_texts_are_cut_in_pieces() -> None:
    record = {"type": "X", "id": 1, "nom": {"libelleFr": "é" * 200_000, "libelleEn": "b" * 65_520}}
    for locales in (["fr"], ["en"], ["fr", "en"], ["de"]):
        assert cut(record, ["nom"], locales) == answer(record, ["nom"], locales)


def test_a_map_with_free_keys_does_not_flood_the_paths() -> None:
    paths = Paths()
    loom = Loom(paths)
    text = {"libelleFr": "oui", "libelleEn": "yes"}
    records = [{"id": n, "libre": {f"{n}-{key}": {f"{n}": text} for key in range(20)}} for n in range(400)]
    page = [woven(loom, record) for record in records]
    assert len(paths) < 1000
    assert Shape(paths, fields.selection(["libre"]), ["en"]).cut(page) == [
        answer(record, ["libre"], ["en"]) for record in records
    ]
    deeper = Shape(paths, fields.selection(["libre.399-1"]), ["en"]).cut(page)
    assert deeper[0] == b'{"id":0,"libre":{}}'
    assert deeper[-1] is None


def test_values_of_contact_in_no_language_share_a_path() -> None:
    paths = Paths()
    loom = Loom(paths)
    for n in range(50):
        assert loom.weave({"coordonnees": {f"{n}": 1}, "a": {TERM: "T", "coordonnees": {f"{n}": 1}}})
    assert len(paths) < 10


def test_nested_maps_fill_a_share_of_the_paths_at_most(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(registry, "LARGEST", 200)
    paths = Paths()
    loom = Loom(paths)
    for n in range(60):
        record = {"id": n, "libre": {f"{n % 30}": {f"{n}-{key}": {"a": 1} for key in range(30)}}}
        got = Shape(paths, fields.selection(["libre"]), ["fr"]).cut([woven(loom, record)])
        assert got == [answer(record, ["libre"], ["fr"])]
    assert len(paths) < 300


def test_where_no_tag_is_left_a_record_is_not_woven_and_others_are(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(registry, "MOST", 6)
    paths = Paths()
    loom = Loom(paths)
    small = {"id": 1, "nom": {"libelleFr": "A"}}
    before = woven(loom, small)
    assert loom.weave({"id": 1, "a": {"b": {"c": 1, "d": 2}}}) is None
    assert woven(loom, small) == before
    assert len(paths) == 6


def test_another_process_learns_the_paths_it_lacks() -> None:
    paths = Paths()
    loom = Loom(paths)
    first = woven(loom, {"id": 1, "nom": {"libelleFr": "A"}})
    other = Paths(paths.lines())
    shape = Shape(other, None, ["fr"])
    assert shape.cut([first]) == [b'{"id":1,"nom":{"libelleFr":"A"}}']
    record = record_of(Kind.HOTELLERIE, 4, 0.5)
    second = woven(loom, record)
    with pytest.raises(NewerPaths):
        shape.cut([first, second])
    other.learn(paths.lines(len(other)))
    assert shape.cut([first, second])[1] == answer(record, ["@all"], ["fr"])
    assert [other.path(tag) for tag in range(len(other))] == [paths.path(tag) for tag in range(len(paths))]
    assert woven(Loom(other), record) == second
    with pytest.raises(ValueError, match="already"):
        other.learn(paths.lines())


def test_the_same_records_in_the_same_order_make_the_same_bytes() -> None:
    records = [record_of(kind, 11, 0.3) for kind in Kind]
    one, other = Loom(Paths()), Loom(Paths())
    assert [one.weave(record) for record in records] == [other.weave(record) for record in records]


def test_the_whole_catalogue_has_room() -> None:
    paths = Paths()
    loom = Loom(paths)
    for kind in Kind:
        for seed in range(3):
            woven(loom, record_of(kind, seed, 1.0))
    assert len(paths) < registry.MOST / 4
    assert max(node.below for node in paths.root.children.values()) < registry.LARGEST / 2


def test_terms_are_forgotten_when_there_are_many(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(weaving, "TERMS", 3)
    paths = Paths()
    loom = Loom(paths)
    records = [{"id": n, "a": [{TERM: "T", "id": n % 5, "libelleFr": "é"}] * 2} for n in range(12)]
    page = [woven(loom, record) for record in records]
    assert len(loom._terms) <= 3
    assert Shape(paths, None, ["fr"]).cut(page) == [orjson.dumps(record) for record in records]


@pytest.mark.parametrize("name", ["search-list-objets-COS", "search-list-objets-EQU-trek-with-distinctions"])
def test_samples_of_the_contract_are_cut(shared: Path, name: str) -> None:
    listed = orjson.loads((shared / "wire" / "samples" / f"{name}.json").read_bytes())
    records = listed["objetsTouristiques"]
    paths = Paths()
    page = [woven(Loom(paths), record) for record in records]
    for asked in (None, ["@all"], ["localisation.geolocalisation.geoJson.coordinates", "gestion"]):
        for locales in (["fr"], ["en", "de"]):
            cuts = Shape(paths, fields.selection(asked), locales).cut(page)
            assert cuts == [answer(record, asked, locales) for record in records]
