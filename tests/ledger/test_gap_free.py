"""A reader of the ledger never skips what commits late."""

import threading

import psycopg
import pytest
from django.db import connection, transaction

from sitra.ledger import actions, queries
from sitra.ledger.events import START, Fact, Listener, Position, Told
from sitra.ledger.tasks import catch_up


def fact(number: int) -> Fact:
    return Fact("test.happened", "test", number)


def numbers(position: Position = START) -> list[int]:
    return [told.fact.subject_id for told in queries.after(position)]


@pytest.mark.django_db(transaction=True)
def test_a_fact_that_commits_late_is_read_before_those_that_came_after_it() -> None:
    slow = psycopg.connect(**connection.get_connection_params())
    slow.execute(
        "INSERT INTO ledger_entry (name, subject, subject_id, details) "
        "VALUES ('test.happened', 'test', 1, '{}')"
    )
    with transaction.atomic():
        actions.record(fact(2))
    assert numbers() == []
    slow.commit()
    slow.close()
    assert numbers() == [1, 2]


@pytest.mark.django_db(transaction=True)
def test_many_writers_at_once_lose_nothing() -> None:
    def write(writer: int) -> None:
        for step in range(20):
            with transaction.atomic():
                actions.record(fact(writer * 100 + step))
        connection.close()

    writers = [threading.Thread(target=write, args=(number,)) for number in range(4)]
    for one in writers:
        one.start()
    seen: list[int] = []
    position = START
    while any(one.is_alive() for one in writers) or queries.after(position):
        for told in queries.after(position, limit=7):
            seen.append(told.fact.subject_id)
            position = told.position
    assert sorted(seen) == sorted(w * 100 + s for w in range(4) for s in range(20))


@pytest.mark.django_db
def test_a_fact_outside_a_transaction_is_refused() -> None:
    assert connection.in_atomic_block  # the test's own
    with transaction.atomic():
        actions.record(fact(1))
    assert queries.waiting(START) == 1


class Recorder(Listener):
    """Keeps what it is told; may fail before it remembers."""

    name = "recorder"
    facts = frozenset({"test.happened"})

    def __init__(self) -> None:
        self.read = START
        self.heard: list[int] = []
        self.fails = False

    def position(self) -> Position:
        return self.read

    def absorb(self, told: list[Told], upto: Position) -> None:  # type: ignore[override]
        self.heard += [one.fact.subject_id for one in told]
        if self.fails:
            raise ConnectionError
        self.read = upto

    def rewind(self, position: Position) -> None:
        self.read = position


@pytest.mark.django_db(transaction=True)
def test_a_listener_that_fails_is_told_again() -> None:
    with transaction.atomic():
        actions.record(fact(1), Fact("other", "test", 2), fact(3))
    recorder = Recorder()
    recorder.fails = True
    with pytest.raises(ConnectionError):
        catch_up(recorder)
    recorder.fails = False
    assert catch_up(recorder) == 3
    assert recorder.heard == [1, 3, 1, 3]
    assert catch_up(recorder) == 0


def test_positions_are_read_back() -> None:
    assert Position.parse(str(Position(12, 7))) == Position(12, 7)
    assert Position(2, 1) > Position(1, 9)
