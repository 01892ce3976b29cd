"""What v002 answers validates against the official schemas of its kind."""

import json
import urllib.request
from collections.abc import Callable
from pathlib import Path
from typing import Any
from urllib.parse import urlencode

import pytest
from django.test import Client

from sitra.catalog.rules.kinds import Kind
from sitra.tourism.events import Origin
from tests.cast import AUBENAS, Cast
from tests.catalog.making import document
from tests.catalog.test_forms import NEWER
from tests.wire import official

SCHEMAS = "wire/schemas/v002"
LIST = "/api/v002/recherche/list-objets-touristiques"
KEY = {"apiKey": "demo2013", "projetId": 1}


def filled(kind: Kind) -> dict[str, Any]:
    """Write a document with every field that the catalogue declares for a kind, in a real commune."""
    made = document(kind, seed=1, fullness=1.0)
    made["localisation"]["adresse"]["commune"] = {"id": AUBENAS}
    return {name: block for name, block in made.items() if name not in NEWER}


@pytest.fixture(scope="module")
def numbers(published: Callable[[Callable[[Cast], dict[Kind, int]]], dict[Kind, int]]) -> dict[Kind, int]:
    def write(cast: Cast) -> dict[Kind, int]:
        return {kind: cast.record(filled(kind), kind=kind, origin=Origin.IMPORTED).pk for kind in Kind}

    return published(write)


@pytest.mark.django_db
@pytest.mark.parametrize("kind", Kind)
def test_every_declared_field_is_official(
    shared: Path, numbers: dict[Kind, int], client: Client, kind: Kind
) -> None:
    query = {
        "apiKey": "demo2013",
        "projetId": 1,
        "identifiants": [numbers[kind]],
        "responseFields": ["@all"],
        "locales": ["fr", "en"],
    }
    answer = client.get("/api/v002/recherche/list-objets-touristiques", {"query": json.dumps(query)})
    (answered,) = answer.json()["objetsTouristiques"]
    assert answered["type"] == kind
    assert official.faults(shared / SCHEMAS, "api", answered) == []


GENERATED = 25
"""Records of each kind, filled by chance."""

EVERY = ["fr", "en", "de", "es", "it", "nl", "pt-br", "ru", "zh", "ja", "ko"]
SHAPES: list[dict[str, Any]] = [
    {"responseFields": ["@all"], "locales": EVERY},
    {},
    {"responseFields": ["@minimal"]},
]


@pytest.fixture(scope="module")
def generated(published: Callable[[Callable[[Cast], int]], int]) -> int:
    def write(cast: Cast) -> int:
        for kind in Kind:
            for seed in range(GENERATED):
                made = document(kind, seed=100 + seed, fullness=0.2 + 0.7 * seed / GENERATED)
                made.setdefault("localisation", {}).setdefault("adresse", {})["commune"] = {"id": AUBENAS}
                kept = {name: block for name, block in made.items() if name not in NEWER}
                cast.record(kept, kind=kind, origin=Origin.IMPORTED)
        return len(Kind) * GENERATED

    return published(write)


def wrong(shared: Path, ask: Callable[[dict[str, Any]], Any]) -> tuple[int, list[Any]]:
    """Read everything, in every shape; give how many answers of records there were, and those at fault."""
    many, found = 0, list[Any]()
    for shape in SHAPES:
        first, total = 0, 1
        while first < total:
            answer = ask({**KEY, **shape, "first": first, "count": 200})
            total, records = answer["numFound"], answer["objetsTouristiques"]
            many, first = many + len(records), first + len(records)
            assert list(answer) == ["query", "numFound", "objetsTouristiques", "formatVersion"]
            for one in records if shape.get("locales") else ():
                quick = official.quick_validator(shared / SCHEMAS, "api", one["type"])
                found += [] if quick.is_valid(one) else [official.faults(shared / SCHEMAS, "api", one)]
            found += [one for one in records if not {"type", "id"} <= one.keys()]
    return many, found


@pytest.mark.django_db
def test_generated_records_of_the_sixteen_kinds(shared: Path, generated: int, client: Client) -> None:
    def ask(query: dict[str, Any]) -> Any:
        return client.get(LIST, {"query": json.dumps(query)}).json()

    many, faults = wrong(shared, ask)
    assert many >= len(SHAPES) * generated
    assert faults == []


def test_the_whole_demonstration(shared: Path, live: str) -> None:
    def ask(query: dict[str, Any]) -> Any:
        address = f"{live}{LIST}?{urlencode({'query': json.dumps(query)})}"
        with urllib.request.urlopen(address, timeout=30) as answer:
            return json.load(answer)

    many, faults = wrong(shared, ask)
    assert many > 16_000
    assert faults == []


def test_a_fault_would_be_seen(shared: Path) -> None:
    wrong = {"type": "HOTELLERIE", "id": "douze", "nom": {"libelleXx": ""}, "inconnu": 1}
    assert len(official.faults(shared / SCHEMAS, "api", wrong)) == 3


def test_our_question_has_the_properties_of_the_official_one(shared: Path) -> None:
    from sitra.formats.rules.v002.question import PROPERTIES

    path = shared / SCHEMAS / "api/output/apiObjetsTouristiquesRequete.schema"
    theirs = list(json.loads(path.read_text(encoding="utf-8"))["properties"])
    ours = [one.name for one in PROPERTIES]
    assert set(ours) - set(theirs) == {"identifiantsIgnores"}
    assert [name for name in ours if name in theirs] == theirs
