"""DATAtourisme classes -> kinds, and all that an object says -> terms, by the tables beside."""

from collections.abc import Iterable
from dataclasses import dataclass
from functools import cache
from typing import Any

from sitra.catalog.rules.kinds import Kind
from sitra.catalog.rules.tree import Node
from sitra.intake.rules import manifests, parts
from sitra.intake.rules.manifests import Term
from sitra.intake.rules.sources.datatourisme.graph import Json, ids, many, texts, within
from sitra.kit.texts import fold

TABLES = __package__
_MONUMENT = 3203
_TYPE = "informationsPatrimoineCulturel.patrimoineCulturelType"
_THEMES = (
    "hasTheme",
    "hasArchitecturalStyle",
    "hasNeighborhood",
    "providesCuisineOfType",
    "providesFoodProduct",
)
_AUDIENCES = ("hasGeographicReach", "hasAudience", "hasClientTarget")
_FLAGS = ("airConditioning", "noSmoking", "reducedMobilityAccess", "takeAway")


@dataclass(frozen=True, slots=True)
class Shape:
    """The kind of a record, and the classes of its object within which it has no other, first the chosen."""

    kind: Kind
    leaves: tuple[str, ...]

    @property
    def classes(self) -> set[str]:
        """Every known class that the object has or is within."""
        return {one for leaf in self.leaves for one in _chain(leaf)}


@cache
def _within() -> dict[str, str]:
    """Read the classes in the order of the table: each with the one it is a special case of."""
    lines = manifests.lines(TABLES, "kinds.csv", manifests.KINDS)
    return {line["says"]: line["within"] for line in lines if line["from"] == "class"}


@cache
def _chain(leaf: str) -> tuple[str, ...]:
    """Give a class and those it is within, the closest first."""
    above = _within().get(leaf)
    return (leaf, *_chain(above)) if above else (leaf,)


def shape(classes: Iterable[str], number: str, name: str) -> Shape | None:
    """Choose the kind of an object: of its classes without a closer one, the first of the table says it.

    What the table has for a class and the first letters of the number, or a word of the name, comes before.
    """
    known = set(classes) & _within().keys()
    above = {one for leaf in known for one in _chain(leaf)[1:]}
    leaves = tuple(one for one in _within() if one in known - above)
    if not leaves:
        return None
    kinds, chosen = manifests.kinds(TABLES), fold(leaves[0])
    asked = [("class and number", f"{chosen} {fold(number[:3])}")]
    asked += [("class and word", f"{chosen} {word}") for word in fold(name).split()]
    kind = next((kinds[one] for one in asked if one in kinds), kinds["class", chosen])
    return Shape(kind, leaves)


def is_trail(chosen: Shape) -> bool:
    """Say whether an object is a way to follow."""
    return chosen.kind is Kind.EQUIPEMENT and "Tour" in chosen.classes


def write(document: dict[str, Any], thing: Json, spot: Json, chosen: Shape, name: str) -> None:
    """Write into a document all the terms and figures that an object says, or that its class tells."""
    table, kind = manifests.terms(TABLES), chosen.kind
    manifests.write(document, _by_class(chosen, name))
    manifests.write(document, _by_name(chosen, name, document))
    manifests.write(document, _told(thing, spot, kind))
    for leaf in chosen.leaves:
        manifests.write(document, table.closest(kind, "class otherwise", _chain(leaf)), missing=True)
    _write_figures(document, thing, kind)


def _by_class(chosen: Shape, name: str) -> list[Term]:
    """Give what a word of the name says of a class that tells little, then what the classes say."""
    table = manifests.terms(TABLES)
    origin = f"word of {chosen.leaves[0]}"
    words = (table.of(chosen.kind, origin, word) for word in fold(name).split())
    found = next(filter(None, words), [])
    for leaf in chosen.leaves:
        found += table.closest(chosen.kind, "class", _chain(leaf))
    return found


def _by_name(chosen: Shape, name: str, document: Json) -> list[Term]:
    """Give what words of the name add."""
    table, words = manifests.terms(TABLES), fold(name).split()
    found = [
        term for one in sorted(chosen.classes) for term in table.of(chosen.kind, f"word within {one}", *words)
    ]
    block = document.get(Kind.PATRIMOINE_CULTUREL.block, {})
    if block.get(_TYPE.rpartition(".")[2], {}).get("id") == _MONUMENT:
        found += table.of(chosen.kind, "first word of a monument", *words[:1])
    return found


def _told(thing: Json, spot: Json, kind: Kind) -> list[Term]:
    """Give what the object says of itself: themes, features, ratings, guests, languages, payment."""
    table = manifests.terms(TABLES)
    themes = [one for key in _THEMES for one in many(thing.get(key))]
    payments = list(within(thing, "offers", "schema:acceptedPaymentMethod"))
    flags = [flag for flag in _FLAGS if thing.get(flag) is True or spot.get(flag) is True]
    return [
        *table.of(kind, "theme", *ids(themes)),
        *table.of(kind, "theme type", *(str(one) for theme in themes for one in many(theme.get("@type")))),
        *table.of(kind, "feature", *ids(within(thing, "hasFeature", "features"))),
        *table.of(kind, "said of the place", *flags),
        *table.of(kind, "review", *ids(within(thing, "hasReview", "hasReviewValue"))),
        *table.of(kind, "audience", *(one for key in _AUDIENCES for one in ids(many(thing.get(key))))),
        *table.of(kind, "language", *map(str, many(thing.get("availableLanguage")))),
        *table.of(kind, "payment", *ids(payments)),
        *table.of(kind, "payment", *(texts(one.get("rdfs:label")).get("fr", "") for one in payments)),
    ]


def _write_figures(document: dict[str, Any], thing: Json, kind: Kind) -> None:
    """Write the figures: people, rooms, covers, square metres."""
    figures = manifests.figures(TABLES)
    told = [("allowed persons", "", value) for value in many(thing.get("allowedPersons"))]
    told += [("floor size", "", value) for value in within(thing, "hasFloorSize", "schema:value")]
    for spec in many(thing.get("hasFeature")):
        named = ids(many(spec.get("features")))
        told += [("feature", one, value) for one in named for value in many(spec.get("schema:value"))]
    for origin, said, value in told:
        found = figures.get((origin, fold(said)), ())
        manifests.count(document, kind, found, parts.number(str(value)))


def known(block: Any, node: Node) -> Any:
    """Leave out of a document what its kind has no field for, such as the opening of an organisation."""
    if node.field is not None:
        return block
    if isinstance(block, list):
        return [known(one, node) for one in block]
    return {name: known(value, node.children[name]) for name, value in block.items() if name in node.children}
