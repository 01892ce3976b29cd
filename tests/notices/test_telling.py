"""Who is told what: each fact of the ledger, those it concerns, and nobody twice."""

import json
from typing import Any

import pytest

from sitra.access import actions as access
from sitra.access.rules.terms import Terms
from sitra.accounts import actions as accounts
from sitra.accounts.models import Person
from sitra.delivery.events import HOOK, HookFact
from sitra.intake.events import APPLIED
from sitra.ledger import actions as ledger
from sitra.ledger.events import START, Fact
from sitra.members import actions as members
from sitra.members.events import Duty
from sitra.members.models import Seat
from sitra.notices import queries
from sitra.notices.actions import tell
from sitra.notices.events import SUBJECT_OF, SUBJECTS, News
from sitra.notices.listeners import Telling
from sitra.notices.models import Glance, Notice
from sitra.notices.queries import Wanted
from sitra.notices.rules import wording
from sitra.notices.rules.folding import FEW, Piece, folded
from sitra.review import actions as review
from sitra.review.actions import Proposer
from sitra.review.events import Purpose
from sitra.tourism import actions as tourism
from sitra.tourism.events import Origin, State
from tests.cast import Cast, hotel
from tests.notices.conftest import Told

pytestmark = pytest.mark.django_db(transaction=True)


@pytest.fixture
def cast(transactional_cast: Cast) -> Cast:
    return transactional_cast


def sentences(person: Person, language: str = "fr") -> list[str]:
    return [one.sentence for one in queries.page(person, Wanted(), language).lines]


def test_a_proposal_is_told_to_who_answers_and_its_answer_to_who_made_it(cast: Cast, follow: Told) -> None:
    record = cast.record()
    neighbour = cast.people["neighbour"]
    made = review.ask(record.pk, Purpose.HIDE, seen=1, by=Proposer(neighbour)).proposal
    assert made
    assert follow() == [("clerk", "proposed")]
    review.discuss(made.pk, "Fermé depuis quand ?", by=cast.clerk)
    assert follow() == [("neighbour", "message")]
    review.refuse(made.pk, reason="Ouvert.", by=cast.clerk)
    assert follow() == [("neighbour", "answered")]
    assert sentences(cast.clerk) == ["Neighbour Essai propose de masquer « Hôtel des Tilleuls »"]
    assert "Votre proposition sur « Hôtel des Tilleuls » est refusée" in sentences(neighbour)
    assert sentences(neighbour, "en")[0] == "Your proposal about “Hôtel des Tilleuls” is refused"
    assert not Notice.objects.filter(to_post=True).exists(), "review writes its own mails"


def test_a_change_by_a_stranger_is_told_and_not_that_of_a_colleague(cast: Cast, follow: Told) -> None:
    record = cast.record()
    follow()
    tourism.revise(record.pk, hotel("Hôtel repeint"), seen=1, by=cast.author())
    assert follow() == []
    stranger = cast.author("neighbour", "privas")
    tourism.revise(record.pk, hotel("Hôtel des Roses"), seen=2, by=stranger)
    assert follow() == [("clerk", "changed")]
    assert sentences(cast.clerk) == ["Neighbour Essai a modifié « Hôtel des Roses »"]


def test_who_looks_after_a_record_is_told_whoever_changes_it_but_never_of_imports(
    cast: Cast, follow: Told
) -> None:
    record = cast.record()
    Seat.objects.filter(person=cast.people["stranger"]).update(record=record.pk, duties=["consult"])
    tourism.revise(record.pk, hotel("Hôtel repeint"), seen=1, by=cast.author())
    assert follow() == [("stranger", "changed")]
    imported = tourism.Author(person=cast.people["neighbour"], origin=Origin.IMPORTED)
    tourism.revise(record.pk, hotel("Hôtel importé"), seen=2, by=imported)
    assert follow() == []
    expiring = tourism.Author(origin=Origin.SCHEDULED)
    tourism.change_state(record.pk, "hide", seen=3, by=expiring)
    assert follow() == [("clerk", "expired"), ("stranger", "expired")]


def test_many_changes_of_one_hand_are_one_piece_of_news(cast: Cast, follow: Told) -> None:
    records = [cast.record(hotel(f"Hôtel {rank}")) for rank in range(FEW + 2)]
    follow()
    for record in records:
        by = cast.author("neighbour", "privas")
        tourism.revise(record.pk, hotel(f"Hôtel {record.pk} bis"), seen=1, by=by)
    assert follow() == [("clerk", "changed")]
    assert sentences(cast.clerk) == [f"Neighbour Essai a modifié {FEW + 2} de vos fiches"]


def test_a_record_handed_over_is_told_on_both_sides(cast: Cast, follow: Told) -> None:
    record = cast.record()
    tourism.transfer([record.pk], cast.members["privas"].pk, by=tourism.Author())
    assert follow() == [("clerk", "handed_away"), ("neighbour", "entrusted")]


