"""Criteria that exclude each other, and the official lists of where such criteria stand."""

import json
from pathlib import Path

import pytest

from sitra.catalog.rules.fields import FIELDS
from sitra.catalog.rules.forbidden import APART, ELSEWHERE, forbids
from sitra.catalog.rules.kinds import Kind
from sitra.catalog.rules.types import Ref
from sitra.catalog.rules.validation import Code, Forbids, TermFacts, validate
from sitra.vocabulary.actions import seed_lines
from tests.catalog.test_validation import World, hotel

NAMED_OTHERWISE = {
    "descriptionTarif.tarifsSaisieFilleul": "a list of an entry form, not of the record",
    "informationsStructure.activitesSportives": "left the contract for organisations",
    "informationsStructure.activitesCulturelles": "left the contract for organisations",
    "informationsStructure.structureType": "entiteType on the wire",
}
"""Paths of the official lists that the contract itself does not have."""


def places_of(vocabulary: str) -> set[str]:
    """Give the paths of the fields that hold terms of a vocabulary."""
    return {
        field.path.removesuffix("[]")
        for field in FIELDS
        if isinstance(field.type, Ref) and field.type.vocabulary == vocabulary and not field.aspect_only
    }


class Accessible(World):
    def __init__(self) -> None:
        super().__init__()
        self.terms |= {line.id: TermFacts(line.type) for line in seed_lines()}

    def forbids(self, number: int) -> Forbids | None:
        return forbids(number)


@pytest.mark.parametrize("name", ["criteres-interdit-aware.json", "criteres-interdit-target.json"])
def test_the_official_lists_lead_to_our_fields(shared: Path, name: str) -> None:
    listed = json.loads((shared / "wire/schemas" / name).read_text(encoding="utf-8"))
    assert len(listed) > 15
    for vocabulary, path in listed.items():
        if path not in NAMED_OTHERWISE:
            assert path in places_of(vocabulary), vocabulary


def test_every_term_named_is_one_of_ours() -> None:
    ours = {line.id for line in seed_lines()}
    assert {number for group in APART for number in group} | ELSEWHERE.keys() <= ours


def test_exclusion_goes_both_ways_and_says_why() -> None:
    terms = [{"elementReferenceType": "TourismeAdapte", "id": number} for number in (3651, 3653)]
    found = validate(hotel(prestations={"tourismesAdaptes": terms}), Kind.HOTELLERIE, Accessible())
    assert [(one.code, one.path[-3:], one.details["other"]) for one in found] == [
        (Code.FORBIDDEN_TOGETHER, "[0]", 3653),
        (Code.FORBIDDEN_TOGETHER, "[1]", 3651),
    ]


def test_the_difficulty_of_a_trail_is_not_said_of_a_hotel() -> None:
    green = {"prestations": {"typesClientele": [{"elementReferenceType": "TypeClientele", "id": 587}]}}
    codes = {kind: [one.code for one in validate(green, kind, Accessible())] for kind in Kind}
    assert Code.FORBIDDEN_KIND in codes[Kind.HOTELLERIE]
    assert Code.FORBIDDEN_KIND not in codes[Kind.EQUIPEMENT]
