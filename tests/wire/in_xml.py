"""The XML of an export read back into what its JSON says, by the types of the official schemas alone."""

from typing import Any
from xml.etree.ElementTree import Element

Json = Any


def read(element: Element, schema: Json) -> Json:
    """Read an element; what the schema does not know is read as a text, so that validation finds it."""
    match schema.get("type"):
        case "object":
            return _block(element, schema.get("properties", {}))
        case "array":
            items = schema["items"]
            return [read(below, items[0] if isinstance(items, list) else items) for below in element]
        case "integer":
            return int(_text(element))
        case "number":
            return float(_text(element))
        case "boolean":
            return {"true": True, "false": False}.get(_text(element), _text(element))
        case _:
            return _text(element)


def _block(element: Element, properties: Json) -> Json:
    made: dict[str, Json] = {}
    for below in element:
        schema = properties.get(below.tag, {})
        if schema.get("type") == "array":
            made.setdefault(below.tag, []).append(read(below, schema["items"]))
        else:
            assert below.tag not in made, f"{below.tag} stands twice in {element.tag}"
            made[below.tag] = read(below, schema)
    return made


def _text(element: Element) -> str:
    assert len(element) == 0, f"{element.tag} holds elements"
    return element.text or ""
