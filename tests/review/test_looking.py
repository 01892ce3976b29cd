"""The queue follows the ledger: what looks alike is in it soon, once, and for as long as it is true."""

from collections.abc import Callable
from typing import Any

import pytest
from django.db import transaction
from procrastinate.contrib.django.models import ProcrastinateJob

from sitra.ledger import actions as ledger
from sitra.ledger.models import Entry
from sitra.ledger.tasks import catch_up
from sitra.review import actions, tasks
from sitra.review.actions import looking
from sitra.review.events import Standing
from sitra.review.listeners import Watching
from sitra.review.models import Candidate, Cursor, Waiting
from sitra.review.rules import telling
from sitra.tourism import actions as tourism
from sitra.tourism.events import ObjectFact, State
from sitra.tourism.queries import likeness
from tests.cast import AUBENAS, PRIVAS, Cast, hotel

pytestmark = pytest.mark.django_db(transaction=True)


@pytest.fixture
def cast(transactional_cast: Cast) -> Cast:
    return transactional_cast


def follow() -> None:
    """Do what the worker does: hear of everything, then look."""
    catch_up(Watching())
    actions.look_at_waiting()


def standings() -> dict[tuple[int, int], str]:
    rows = Candidate.objects.order_by("lower_id", "upper_id")
    return {(row.lower_id, row.upper_id): row.standing for row in rows}


def kept() -> list[Any]:
    return list(Candidate.objects.order_by("pk").values())


def elsewhere(name: str) -> dict[str, Any]:
    document = hotel(name, informations={}, commune=PRIVAS)
    del document["localisation"]["geolocalisation"]
    document["localisation"]["adresse"] |= {"adresse1": "18 rue du Moulin", "codePostal": "07000"}
    return document


def test_what_is_created_is_proposed_with_its_reasons(cast: Cast) -> None:
    one, other = cast.record(hotel()), cast.record(hotel("Les Tilleuls"))
    cast.record(elsewhere("Hôtel du Pont"))
    follow()
    (pair,) = Candidate.objects.all()
    assert (pair.lower_id, pair.upper_id, pair.standing) == (one.pk, other.pk, Standing.OPEN)
    (found,) = likeness.pairs().pairs
    assert pair.score == found.likeness.score
    for language in ("fr", "en"):
        assert telling.sentences(pair.evidence, language) == found.likeness.sentences(language)


def test_being_told_twice_changes_nothing(cast: Cast) -> None:
    cast.record(hotel()), cast.record(hotel("Les Tilleuls"))
    follow()
    before = kept()
    Cursor.objects.all().delete()
    follow()
    actions.look_at_all()
    assert kept() == before
    assert not Waiting.objects.exists()


def test_a_pair_goes_when_it_is_no_longer_alike_and_comes_back(cast: Cast) -> None:
    one, other = cast.record(hotel()), cast.record(hotel("Les Tilleuls"))
    couple = (one.pk, other.pk)
    follow()
    tourism.revise(other.pk, elsewhere("Hôtel du Pont"), seen=1, by=cast.author())
    follow()
    assert standings() == {couple: Standing.GONE}
    tourism.revise(other.pk, hotel("Les Tilleuls"), seen=2, by=cast.author())
    follow()
    assert standings() == {couple: Standing.OPEN}
    tourism.change_state(one.pk, "delete", seen=1, by=cast.author())
    follow()
    assert standings() == {couple: Standing.GONE}
    tourism.change_state(one.pk, "restore", seen=2, by=cast.author())
    follow()
    assert standings() == {couple: Standing.OPEN}


def test_what_is_decided_elsewhere_is_heard_of(cast: Cast) -> None:
    one, two, three = (
        cast.record(hotel(name)) for name in ("Hôtel des Tilleuls", "Les Tilleuls", "Tilleuls")
    )
    follow()
    assert set(standings().values()) == {Standing.OPEN}
    tourism.merge(two.pk, into=one.pk, document=hotel(), seen=1, seen_into=1, by=cast.author())
    tourism.tell_apart(one.pk, three.pk, by=cast.author())
    follow()
    assert standings() == {
        (one.pk, two.pk): Standing.MERGED,
        (one.pk, three.pk): Standing.DISTINCT,
        (two.pk, three.pk): Standing.GONE,
    }
    tourism.unmerge(two.pk, seen=2, by=cast.author())
    tourism.reconsider(three.pk, one.pk, by=cast.author())
    follow()
    assert set(standings().values()) == {Standing.OPEN}


