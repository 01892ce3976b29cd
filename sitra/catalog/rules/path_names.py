"""The name of a place of a document, in words."""

from sitra.catalog.rules.kinds import Kind
from sitra.catalog.rules.shelf_life import list_name
from sitra.catalog.rules.tree import Node, tree
from sitra.catalog.rules.types import ContactValue, Localised
from sitra.kit import texts

_LANGUAGES = {f"libelle{suffix}": code for code, suffix in texts.SUFFIXES.items()} | {
    key: code for code, key in texts.VALUE_KEYS.items()
}


def path_name(path: str, kind: Kind, language: str = "fr") -> str:
    """Name a place: `presentation.descriptifCourt.libelleFr` is « Descriptif court (français) ».

    A place that the catalogue does not know keeps its path.
    """
    node, last = tree(kind), ""
    for step in path.split("."):
        last = step
        below = node.children.get(step)
        if below is None:
            break
        node, last = below, ""
    if node.field is None:
        return list_name(path, language) or _first(node, language) or path
    label = node.field.label(language)
    if last and isinstance(node.field.type, Localised | ContactValue) and last in _LANGUAGES:
        return f"{label} ({texts.language_name(_LANGUAGES[last], language)})"
    return label


def _first(node: Node, language: str) -> str:
    """Name a block after its first field."""
    field = next(node.leaves(), None) if node.name else None
    return field.label(language) if field else ""
