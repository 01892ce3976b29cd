"""All that is derived from a field follows from the line that declares it."""

from collections import Counter
from typing import Any

import jsonschema_rs
import pytest

from sitra.catalog.rules.completeness import completeness, weighed
from sitra.catalog.rules.differences import differences
from sitra.catalog.rules.examples import example
from sitra.catalog.rules.fields import FIELDS
from sitra.catalog.rules.fields.help import HELP
from sitra.catalog.rules.guide import entries, guide
from sitra.catalog.rules.json_schema import schema
from sitra.catalog.rules.kinds import Kind
from sitra.catalog.rules.speech import Speech
from sitra.catalog.rules.tree import grow, tree
from sitra.catalog.rules.types import Field, Integer, Localised, Section
from sitra.catalog.rules.validation import Code, validate, values as judge
from sitra.catalog.rules.walk import translations, values
from tests.catalog.making import document
from tests.catalog.test_validation import World, hotel

SPA = Field(
    "informationsHotellerie.capacite.nombreSpas",
    Integer(most=50),
    "Spas",
    "Spas",
    7,
    frozenset({Kind.HOTELLERIE}),
)
"""The one line a newcomer adds."""


class Words:
    def term(self, number: int, language: str) -> str:
        return f"terme {number}" if language == "fr" else f"term {number}"

    def commune(self, number: int) -> str:
        return f"commune {number}"


def test_a_field_added_in_one_line_is_known_everywhere() -> None:
    root = grow(Kind.HOTELLERIE, (*FIELDS, SPA))
    with_spas = hotel()
    with_spas["informationsHotellerie"] |= {"capacite": {"nombreSpas": 2}}
    too_many = hotel()
    too_many["informationsHotellerie"] |= {"capacite": {"nombreSpas": 51}}

    refused = validate(with_spas, Kind.HOTELLERIE, World())
    assert [one.code for one in refused] == [Code.UNKNOWN_KEY]
    assert validate(with_spas, Kind.HOTELLERIE, World(), root=root) == []
    assert [one.sentence() for one in validate(too_many, Kind.HOTELLERIE, World(), root=root)] == [
        "« Spas » vaut 51 : il faut un nombre entier de 0 à 50."
    ]

    capacity = schema(Kind.HOTELLERIE, root)["properties"]["informationsHotellerie"]["properties"]["capacite"]
    assert capacity["properties"]["nombreSpas"]["maximum"] == 50

    assert [entry.label for entry in guide((*FIELDS, SPA)) if entry.path == SPA.path] == ["Spas"]
    spoken = differences(hotel(), with_spas, Kind.HOTELLERIE, Speech("fr", Words()), root)
    assert spoken == ["Spas : ajouté 2"]
    assert SPA in completeness(hotel(), root).missing
    assert completeness(with_spas, root).score > completeness(hotel(), root).score
    assert SPA not in {field for _, field in weighed(grow(Kind.RESTAURATION, (*FIELDS, SPA)))}


def test_the_catalogue_is_well_written() -> None:
    assert len(FIELDS) > 600
    assert [path for path, times in Counter(field.path for field in FIELDS).items() if times > 1] == []
    assert {field.path for field in FIELDS if not (field.fr and field.en and field.kinds)} == set()
    assert {field.path for field in FIELDS if not 0 <= field.weight <= 10} == set()
    assert {field.path for field in FIELDS if field.mandatory and field.weight < 6} == set()


def test_what_counts_is_explained_and_every_explanation_has_its_field() -> None:
    paths = {field.path for field in FIELDS}
    assert {field.path for field in FIELDS if field.weight} - HELP.keys() == set()
    assert HELP.keys() - paths == set()
    assert all(french and english and french != english for french, english in HELP.values())


@pytest.mark.parametrize("kind", Kind)
def test_the_schema_of_a_kind_accepts_what_the_catalogue_makes(kind: Kind) -> None:
    validator = jsonschema_rs.validator_for(schema(kind))
    for seed in range(20):
        made = document(kind, seed, 0.5)
        made["localisation"] = {"adresse": {"commune": {"id": 1}}}
        made |= {path.split(".")[0]: _mandatory(path) for path in _mandatory_paths(kind)}
        assert [f"{fault.instance_path}: {fault.message}" for fault in validator.iter_errors(made)] == []
    assert not validator.is_valid({"nom": {"libelleFr": 3}})


