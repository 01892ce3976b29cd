"""What is made from the catalogue is what the official schemas of the contract allow, in both forms."""

import json
from datetime import UTC, datetime
from pathlib import Path
from random import Random
from typing import Any

import pytest
from hypothesis import given, settings, strategies as st

from sitra.catalog.rules.forms import Head, Owner, api_form, export_form, stored
from sitra.catalog.rules.kinds import Kind
from sitra.catalog.rules.tree import unknown_paths
from sitra.kit.texts import SUFFIXES
from tests.catalog.making import document
from tests.wire import official

SCHEMAS = "wire/schemas/v002"
NEWER = ("distinctions",)
"""Keys of the contract that the schemas of 2025-06 do not have yet (section 4.6)."""

DOCUMENTS = 2000
"""Documents made of each of the sixteen kinds."""

MOMENT = datetime(2026, 11, 24, 8, 42, 14, 436_000, tzinfo=UTC)
LABELS = {f"libelle{suffix}": "mot" for suffix in SUFFIXES.values()}


class Everything:
    """Every number is known."""

    def __init__(self) -> None:
        self.vocabularies: dict[int, str] = {}

    def term(self, number: int) -> dict[str, Any] | None:
        vocabulary = self.vocabularies.get(number)
        return (
            {**LABELS, "elementReferenceType": vocabulary, "id": number, "ordre": 1} if vocabulary else None
        )

    def commune(self, number: int) -> dict[str, Any] | None:
        return {"id": number, "code": "74010", "nom": "Annecy", "codePostal": "74000"}

    def record(self, number: int) -> dict[str, Any] | None:
        place = {"adresse": {"codePostal": "74000"}, "geolocalisation": {"valide": True}}
        return {"type": "TERRITOIRE", "id": number, "nom": LABELS, "identifier": "x", "state": "NEW", **place}

    def criterion(self, number: int) -> dict[str, Any] | None:
        return {"id": number, "libelle": "critère"}


def head(kind: Kind) -> Head:
    owner = Owner(7, "Office", 233, "https://www.example.net", MOMENT, MOMENT, "74")
    return Head(12, kind, "SITRA2_X_12", "PUBLISHED", owner, MOMENT, MOMENT, MOMENT, ("a@example.net",))


def both_forms(kind: Kind, made: dict[str, Any]) -> dict[str, dict[str, Any]]:
    known = Everything()
    known.vocabularies = dict(vocabularies_of(made)) | {233: "MembreSitraType"}
    forms = {"api": api_form(head(kind), made, known), "export": export_form(head(kind), made)}
    return {name: {k: v for k, v in form.items() if k not in NEWER} for name, form in forms.items()}


def vocabularies_of(block: Any) -> Any:
    if isinstance(block, dict):
        if "elementReferenceType" in block:
            yield block["id"], block["elementReferenceType"]
        for value in block.values():
            yield from vocabularies_of(value)
    elif isinstance(block, list):
        for value in block:
            yield from vocabularies_of(value)


@pytest.mark.parametrize("kind", Kind)
def test_thousands_of_documents_are_written_as_the_official_schemas_say(shared: Path, kind: Kind) -> None:
    validators = {form: official.quick_validator(shared / SCHEMAS, form, kind) for form in ("api", "export")}

    @settings(max_examples=DOCUMENTS, deadline=None)
    @given(st.integers(0, 2**32), st.sampled_from([0.02, 0.1, 0.3, 0.6, 1.0]))
    def check(seed: int, fullness: float) -> None:
        made = document(kind, seed, fullness)
        for form, record in both_forms(kind, made).items():
            faults = [
                f"{form} {fault.instance_path}: {fault.message}"
                for fault in validators[form].iter_errors(record)
            ]
            assert faults == []

    check()


@pytest.mark.parametrize("kind", Kind)
def test_nothing_is_lost_on_the_way_out_and_back(kind: Kind) -> None:
    made = document(kind, 7, 1.0)
    known = Everything()
    known.vocabularies = dict(vocabularies_of(made))
    from_api = stored(api_form(head(kind), made, known), kind)
    assert contained(made, stored(export_form(head(kind), made), kind))
    assert _numbers(made) == _numbers(from_api)
    assert unknown_paths(from_api, kind) == set()


def contained(small: Any, large: Any) -> bool:
    """Say whether all that one document holds stands in the other at the same place."""
    if isinstance(small, dict) and isinstance(large, dict):
        return all(key in large and contained(value, large[key]) for key, value in small.items())
    if isinstance(small, list) and isinstance(large, list):
        return len(small) == len(large) and all(map(contained, small, large))
    return bool(small == large)


def _numbers(block: Any) -> list[int]:
    if isinstance(block, dict):
        own = [block["id"]] if isinstance(block.get("id"), int) else []
        return own + [number for key in sorted(block) for number in _numbers(block[key])]
    return [number for item in block for number in _numbers(item)] if isinstance(block, list) else []


@pytest.mark.parametrize("kind", [Kind.HOTELLERIE, Kind.TERRITOIRE])
def test_the_fast_validator_judges_as_the_one_of_draft_3(shared: Path, kind: Kind) -> None:
    random = Random(3)
    judged = set()
    for seed in range(6):
        for form, record in both_forms(kind, document(kind, seed, 0.3)).items():
            for spoiled in (record, _spoil(record, random)):
                slow = not official.faults(shared / SCHEMAS, form, spoiled)
                quick = official.quick_validator(shared / SCHEMAS, form, kind).is_valid(spoiled)
                assert slow == quick
                judged.add(slow)
    assert judged == {True, False}


def _spoil(record: dict[str, Any], random: Random) -> dict[str, Any]:
    """Break one place: a wrong type, an unknown key, or something compulsory taken away."""
    spoiled: dict[str, Any] = json.loads(json.dumps(record))
    blocks = [value for value in spoiled.values() if isinstance(value, dict)]
    block = random.choice(blocks)
    match random.randint(0, 2):
        case 0:
            block["inconnu"] = 1
        case 1:
            block[random.choice(sorted(block) or ["id"])] = 3.5
        case _:
            spoiled["id"] = "douze"
    return spoiled
