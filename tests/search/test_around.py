"""Circles and orders, against slow readings."""

import math

import numpy as np
from hypothesis import given, strategies as st

from sitra.kit.texts import fold
from sitra.search.rules import alphabet, ordering
from sitra.search.rules.around import Box, Circle, metres
from tests.wire.engine import lot, metres as measured

lons, lats = st.floats(-180, 180), st.floats(-90, 90)
circles = st.builds(Circle, lons, lats, st.floats(0, 21_000_000))


def holds(box: Box, lon: float, lat: float) -> bool:
    across = box.west <= lon <= box.east if box.west <= box.east else lon >= box.west or lon <= box.east
    return across and box.south <= lat <= box.north


@given(circles, st.floats(0, 360), st.floats(0, 1))
def test_boxes_hold_their_circle(circle: Circle, bearing: float, share: float) -> None:
    angle, way, here = circle.angle * share, math.radians(bearing), math.radians(circle.lat)
    sine = math.sin(here) * math.cos(angle) + math.cos(here) * math.sin(angle) * math.cos(way)
    there = math.asin(max(-1, min(1, sine)))
    turn = math.atan2(
        math.sin(way) * math.sin(angle) * math.cos(here), math.cos(angle) - math.sin(here) * math.sin(there)
    )
    lon = (circle.lon + math.degrees(turn) + 540) % 360 - 180
    point = (lon, math.degrees(there))
    if measured([circle.lon, circle.lat], point) <= circle.radius:
        box = circle.outer()
        margin = 1e-6
        wide = Box(box.west - margin, box.south - margin, box.east + margin, box.north + margin)
        assert holds(wide, *point)


@given(lons, lats, lons, lats)
def test_two_ways_of_measuring_agree(lon: float, lat: float, east: float, north: float) -> None:
    found = metres(lon, lat, np.array([east]), np.array([north]))[0]
    assert math.isclose(found, measured([lon, lat], (east, north)), rel_tol=1e-6, abs_tol=0.2)


@given(st.integers(1, 2**53), st.text(max_size=20))
def test_lots(number: int, seed: str) -> None:
    assert int(ordering.drawn(np.array([number], dtype=np.int64), seed)[0]) == lot(number, seed)


@given(st.text(max_size=90), st.text(max_size=90))
def test_packed_names_sort_as_they_are_written(one: str, other: str) -> None:
    keys = [alphabet.key(one), alphabet.key(other)]
    assert (keys[0] < keys[1]) == (alphabet.packed(keys[0]) < alphabet.packed(keys[1]))
    assert keys[0] == fold(one)[:60]
    assert all(0 <= part < 2**63 for part in alphabet.packed(keys[0]))
