"""Proposals: what one may not write is asked of the owner, who answers value by value."""

from copy import deepcopy
from datetime import date, timedelta
from typing import Any

import pytest
from django.utils import timezone

from sitra.catalog.rules.kinds import Kind
from sitra.kit.errors import Forbidden, Impossible, Stale, Unknown
from sitra.ledger import queries as ledger
from sitra.members import actions as members
from sitra.review import actions, queries
from sitra.review.actions import Proposer, Reply
from sitra.review.events import Answer, Purpose, Verdict
from sitra.review.models import Item, Proposal
from sitra.review.queries import Box
from sitra.review.rules.proposing import working_days
from sitra.tourism import actions as tourism
from sitra.tourism.events import State
from sitra.tourism.models import Revision, TouristObject
from tests.cast import PRIVAS, Cast, hotel

NAME, TEXT = "nom.libelleFr", "presentation.descriptifCourt.libelleFr"


def corrected(**more: Any) -> dict[str, Any]:
    document = deepcopy(hotel("Hôtel du Château"))
    document["presentation"]["descriptifCourt"]["libelleFr"] = "Face au château."
    return {**document, **more}


def proposed(cast: Cast, record: TouristObject, document: dict[str, Any] | None = None) -> Proposal:
    by = Proposer(cast.people["neighbour"], comment="Vu sur place", source="Panneau de l'hôtel")
    done = actions.change(record.pk, document or corrected(), seen=record.revision, by=by)
    assert done.proposal is not None
    return done.proposal


def replies(row: Proposal, **answers: Reply) -> dict[int, Reply]:
    known = {str(one): one.pk for one in Item.objects.filter(proposal=row)}
    return {known[path]: reply for path, reply in zip((NAME, TEXT), answers.values(), strict=True)}


def said(record: TouristObject) -> dict[str, Any]:
    return Revision.objects.filter(object=record).latest("number").document


def test_who_may_write_writes_and_the_others_propose(cast: Cast) -> None:
    record = cast.record()
    made = proposed(cast, record)
    assert said(record) == hotel()
    assert {str(one) for one in made.items.all()} == {NAME, TEXT}
    assert (made.member, made.owner) == (cast.members["privas"], cast.members["aubenas"])
    done = actions.change(record.pk, corrected(), seen=1, by=Proposer(cast.clerk))
    assert done.row is not None
    assert done.proposal is None
    assert said(record) == corrected()


def test_an_owner_accepts_some_amends_some_and_refuses_some_with_a_reason(cast: Cast) -> None:
    record = cast.record()
    made = proposed(cast, record)
    amended = Reply(Answer.AMENDED, {"libelleFr": "En face du château."})
    with pytest.raises(Impossible, match="pourquoi"):
        actions.answer(
            made.pk, replies(made, name=Reply(Answer.REFUSED), text=amended), seen=1, by=cast.clerk
        )
    kept = replies(made, name=Reply(Answer.REFUSED, reason="C'est son ancien nom."), text=amended)
    with pytest.raises(Impossible, match="il en manque 1"):
        actions.answer(made.pk, dict(list(kept.items())[:1]), seen=1, by=cast.clerk)
    actions.answer(made.pk, kept, seen=1, by=cast.clerk)
    record.refresh_from_db()
    assert record.name == "Hôtel des Tilleuls"
    assert said(record)["presentation"]["descriptifCourt"]["libelleFr"] == "En face du château."
    page = queries.proposal_page(cast.people["neighbour"], made.pk, "fr")
    assert page.line.outcome == Verdict.PARTLY
    assert [(one.answer, one.reason) for one in page.values] == [
        ("REFUSED", "C'est son ancien nom."),
        ("AMENDED", ""),
    ]
    assert page.values[1].given == ("En face du château.",)
    with pytest.raises(Stale, match="déjà"):
        actions.accept(made.pk, by=cast.clerk)


def test_only_those_concerned_read_and_answer(cast: Cast) -> None:
    record = cast.record()
    made = proposed(cast, record)
    with pytest.raises(Unknown):
        queries.proposal_page(cast.people["counsellor"], made.pk, "fr")
    with pytest.raises(Unknown):
        actions.discuss(made.pk, "Bonjour", by=cast.people["counsellor"])
    with pytest.raises(Forbidden, match="Office d'Aubenas"):
        actions.accept(made.pk, by=cast.people["neighbour"])
    with pytest.raises(Forbidden):
        actions.withdraw(made.pk, by=cast.people["counsellor"])
    actions.withdraw(made.pk, by=cast.people["neighbour"])
    assert queries.inbox(cast.clerk, Box.TO_ANSWER, 1, "fr").total == 0


def test_what_was_written_since_is_shown_and_kept_unless_accepted(cast: Cast) -> None:
    record = cast.record()
    made = proposed(cast, record)
    tourism.revise(record.pk, hotel("Hôtel des Tilleuls et du Pont"), seen=1, by=cast.author())
    name, text = queries.proposal_page(cast.clerk, made.pk, "fr").values
    assert (name.conflict, text.conflict) == (True, False)
    assert name.today == ("Hôtel des Tilleuls et du Pont",)
    kept = replies(made, name=Reply(Answer.REFUSED, reason="Changé depuis."), text=Reply(Answer.ACCEPTED))
    with pytest.raises(Stale):
        actions.answer(made.pk, kept, seen=1, by=cast.clerk)
    actions.answer(made.pk, kept, seen=2, by=cast.clerk)
    assert said(record)["nom"] == {"libelleFr": "Hôtel des Tilleuls et du Pont"}
    assert said(record)["presentation"]["descriptifCourt"]["libelleFr"] == "Face au château."


