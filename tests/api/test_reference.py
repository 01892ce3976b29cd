"""The vocabulary and the communes, page by page."""

from typing import Any

import pytest

from sitra.places import queries as places
from sitra.vocabulary import queries as vocabulary
from tests.api.world import get, pages
from tests.cast import Cast

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def network(cast: Cast) -> Cast:
    return cast


def test_terms_are_listed_to_the_end() -> None:
    stars = pages("vocabulary", type="HotellerieClassement", limit=2)
    known = [one for one in vocabulary.book() if one.type == "HotellerieClassement"]
    assert [one["id"] for one in stars] == sorted(one.id for one in known)
    assert {one["elementReferenceType"] for one in stars} == {"HotellerieClassement"}
    assert "libelleEn" in next(one for one in stars if one["id"] == 2750)
    spoken = get("vocabulary", {"type": "HotellerieClassement", "languages": "en", "limit": 200}).json()
    assert {name for one in spoken["items"] for name in one if name.startswith("libelle")} == {"libelleEn"}
    living = get("vocabulary", {"active": "true"}).json()["total"]
    assert living + get("vocabulary", {"active": "false"}).json()["total"] == len(vocabulary.book())


def test_terms_are_found_by_words_of_any_language() -> None:
    found = pages("vocabulary", q="3 stars", type="HotellerieClassement", limit=1)
    assert 2750 in [one["id"] for one in found]
    assert get("vocabulary", {"q": "zzzzzz"}).json() == {"items": [], "total": 0, "next": None}


def test_a_term_names_those_below_it() -> None:
    atlas = vocabulary.atlas()
    parent = next(one for one in atlas.book if len(atlas.with_below(one.id)) > 1)
    said = get(f"vocabulary/{parent.id}").json()
    assert set(said["below"]) == atlas.with_below(parent.id) - {parent.id}
    assert said["active"] is parent.active
    answer = get("vocabulary/2750", {"languages": "fr"})
    assert answer.json()["libelleFr"] == "3 étoiles"
    assert get("vocabulary/2750", {"languages": "fr"}, if_none_match=answer["ETag"]).status_code == 304


def test_communes_are_listed_and_found() -> None:
    every = pages("communes", limit=200)
    assert len(every) == sum(line.now is None for line in places.atlas())
    named = get("communes", {"q": "aubenas"}).json()["items"]
    assert named[0]["code"] == "07019"
    assert named[0]["departement"] == {"code": "07", "nom": "Ardèche"}
    assert named[0]["pays"]["libelleFr"] == "France"
    assert [one["code"] for one in get("communes", {"code": "07186,07019"}).json()["items"]] == [
        "07019",
        "07186",
    ]
    assert {one["departement"]["code"] for one in pages("communes", departement="73")} == {"73"}
    assert get("communes", {"code": "99999"}).json()["total"] == 0
    assert get("communes", {"q": "07019"}).json()["items"][0]["code"] == "07019"


def test_a_merged_commune_answers_for_its_heir() -> None:
    merged: Any = next((line for line in places.atlas() if line.now is not None), None)
    if merged is None:
        pytest.skip("the small network has no commune that was merged")
    living = places.atlas().living(merged.id)
    assert living
    assert [one["code"] for one in get("communes", {"code": merged.code}).json()["items"]] == [living.code]
