"""What people ask beside words: zones, days, changes, nearness, owners, criteria with those below them."""

import math
from collections.abc import Callable
from dataclasses import replace
from datetime import date, timedelta

import pytest
from hypothesis import given, settings, strategies as st

from sitra.access import queries as access
from sitra.catalog.rules.kinds import Kind
from sitra.places.models import Commune
from sitra.search import queries
from sitra.search.queries import Box, Question
from sitra.search.rules import asking, ordering
from sitra.search.rules.columns import paging, table
from sitra.search.rules.columns.facts import Facts
from sitra.search.rules.columns.keeping import keep
from sitra.search.rules.ordering import Order
from sitra.tourism.events import State
from sitra.tourism.models import TouristObject
from tests.cast import AUBENAS, PRIVAS, Cast
from tests.search.campings import camping
from tests.search.test_columns import FIRST_DAY, WIDTH, networks

corners = st.tuples(st.floats(4.9, 6.1), st.floats(43.9, 45.1))


@given(networks, corners, corners)
@settings(max_examples=150)
def test_a_zone_keeps_what_stands_in_it(
    network: dict[int, Facts], one: tuple[float, float], two: tuple[float, float]
) -> None:
    columns = table.of(network.values(), WIDTH, FIRST_DAY)
    west, south, east, north = one[0], min(one[1], two[1]), two[0], max(one[1], two[1])
    box = Box(west, south, east, north)

    def within(facts: Facts) -> bool:
        if math.isnan(facts.lon) or not south <= facts.lat <= north:
            return False
        return west <= facts.lon <= east if west <= east else facts.lon >= west or facts.lon <= east

    kept = set(columns.numbers(list(keep(columns, asking.inside(box)))))
    assert kept == {facts.number for facts in network.values() if within(facts)}


@given(network=networks, ascending=st.booleans())
@settings(max_examples=50)
def test_records_are_ordered_by_their_last_change(network: dict[int, Facts], *, ascending: bool) -> None:
    columns = table.of(network.values(), WIDTH, FIRST_DAY)
    order = Order(ordering.CHANGE, ascending=ascending)
    numbers = paging.page(columns, columns.live, order, 0, len(network))
    expected = sorted(network.values(), key=lambda one: (one.changed, one.number), reverse=not ascending)
    assert numbers == [one.number for one in expected]


@given(networks, st.integers(0, 15))
@settings(max_examples=50)
def test_the_next_open_day_is_the_first_one(network: dict[int, Facts], start: int) -> None:
    columns = table.of(network.values(), WIDTH, FIRST_DAY)
    days = range(FIRST_DAY + start, FIRST_DAY + 16)
    found = paging.next_open(columns, columns.live, days)
    for facts in network.values():
        row = columns.row(facts.number)
        expected = next((day for day in days if facts.days >> (day - FIRST_DAY) & 1), None)
        assert row is not None
        assert found.get(row) == expected


POOL, HEATED, PADDLING = 1093, 1504, 931
MAY_1ST = date(date.today().year + 1, 5, 1)  # noqa: DTZ011 - any year to come


@pytest.fixture
def campings(transactional_cast: Cast, read_model: Callable[[], None]) -> tuple[Cast, dict[str, int]]:
    """Campings around Aubenas: with and without a pool, open in May or not, near or not."""
    cast = transactional_cast
    Commune.objects.filter(pk=AUBENAS).update(lon=4.39, lat=44.62)
    spring, summer = ("04-01", "10-15"), ("06-01", "08-31")
    asked = {
        "pool": camping("Les Galets", 4.39, 44.62, POOL, spring),
        "heated": camping("Le Pont", 4.45, 44.65, HEATED, spring, commune=PRIVAS),
        "closed": camping("L’Été", 4.40, 44.62, POOL, summer),
        "dry": camping("Sans eau", 4.40, 44.63, PADDLING, spring),
        "far": camping("Très loin", 5.40, 45.62, POOL, spring, commune=PRIVAS),
    }
    made = {
        name: cast.record(document, kind=Kind.HOTELLERIE_PLEIN_AIR).pk for name, document in asked.items()
    }
    read_model()
    return cast, made


QUESTION = Question(
    kinds=("HOTELLERIE_PLEIN_AIR",), communes=("07019",), radius=20_000, terms=(POOL,), start=MAY_1ST
)


