"""The columns agree with plain Python over the facts, before, during and after changes."""

import math
from collections.abc import Callable
from itertools import groupby
from pathlib import Path
from unittest import mock

import lmdb
import pytest
from hypothesis import HealthCheck, given, settings, strategies as st

from sitra.search.models import following
from sitra.search.models.following import Follower, Journal
from sitra.search.rules import alphabet, asking, ordering
from sitra.search.rules.around import Circle
from sitra.search.rules.columns import counting, paging, ranking, table
from sitra.search.rules.columns.block import Block, join
from sitra.search.rules.columns.facts import Facts
from sitra.search.rules.columns.keeping import keep
from sitra.search.rules.columns.table import Columns
from sitra.search.rules.conditions import Condition, OpenBetween
from sitra.search.rules.ordering import Order
from tests.wire.engine import metres

FIRST_DAY, WIDTH = 740_000, 2
values = st.integers(1, 4)
sets = st.frozensets(values, max_size=3).map(lambda held: tuple(sorted(held)))
located = st.tuples(st.floats(5, 6), st.floats(44, 45))


def facts_of(number: int) -> st.SearchStrategy[Facts]:
    return st.builds(
        lambda point, **held: Facts(number=number, lon=point[0], lat=point[1], **held),
        point=st.one_of(st.just((math.nan, math.nan)), located),
        kind=st.sampled_from(["HOTELLERIE", "ACTIVITE"]),
        state=st.sampled_from(["PUBLISHED", "DRAFT"]),
        owner=values,
        commune=st.sampled_from(["", "07019", "73011", "99001"]),
        territories=sets,
        terms=sets,
        links=sets,
        changed=values,
        minutes=st.integers(-1, 3),
        days=st.integers(0, 2**16 - 1),
        name=st.text("ab é1", max_size=15).map(alphabet.key),
    )


numbers = st.integers(1, 40)
networks = st.dictionaries(numbers, st.none(), max_size=30).flatmap(
    lambda held: st.fixed_dictionaries({number: facts_of(number) for number in held})
)
changes = st.dictionaries(numbers, st.none(), max_size=8).flatmap(
    lambda held: st.fixed_dictionaries({number: st.one_of(st.none(), facts_of(number)) for number in held})
)
circles = st.builds(lambda point, radius: Circle(point[0], point[1], radius), located, st.floats(0, 80_000))
type Holds = Callable[[Facts], bool]
type Asked = tuple[Condition, Holds]


def plain() -> st.SearchStrategy[Asked]:
    return st.one_of(
        st.sampled_from(["HOTELLERIE", "ACTIVITE"]).map(
            lambda kind: (asking.one_of("kind", [kind]), lambda one: one.kind == kind)
        ),
        st.frozensets(values, max_size=2).map(
            lambda terms: (asking.one_of("terms", terms), lambda one: bool(terms & set(one.terms)))
        ),
        st.frozensets(numbers, max_size=9).map(
            lambda held: (asking.numbered(held), lambda one: one.number in held)
        ),
        values.map(lambda least: (asking.between("changed", least, None), lambda one: one.changed >= least)),
        st.tuples(st.integers(0, 3), st.integers(0, 3)).map(
            lambda ends: (
                asking.between("minutes", *ends),
                lambda one: one.minutes >= 0 and ends[0] <= one.minutes <= ends[1],
            )
        ),
        st.tuples(st.integers(-3, 18), st.integers(-3, 18)).map(
            lambda ends: (
                OpenBetween(FIRST_DAY + ends[0], FIRST_DAY + ends[1]),
                lambda one: any(one.days >> rank & 1 for rank in range(max(ends[0], 0), ends[1] + 1)),
            )
        ),
        circles.map(
            lambda circle: (
                asking.around(circle),
                lambda one: (
                    one.located and metres([circle.lon, circle.lat], (one.lon, one.lat)) <= circle.radius
                ),
            )
        ),
    )


def joined(children: st.SearchStrategy[Asked]) -> st.SearchStrategy[Asked]:
    several = st.lists(children, max_size=3)
    return st.one_of(
        several.map(
            lambda held: (asking.all_of([c for c, _ in held]), lambda one: all(h(one) for _, h in held))
        ),
        several.map(
            lambda held: (asking.any_of([c for c, _ in held]), lambda one: any(h(one) for _, h in held))
        ),
        st.tuples(children, children).map(
            lambda two: (asking.but(two[0][0], two[1][0]), lambda one: two[0][1](one) and not two[1][1](one))
        ),
    )


