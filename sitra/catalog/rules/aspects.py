"""The versions of a record: what an aspect says otherwise, laid over the record (v002, section 4.5).

An aspect lists the paths that it says itself (`champsAspect`); at each of them its value stands in place of
the record's, and where it holds none, nothing stands there. Everything else is as the record says.
"""

from collections.abc import Iterator, Mapping
from functools import cache
from typing import Any

from sitra.catalog.rules.fields.choices import ASPECTS
from sitra.catalog.rules.kinds import Kind
from sitra.catalog.rules.tree import Node, tree

LAYERS, NAME, PATHS = "aspects", "aspect", "champsAspect"
REMOVED, ADDED = "Remove", "Add"
FLAGS = {
    "localisation.adresse.nomDuLieu": "localisation.adresse.surchargeNomDuLieu",
    "prestations.tourismesAdaptes": "prestations.surchargeTourismesAdaptes",
    "prestations.descriptifHandicapMoteur": "prestations.surchargeDescriptifHandicapMoteur",
    "prestations.descriptifHandicapAuditif": "prestations.surchargeDescriptifHandicapAuditif",
    "prestations.descriptifHandicapVisuel": "prestations.surchargeDescriptifHandicapVisuel",
    "prestations.descriptifHandicapMental": "prestations.surchargeDescriptifHandicapMental",
    "prestations.nombrePersonnesEnFauteuilRoulantAccueilliesSimultanement": (
        "prestations.surchargeNombreFauteuilsRoulants"
    ),
}
"""Path -> the flag by which an aspect also says that it has this value of its own."""

type Document = Mapping[str, Any]


def label(aspect: str, language: str = "fr") -> str:
    """Name an aspect in French or English."""
    named = next((one for one in ASPECTS.words if one[0] == aspect), (aspect, aspect, aspect))
    return named[2 if language == "en" else 1]


@cache
def layer_tree(kind: Kind) -> Node:
    """Give the tree of what an aspect may say otherwise."""
    children = tree(kind).children[LAYERS].children
    return Node("", children={name: one for name, one in children.items() if name not in (NAME, PATHS)})


def layers(document: Document) -> dict[str, Document]:
    """Give the aspects of a document by their name, in their order."""
    held = document.get(LAYERS)
    found: dict[str, Document] = {}
    for one in held if isinstance(held, list) else ():
        if isinstance(one, Mapping) and isinstance(one.get(NAME), str):
            found.setdefault(one[NAME], one)
    return found


def ground(document: Document) -> dict[str, Any]:
    """Give what a record says by itself, without its aspects."""
    return {name: value for name, value in document.items() if name != LAYERS}


def listed_paths(layer: Document) -> list[str]:
    """Give the paths that an aspect lists as its own."""
    held = layer.get(PATHS)
    return [one for one in held if isinstance(one, str) and one] if isinstance(held, list) else []


def covers(path: str, other: str) -> bool:
    """Say whether a path is another one, or leads to it."""
    return other == path or other.startswith(f"{path}.")


def value_at(document: Any, path: str) -> Any:
    """Give the value at a dotted path; nothing where there is none."""
    for step in path.split("."):
        document = document.get(step) if isinstance(document, Mapping) else None
    return document


def put(document: Document, path: str, value: Any) -> dict[str, Any]:
    """Write a value at a dotted path, or take it away when it is nothing; a block left empty goes."""
    key, _, below = path.partition(".")
    kept = dict(document)
    if below:
        held = kept.get(key)
        value = put(held if isinstance(held, Mapping) else {}, below, value)
    if value in (None, "", [], {}):
        kept.pop(key, None)
    else:
        kept[key] = value
    return kept


def unit(path: str, kind: Kind) -> str:
    """Give what is said otherwise as a whole where a path leads: a field with its languages, a list.

    Nothing where an aspect has no such place; a block stays a block.
    """
    node, steps = layer_tree(kind), []
    for step in path.replace("[]", "").split("."):
        if node.field is not None or node.many:
            break
        if step not in node.children:
            return ""
        node = node.children[step]
        steps.append(step)
    return ".".join(steps)


@cache
def of_delta(path: str, kind: Kind) -> str:
    """Give the list that a path adds to or takes from; nothing for any other path."""
    node = layer_tree(kind).at(path)
    if node is None or node.field is None or not node.field.aspect_only:
        return ""
    bare = path.removesuffix(REMOVED).removesuffix(ADDED)
    return bare if node.many and bare != path else ""


def own(document: Document, aspect: str, kind: Kind) -> tuple[str, ...]:
    """Give what an aspect says itself: fields, lists, blocks, each once; a list that it changes is one."""
    found = []
    for path in listed_paths(layers(document).get(aspect, {})):
        place = unit(path, kind)
        if place and place not in FLAGS.values():
            found.append(of_delta(place, kind) or place)
    return tuple(dict.fromkeys(found))


def laid(document: Document, aspect: str, kind: Kind) -> dict[str, Any]:
    """Give the record as it reads in an aspect; as it is without one."""
    result = ground(document)
    layer = layers(document).get(aspect, {})
    places = [one for one in (unit(path, kind) for path in listed_paths(layer)) if one]
    whole = [one for one in places if not of_delta(one, kind) and one not in FLAGS.values()]
    for place in sorted(set(whole), key=lambda one: one.count(".")):
        result = put(result, place, value_at(layer, place))
    for place in dict.fromkeys(of_delta(one, kind) for one in places):
        if place and not any(covers(one, place) for one in whole):
            result = put(result, place, _by_deltas(value_at(result, place), layer, place))
    return result


def rest(layer: Document, kind: Kind) -> dict[str, Any]:
    """Give what an aspect holds without listing it: nobody reads it there, and it is kept."""
    left = {name: value for name, value in layer.items() if name not in (NAME, PATHS)}
    for path in listed_paths(layer):
        left = put(left, unit(path, kind) or path, None)
    return left


def _by_deltas(held: Any, layer: Document, place: str) -> list[Any]:
    said = held if isinstance(held, list) else []
    more, gone = (value_at(layer, f"{place}{suffix}") for suffix in (ADDED, REMOVED))
    taken = gone if isinstance(gone, list) else []
    added = more if isinstance(more, list) else []
    return [one for one in [*said, *(one for one in added if one not in said)] if one not in taken]


def differing(before: Any, after: Any, node: Node, path: str = "") -> Iterator[str]:
    """Give the units in which two documents differ."""
    if before == after:
        return
    blocks = [one if isinstance(one, Mapping) else {} for one in (before, after)]
    if node.field is not None or node.many:
        yield path
        return
    for key in {**blocks[0], **blocks[1]}:
        here = f"{path}.{key}" if path else key
        child = node.children.get(key)
        if child is not None:
            yield from differing(blocks[0].get(key), blocks[1].get(key), child, here)