def _mandatory_paths(kind: Kind) -> list[str]:
    return [
        field.path
        for field in tree(kind).leaves()
        if field.mandatory and field.path.startswith("informations")
    ]


def _mandatory(path: str) -> dict[str, Any]:
    (field,) = [one for one in FIELDS if one.path == path]
    name = path.split(".")[1]
    return {name.removesuffix("[]"): [example(field)] if name.endswith("[]") else example(field)}


@pytest.mark.parametrize("language", ["fr", "en"])
def test_the_guide_answers_for_every_field(language: str) -> None:
    entries = list(guide(FIELDS, language))
    assert len({entry.anchor for entry in entries}) == len(FIELDS)
    assert all(entry.label and entry.expected and entry.readers and entry.sought for entry in entries)


def test_the_example_of_every_field_is_right() -> None:
    world = World(anything=True)
    found = {field.path: judge.check(example(field), field, world) for field in FIELDS}
    wrong = {path: one for path, one in found.items() if one and one[0] is not Code.UNKNOWN_TERM}
    assert wrong == {}


def test_completeness_counts_by_section_and_names_the_most_valuable_first() -> None:
    empty, some = completeness({}, tree(Kind.HOTELLERIE)), completeness(hotel(), tree(Kind.HOTELLERIE))
    assert empty.score == 0
    assert set(empty.sections.values()) == {0}
    assert [field.mandatory for field in empty.missing[:3]] == [True, True, True]
    assert some.sections[Section.IDENTITY] > 0
    weights = [field.weight for field in some.missing]
    assert weights == sorted(weights, reverse=True)
    full = completeness(document(Kind.HOTELLERIE, 4, 1.0), tree(Kind.HOTELLERIE))
    assert full.score > 80


def test_every_translatable_text_is_found_with_what_it_lacks() -> None:
    made = hotel(presentation={"descriptifCourt": {"libelleFr": "Calme.", "libelleEn": ""}})
    found = {one.path: one.missing(("fr", "en", "de")) for one in translations(made, tree(Kind.HOTELLERIE))}
    assert found == {"nom": ("en", "de"), "presentation.descriptifCourt": ("en", "de")}
    full = document(Kind.EQUIPEMENT, 2, 1.0)
    texts = [
        one
        for one in values(full, tree(Kind.EQUIPEMENT))
        if isinstance(one.field.type, Localised) and one.value
    ]
    assert len(texts) == len(list(translations(full, tree(Kind.EQUIPEMENT)))) > 50


def test_a_price_that_rises_is_said_in_both_languages() -> None:
    def priced(amount: float) -> dict[str, Any]:
        adult = {
            "devise": "EUR",
            "minimum": amount,
            "type": {"elementReferenceType": "TarifType", "id": 1754},
        }
        return hotel(descriptionTarif={"periodes": [{"identifiant": 1, "tarifs": [adult]}]})

    said = {
        code: differences(priced(12), priced(13.5), Kind.HOTELLERIE, Speech(code, Words()))
        for code in ("fr", "en")
    }
    assert said == {
        "fr": ["Prix minimum (terme 1754) : 12\u00a0€ → 13,50\u00a0€"],
        "en": ["Lowest price (term 1754): 12\u00a0€ → 13.50\u00a0€"],
    }


@pytest.mark.parametrize(
    ("path", "french", "english"),
    [
        ("descriptionTarif.periodes[].dateDebut", "chaque an", "every year"),
        ("presentation.descriptifCourt", "tous les 4 ans", "every 4 years"),
        ("presentation.bonsPlans", "tous les 6 mois", "every 6 months"),
        ("nom", "", ""),
    ],
)
def test_the_guide_says_how_long_a_value_is_believed(path: str, french: str, english: str) -> None:
    for language, said in (("fr", french), ("en", english)):
        assert next(one for one in entries(language) if one.path == path).keeps == said