asked_for = st.recursive(plain(), joined, max_leaves=5)
orders = st.builds(
    Order,
    st.sampled_from([ordering.NUMBER, ordering.NAME, ordering.DISTANCE, ordering.CHANCE]),
    st.booleans(),
    st.just(Circle(5.5, 44.5, 1)),
    st.just("graine"),
)


def columns_of(held: dict[int, Facts]) -> Columns:
    return table.of(held.values(), WIDTH, FIRST_DAY)


def changed(held: dict[int, Facts], steps: list[dict[int, Facts | None]]) -> dict[int, Facts]:
    now: dict[int, Facts | None] = dict(held)
    for step in steps:
        now |= step
    return {number: facts for number, facts in now.items() if facts}


def agrees(columns: Columns, held: dict[int, Facts], asked: Asked) -> None:
    condition, holds = asked
    rows = keep(columns, condition)
    wanted = {number for number, facts in held.items() if holds(facts)}
    assert set(columns.numbers(list(rows))) == wanted


@settings(max_examples=80)
@given(networks, st.lists(changes, max_size=4), asked_for)
def test_what_is_kept_through_changes(
    held: dict[int, Facts], steps: list[dict[int, Facts | None]], asked: Asked
) -> None:
    columns = columns_of(held)
    agrees(columns, held, asked)
    for rank, step in enumerate(steps, start=1):
        columns.absorb(step)
        agrees(columns, changed(held, steps[:rank]), asked)


@pytest.fixture(params=[0, 2048])
def few(request: pytest.FixtureRequest, monkeypatch: pytest.MonkeyPatch) -> None:
    """Orders pages by stretches too, which are for many rows."""
    monkeypatch.setattr(ranking, "_FEW", request.param)
    monkeypatch.setattr(ranking, "_EACH", 4)


@pytest.mark.usefixtures("few")
@settings(max_examples=50, suppress_health_check=[HealthCheck.function_scoped_fixture, HealthCheck.too_slow])
@given(networks, st.lists(changes, max_size=3), orders, st.integers(0, 20), st.integers(1, 9))
def test_pages_in_every_order(
    held: dict[int, Facts], steps: list[dict[int, Facts | None]], order: Order, first: int, count: int
) -> None:
    columns = columns_of(held)
    for step in steps:
        columns.absorb(step)
    now = changed(held, steps)
    keys: dict[str, Callable[[Facts], object]] = {
        ordering.NUMBER: lambda one: one.number,
        ordering.NAME: lambda one: (alphabet.packed(one.name), one.number),
        ordering.CHANCE: lambda one: (int(ordering.drawn(columns_numbers(one), "graine")[0]), one.number),
        ordering.DISTANCE: lambda one: (not one.located, far(one), one.number),
    }
    ordered = sorted(now.values(), key=keys[order.by], reverse=not order.ascending)  # type: ignore[arg-type]
    found = paging.page(columns, columns.live, order, first, count)
    assert found == [one.number for one in ordered[first : first + count]]


def columns_numbers(one: Facts) -> ordering.Numbers:
    return table.of([one], WIDTH, FIRST_DAY).plain["number"][:1]


def far(one: Facts) -> float:
    alone = table.of([one], WIDTH, FIRST_DAY)
    circle = Circle(5.5, 44.5, 1)
    return float(circle.metres(alone.plain["lon"][:1], alone.plain["lat"][:1])[0]) if one.located else 0.0


@given(networks, st.lists(changes, max_size=3), st.integers(0, 15), st.integers(0, 15), st.integers(0, 9))
def test_agendas(
    held: dict[int, Facts], steps: list[dict[int, Facts | None]], start: int, end: int, first: int
) -> None:
    columns = columns_of(held)
    for step in steps:
        columns.absorb(step)
    now = changed(held, steps).values()
    days = range(FIRST_DAY + start, FIRST_DAY + end + 1)
    opened = sorted(
        (min(day for day in range(start, end + 1) if one.days >> day & 1), one.number)
        for one in now
        if any(one.days >> day & 1 for day in range(start, end + 1))
    )
    found = paging.by_opening(columns, columns.live, days, first, 5)
    assert found == [number for _, number in opened[first : first + 5]]
    pairs = [(day, one.number) for day in days for one in now if one.days >> (day - FIRST_DAY) & 1]
    written = {day: {number for _, number in held} for day, held in groupby(pairs, lambda pair: pair[0])}
    by_day = paging.by_day(columns, columns.live, days)
    assert dict(by_day) == {day: len(numbers) for day, numbers in written.items()}


