"""Deciding: merged field by field, told apart, put off, undone; two people at once lose nothing."""

import threading
from datetime import timedelta
from typing import Any

import pytest
from django.db import connections
from django.utils import timezone

from sitra.access import queries as access
from sitra.catalog.rules.kinds import Kind
from sitra.kit.errors import Forbidden, Impossible, Stale, TradeError, Unknown
from sitra.ledger.models import Entry
from sitra.ledger.tasks import catch_up
from sitra.members import actions as members
from sitra.review import actions, queries
from sitra.review.events import Pick, Standing
from sitra.review.listeners import Watching
from sitra.review.models import Candidate
from sitra.review.queries import Asked
from sitra.tourism import actions as tourism
from sitra.tourism.events import Origin, State
from sitra.tourism.models import Distinct, Revision, TouristObject
from sitra.tourism.queries import answering
from tests.cast import ALBERTVILLE, Cast, hotel, refuge

pytestmark = pytest.mark.django_db(transaction=True)


@pytest.fixture
def cast(transactional_cast: Cast) -> Cast:
    return transactional_cast


def follow() -> None:
    catch_up(Watching())
    actions.look_at_waiting()


def twin(**more: Any) -> dict[str, Any]:
    document = hotel("Les Tilleuls", **more)
    document["presentation"]["descriptifCourt"] = {"libelleFr": "Une adresse.", "libelleIt": "Un indirizzo."}
    return document


def pair(cast: Cast, **more: Any) -> tuple[int, int]:
    couple = cast.record(hotel()).pk, cast.record(twin(), **more).pk
    follow()
    return couple


def seen(*numbers: int) -> dict[int, int]:
    return dict(TouristObject.objects.filter(pk__in=numbers).values_list("pk", "revision"))


def document(number: int) -> dict[str, Any]:
    return Revision.objects.filter(object=number).order_by("-number")[0].document


def standing(couple: tuple[int, int]) -> str:
    return Candidate.objects.get(lower=couple[0], upper=couple[1]).standing


def test_two_become_one_by_choice_and_by_proposal(cast: Cast) -> None:
    one, other = pair(cast)
    kept = actions.settle_as_one(
        (one, other),
        keep=one,
        choices={"nom.libelleFr": Pick.OTHER},
        seen=seen(one, other),
        by=cast.clerk,
    )
    said = document(kept.pk)
    assert said["nom"] == {"libelleFr": "Les Tilleuls"}
    short = said["presentation"]["descriptifCourt"]
    assert short["libelleFr"].startswith("Au calme")
    assert short["libelleIt"] == "Un indirizzo."
    assert answering(other) == one
    assert document(other) == twin()
    row = Candidate.objects.get()
    assert (row.standing, row.kept_id, row.decided_by) == (Standing.MERGED, one, cast.clerk)
    assert Entry.objects.filter(name="object.merged").count() == 1
    follow()
    assert standing((one, other)) == Standing.MERGED


def test_a_merger_is_undone_and_the_pair_is_back(cast: Cast) -> None:
    couple = pair(cast)
    actions.settle_as_one(couple, keep=couple[1], choices={}, seen=seen(*couple), by=cast.clerk)
    done = actions.undo(couple, by=cast.clerk)
    assert (done.standing, done.given_back) == (Standing.MERGED, True)
    assert document(couple[0]) == hotel()
    assert document(couple[1]) == twin()
    assert standing(couple) == Standing.OPEN
    follow()
    assert standing(couple) == Standing.OPEN
    with pytest.raises(Stale, match="déjà été annulée"):
        actions.undo(couple, by=cast.clerk)


def test_undoing_leaves_what_others_wrote_and_says_so(cast: Cast) -> None:
    one, other = pair(cast)
    actions.settle_as_one((one, other), keep=one, choices={}, seen=seen(one, other), by=cast.clerk)
    tourism.revise(one, hotel("Aux Tilleuls"), seen=2, by=cast.author())
    assert not actions.undo((one, other), by=cast.clerk).given_back
    assert document(one)["nom"] == {"libelleFr": "Aux Tilleuls"}
    assert document(other) == twin()


