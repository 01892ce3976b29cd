"""What the ledger keeps, drops, tells again and tells outside; people are not in it."""

import hashlib
from collections.abc import Sequence
from datetime import timedelta

import pytest
from django.contrib.sessions.models import Session
from django.core.cache import cache
from django.db import transaction
from django.test import Client
from django.utils import timezone

from sitra.accounts import actions as accounts
from sitra.kit.errors import Unknown
from sitra.ledger import actions, queries
from sitra.ledger.events import LISTENERS, START, Fact, Listener, Position, Told
from sitra.ledger.models import Entry
from sitra.ledger.rules import Personal, demand_impersonal
from sitra.ledger.tasks import catch_up
from sitra.tourism import actions as tourism, queries as records
from sitra.tourism.actions import layers
from tests.cast import PASSWORD, Cast, hotel


class Listening(Listener):
    name = "listening"
    facts = frozenset({"object.created", "object.revised"})

    def __init__(self) -> None:
        self.read, self.heard = START, list[int]()

    def position(self) -> Position:
        return self.read

    def absorb(self, told: Sequence[Told], upto: Position) -> None:
        self.heard += [one.fact.details["revision"] for one in told]
        self.read = upto

    def rewind(self, position: Position) -> None:
        self.read = position


@pytest.fixture
def listening(monkeypatch: pytest.MonkeyPatch) -> Listening:
    found = Listening()
    for name in tuple(LISTENERS):
        monkeypatch.delitem(LISTENERS, name)
    monkeypatch.setitem(LISTENERS, found.name, found)
    return found


@pytest.mark.django_db(transaction=True)
def test_a_listener_can_be_told_again_since_a_moment(transactional_cast: Cast, listening: Listening) -> None:
    row = transactional_cast.record()
    tourism.revise(row.pk, hotel("Deux"), seen=1, by=transactional_cast.author())
    moment = timezone.now()
    tourism.revise(row.pk, hotel("Trois"), seen=2, by=transactional_cast.author())
    catch_up(listening)
    assert listening.heard == [1, 2, 3]
    actions.replay("listening", moment)
    catch_up(listening)
    assert listening.heard == [1, 2, 3, 3]
    actions.replay("listening", timezone.now() + timedelta(days=1))
    catch_up(listening)
    assert listening.heard == [1, 2, 3, 3]
    with pytest.raises(Unknown, match="listening"):
        actions.replay("personne", moment)


@pytest.mark.django_db(transaction=True)
def test_compaction_drops_what_is_useless_and_nobody_misses_a_subject(
    transactional_cast: Cast, listening: Listening, monkeypatch: pytest.MonkeyPatch
) -> None:
    cast = transactional_cast
    one, other = cast.record(), cast.record(hotel("Autre"))
    for seen in range(1, 8):
        tourism.revise(one.pk, hotel(f"Hôtel {seen}"), seen=seen, by=cast.author())
    tourism.merge(other.pk, into=one.pk, document=hotel("Hôtel 7"), seen=1, seen_into=8, by=cast.author())
    assert actions.compact(timezone.now()) == 0  # nobody has heard anything yet
    catch_up(listening)
    monkeypatch.setattr(actions, "PAGE", 2)
    assert actions.compact(timezone.now() - timedelta(hours=1)) == 0  # nothing is that old
    told: list[int] = []
    assert actions.compact(timezone.now(), tell=told.append) == 6
    assert told == [2, 4, 6]
    assert actions.compact(timezone.now()) == 0
    listening.rewind(START)
    listening.heard.clear()
    catch_up(listening)
    assert listening.heard == [1, 1, 8]
    assert Entry.objects.filter(name="object.merged").count() == 1
    assert queries.last_details("ledger.compacted")["facts"] == 6


@pytest.mark.django_db(transaction=True)
def test_compaction_keeps_each_of_what_is_one_of_many(transactional_cast: Cast, listening: Listening) -> None:
    cast, by = transactional_cast, transactional_cast.author()
    row = cast.record()
    for name in ("privas", "savoie"):
        layers.join(row.pk, cast.members[name], by=by)
        layers.tag(row.pk, layers.internal_tag(cast.members[name], "Coup de cœur"), by=by)
    catch_up(listening)
    assert actions.compact(timezone.now()) == 0
    joined = Entry.objects.filter(name="object.joined").values_list("details__member", flat=True)
    assert set(joined) == {cast.members[name].pk for name in ("privas", "savoie")}


