"""What narrows a search: its address, and what one may tick, without a browser."""

from collections.abc import Callable
from typing import Any

import pytest
from django.http import QueryDict
from django.test import Client

from sitra.catalog.rules.kinds import Kind
from sitra.doors.workplace.facets import SHOWN, Facet, facets
from sitra.doors.workplace.forms import MOST_TERMS, Criteria
from sitra.search.queries import Page
from tests.cast import PRIVAS, Cast, hotel, refuge

STARS, HUT_STARS, PETS, PHONE = 2750, 2660, 687, 201


@pytest.mark.parametrize(
    ("address", "terms", "again"),
    [
        ("critere=687&critere=2750", (687, 2750), "critere=687&critere=2750"),
        ("critere=687&critere=687", (687,), "critere=687"),
        ("critere=687&critere=2750&sans-critere=687", (2750,), "critere=2750"),
        ("critere=x&critere=-4&critere=&critere=0&critere=%C2%B2", (), ""),
        ("critere=123456789012", (), ""),
        ("sans-critere=x&critere=3", (3,), "critere=3"),
        ("sans=687&critere=687", (687,), "critere=687"),
    ],
)
def test_criteria_are_read_leniently(address: str, terms: tuple[int, ...], again: str) -> None:
    criteria = Criteria.read(QueryDict(address))
    assert (criteria.terms, criteria.question().terms) == (terms, terms)
    assert criteria.address == again
    assert criteria.is_empty is (not terms)


def test_criteria_are_bounded() -> None:
    every = "&".join(f"critere={number}" for number in range(1, 100))
    assert Criteria.read(QueryDict(every)).terms == tuple(range(1, MOST_TERMS + 1))


def asked(
    address: str = "", terms: dict[int, int] | None = None, communes: dict[str, int] | None = None
) -> dict[str, Facet]:
    page = Page(total=9, cards=[], kinds={}, terms=terms or {}, communes=communes or {})
    return facets(page, Criteria.read(QueryDict(address)), "fr")


def said(facet: Facet) -> list[tuple[str, str, int, bool]]:
    return [(box.label, box.note, box.count, box.ticked) for box in facet.boxes]


@pytest.mark.django_db
def test_words_that_are_alike_or_say_nothing_alone_are_explained(cast: Cast) -> None:
    del cast
    both = asked(f"critere={STARS}", {STARS: 4, HUT_STARS: 2, PETS: 1, 2352: 1, 99_999_999: 1})["criteria"]
    assert said(both) == [
        ("3 étoiles", "Hôtellerie : classements", 4, True),
        ("3 étoiles", "Collectif : classements", 2, False),
        ("Animaux acceptés", "", 1, False),
        ("Locale", "Manifestations : portées", 1, False),
        ("n° 99999999", "", 1, False),
    ]
    assert said(asked("", {STARS: 4, PETS: 1})["criteria"])[0] == ("3 étoiles", "", 4, False)
    assert said(asked("commune=99999", communes={"99999": 0, "07019": 3})["communes"]) == [
        ("99999", "", 0, True),
        ("Aubenas", "", 3, False),
    ]


@pytest.mark.django_db
def test_all_that_is_ticked_is_shown_at_once(cast: Cast) -> None:
    del cast
    many = dict.fromkeys(range(1, 30), 1)
    few = asked("critere=1", many)["criteria"]
    assert (len(few.boxes), len(few.more)) == (SHOWN, len(many) - SHOWN)
    ticked = asked("&".join(f"critere={number}" for number in range(1, 13)), many)["criteria"]
    assert [box.ticked for box in ticked.boxes] == [True] * 12
    assert len(ticked.ticked) == 12


@pytest.mark.django_db(transaction=True)
def test_the_page_takes_as_many_queries_whatever_it_offers(
    transactional_cast: Cast,
    read_model: Callable[[], None],
    client: Client,
    django_assert_max_num_queries: Callable[[int], Any],
) -> None:
    pets: dict[str, Any] = {
        "prestations": {"services": [{"elementReferenceType": "PrestationService", "id": PETS}]}
    }
    transactional_cast.record(hotel("Les Tilleuls", **pets))
    transactional_cast.record(hotel("Privas", commune=PRIVAS))
    transactional_cast.record(refuge("Refuge"), kind=Kind.HEBERGEMENT_COLLECTIF)
    read_model()
    client.force_login(transactional_cast.clerk)
    client.get("/recherche")
    for address in ("/recherche", f"/recherche?critere={PETS}&critere={STARS}&commune=07019&commune=07186"):
        with django_assert_max_num_queries(9):
            answer = client.get(address)
        assert answer.status_code == 200
    text = answer.content.decode()
    assert f'value="{PETS}" id="critere-{PETS}" checked' in text
    assert f'name="sans-critere" value="{PETS}"' in text
    assert f'id="critere-{PHONE}"' not in text