@pytest.mark.django_db(transaction=True)
def test_campings_with_a_pool_open_on_a_day_near_a_commune(campings: tuple[Cast, dict[str, int]]) -> None:
    cast, made = campings
    who = access.mandate_of(cast.clerk)

    def named(question: Question) -> set[str]:
        numbers = queries.listed(question, who).numbers
        return {name for name, number in made.items() if number in numbers}

    assert named(QUESTION) == {"pool", "heated"}
    assert named(replace(QUESTION, radius=0)) == {"pool"}
    assert named(replace(QUESTION, start=None)) == {"pool", "heated", "closed"}
    assert named(replace(QUESTION, end=MAY_1ST + timedelta(days=40))) == {"pool", "heated", "closed"}
    assert named(replace(QUESTION, radius=200_000)) == {"pool", "heated", "far"}
    assert named(replace(QUESTION, terms=(HEATED,))) == {"heated"}
    assert named(replace(QUESTION, box=Box(4.38, 44.61, 4.41, 44.64))) == {"pool"}
    by_distance = queries.listed(replace(QUESTION, order="DISTANCE", radius=200_000), who).numbers
    assert by_distance == [made["pool"], made["heated"], made["far"]]
    by_day = queries.listed(replace(QUESTION, end=MAY_1ST + timedelta(days=40), order="OUVERTURE"), who)
    assert by_day.numbers[-1] == made["closed"]
    page = queries.cards(QUESTION, who, "fr")
    assert page.communes == {"07019": 1, "07186": 2}  # what choosing it would bring, near or not
    assert (page.terms[POOL], page.terms[HEATED]) == (2, 1)
    assert page.names[cast.members["aubenas"].pk] == "Office d'Aubenas"


@pytest.mark.django_db(transaction=True)
def test_criteria_are_offered_by_their_words_with_what_they_would_leave(
    campings: tuple[Cast, dict[str, int]],
) -> None:
    cast, _made = campings
    who = access.mandate_of(cast.clerk)
    question = replace(QUESTION, terms=())
    offered = queries.offered("piscin", question, who, limit=20)
    assert offered[:2] == [(POOL, 2), (HEATED, 1)]
    assert all(count == 0 for _term, count in offered[2:])
    for term, count in offered:
        assert queries.count(replace(question, terms=(term,)), who) == count
    assert POOL not in dict(queries.offered("piscin", QUESTION, who, limit=20))
    assert queries.offered("zzzzz", question, who) == []


@pytest.mark.django_db(transaction=True)
def test_states_owners_and_freshness_narrow(
    campings: tuple[Cast, dict[str, int]], read_model: Callable[[], None]
) -> None:
    cast, made = campings
    document = camping("Caché", 4.39, 44.62, POOL, ("04-01", "10-15"))
    draft = cast.record(document, kind=Kind.HOTELLERIE_PLEIN_AIR, state=State.DRAFT).pk
    theirs = cast.record(owner="privas").pk
    read_model()
    clerk, neighbour = (access.mandate_of(cast.people[name]) for name in ("clerk", "neighbour"))
    assert queries.listed(Question(states=("NEW",)), clerk).numbers == [draft]
    assert queries.listed(Question(states=("NEW",)), neighbour).numbers == []
    assert queries.listed(Question(owners=(cast.members["privas"].pk,)), clerk).numbers == [theirs]
    page = queries.cards(Question(), neighbour, "fr")
    assert next(iter(page.owners.items())) == (cast.members["privas"].pk, 1)
    tomorrow = date.today() + timedelta(days=2)  # noqa: DTZ011 - nothing here stands at midnight
    assert queries.count(Question(unchanged_since=tomorrow), clerk) == len(made) + 2
    assert queries.count(Question(unchanged_since=tomorrow - timedelta(days=9)), clerk) == 0
    TouristObject.objects.filter(pk__in=[made["pool"], theirs]).update(due_on=date(2020, 1, 1))
    assert queries.listed(Question(due=True), clerk).numbers == [made["pool"]]
    assert queries.listed(Question(due=True), neighbour).numbers == [theirs]
    assert queries.count(Question(due=True, owners=(cast.members["privas"].pk,)), clerk) == 0


@pytest.mark.django_db(transaction=True)
def test_records_picked_by_hand_keep_their_order(campings: tuple[Cast, dict[str, int]]) -> None:
    cast, made = campings
    who = access.mandate_of(cast.clerk)
    picked = (made["far"], 10**9, made["dry"], made["pool"])
    found = queries.listed(Question(numbers=picked, order="LISTE", first=1, count=5), who)
    assert (found.total, found.numbers) == (3, [made["dry"], made["pool"]])
    assert queries.count(Question(numbers=()), who) == 0
