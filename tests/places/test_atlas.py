"""Communes in memory: by number, code, name past or present; where they are."""

import math
from typing import Any

import pytest
from hypothesis import given, strategies as st

from sitra.places.events import Standing
from sitra.places.rules.atlas import Atlas, CommuneLine
from sitra.places.rules.shapes import Shapes, united


def square(lon: float, lat: float) -> dict[str, Any]:
    """Draw a square of a tenth of a degree, by its south-west corner."""
    ring = [[lon, lat], [lon + 0.1, lat], [lon + 0.1, lat + 0.1], [lon, lat + 0.1], [lon, lat]]
    return {"type": "Polygon", "coordinates": [ring]}


@pytest.fixture(scope="module")
def atlas() -> Atlas:
    return Atlas(
        [
            CommuneLine(1, "07019", "Aubenas", "Ardèche", "07", ("07200",), 12_000, other_names=("Pont",)),
            CommuneLine(2, "07999", "Vieux-Bourg", standing=Standing.DELEGATED, now=1),
            CommuneLine(3, "07998", "Aubenas", standing=Standing.MERGED, now=2),
            CommuneLine(4, "73015", "Saint-Étienne-de-Cuines", "Savoie", "73", ("73130",), 1_200),
            CommuneLine(5, "42218", "Saint-Étienne", "Loire", "42", ("42000", "42100"), 170_000, network=9),
            CommuneLine(6, "07020", "Aubenas-les-Alpes", "Ardèche", "07", ("07201",), 90_000),
        ]
    )


@pytest.mark.parametrize(
    ("words", "found"),
    [
        ("saint etienne", ["Saint-Étienne", "Saint-Étienne-de-Cuines"]),
        ("SAINT-É", ["Saint-Étienne", "Saint-Étienne-de-Cuines"]),
        ("cuin", ["Saint-Étienne-de-Cuines"]),
        ("aubenas", ["Aubenas", "Aubenas-les-Alpes"]),
        ("vieux", ["Aubenas"]),
        ("pont", ["Aubenas"]),
        ("4210", ["Saint-Étienne"]),
        ("07", ["Aubenas-les-Alpes", "Aubenas"]),
        ("07999", ["Aubenas"]),
        ("07998", ["Aubenas"]),
        ("4221", ["Saint-Étienne"]),
        ("", []),
        ("zzz", []),
    ],
)
def test_names_are_found_as_they_are_typed(atlas: Atlas, words: str, found: list[str]) -> None:
    assert [offer.commune.name for offer in atlas.suggest(words, 8)] == found


def test_a_former_name_is_said(atlas: Atlas) -> None:
    (offer,) = atlas.suggest("Vieux-Bourg", 8)
    assert (offer.commune.code, offer.once) == ("07019", "Vieux-Bourg")
    assert len(atlas.suggest("aubenas", 1)) == 1


def test_an_old_code_and_the_number_of_the_network_answer(atlas: Atlas) -> None:
    old, network = atlas.by_code("07998"), atlas.get(9)
    assert old is not None
    assert network is not None
    living = atlas.living(old.id)
    assert living is not None
    assert (living.code, network.code, network.number, living.number) == ("07019", "42218", 9, 1)
    assert atlas.get(404) is atlas.living(404) is None


@pytest.mark.parametrize(
    ("hint", "number"),
    [
        ({"code": "07998"}, 1),
        ({"code": "99999", "postal_code": "73130", "name": "ST ETIENNE DE CUINES CEDEX"}, 4),
        ({"postal_code": "07200", "name": "vieux bourg"}, 1),
        ({"postal_code": "42100", "name": "inconnue"}, 5),
        ({"postal_code": "99999", "name": "Aubenas"}, None),
        ({}, None),
    ],
)
def test_what_registers_write_is_recognised(atlas: Atlas, hint: dict[str, str], number: int | None) -> None:
    assert atlas.recognise(**hint) == number


@pytest.fixture(scope="module")
def shapes() -> Shapes:
    outlines = {1: square(4.3, 44.6), 2: square(4.4, 44.6)}
    return Shapes(united(outlines.items()), {1: (4.35, 44.65), 2: (4.45, 44.65), 3: (6.0, 45.0)})


def test_a_point_is_in_one_commune(shapes: Shapes) -> None:
    assert shapes.at(4.35, 44.65) == 1
    assert {shapes.at(4.4, 44.65) for _ in range(5)} in ({1}, {2}), "on the border: always the same one"
    assert shapes.at(4.501, 44.65) == 2, "just outside a simplified outline"
    assert shapes.at(4.6, 44.65) is None
    assert [shapes.holds(1, *point) for point in ((4.35, 44.65), (4.302, 44.598), (4.45, 44.65))] == [
        True,
        True,
        False,
    ]
    assert shapes.holds(3, 6.0, 45.0) is None


def test_nothing_is_near_where_no_centre_is_known() -> None:
    assert Shapes({}, {}).nearest(4.35, 44.65, 3) == []
    assert Shapes({}, {}).at(4.35, 44.65) is None
    assert Shapes({}, {1: (4.0, 44.0)}).nearest(math.inf, 0, 3) == []


def test_a_point_nowhere_is_in_no_commune(shapes: Shapes) -> None:
    assert shapes.at(math.nan, 44.65) is None


def test_the_outline_of_an_heir_is_that_of_all_its_parts() -> None:
    bow = {
        "type": "Polygon",
        "coordinates": [[[4.5, 44.6], [4.6, 44.7], [4.6, 44.6], [4.5, 44.7], [4.5, 44.6]]],
    }
    shapes = Shapes(united([(1, square(4.3, 44.6)), (1, square(4.4, 44.6)), (1, bow)]), {})
    assert [shapes.at(lon, 44.65) for lon in (4.35, 4.45, 4.59)] == [1, 1, 1]


@given(
    st.lists(st.tuples(st.floats(-180, 180), st.floats(-89, 89)), min_size=1, max_size=30),
    st.floats(-180, 180),
    st.floats(-89, 89),
)
def test_the_nearest_come_first(points: list[tuple[float, float]], lon: float, lat: float) -> None:
    found = Shapes({}, dict(enumerate(points))).nearest(lon, lat, 5)
    metres = [distance for _, distance in found]
    assert len(found) == min(5, len(points))
    assert metres == sorted(metres)
    expected = sorted(_by_cosines(lon, lat, *point) for point in points)[:5]
    assert metres == pytest.approx(expected, rel=1e-3, abs=200)


def _by_cosines(lon: float, lat: float, to_lon: float, to_lat: float) -> float:
    """Measure in another way: the spherical law of cosines, in metres."""
    one, other, turn = math.radians(lat), math.radians(to_lat), math.radians(to_lon - lon)
    cosine = math.sin(one) * math.sin(other) + math.cos(one) * math.cos(other) * math.cos(turn)
    return 6_371_008.8 * math.acos(max(-1.0, min(1.0, cosine)))