def test_two_are_told_apart_and_it_is_taken_back(cast: Cast) -> None:
    couple = pair(cast)
    actions.settle_as_two(couple, by=cast.clerk)
    assert standing(couple) == Standing.DISTINCT
    assert queries.queue(cast.clerk, Asked(), "fr").total == 0
    (decision,), total = queries.decided(cast.clerk)
    assert (decision.merged, decision.by, total) == (False, "Clerk Essai", 1)
    follow()
    assert actions.undo(couple, by=cast.clerk).standing is Standing.DISTINCT
    assert not Distinct.objects.exists()
    assert queries.queue(cast.clerk, Asked(), "fr").total == 1
    names = Entry.objects.filter(name__in=["object.told_apart", "object.reconsidered"]).order_by("pk")
    assert [fact.name for fact in names] == ["object.told_apart", "object.reconsidered"]


def test_later_means_not_before_that_day(cast: Cast) -> None:
    couple = pair(cast)
    day = timezone.localdate() + timedelta(days=7)
    actions.later(couple, until=day, by=cast.clerk)
    shown = queries.queue(cast.clerk, Asked(), "fr")
    assert (shown.total, shown.aside) == (0, 1)
    assert [one.aside_until for one in queries.queue(cast.clerk, Asked(aside=True), "fr").pairs] == [day]
    Candidate.objects.update(aside_until=timezone.localdate())
    assert queries.queue(cast.clerk, Asked(), "fr").total == 1
    for wrong in (timezone.localdate(), day + timedelta(days=700)):
        with pytest.raises(Impossible, match="jour à venir"):
            actions.later(couple, until=wrong, by=cast.clerk)
    assert Entry.objects.filter(name="pair.put_aside", subject="pair").count() == 1


def test_what_belongs_to_somebody_else_is_not_decided(cast: Cast) -> None:
    couple = pair(cast, owner="privas")
    for act in (
        lambda: actions.settle_as_two(couple, by=cast.clerk),
        lambda: actions.settle_as_one(couple, keep=couple[0], choices={}, seen=seen(*couple), by=cast.clerk),
        lambda: actions.undo(couple, by=cast.clerk),
        lambda: actions.later(couple, until=timezone.localdate() + timedelta(days=1), by=cast.clerk),
    ):
        with pytest.raises(Forbidden, match="Office de Privas"):
            act()
    (shown,) = queries.queue(cast.clerk, Asked(), "fr").pairs
    assert shown.ask == ["Office de Privas"]
    members.seat(cast.clerk, cast.members["privas"].pk, ["write"])
    assert queries.queue(cast.clerk, Asked(), "fr").pairs[0].ask == []
    actions.settle_as_two(couple, by=cast.clerk)


def test_who_may_decide_is_said_once(cast: Cast) -> None:
    """The filter, the demand and the names to ask agree, for everybody and every pair of owners."""
    from sitra.review.policy import DECIDE

    owners = ("aubenas", "privas")
    rows = {(a, b): (cast.record(owner=a), cast.record(owner=b)) for a in owners for b in owners}
    for one, other in rows.values():
        Candidate.objects.create(
            lower=one, upper=other, score=1, standing=Standing.OPEN.value, found_at=timezone.now()
        )
    table = {
        "clerk": {("aubenas", "aubenas")},
        "neighbour": {("privas", "privas")},
        "counsellor": set(),
        "stranger": set(),
    }
    for name, wanted in table.items():
        who = access.mandate_of(cast.people[name])
        among = {
            (row.lower.pk, row.upper.pk)
            for row in DECIDE.among(who, Candidate.objects.all()).select_related("lower", "upper")
        }
        assert among == {(one.pk, other.pk) for key, (one, other) in rows.items() if key in wanted}
        for key, (one, other) in rows.items():
            assert DECIDE.allows(who, one, other) == (key in wanted)


def test_a_draft_of_somebody_else_is_not_seen(cast: Cast) -> None:
    pair(cast, owner="privas", state=State.DRAFT)
    assert queries.queue(cast.clerk, Asked(everybody=True), "fr").total == 0
    assert queries.queue(cast.people["neighbour"], Asked(), "fr").total == 1


def test_what_changed_since_is_read_again(cast: Cast) -> None:
    one, other = pair(cast)
    before = seen(one, other)
    tourism.revise(other, hotel("Tilleuls"), seen=1, by=cast.author())
    with pytest.raises(Stale, match=f"La fiche {other}"):
        actions.settle_as_one((one, other), keep=one, choices={}, seen=before, by=cast.clerk)
    assert document(other) == hotel("Tilleuls")
    assert document(one) == hotel()


