"""Ready bytes beside the columns are those of the store, whatever changed since they were made."""

from collections.abc import Callable
from pathlib import Path

import numpy as np
import pytest

from sitra.search import models, queries
from sitra.search.models import following, node, ready
from sitra.tourism import actions
from tests.cast import Cast, hotel

pytestmark = pytest.mark.django_db(transaction=True)


def shelves() -> list[str]:
    return [name + more for name in queries.renditions() for more in ("", models.DEFLATED)]


def demand_the_same(numbers: list[int], living: int) -> None:
    generation = models.current()
    for shelf in shelves():
        for asked in (numbers, numbers[::-1], [*numbers, numbers[0], 2**20, 2**40], []):
            assert generation.read(shelf, asked) == generation._stored(shelf, asked)
        assert sum(1 for content in generation.read(shelf, numbers) if content) == living


def files(path: Path) -> set[str]:
    return {file.name.rpartition("-")[2] for file in path.glob("*.ready")}


def test_ready_bytes_are_those_of_the_store(
    transactional_cast: Cast, read_model: Callable[[], None], monkeypatch: pytest.MonkeyPatch
) -> None:
    by = transactional_cast.author()
    records = [transactional_cast.record() for _ in range(4)]
    numbers = [record.pk for record in records]
    read_model()
    path, shelf = models.current().path, queries.renditions()[0]
    assert models.current().columns().ready[shelf].rows == 4
    assert files(path) == {"0.ready"}
    demand_the_same(numbers, 4)

    actions.revise(numbers[1], hotel("Auberge du Marronnier"), seen=1, by=by)
    actions.change_state(numbers[2], "delete", seen=1, by=by)
    numbers.append(transactional_cast.record().pk)
    read_model()
    demand_the_same(numbers, 4)
    assert b"Marronnier" in queries.rendered(shelf, numbers)[numbers[1]]
    assert numbers[2] not in queries.rendered(shelf, numbers)

    monkeypatch.setattr(following, "_LEAST_PENDING", 1)
    actions.revise(numbers[0], hotel("Auberge du Frêne"), seen=1, by=by)
    read_model()
    assert len(files(path)) == 1
    assert files(path) != {"0.ready"}
    node._served.clear()
    demand_the_same(numbers, 4)
    assert models.current().columns().ready[shelf].rows == 4
    assert "Frêne".encode() in queries.rendered(shelf, numbers)[numbers[0]]


def test_a_read_model_without_them_answers_all_the_same(
    transactional_cast: Cast, read_model: Callable[[], None]
) -> None:
    number = transactional_cast.record().pk
    read_model()
    for file in models.current().path.glob("*.ready"):
        file.unlink()
    node._served.clear()
    assert models.current().columns().ready == {}
    demand_the_same([number], 1)


def test_a_file_counts_once_it_is_whole(tmp_path: Path) -> None:
    path, rows = tmp_path / "some.ready", [b"one", None, b"", b"three", memoryview(b"four")]
    with ready.Writing(path) as writing:
        writing.add(ready.Strip.of(rows))
    assert not path.exists()
    with ready.Writing(path) as writing:
        for some in (rows[:2], [], rows[2:]):
            writing.add(ready.Strip.of(some))
        writing.done()
    read = ready.Ready(path)
    assert read.rows == len(rows)
    assert read.read(np.array([4, 0, 1, 2, 3])) == [b"four", b"one", None, None, b"three"]
    ready.write(tmp_path / "other.ready", rows)
    assert (tmp_path / "other.ready").read_bytes() == path.read_bytes()
