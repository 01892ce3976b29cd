"""How complete a record is, by section, and what would help it most."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from typing import Any

from sitra.catalog.rules.tree import Node
from sitra.catalog.rules.types import Field, Section


@dataclass(frozen=True, slots=True)
class Completeness:
    """A score of 0 to 100, the same by section, and what is missing, most valuable first."""

    score: int
    sections: Mapping[Section, int]
    missing: tuple[Field, ...]


def completeness(document: Mapping[str, Any], root: Node) -> Completeness:
    """Weigh the fields of a document that count, filled or not."""
    gained: dict[Section, int] = {}
    possible: dict[Section, int] = {}
    missing = []
    for path, field in weighed(root):
        possible[field.section] = possible.get(field.section, 0) + field.weight
        if _filled(document, path):
            gained[field.section] = gained.get(field.section, 0) + field.weight
        else:
            missing.append(field)
    return Completeness(
        score=_percent(sum(gained.values()), sum(possible.values())),
        sections={section: _percent(gained.get(section, 0), most) for section, most in possible.items()},
        missing=tuple(sorted(missing, key=lambda field: (not field.mandatory, -field.weight))),
    )


def weighed(root: Node) -> tuple[tuple[tuple[str, ...], Field], ...]:
    """Give the fields of a kind that count, each with the steps that lead to it."""
    return tuple(_weighed(root, ()))


def _weighed(node: Node, path: tuple[str, ...]) -> Iterator[tuple[tuple[str, ...], Field]]:
    for name, child in node.children.items():
        if name == "aspects":
            continue
        if child.field is None:
            yield from _weighed(child, (*path, name))
        elif child.field.weight:
            yield (*path, name), child.field


def _filled(held: Any, path: tuple[str, ...]) -> bool:
    """Say whether something stands at the end of the path, in any item of its lists."""
    if isinstance(held, list):
        return any(_filled(item, path) for item in held)
    if path:
        return isinstance(held, Mapping) and _filled(held.get(path[0]), path[1:])
    if isinstance(held, Mapping):
        return any(value not in ("", None) for value in held.values())
    return held is not None and held != ""


def _percent(part: int, whole: int) -> int:
    return round(100 * part / whole) if whole else 100
