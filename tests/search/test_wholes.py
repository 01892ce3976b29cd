"""Two writers of one store, each with the paths it noted, write what both read."""

from collections.abc import Iterator
from pathlib import Path
from typing import Any

import lmdb
import orjson
import pytest

from sitra.formats.rules.v002.shapes import Shape
from sitra.kit.sharing import ByIdentity, Shared
from sitra.search.models.wholes import Wholes

FIRST: list[dict[str, Any]] = [
    {"id": 1, "nom": {"libelleFr": "A"}},
    {"id": 2, "a": {"b": 1, "libelleEn": "x"}},
]
SECOND: list[dict[str, Any]] = [{"id": 3, "c": [{"d": 1}]}, {"id": 4, "nom": {"libelleEn": "B"}, "e": {}}]


@pytest.fixture
def store(tmp_path: Path) -> Iterator[lmdb.Environment]:
    with lmdb.open(str(tmp_path), max_dbs=4) as opened:
        yield opened


def put(store: lmdb.Environment, wholes: Wholes, records: list[dict[str, Any]], weft: Any) -> None:
    with store.begin(write=True) as writing:
        wholes.put(writing, records, weft)


def read(store: lmdb.Environment, numbers: list[int]) -> list[bytes | None]:
    """Cut them as a process does that wrote none: all languages, then French alone."""
    reader = Wholes(store)
    woven = [one for one in reader.woven(numbers) if one]
    assert Shape(reader.paths(), None, ["fr"]).cut(woven)
    return [*reader.plain(numbers)]


def test_records_woven_at_the_same_time_by_two_writers_are_read_by_a_third(store: lmdb.Environment) -> None:
    one, other = Wholes(store), Wholes(store)
    first, second = one.weave(FIRST), other.weave(SECOND)
    put(store, one, FIRST, first)
    put(store, other, SECOND, second)
    put(store, one, FIRST, one.weave(FIRST))
    assert read(store, [1, 2, 3, 4]) == [orjson.dumps(record) for record in FIRST + SECOND]


def test_paths_of_a_write_that_failed_are_noted_again(store: lmdb.Environment) -> None:
    wholes = Wholes(store)
    weft = wholes.weave(FIRST)
    with store.begin(write=True) as writing:
        wholes.put(writing, FIRST, weft)
        writing.abort()
    wholes.forget()
    put(store, wholes, FIRST, weft)
    put(store, Wholes(store), SECOND, wholes.weave(SECOND))
    assert read(store, [1, 2, 3, 4]) == [orjson.dumps(record) for record in FIRST + SECOND]


def test_what_is_remembered_of_shared_objects_is_theirs_and_is_bounded() -> None:
    known = ByIdentity[int](3)
    held = [Shared(id=number) for number in range(10)]
    for number, one in enumerate(held):
        assert known.get(one) is None
        assert known.keep(one, number) == known.get(one) == number
        assert known.get(one, place=7) is None
        assert len(known) <= 3
