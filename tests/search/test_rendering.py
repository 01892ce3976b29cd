"""What is drawn from a record is what a plain walk along it draws."""

from collections.abc import Iterator
from datetime import date
from typing import Any

import orjson
from hypothesis import given, settings, strategies as st

from sitra.catalog.rules.forms import api_form
from sitra.catalog.rules.kinds import Kind
from sitra.catalog.rules.sheet import first_picture, pictures
from sitra.formats.rules.v002 import fields
from sitra.kit.texts import SUFFIXES
from sitra.search.rules import schema, words
from sitra.tourism.rules.opening import Days
from tests.catalog.making import document
from tests.catalog.test_forms import Everything, head, vocabularies_of

CODES = {f"libelle{suffix}": code for code, suffix in SUFFIXES.items()}
UNKNOWN = {"elementReferenceType": "Inconnu", "id": 3, "libelleFr": "Hors du catalogue", "libelleEn": ["?"]}
SEEDS, FULL = st.integers(0, 2**32), st.sampled_from([0.05, 0.2, 0.6])


def record(kind: Kind, seed: int, fullness: float) -> dict[str, Any]:
    made = document(kind, seed, fullness)
    known = Everything()
    known.vocabularies = dict(vocabularies_of(made))
    return api_form(head(kind), {**made, "ailleurs": [[{"ici": UNKNOWN}]]}, known)


def terms(value: Any) -> Iterator[dict[str, Any]]:
    if isinstance(value, dict) and "elementReferenceType" in value:
        yield value
    elif isinstance(value, dict):
        for key in value.keys() - {"gestion", "pays"}:
            yield from terms(value[key])
    elif isinstance(value, list):
        for one in value:
            yield from terms(one)


@settings(max_examples=150, deadline=None)
@given(st.sampled_from(Kind), SEEDS, FULL)
def test_criteria_are_found_wherever_they_stand(kind: Kind, seed: int, fullness: float) -> None:
    made = record(kind, seed, fullness)
    found = list(terms(made))
    said = {
        (CODES[key], text)
        for one in found
        for key, text in one.items()
        if key in CODES and isinstance(text, str)
    }
    texts, facts = schema.entry(made, schema.Beside())
    plain, marked = texts["criteria"], texts["criteria_stems"]
    assert sorted(plain.split()) == sorted({one for _, text in said for one in words.surface(text)})
    assert sorted(marked.split()) == sorted({one for code, text in said for one in words.stems(text, code)})
    assert sorted(facts.terms) == sorted({one["id"] for one in found})


def spoken(value: Any) -> Any:
    """Keep French only, place by place."""
    if isinstance(value, list):
        return [spoken(one) for one in value]
    if not isinstance(value, dict):
        return value
    others = CODES.keys() - {"libelleFr"}
    return {
        key: {"fr": held["fr"]}
        if key == "coordonnees" and "fr" in held
        else {}
        if key == "coordonnees"
        else spoken(held)
        for key, held in value.items()
        if key not in others
    }


@settings(max_examples=150, deadline=None)
@given(st.sampled_from(Kind), SEEDS, FULL)
def test_the_default_answer_and_the_first_picture(kind: Kind, seed: int, fullness: float) -> None:
    made = record(kind, seed, fullness)
    kept = fields.select(made, fields.selection(None))
    assert fields.default_answer(made) == orjson.dumps(spoken(kept))
    files = [
        one["traductionFichiers"][0] for one in made.get("illustrations", ()) if one.get("traductionFichiers")
    ]
    small = [file.get("urlFiche") or file.get("url") for file in files]
    large = [file.get("urlDiaporama") or file.get("url") for file in files]
    assert first_picture(made) == next(filter(None, small), "")
    assert [one.url for one in pictures(made, "fr")] == list(filter(None, large))


@given(st.integers(0, 2**400))
def test_days_are_listed_as_their_bits_say(bits: int) -> None:
    start, end = date(2026, 2, 27), date(2027, 5, 1)
    days = Days.from_bytes(start, end, (bits & (1 << 429) - 1).to_bytes(54, "little"))
    listed = [start.fromordinal(start.toordinal() + rank) for rank in range(429) if bits >> rank & 1]
    assert list(days) == listed
    assert days.written() == [day.isoformat() for day in listed]
