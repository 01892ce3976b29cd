"""When two items of a list are the same thing, however they are written."""

import json
import re
from collections.abc import Iterator, Mapping
from typing import Any

from sitra.catalog.rules.tree import Node
from sitra.catalog.rules.types import RecordRef
from sitra.catalog.rules.walk import values
from sitra.kit.texts import fold
from sitra.tourism.rules.phones import phones

NUMBERS = frozenset({"identifiant", "identifiantTemporaire"})
"""Keys that number an item within its record: another record numbers otherwise."""

_SITE = re.compile(r"^(?:https?:/*)?(?:www\.)?", re.IGNORECASE)

type Key = tuple[Any, ...]


def key(item: Any, node: Node) -> Key:
    """Give what makes an item of a list the same as another one, numbers and spelling left out."""
    if not isinstance(item, Mapping):
        return ("value", _plain(item))
    if node.field is not None:
        return ("term", _plain(item.get("id", item)))
    if node.name == "aspects":
        return ("aspect", _plain(item.get("aspect")))
    if addresses := _addresses(item):
        return ("file", *addresses)
    if "coordonnees" in item:
        return ("contact", _plain(_number(item.get("type"))), *_reached(item["coordonnees"]))
    return ("block", _plain(_unnumbered(item)))


def named(item: Any, node: Node) -> frozenset[int]:
    """Give the records that an item names."""
    if node.field is not None:
        held = [item] if isinstance(node.field.type, RecordRef) else []
    elif isinstance(item, Mapping):
        held = [one.value for one in values(item, node) if isinstance(one.field.type, RecordRef)]
    else:
        held = []
    return frozenset(number for one in held if isinstance(number := _number(one), int))


def _number(reference: Any) -> Any:
    return reference.get("id") if isinstance(reference, Mapping) else None


def _addresses(item: Mapping[str, Any]) -> list[str]:
    """Give the addresses of the files of a medium: a picture is the same whatever its caption."""
    files = item.get("traductionFichiers")
    rows = [one for one in files if isinstance(one, Mapping)] if isinstance(files, list) else []
    return sorted(str(one["url"]) for one in rows if one.get("url"))


def _reached(coordinates: Any) -> Iterator[str]:
    """Give whom a contact reaches: numbers as they are dialled, sites without what goes without saying."""
    if not isinstance(coordinates, Mapping):
        yield _plain(coordinates)
        return
    for language in sorted(coordinates):
        text = str(coordinates[language])
        yield from sorted(phones(text)) or [fold(_SITE.sub("", text.strip()))]


def _unnumbered(value: Any) -> Any:
    if isinstance(value, Mapping):
        return {name: _unnumbered(held) for name, held in value.items() if name not in NUMBERS}
    if isinstance(value, list):
        return [_unnumbered(one) for one in value]
    return value


def _plain(value: Any) -> str:
    return json.dumps(value, sort_keys=True)
