"""Documents made from the catalogue alone, from a seed."""

from collections.abc import Callable, Iterable
from random import Random
from typing import Any

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
)
from sitra.kit.texts import SUFFIXES, VALUE_KEYS

WORDS = ("Vélo", "lac d'Annecy", "été\r\nhiver", "<b>gras</b>", "山", "Ça & là", "", "« fin »", "\U0001f3d4")
FORMS = {
    "siret": "73282932000074",
    "url": "https://www.example.net/page?a=1",
    "point": "Point",
    "xml": "<a/>",
}


def document(kind: Kind, seed: int, fullness: float) -> dict[str, Any]:
    """Make a document in which each place is filled with a probability of `fullness`."""
    made = _block(tree(kind), Random(seed), fullness)
    made.pop("gestion", None)
    made.setdefault("nom", {"libelleFr": "Sans nom"})
    return made


def _block(node: Node, random: Random, fullness: float) -> dict[str, Any]:
    made = {}
    for name, child in node.children.items():
        if random.random() >= fullness:
            continue
        if child.many:
            made[name] = [_one(child, random, fullness) for _ in range(random.randint(0, 2))]
        else:
            made[name] = _one(child, random, fullness)
    return made


def _one(node: Node, random: Random, fullness: float) -> Any:
    return value(node.field, random) if node.field else _block(node, random, fullness)


def value(field: Field, random: Random) -> Any:
    """Make a value that the type of a field allows."""
    return MAKERS[type(field.type)](field.type, random)


def _texts(keys: Iterable[str], random: Random) -> dict[str, str]:
    return {key: random.choice(WORDS) for key in keys if random.random() < 0.4}


def _number(random: Random) -> int:
    return random.randint(1, 10**12)


def _day(random: Random) -> str:
    return f"{random.randint(2025, 2035)}-{random.randint(1, 12):02}-{random.randint(1, 28):02}"


MAKERS: dict[type, Callable[[Any, Random], Any]] = {
    Text: lambda of, random: FORMS[of.form] if of.form else random.choice(WORDS)[: of.longest],
    Localised: lambda _, random: _texts((f"libelle{suffix}" for suffix in SUFFIXES.values()), random),
    ContactValue: lambda _, random: _texts(VALUE_KEYS.values(), random),
    Integer: lambda of, random: random.randint(of.least, of.most),
    Decimal: lambda of, random: round(random.uniform(of.least, of.most), 2),
    Boolean: lambda _, random: random.random() < 0.5,
    Choice: lambda of, random: random.choice(of.words)[0],
    Day: lambda _, random: _day(random),
    Time: lambda _, random: f"{random.randint(0, 23):02}:{random.randint(0, 59):02}:00",
    Moment: lambda _, random: f"{_day(random)}T08:42:14.436+0000",
    Ref: lambda of, random: {"elementReferenceType": of.vocabulary, "id": _number(random)},
    CommuneRef: lambda _, random: {"id": _number(random)},
    CriterionRef: lambda _, random: {"id": _number(random)},
    RecordRef: lambda of, random: {"type": random.choice(sorted(of.kinds)).value, "id": _number(random)},
    Point: lambda _, random: [round(random.uniform(-180, 180), 6), round(random.uniform(-90, 90), 6)],
    Free: lambda _, random: {"libre": [_number(random), {"deux": None}]},
}
