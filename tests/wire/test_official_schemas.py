"""What v002 answers validates against the official schemas of its kind."""

import json
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
from django.test import Client

from sitra.catalog.rules.kinds import Kind
from sitra.tourism.events import Origin
from tests.cast import AUBENAS, Cast
from tests.catalog.making import document
from tests.catalog.test_forms import NEWER
from tests.wire import official

SCHEMAS = "wire/schemas/v002"


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
