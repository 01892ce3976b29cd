"""The catalogue against the official schemas: no field missing, none invented, each word known."""

import json
import re
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest

from sitra.catalog.rules.kinds import Kind
from sitra.catalog.rules.tree import HEAD_KEYS, tree
from sitra.catalog.rules.types import (
    Boolean,
    Choice,
    CommuneRef,
    ContactValue,
    CriterionRef,
    Day,
    Decimal,
    Field,
    Free,
    Integer,
    Localised,
    Moment,
    Point,
    RecordRef,
    Ref,
    Text,
    Time,
)
from tests.wire import official

SCHEMAS = "wire/schemas/v002"

OURS_ALONE = {
    "distinctions": "in the contract since 2026, newer than the schemas (section 4.6)",
}
NOT_FIELDS = {
    **dict.fromkeys(HEAD_KEYS, "the head of a record, not its document"),
}
LANGUAGES = 11


def leaves(schema: dict[str, Any], path: str = "") -> Iterator[tuple[str, str]]:
    """Give each place of an official schema, with what it holds in one word."""
    if schema.get("type") == "array":
        yield from leaves(schema["items"], f"{path}[]")
        return
    properties = schema.get("properties", {})
    if word := _whole(properties):
        yield path, word
        return
    if not properties:
        yield path, _simple(schema)
    for name, below in properties.items():
        yield from leaves(below, f"{path}.{name}" if path else name)


def _whole(properties: dict[str, Any]) -> str:
    """Recognise a block that the catalogue declares as one value."""
    if "elementReferenceType" in properties:
        return "term of " + ",".join(properties["elementReferenceType"]["enum"])
    if set(properties) == {"type", "id"}:
        return "record of " + ",".join(sorted(properties["type"]["enum"]))
    if len(properties) == LANGUAGES and "libelleFr" in properties:
        return "text by language"
    return "contact by language" if len(properties) == LANGUAGES and "ptBR" in properties else ""


def _simple(schema: dict[str, Any]) -> str:
    if words := schema.get("enum"):
        return "one of " + ",".join(sorted(words))
    return f"{schema['type']} {schema.get('format', '')}".strip()


SIMPLE = {
    Text: "string",
    Localised: "text by language",
    ContactValue: "contact by language",
    Integer: "integer",
    Decimal: "number",
    Boolean: "boolean",
    Day: "string date",
    Time: "string time",
    Moment: "string date-time",
    Free: "any",
}


def declared(field: Field) -> Iterator[tuple[str, str]]:
    """Give the places of a field in the export form, with what they hold in the same words."""
    kind = field.type
    match kind:
        case Choice(words):
            yield field.path, "one of " + ",".join(sorted(word for word, _, _ in words))
        case Ref(vocabulary):
            yield field.path, f"term of {vocabulary}"
        case RecordRef(kinds) if field.path.startswith("informationsActivite.commerce"):
            del kinds  # the schema lets any kind in; only a shop or service can be one
            yield field.path, "record of " + ",".join(sorted(Kind))
        case RecordRef(kinds):
            yield field.path, "record of " + ",".join(sorted(kinds))
        case CommuneRef() | CriterionRef():
            yield f"{field.path}.id", "integer"
        case Point():
            yield f"{field.path}[]", "number"
        case _:
            yield field.path, SIMPLE[type(kind)]


def ours(kind: Kind) -> dict[str, str]:
    root = tree(kind)
    aspects = {f"aspects[].{place}": word for place, word in _places(root.children["aspects"])}
    plain = (node for name, node in root.children.items() if name != "aspects")
    return {place: word for node in plain for place, word in _places(node)} | aspects


def _places(node: Any) -> Iterator[tuple[str, str]]:
    for field in node.leaves():
        yield from declared(field)


def theirs(shared: Path, kind: Kind) -> dict[str, str]:
    """Places of the official schema; its aspects list the blocks of every kind, not only of theirs."""
    places = dict(leaves(official.validator(shared / SCHEMAS, "export", kind).schema))
    blocks = {"aspect", "champsAspect", *(path.split(".")[0].removesuffix("[]") for path in places)}
    return {
        path: word
        for path, word in places.items()
        if not path.startswith("aspects[].") or re.split(r"\.|\[", path)[2] in blocks
    }


@pytest.mark.parametrize("kind", Kind)
def test_every_field_of_the_schemas_is_declared_and_no_other(shared: Path, kind: Kind) -> None:
    mine, official_ones = ours(kind), theirs(shared, kind)
    used_elsewhere = unused(shared, kind)
    missing = {path for path in official_ones.keys() - mine.keys() if not used_elsewhere(path)}
    invented = {path for path in mine.keys() - official_ones.keys() if path.split("[")[0] not in OURS_ALONE}
    assert missing == NOT_FIELDS.keys()
    assert invented == set()
    assert {path for path in mine if used_elsewhere(path)} == set()
    shown = {path: (word, official_ones[path]) for path, word in mine.items() if path in official_ones}
    assert [path for path, (word, official_word) in shown.items() if word != official_word] == []


def unused(shared: Path, kind: Kind) -> Any:
    """Know the fields whose description in the schemas leaves this kind out."""
    folder = shared / SCHEMAS / "export/compact/misc"
    banned = set()
    for path in folder.glob("*.schema"):
        schema = json.loads(path.read_text(encoding="utf-8"))
        for name, one in schema.get("properties", {}).items():
            words = set(re.findall(r"\b[A-Z_]{5,}\b", one.get("description", "")))
            if words & set(Kind) and kind not in words:
                banned.add(f"{schema['id']}.{name}")
    assert len(banned) < 40
    found = re.compile("|".join(rf"(^|\.){re.escape(one)}(Remove)?(\[|\.|$)" for one in banned) or "$^")
    return lambda path: bool(found.search(path))