def test_a_fault_is_not_shown_to_the_public_that_neither_showed(cast: Cast) -> None:
    empty = hotel("Sans adresse")
    del empty["localisation"]["adresse"]
    one, draft = cast.record().pk, cast.record(empty, state=State.DRAFT).pk
    choices = {"localisation.adresse": Pick.OTHER}
    with pytest.raises(Impossible, match=r"ne vont pas ensemble.*Commune"):
        actions.settle_as_one((one, draft), keep=one, choices=choices, seen=seen(one, draft), by=cast.clerk)
    assert (document(one), document(draft)) == (hotel(), empty)
    actions.settle_as_one((one, draft), keep=draft, choices={}, seen=seen(one, draft), by=cast.clerk)
    assert document(draft)["localisation"]["adresse"] == hotel()["localisation"]["adresse"]


def test_a_fault_that_came_with_one_of_them_does_not_stop_a_merger(cast: Cast) -> None:
    old = {"periodesOuvertures": [{"dateDebut": "2001-05-01", "dateFin": "2001-09-30"}]}
    one = cast.record(hotel(), origin=Origin.IMPORTED).pk
    other = cast.record(twin(ouverture=old), origin=Origin.IMPORTED).pk
    kept = actions.settle_as_one((one, other), keep=one, choices={}, seen=seen(one, other), by=cast.clerk)
    assert document(kept.pk)["ouverture"] == old


def test_two_kinds_are_never_merged(cast: Cast) -> None:
    one = cast.record(hotel()).pk
    other = cast.record(refuge("Les Tilleuls"), kind=Kind.HEBERGEMENT_COLLECTIF).pk
    with pytest.raises(Impossible, match="même type"):
        actions.settle_as_one((one, other), keep=one, choices={}, seen=seen(one, other), by=cast.clerk)
    assert queries.comparison(cast.clerk, (one, other), "fr").fields is None


def test_what_is_no_pair_is_refused(cast: Cast) -> None:
    one = cast.record().pk
    with pytest.raises(Impossible, match="elle-même"):
        actions.settle_as_two((one, one), by=cast.clerk)
    with pytest.raises(Unknown, match=f"numéro {one + 1}"):
        actions.settle_as_two((one, one + 1), by=cast.clerk)
    other = cast.record(hotel("Ailleurs")).pk
    with pytest.raises(Impossible, match="l'une des deux"):
        actions.settle_as_one((one, other), keep=other + 1, choices={}, seen=seen(one, other), by=cast.clerk)


def test_what_the_queue_does_not_know_may_be_decided_too(cast: Cast) -> None:
    one, other = cast.record(hotel()).pk, cast.record(hotel("Refuge du Lys", commune=ALBERTVILLE)).pk
    follow()
    assert not Candidate.objects.exists()
    actions.settle_as_two((other, one), by=cast.clerk)
    assert standing((one, other)) == Standing.DISTINCT
    actions.undo((one, other), by=cast.clerk)
    assert standing((one, other)) == Standing.GONE


@pytest.mark.parametrize("rivals", [("one", "one"), ("one", "two"), ("two", "two")])
def test_of_two_people_at_once_the_second_is_told(cast: Cast, rivals: tuple[str, str]) -> None:
    couple = pair(cast)
    before, said, gate = seen(*couple), [], threading.Barrier(2)

    def decide(how: str, keep: int) -> None:
        gate.wait()
        try:
            if how == "one":
                actions.settle_as_one(couple, keep=keep, choices={}, seen=before, by=cast.clerk)
            else:
                actions.settle_as_two(couple, by=cast.clerk)
            said.append("")
        except TradeError as refused:
            said.append(str(refused))
        finally:
            connections.close_all()

    people = [
        threading.Thread(target=decide, args=(how, keep)) for how, keep in zip(rivals, couple, strict=True)
    ]
    for one in people:
        one.start()
    for one in people:
        one.join()
    done, refused = sorted(said)
    assert done == ""
    assert refused.startswith("Clerk Essai a décidé avant vous")
    assert "Votre choix n'a pas été enregistré" in refused
    living = TouristObject.objects.living().filter(pk__in=couple).count()
    assert living == (1 if standing(couple) == Standing.MERGED else 2)
    assert Distinct.objects.exists() == (standing(couple) == Standing.DISTINCT)
