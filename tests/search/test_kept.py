"""What people keep of their searches: whose it is, what it holds, and how it goes."""

import random
from collections.abc import Iterator
from datetime import timedelta
from itertools import product

import pytest
from django.db import IntegrityError, transaction
from django.utils import timezone

from sitra.access import queries as access
from sitra.accounts import actions as accounts
from sitra.kit.errors import Forbidden, Impossible, Unknown
from sitra.ledger.models import Entry
from sitra.members import actions as members
from sitra.search import queries
from sitra.search.actions import forgetting, keeping
from sitra.search.events import View
from sitra.search.models import Kept, Layout
from sitra.search.policy import KEEP
from tests.cast import Cast

pytestmark = pytest.mark.django_db

PEOPLE = ("clerk", "neighbour", "counsellor", "stranger")


@pytest.fixture
def shelf(cast: Cast) -> dict[str, int]:
    """One search of each person's own, and one shared by each office."""
    office = {"clerk": "aubenas", "neighbour": "privas", "counsellor": "albertville"}
    made = {name: keeping.keep_search(name, "mots=lac", by=cast.people[name]) for name in PEOPLE}
    for name, member in office.items():
        shared = keeping.make_list(member, [3, 1, 2], by=cast.people[name], member=cast.members[member].pk)
        made[member] = shared
    return made


def test_guard_and_filter_agree_on_everyone(cast: Cast, shelf: dict[str, int]) -> None:
    members.seat(cast.people["clerk"], cast.members["privas"].pk, ["consult"])
    expected = {
        "clerk": {"clerk", "aubenas", "privas"},
        "neighbour": {"neighbour", "privas"},
        "counsellor": {"counsellor", "albertville"},
        "stranger": {"stranger"},
    }
    for name, (key, number) in product(PEOPLE, shelf.items()):
        person = cast.people[name]
        who = access.mandate_of(person)
        row = Kept.objects.get(pk=number)
        listed = {line.id for line in queries.shelf(person, who)}
        assert KEEP.allows(person, who, row) is (number in listed) is (key in expected[name])
        if key in expected[name]:
            assert queries.kept_one(person, who, number).id == number
        else:
            with pytest.raises(Unknown):
                queries.kept_one(person, who, number)


def acts(number: int, stranger: object) -> Iterator[object]:
    by = {"by": stranger}
    yield lambda: keeping.rename(number, "À moi", **by)  # type: ignore[arg-type]
    yield lambda: keeping.share(number, None, **by)  # type: ignore[arg-type]
    yield lambda: keeping.add(number, [9], **by)  # type: ignore[arg-type]
    yield lambda: keeping.take_out(number, 1, **by)  # type: ignore[arg-type]
    yield lambda: keeping.put(number, 1, 0, **by)  # type: ignore[arg-type]
    yield lambda: keeping.drop(number, **by)  # type: ignore[arg-type]
    yield lambda: keeping.take_back(number, **by)  # type: ignore[arg-type]


def test_nobody_else_changes_it(cast: Cast, shelf: dict[str, int]) -> None:
    before = list(Kept.objects.order_by("pk").values())
    for act in acts(shelf["aubenas"], cast.people["neighbour"]):
        with pytest.raises(Unknown):
            act()  # type: ignore[operator]
    with pytest.raises(Forbidden):
        keeping.share(shelf["clerk"], cast.members["privas"].pk, by=cast.people["clerk"])
    with pytest.raises(Forbidden):
        keeping.keep_search("x", "", by=cast.people["stranger"], member=cast.members["aubenas"].pk)
    assert list(Kept.objects.order_by("pk").values()) == before


def test_a_list_keeps_its_order(cast: Cast, shelf: dict[str, int]) -> None:
    number, by = shelf["aubenas"], cast.people["clerk"]

    def records() -> tuple[int, ...]:
        return queries.kept_one(by, access.mandate_of(by), number).records

    assert keeping.add(number, [2, 8, 8, 9], by=by) == 2
    assert records() == (3, 1, 2, 8, 9)
    place = keeping.take_out(number, 1, by=by)
    assert (place, records()) == (1, (3, 2, 8, 9))
    keeping.put(number, 1, place, by=by)
    assert records() == (3, 1, 2, 8, 9)
    keeping.put(number, 9, 0, by=by)
    assert records() == (9, 3, 1, 2, 8)
    assert keeping.take_out(number, 77, by=by) == 5
    with pytest.raises(Unknown):
        keeping.add(shelf["clerk"], [1], by=by)