def test_a_fault_that_was_there_keeps_nobody_from_correcting_something_else(cast: Cast) -> None:
    from sitra.tourism.events import Origin

    faulty = hotel()
    del faulty["localisation"]["adresse"]["commune"]
    record = cast.record(faulty, origin=Origin.IMPORTED)
    right = deepcopy(faulty)
    right["nom"] = {"libelleFr": "Hôtel du Pont"}
    assert actions.change(record.pk, right, seen=1, by=Proposer(cast.clerk)).row
    worse = deepcopy(right)
    del worse["informationsHotellerie"]["hotellerieType"]
    with pytest.raises(Impossible, match="ne peut pas être publiée"):
        actions.change(record.pk, worse, seen=2, by=Proposer(cast.clerk))


@pytest.mark.parametrize(
    ("purpose", "state"), [(Purpose.HIDE, State.HIDDEN), (Purpose.DELETE, State.DELETED)]
)
def test_hiding_and_deleting_are_asked_for_too(cast: Cast, purpose: Purpose, state: State) -> None:
    record = cast.record()
    done = actions.ask(record.pk, purpose, seen=1, by=Proposer(cast.people["neighbour"], comment="Fermé"))
    assert done.proposal is not None
    with pytest.raises(Impossible, match="déjà proposé"):
        actions.ask(record.pk, purpose, seen=1, by=Proposer(cast.people["neighbour"]))
    actions.accept(done.proposal.pk, by=cast.clerk)
    record.refresh_from_db()
    assert record.state == state


def test_many_records_are_asked_about_at_once_and_handed_over(cast: Cast) -> None:
    mine = [cast.record(owner="privas").pk, cast.record(owner="privas").pk]
    theirs = cast.record().pk
    by = Proposer(cast.people["neighbour"])
    members.seat(cast.people["neighbour"], cast.members["privas"].pk, ["consult", "write", "members"])
    done, refused = actions.ask_of_many(
        [*mine, theirs, 999_999], Purpose.TRANSFER, by=by, to=cast.members["albertville"]
    )
    assert list(refused) == [999_999]
    assert [bool(one.proposal) for one in done] == [False, False, True]
    owners = TouristObject.objects.filter(pk__in=mine).values_list("owner__name", flat=True)
    assert set(owners) == {"Office d'Albertville"}
    assert ledger.last_details("object.transferred")["owner_before"] == 5


def test_a_new_record_is_proposed_to_the_member_that_would_own_it(cast: Cast) -> None:
    with pytest.raises(Impossible, match="nom"):
        actions.propose_record(
            {"presentation": {}},
            kind=Kind.HOTELLERIE,
            owner=cast.members["aubenas"],
            by=Proposer(cast.people["neighbour"]),
        )
    made = actions.propose_record(
        hotel("Nouvel hôtel", commune=PRIVAS),
        kind=Kind.HOTELLERIE,
        owner=cast.members["aubenas"],
        by=Proposer(cast.people["neighbour"]),
    )
    page = queries.proposal_page(cast.clerk, made.pk, "fr")
    assert "Nom (français) : Nouvel hôtel" in page.creation
    actions.accept(made.pk, by=cast.clerk)
    made.refresh_from_db()
    assert made.object is not None
    assert made.object.state == State.DRAFT


def test_a_grant_of_one_language_writes_it_and_proposes_the_rest(cast: Cast) -> None:
    from sitra.access import actions as access
    from sitra.access.rules.terms import Terms
    from sitra.members.events import Duty

    record = cast.record()
    members.seat(cast.clerk, cast.members["aubenas"].pk, ["consult", "write", "members"])
    terms = Terms(Duty.WRITE, records=(record.pk,), languages=("de",))
    access.give(cast.members["privas"].pk, terms, giver=cast.members["aubenas"].pk, by=cast.clerk)
    german = deepcopy(hotel())
    german["presentation"]["descriptifCourt"]["libelleDe"] = "Ruhig, nahe beim Schloss."
    done = actions.change(record.pk, german, seen=1, by=Proposer(cast.people["neighbour"]))
    assert done.row is not None
    assert Revision.objects.get(object=record, number=2).member == cast.members["privas"]
    both = deepcopy(german)
    both["nom"] = {"libelleFr": "Autre nom"}
    assert actions.change(record.pk, both, seen=2, by=Proposer(cast.people["neighbour"])).proposal


def test_the_inbox_counts_its_queries_and_its_delays(cast: Cast, django_assert_max_num_queries: Any) -> None:
    for _ in range(4):
        proposed(cast, cast.record())
    old = Proposal.objects.earliest("pk")
    Proposal.objects.filter(pk=old.pk).update(made_at=timezone.now() - timedelta(days=20))
    with django_assert_max_num_queries(8):
        found = queries.inbox(cast.clerk, Box.TO_ANSWER, 1, "fr")
    assert (found.total, found.lines[0].id, found.lines[0].late) == (4, old.pk, True)
    actions.refuse(old.pk, reason="Non", by=cast.clerk)
    assert queries.inbox(cast.clerk, Box.DECIDED, 1, "fr").delay == pytest.approx(14, abs=1)
    assert queries.inbox(cast.people["neighbour"], Box.MADE, 1, "fr").total == 4


def test_working_days() -> None:
    monday = date(2026, 11, 23)
    assert working_days(monday, monday) == 0
    assert working_days(monday, monday + timedelta(days=7)) == 5
    assert working_days(monday, monday + timedelta(days=5)) == 4
    assert working_days(monday, monday + timedelta(days=1), frozenset({monday + timedelta(days=1)})) == 0
