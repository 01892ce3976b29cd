"""Which fields of the catalogue people write in the editor, and in which of its sections."""

from functools import cache

from sitra.catalog.rules.aspects import layer_tree
from sitra.catalog.rules.kinds import Kind
from sitra.catalog.rules.tree import Node, tree
from sitra.catalog.rules.types import CriterionRef, Field, Free, Moment, Reach, Section

LISTED_SECTIONS = tuple(one for one in Section if one is not Section.MANAGEMENT)
"""The sections of the editor, in their order; what manages a record has screens of its own."""

NUMBERED = frozenset(
    {"identifiant", "identifiantTemporaire", "identifiantTechnique", "identifiantExterne", "id"}
)
"""Names by which programs know an item of a list: kept with it, never shown."""

_KEPT = NUMBERED | {"sourceHoraireId", "modificationMode", "locked", "source", "link"}
_STILL_TYPED = frozenset(
    {f"ouverture.periodesOuvertures[].{name}" for name in ("horaireOuverture", "horaireFermeture")}
)
"""Fields of an older contract that records still hold and people correct."""
_OF_FILES = "traductionFichiers"
_UNTYPED = (Free, Moment, CriterionRef)
_APART = frozenset({"aspects", "gestion", "metadonnees", "donneesPrivees", "criteresInternes", "enquete"})


def written(node: Node) -> bool:
    """Say whether people fill in a place of the catalogue: a field, or a block that holds some."""
    if node.name in _KEPT or node.name == _OF_FILES:
        return False
    if node.field is not None:
        return _typed(node.field)
    return any(map(written, node.children.values()))


def _typed(field: Field) -> bool:
    return not (
        field.computed
        or field.aspect_only
        or (field.deprecated and field.path not in _STILL_TYPED)
        or field.reach is Reach.PRIVATE
        or isinstance(field.type, _UNTYPED)
    )


@cache
def blocks(kind: Kind, *, layered: bool = False) -> tuple[tuple[str, Node], ...]:
    """Give what stands at the root of a record, or of one of its aspects, and is written in the editor."""
    root = layer_tree(kind) if layered else tree(kind)
    return tuple((name, one) for name, one in root.children.items() if name not in _APART and written(one))


def holds(node: Node, section: Section) -> bool:
    """Say whether a place has something to write in a section."""
    if not written(node):
        return False
    if node.field is not None:
        return node.field.section is section
    return any(holds(one, section) for one in node.children.values())


@cache
def sections(kind: Kind, *, layered: bool = False) -> tuple[Section, ...]:
    """Give the sections of the editor of a kind, or of its aspects, in their order."""
    found = blocks(kind, layered=layered)
    return tuple(one for one in LISTED_SECTIONS if any(holds(node, one) for _, node in found))


def bare(name: str) -> str:
    """Give a path without the ranks of items, be they written `.3` or `[3]`."""
    steps = name.replace("[", ".").replace("]", "").split(".")
    return ".".join(step for step in steps if not step.isdecimal())


def section_of(kind: Kind, path: str) -> Section | None:
    """Give the section in which a path with ranks, dots or brackets is written; nothing when nowhere."""
    node: Node | None = tree(kind)
    for step in bare(path).split("."):
        below = node.children.get(step) if node else None
        if below is None:
            break
        node = below
    if node is None or not node.name:
        return None
    return next((one.section for one in node.leaves() if one.section in LISTED_SECTIONS), None)
