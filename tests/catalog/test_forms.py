"""What is made from the catalogue is what the official schemas of the contract allow, in both forms."""

import json
from collections.abc import Callable
from datetime import UTC, datetime
from pathlib import Path
from random import Random
from typing import Any

import pytest
from hypothesis import given, settings, strategies as st

from sitra.catalog.rules.forms import Head, Owner, api_form, export_form, stored
from sitra.catalog.rules.kinds import Kind
from sitra.catalog.rules.tree import HEAD_KEYS, Node, tree, unknown_paths
from sitra.catalog.rules.types import CommuneRef, CriterionRef, RecordRef, Ref, Type
from sitra.catalog.rules.walk import Value, references, values
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


SPOILS: tuple[Any, ...] = (None, [], {}, "x", 3, [[{}]], [{"id": 1}])


@settings(max_examples=300, deadline=None)
@given(st.sampled_from(Kind), st.integers(0, 2**32), st.sampled_from([0.05, 0.2, 0.6]))
def test_documents_are_written_as_if_each_place_were_asked(kind: Kind, seed: int, fullness: float) -> None:
    """Even those whose keys come in any order, or hold what they should not."""
    random = Random(seed)
    made = _shuffled(document(kind, seed, fullness), random)
    known = WithoutLinks()
    known.vocabularies = dict(vocabularies_of(made))
    full: Asked = {
        Ref: lambda value: known.term(value["id"]),
        CommuneRef: lambda value: known.commune(value["id"]),
        RecordRef: lambda _: None,
        CriterionRef: lambda value: known.criterion(value["id"]),
    }
    for form, asked in ((api_form(head(kind), made, known), full), (export_form(head(kind), made), {})):
        plain = _plainly(made, tree(kind), asked)
        assert json.dumps(form.pop("nom")) == json.dumps(plain.pop("nom", {}))
        body = {key: value for key, value in form.items() if key not in {*HEAD_KEYS, "gestion"}}
        assert json.dumps(body) == json.dumps(plain)
    for of in full:
        listed = [int(one.value["id"]) for one in values(made, tree(kind)) if _names(one, of)]
        assert list(references(made, tree(kind), of)) == listed


class WithoutLinks(Everything):
    """Every number is known, but those of records."""

    def record(self, number: int) -> None:
        del number


type Asked = dict[type[Type], Callable[[dict[str, Any]], dict[str, Any] | None]]


def _names(one: Value, of: type[Type]) -> bool:
    return isinstance(one.field.type, of) and isinstance(one.value, dict) and "id" in one.value


def _shuffled(block: Any, random: Random) -> Any:
    if isinstance(block, list):
        return [_shuffled(one, random) for one in block]
    if not isinstance(block, dict) or "id" in block:
        return block
    held = [
        (key, random.choice(SPOILS) if random.random() < 0.02 else _shuffled(value, random))
        for key, value in block.items()
    ]
    random.shuffle(held)
    return dict(held)


def _plainly(value: Any, node: Node, asked: Asked) -> Any:
    if isinstance(value, list):
        return [_plainly(one, node, asked) for one in value] if node.many else value
    if not isinstance(value, dict):
        return value
    if node.field is not None:
        full = asked.get(type(node.field.type))
        return full(value) or value if full and "id" in value else value
    known = {
        name: _plainly(value[name], child, asked) if name in value else node.always[name]
        for name, child in node.children.items()
        if name in value or name in node.always
    }
    return known | {name: held for name, held in value.items() if name not in known}