def test_what_is_dropped_comes_back_for_a_while(cast: Cast, shelf: dict[str, int]) -> None:
    by, number = cast.people["clerk"], shelf["aubenas"]
    who = access.mandate_of(by)
    assert keeping.drop(number, by=by) == "aubenas"
    assert number not in {line.id for line in queries.shelf(by, who)}
    assert [line.id for line in queries.dropped(by, who)] == [number]
    assert queries.picked(by, who, number) is None
    with pytest.raises(Unknown):
        keeping.drop(number, by=by)
    keeping.take_back(number, by=by)
    assert queries.picked(by, who, number) is not None
    keeping.drop(number, by=by)
    Kept.objects.filter(pk=number).update(dropped_at=timezone.now() - timedelta(days=29))
    assert forgetting.forget_kept() == 0
    Kept.objects.filter(pk=number).update(dropped_at=timezone.now() - timedelta(days=31))
    assert forgetting.forget_kept() == 1


def test_limits_are_said(cast: Cast, monkeypatch: pytest.MonkeyPatch) -> None:
    by = cast.people["clerk"]
    for name in ("", " \0 "):
        with pytest.raises(Impossible, match="nom"):
            keeping.keep_search(name, "", by=by)
    with pytest.raises(Impossible, match="trop longue"):
        keeping.keep_search("x", "m" * 4001, by=by)
    with pytest.raises(Impossible, match="1000"):
        keeping.make_list("x", range(1, 1002), by=by)
    monkeypatch.setattr(keeping, "MOST_KEPT", 2)
    first = keeping.keep_search("a", "", by=by)
    keeping.keep_search("b", "", by=by)
    with pytest.raises(Impossible, match="2 au plus"):
        keeping.keep_search("c", "", by=by)
    keeping.drop(first, by=by)
    keeping.keep_search("c", "", by=by)
    with pytest.raises(Impossible, match="2 au plus"):
        keeping.take_back(first, by=by)
    keeping.keep_search("d", "", by=by, member=cast.members["aubenas"].pk)


def test_the_database_guards_what_a_row_says(cast: Cast) -> None:
    for wrong in (
        {"sort": "search", "records": [1]},
        {"sort": "list", "address": "x"},
        {"sort": "list", "name": ""},
    ):
        with pytest.raises(IntegrityError), transaction.atomic():
            Kept.objects.create(**{"name": "x", "person": cast.clerk, **wrong})


def test_the_ledger_never_tells_a_name(cast: Cast) -> None:
    before = Entry.objects.count()
    number = keeping.keep_search("Mme Secrète", "mots=secret", by=cast.clerk)
    keeping.rename(number, "M. Secret", by=cast.clerk)
    keeping.arrange(View.TABLE, ["name"], by=cast.clerk)
    told = list(Entry.objects.order_by("pk")[before:])
    assert [one.name for one in told] == ["search.saved", "search.changed", "search.arranged"]
    assert all(one.person_id == cast.clerk.pk for one in told)
    assert not any("ecr" in str(one.details) for one in told)


def test_an_erased_account_leaves_what_it_shared_only(cast: Cast, shelf: dict[str, int]) -> None:
    by = cast.people["clerk"]
    keeping.arrange(View.TABLE, ["name", "kind"], by=by)
    assert queries.layout(by) == (View.TABLE, ("name", "kind"))
    held = queries.dossier(by)
    assert [one["name"] for one in held["kept"]] == ["clerk", "aubenas"]
    assert held["layout"] == {"view": View.TABLE, "columns": ("name", "kind")}
    accounts.erase(by.pk)
    assert forgetting.forget_kept() == 1
    assert not Kept.objects.filter(pk=shelf["clerk"]).exists()
    assert Kept.objects.filter(pk=shelf["aubenas"]).exists()
    assert not Layout.objects.exists()


def test_any_seats_and_any_rows_agree(cast: Cast) -> None:
    """Random people, seats and rows: the filter gives what the guard lets through."""
    chance = random.Random(26)
    offices = [cast.members[name].pk for name in ("aubenas", "privas", "albertville", "hotel")]
    people = [cast.people[name] for name in PEOPLE]
    for person in people:
        for member in chance.sample(offices, 2):
            members.seat(person, member, chance.choice([["consult"], ["projects"], ["write"], ["media"]]))
    rows = [
        Kept(sort="list", name="x", person=chance.choice(people), member_id=chance.choice([None, *offices]))
        for _ in range(60)
    ]
    Kept.objects.bulk_create(rows)
    for person in people:
        who = access.mandate_of(person)
        kept = set(KEEP.among(person, who, Kept.objects.all()).values_list("pk", flat=True))
        assert kept == {row.pk for row in rows if KEEP.allows(person, who, row)}
        assert 0 < len(kept) < 60
