"""Records that documents name: their numbers translated, their pieces parked and taken back."""

from typing import Any

from hypothesis import given, settings, strategies as st

from sitra.catalog.rules.kinds import Kind
from sitra.catalog.rules.links import OTHER_END, named, taken_back, translated, with_other_ends
from tests.catalog.making import document


def link(number: int, nature: str = "PARCOURS_ETAPE") -> dict[str, Any]:
    return {"type": nature, "objetTouristique": {"type": "EQUIPEMENT", "id": number}}


def linked(*links: dict[str, Any]) -> dict[str, Any]:
    return {"nom": {"libelleFr": "Tour"}, "liens": {"liensObjetsTouristiquesTypes": list(links)}}


def test_the_way_back_of_a_way_back_is_the_way() -> None:
    assert all(OTHER_END[back] == nature for nature, back in OTHER_END.items())
    assert OTHER_END["PARCOURS_ETAPE"] == "ETAPE_PARCOURS"


@settings(max_examples=300, deadline=None)
@given(st.sampled_from(Kind), st.integers(0, 10_000), st.floats(0.1, 0.7), st.integers(0, 2))
def test_nothing_is_lost_between_parking_and_taking_back(
    kind: Kind, seed: int, fullness: float, share: int
) -> None:
    whole = document(kind, seed, fullness)
    asked = [one.number for one in named(whole, kind)]
    known = {number: 10**15 + number for number in (asked[::share] if share else ())}
    written, parked = translated(whole, kind, known.get)
    assert {one.number for one in named(written, kind)} == set(known.values())
    for rank, piece in enumerate(parked):
        written = taken_back(written, piece, 2 * 10**15 + rank)
    assert len(list(named(written, kind))) == len(list(named(whole, kind)))


def test_what_waits_is_given_as_the_source_wrote_it_and_comes_back_under_our_number() -> None:
    whole = linked(link(7), link(8), {"type": "DEFAUT", "objetTouristique": {"type": "EQUIPEMENT", "id": 9}})
    written, parked = translated(whole, Kind.EQUIPEMENT, {8: 1008}.get)
    assert [one.number for one in named(written, Kind.EQUIPEMENT)] == [1008]
    assert [(one.place, one.number) for one in parked] == [
        ("liens.liensObjetsTouristiquesTypes[]", 7),
        ("liens.liensObjetsTouristiquesTypes[]", 9),
    ]
    assert parked[0].piece == link(7)
    back = taken_back(written, parked[0], 1007)
    assert [one.number for one in named(back, Kind.EQUIPEMENT)] == [1008, 1007]


def test_the_body_that_books_stays_when_its_record_is_not_known() -> None:
    body = {"nom": "Centrale", "structureReference": {"type": "STRUCTURE", "id": 5}}
    whole = {"reservation": {"organismes": [body]}}
    written, (parked,) = translated(whole, Kind.HOTELLERIE, lambda _: None)
    assert written == {"reservation": {"organismes": [{"nom": "Centrale"}]}}
    assert taken_back(written, parked, 55)["reservation"]["organismes"][0]["structureReference"]["id"] == 55


def test_an_end_that_is_said_already_is_not_said_twice() -> None:
    whole = linked(link(7, "ETAPE_PARCOURS"))
    assert with_other_ends(whole, [link(7, "ETAPE_PARCOURS")]) is whole
    more = with_other_ends(whole, [link(8, "ETAPE_PARCOURS")])
    assert [one["objetTouristique"]["id"] for one in more["liens"]["liensObjetsTouristiquesTypes"]] == [7, 8]
    assert len(whole["liens"]["liensObjetsTouristiquesTypes"]) == 1