@pytest.mark.django_db(transaction=True)
def test_compaction_waits_for_who_is_behind(transactional_cast: Cast, listening: Listening) -> None:
    cast = transactional_cast
    row = cast.record()
    for seen in (1, 2):
        tourism.revise(row.pk, hotel(f"Hôtel {seen}"), seen=seen, by=cast.author())
    catch_up(listening)
    tourism.revise(row.pk, hotel("Hôtel 3"), seen=3, by=cast.author())
    tourism.revise(row.pk, hotel("Hôtel 4"), seen=4, by=cast.author())
    assert actions.compact(timezone.now()) == 2
    catch_up(listening)
    assert listening.heard == [1, 2, 3, 4, 5]


@pytest.mark.django_db(transaction=True)
def test_outside_one_is_told_what_happened_and_not_who_did_it(transactional_cast: Cast) -> None:
    row = transactional_cast.record()
    shapes, reached = queries.public_after(START)
    assert reached == queries.head()
    (shape,) = [one for one in shapes if one["subject"] == "object"]
    assert shape.keys() == {"cursor", "at", "type", "subject", "id", "member", "details"}
    assert (shape["type"], shape["id"]) == ("object.created", row.pk)
    assert shape["details"] == {"revision": 1, "kind": "HOTELLERIE"}
    assert not [one for one in shapes if one["subject"] in {"person", "member"}]
    assert queries.public_after(reached) == ([], reached)


@pytest.mark.parametrize(
    "details",
    [
        {"email": "x"},
        {"words": "écrire à clerk@test.example"},
        {"words": "04 75 00 00 00"},
        {"words": "appeler le 0475000000."},
        {"words": "(+33 4 75 00 00 00)"},
        {"words": "0033475000000"},
        {"list": [{"phone": 1}]},
        {"words": "x" * 301},
    ],
)
def test_a_fact_holds_nothing_of_a_person(details: dict[str, object]) -> None:
    with pytest.raises(Personal):
        demand_impersonal(details)


def test_figures_codes_and_paths_are_not_personal() -> None:
    demand_impersonal({"revision": 3, "paths": ["informations.moyensCommunication"], "digest": "0a1b" * 16})
    demand_impersonal({"digests": [hashlib.sha256(bytes([number])).hexdigest() for number in range(256)]})
    demand_impersonal({"digest": "5100123456789abc", "moment": "2026-11-25T00:00:00.000123+00:00"})
    demand_impersonal({"code": "1157_0475000000x", "siret": "73282932000074"})


@pytest.mark.django_db
def test_a_personal_fact_is_not_written() -> None:
    with pytest.raises(Personal), transaction.atomic():
        actions.record(Fact("test.happened", "test", 1, details={"mail": "x"}))
    assert not Entry.objects.exists()


def test_an_erased_person_leaves_the_history_true_and_nameless(cast: Cast) -> None:
    row = cast.record()
    tourism.revise(row.pk, hotel("Deux"), seen=1, by=cast.author())
    person = cast.clerk
    cache.clear()  # sign-ins of other tests count against the pace of this address
    for name in ("clerk", "neighbour"):
        Client().post("/compte/login/", {"login": f"{name}@test.example", "password": PASSWORD})
    assert Session.objects.count() == 2
    accounts.erase(person.pk)
    (left,) = (one.get_decoded() for one in Session.objects.all())
    assert left["account_authentication_methods"][0]["email"] == "neighbour@test.example"
    accounts.erase(person.pk)
    person.refresh_from_db()
    assert (person.email, person.full_name) == (f"compte-{person.pk}@efface.invalid", "Compte effacé")
    assert not person.is_active
    assert not person.has_usable_password()
    page = records.record_page(person, row.pk, "fr")
    assert [one.author for one in page.history] == ["Compte effacé", "Compte effacé"]
    assert Entry.objects.filter(name="accounts.erased", subject_id=person.pk).count() == 1
    with pytest.raises(Unknown):
        accounts.erase(10**9)