def test_two_of_one_are_compared(cast: Cast) -> None:
    one = cast.record(hotel())
    two = tourism.part(one.pk, document=hotel(), other=hotel("Les Tilleuls"), seen=1, by=cast.author())
    follow()
    assert standings() == {(one.pk, two.pk): Standing.OPEN}


@pytest.mark.parametrize("few", [0, 100])
def test_few_and_many_are_found_alike(cast: Cast, few: int, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(looking, "FEW", few)
    monkeypatch.setattr(looking, "BATCH", 2)
    names = ("Hôtel des Tilleuls", "Les Tilleuls", "Tilleuls", "Hôtel Tilleuls")
    numbers = [cast.record(hotel(name)).pk for name in names]
    follow()
    every = {(pair.one.id, pair.other.id) for pair in likeness.pairs().pairs}
    assert set(standings()) == every
    assert len(every) == len(numbers) * (len(numbers) - 1) // 2


def test_the_night_finds_what_the_day_missed(cast: Cast) -> None:
    one, other = cast.record(hotel()), cast.record(hotel("Les Tilleuls"))
    assert actions.look_at_all() == 1
    assert standings() == {(one.pk, other.pk): Standing.OPEN}
    tourism.change_state(one.pk, "delete", seen=1, by=cast.author())
    tasks.look_at_all(0)
    assert standings() == {(one.pk, other.pk): Standing.GONE}


def test_what_a_killed_worker_left_waiting_is_looked_at(cast: Cast) -> None:
    one, other = cast.record(hotel()), cast.record(hotel("Les Tilleuls"))
    catch_up(Watching())
    ProcrastinateJob.objects.filter(task_name="review.look").update(status="doing")
    tasks.look_again(0)
    assert standings() == {(one.pk, other.pk): Standing.OPEN}
    assert not Waiting.objects.exists()


def test_a_look_that_began_before_a_decision_does_not_undo_it(cast: Cast) -> None:
    one, other = cast.record(hotel()), cast.record(hotel("Les Tilleuls"))
    follow()
    truths = [looking.Truth.open(pair) for pair in likeness.proposals()]
    begun = Candidate.objects.get().found_at
    actions.settle_as_two((one.pk, other.pk), by=cast.clerk)
    assert looking.write(truths, begun=begun) == 0
    assert standings() == {(one.pk, other.pk): Standing.DISTINCT}


def test_hearing_only_notes_and_asks_for_one_look(
    cast: Cast, django_assert_max_num_queries: Callable[[int], Any]
) -> None:
    for rank in range(30):
        cast.record(hotel(f"Hôtel {rank}"))
    with django_assert_max_num_queries(20):
        catch_up(Watching())
    assert Waiting.objects.count() == 30
    assert not Candidate.objects.exists()
    cast.record(hotel("Un de plus"))
    catch_up(Watching())
    assert ProcrastinateJob.objects.filter(task_name="review.look", status="todo").count() == 1


def test_looking_takes_queries_by_batch_and_not_by_record(
    cast: Cast, django_assert_max_num_queries: Callable[[int], Any]
) -> None:
    for rank in range(40):
        cast.record(hotel(f"Hôtel {rank} {'abc'[rank % 3]}", commune=(AUBENAS, PRIVAS)[rank % 2]))
    catch_up(Watching())
    with django_assert_max_num_queries(40):
        actions.look_at_waiting()


def test_an_import_is_noted_by_thousands(cast: Cast) -> None:
    author = cast.author()
    row = cast.record(hotel())
    facts = [author.fact(ObjectFact.REVISED, row) for _ in range(20_000)]
    with transaction.atomic():
        ledger.record_all(facts)
    assert catch_up(Watching()) >= 20_000
    assert Waiting.objects.count() <= 21
    assert Entry.objects.count() >= 20_000


def test_evidence_of_another_version_is_left_out() -> None:
    assert telling.read([{"sort": "colour", "weight": 1}, {"sort": "name", "weight": 1}]) == []


def test_drafts_are_compared_too(cast: Cast) -> None:
    one, other = cast.record(hotel()), cast.record(hotel("Les Tilleuls"), state=State.DRAFT)
    follow()
    assert standings() == {(one.pk, other.pk): Standing.OPEN}