def test_grants_seats_and_departures_are_told(cast: Cast, follow: Told) -> None:
    counsellor, neighbour = cast.people["counsellor"], cast.people["neighbour"]
    members.seat(counsellor, cast.members["aubenas"].pk, ["consult", "members"])
    assert follow() == [("counsellor", "duties")]
    terms = Terms(Duty.WRITE)
    grant = access.give(cast.members["privas"].pk, terms, giver=cast.members["aubenas"].pk, by=counsellor)
    assert follow() == [("neighbour", "granted")]
    access.revoke(grant.pk, by=counsellor)
    assert follow() == [("neighbour", "grant_ended")]
    assert sentences(neighbour)[-1] == "Office d'Aubenas vous confie des fiches : modifier"


def test_an_import_is_told_to_who_asked_and_a_harvest_only_when_it_did_something(
    cast: Cast, follow: Told
) -> None:
    def applied(person: int | None, **counts: int) -> None:
        from django.db import transaction

        with transaction.atomic():
            ledger.record(Fact(APPLIED, "intake", 7, person, cast.members["aubenas"].pk, counts))

    applied(cast.clerk.pk, UNCHANGED=4)
    assert follow() == [("clerk", "imported")]
    applied(None, UNCHANGED=4)
    assert follow() == []
    applied(None, NEW=3, REFUSED=1)
    assert follow() == [("clerk", "imported")]
    said = "Import terminé : 3 fiches nouvelles, 0 modifiées, 1 refusées"
    assert sentences(cast.clerk)[0] == said


def test_a_webhook_that_stopped_is_told_to_who_looks_after_the_project(cast: Cast, follow: Told) -> None:
    from django.db import transaction

    office = cast.members["aubenas"].pk
    members.seat(cast.clerk, office, ["consult", "projects"])
    follow()
    with transaction.atomic():
        ledger.record(Fact(HookFact.DISABLED.value, HOOK, 3, member_id=office, details={"project": 1}))
    assert follow() == [("clerk", "hook_stopped")]
    said = "Un webhook de « Site de la région » ne répond plus : rien ne lui est plus envoyé"
    assert sentences(cast.clerk)[0] == said


def test_nobody_is_told_twice_nor_of_the_past(cast: Cast, follow: Told) -> None:
    record = cast.record()
    tourism.revise(record.pk, hotel("Avant"), seen=1, by=cast.author("neighbour", "privas"))
    assert follow() == [("clerk", "changed")]
    listener = Telling()
    listener.rewind(START)
    assert follow() == []
    told = [Piece(cast.clerk.pk, "fact:1", News.CHANGED, Notice.objects.get().at)] * 2
    tell(told)
    tell(told)
    assert Notice.objects.count() == 2


def test_a_record_that_may_be_read_no_more_is_not_named(cast: Cast, follow: Told) -> None:
    record = cast.record(state=State.DRAFT)
    Seat.objects.filter(person=cast.people["stranger"]).update(record=record.pk, duties=["consult"])
    tourism.revise(record.pk, hotel("Secret"), seen=1, by=cast.author())
    follow()
    assert sentences(cast.people["stranger"]) == ["Clerk Essai a modifié « une fiche »"]


def test_what_was_told_is_in_the_dossier_and_goes_with_the_account(cast: Cast, follow: Told) -> None:
    record = cast.record()
    tourism.revise(record.pk, hotel("Avant"), seen=1, by=cast.author("neighbour", "privas"))
    follow()
    (line,) = queries.dossier(cast.clerk)
    assert (line["news"], line["record"]) == ("changed", record.pk)
    assert json.dumps(line, default=str)
    accounts.erase(cast.clerk.pk)
    follow()
    assert not Notice.objects.exists()


def test_what_home_says_of_a_record_follows_it(cast: Cast, follow: Told) -> None:
    period = {
        "identifiant": 1,
        "dateDebut": "2026-01-01",
        "dateFin": "2026-03-31",
        "type": "OUVERTURE_TOUS_LES_JOURS",
    }
    document = hotel(ouverture={"periodesOuvertures": [period]})
    record = cast.record(document, state=State.DRAFT)
    follow()
    seen: Any = Glance.objects.get(pk=record.pk)
    assert (seen.owner_id, seen.published, str(seen.opening_until)) == (record.owner_id, False, "2026-03-31")
    assert 0 < seen.score < 100
    tourism.change_state(record.pk, "delete", seen=1, by=cast.author())
    follow()
    assert not Glance.objects.exists()


def test_every_piece_of_news_has_a_subject_words_and_a_place() -> None:
    assert set(SUBJECT_OF) == set(News)
    assert sum(map(len, SUBJECTS.values())) == len(News)
    for news in News:
        for said in (wording.Said(news), wording.Said(news, 3, 4, 1), wording.Said(news, 3, None, 9)):
            for language in ("fr", "en"):
                assert "{" not in wording.sentence(said, language)
            assert wording.place(said).startswith("/")
            assert "None" not in wording.place(said)


def test_what_is_not_about_records_is_never_folded() -> None:
    from django.utils import timezone

    now = timezone.now()
    pieces = [Piece(1, f"fact:{rank}", News.IMPORTED, now, rank) for rank in range(FEW + 5)]
    assert folded(pieces) == pieces