@pytest.mark.parametrize("field", ["kind", "commune", "terms", "owner"])
@settings(max_examples=30)
@given(
    held=networks,
    steps=st.lists(changes, max_size=3),
    most=st.integers(1, 4),
    few=st.sampled_from((0, 1000)),
    left_out=st.builds(
        counting.LeftOut,
        st.frozensets(st.sampled_from([1, 2])) | st.frozensets(st.sampled_from(["HOTELLERIE", "73011", "9"])),
        st.booleans(),
    ),
)
def test_counts(
    field: str,
    held: dict[int, Facts],
    steps: list[dict[int, Facts | None]],
    most: int,
    few: int,
    left_out: counting.LeftOut,
) -> None:
    columns = columns_of(held)
    for step in steps:
        columns.absorb(step)
    many: dict[object, int] = {}
    now = changed(held, steps)
    for one in now.values():
        values = getattr(one, field)
        for value in values if isinstance(values, tuple) else [values] if values else []:
            many[value] = many.get(value, 0) + 1
    ranked = sorted(many.items(), key=lambda one: (-one[1], one[0]))
    telling = [
        (value, count)
        for value, count in ranked
        if value not in left_out.values and not (left_out.common and count == len(now))
    ]
    with mock.patch.object(counting, "_FEW", few):
        assert list(counting.counts(columns, columns.live, field, most).items()) == ranked[:most]
        found = counting.counts(columns, columns.live, field, most, left_out)
    assert list(found.items()) == telling[:most]


@given(held=networks, steps=st.lists(changes, max_size=3), numbers=st.lists(st.integers(0, 40)))
def test_each_row_is_that_of_its_record(
    held: dict[int, Facts], steps: list[dict[int, Facts | None]], numbers: list[int]
) -> None:
    columns = columns_of(held)
    for step in steps:
        columns.absorb(step)
    assert columns.each_row(numbers) == [columns.row(number) for number in numbers]
    living = changed(held, steps)
    assert [row is not None for row in columns.each_row(numbers)] == [one in living for one in numbers]


@given(facts_of(7))
def test_facts_are_read_as_they_were_written(facts: Facts) -> None:
    again = Facts.read(facts.written())
    assert again.located == facts.located
    assert again._replace(lon=0, lat=0) == facts._replace(lon=0, lat=0)
    assert not facts.located or again == facts


@settings(max_examples=30, deadline=None)
@given(held=networks)
def test_blocks_are_joined_and_kept(held: dict[int, Facts], tmp_path_factory: pytest.TempPathFactory) -> None:
    path = tmp_path_factory.getbasetemp() / "columns.npz"
    ordered = sorted(held.values())
    join([Block.of(ordered[1::2], WIDTH), Block.of(ordered[::2], WIDTH)]).save(path)
    columns, straight = Columns(Block.load(path), FIRST_DAY), columns_of(held)
    assert columns.held.fields["terms"].keys() == straight.held.fields["terms"].keys()
    for field, values in straight.held.fields.items():
        assert columns.held.fields[field] == values
    assert columns.held.days == straight.held.days


def shown(follower: Follower) -> set[int]:
    """Give what a follower has now, from one moment: it may renew its columns between two calls."""
    columns = follower.columns()
    return set(columns.numbers(list(columns.live)))


@settings(max_examples=20, deadline=None)
@given(held=networks, steps=st.lists(changes, min_size=3, max_size=6))
def test_followers_see_the_same_before_and_after_the_file_is_made_again(
    held: dict[int, Facts], steps: list[dict[int, Facts | None]], tmp_path_factory: pytest.TempPathFactory
) -> None:
    path = tmp_path_factory.mktemp("journal")
    with lmdb.open(str(path / "store"), max_dbs=4) as store:
        journal = Journal(store, path, {})
        journal.begin(Block.of(sorted(held.values()), WIDTH), {})
        early, late = Follower(journal, FIRST_DAY), Follower(journal, FIRST_DAY)
        for rank, step in enumerate(steps, start=1):
            journal.tell(step)
            now = set(changed(held, steps[:rank]))
            assert shown(early) == now
            with pytest.MonkeyPatch.context() as patch:
                patch.setattr(following, "_LEAST_PENDING", 1)
                journal.compact()
        for follower in (early, late, Follower(journal, FIRST_DAY)):
            assert shown(follower) == now
        if any(steps):
            assert len(list(Path(path).glob("columns-*.npz"))) == 1
