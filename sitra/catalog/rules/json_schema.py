"""The JSON Schema (2020-12) of the document of a kind, as it is stored and exported."""

from collections.abc import Callable
from typing import Any

from sitra.catalog.rules.expected import expected
from sitra.catalog.rules.kinds import Kind
from sitra.catalog.rules.tree import Node, tree
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
    Type,
)
from sitra.kit.texts import SUFFIXES, VALUE_KEYS

DIALECT = "https://json-schema.org/draft/2020-12/schema"

type Schema = dict[str, Any]


def schema(kind: Kind, root: Node | None = None) -> Schema:
    """Write the schema of a kind: labels and help in French and English, bounds, words, vocabularies."""
    written = _block(root or tree(kind))
    return {"$schema": DIALECT, "title": kind.label(), "description": kind.label("en"), **written}


def _block(node: Node) -> Schema:
    properties = {name: _place(child) for name, child in node.children.items()}
    written: Schema = {"type": "object", "properties": properties, "additionalProperties": False}
    if node.mandatory:
        written["required"] = list(node.mandatory)
    return written


def _place(node: Node) -> Schema:
    one = _field(node.field) if node.field else _block(node)
    return {"type": "array", "items": one} if node.many else one


def _field(field: Field) -> Schema:
    written: Schema = {"title": field.fr, "description": f"{field.en}: {expected(field.type, 'en')}"}
    if field.deprecated:
        written["deprecated"] = True
    if field.computed:
        written["readOnly"] = True
    return written | _TYPES[type(field.type)](field.type)


def _texts(keys: list[str], longest: int | None = None) -> Schema:
    text: Schema = {"type": "string"} | ({"maxLength": longest} if longest else {})
    return {"type": "object", "properties": dict.fromkeys(keys, text), "additionalProperties": False}


def _numbered(**more: Any) -> Schema:
    properties = {"id": {"type": "integer"}, **more}
    return {"type": "object", "properties": properties, "required": ["id"], "additionalProperties": False}


def _text(kind: Text) -> Schema:
    forms: dict[str, Schema] = {
        "siret": {"pattern": "^[0-9 ]{14,18}$"},
        "url": {"format": "uri"},
        "point": {"const": "Point"},
    }
    return {"type": "string", "maxLength": kind.longest} | forms.get(kind.form, {})


_TYPES: dict[type[Type], Callable[[Any], Schema]] = {
    Text: _text,
    Localised: lambda kind: _texts([f"libelle{suffix}" for suffix in SUFFIXES.values()], kind.longest),
    ContactValue: lambda _: _texts(list(VALUE_KEYS.values())),
    Integer: lambda kind: {"type": "integer", "minimum": kind.least, "maximum": kind.most},
    Decimal: lambda kind: {"type": "number", "minimum": kind.least, "maximum": kind.most},
    Boolean: lambda _: {"type": "boolean"},
    Day: lambda _: {"type": "string", "format": "date"},
    Time: lambda _: {"type": "string", "pattern": "^[0-2][0-9]:[0-5][0-9](:[0-5][0-9])?$"},
    Moment: lambda _: {"type": "string"},
    Choice: lambda kind: {"enum": [word for word, _, _ in kind.words]},
    Ref: lambda kind: _numbered(elementReferenceType={"const": kind.vocabulary}),
    CommuneRef: lambda _: _numbered(),
    CriterionRef: lambda _: _numbered(),
    RecordRef: lambda kind: _numbered(type={"enum": sorted(kind.kinds)}),
    Point: lambda _: {"type": "array", "items": {"type": "number"}, "minItems": 2, "maxItems": 3},
    Free: lambda _: {},
}
