"""The JSON Schema (2020-12) of the document of a kind, as it is stored and exported."""

from collections.abc import Callable, Iterable
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
    head = {"$schema": DIALECT, "title": kind.label(), "description": kind.label("en")}
    return {**head, **written, "$defs": _DEFINITIONS}


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


def _texts(keys: Iterable[str]) -> Schema:
    properties: Schema = {key: {"type": "string"} for key in keys}
    return {"type": "object", "properties": properties, "additionalProperties": False}


_DEFINITIONS: Schema = {
    "textByLanguage": _texts(f"libelle{suffix}" for suffix in SUFFIXES.values()),
    "contactByLanguage": _texts(VALUE_KEYS.values()),
}


def _by_language(kind: Localised) -> Schema:
    return {"$ref": "#/$defs/textByLanguage", "additionalProperties": {"maxLength": kind.longest}}


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
    Localised: _by_language,
    ContactValue: lambda _: {"$ref": "#/$defs/contactByLanguage"},
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
