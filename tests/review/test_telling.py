"""Mails about proposals: to those who answer, as they wish; answered by mail; reminded and escalated."""

import re
from datetime import timedelta
from typing import Any

import pytest
from django.core import mail
from django.test import Client
from django.utils import timezone

from sitra.accounts import actions as accounts
from sitra.accounts.events import Pace, Subject
from sitra.ledger.models import Entry
from sitra.members import actions as members
from sitra.review import actions
from sitra.review.actions import Proposer, Reply
from sitra.review.events import Answer, Purpose, Verdict
from sitra.review.models import Pen, Proposal
from tests.cast import Cast, hotel

pytestmark = pytest.mark.usefixtures("leaving")


@pytest.fixture
def leaving(django_capture_on_commit_callbacks: Any) -> Any:
    with django_capture_on_commit_callbacks(execute=True):
        yield


@pytest.fixture
def asked(cast: Cast) -> Proposal:
    by = Proposer(cast.people["neighbour"], comment="Fermé depuis mai")
    done = actions.ask(cast.record().pk, Purpose.HIDE, seen=1, by=by)
    assert done.proposal
    return done.proposal


def wait(row: Proposal, days: int) -> None:
    Proposal.objects.filter(pk=row.pk).update(made_at=timezone.now() - timedelta(days=days))


def sent(capture: Any, act: Any, *arguments: Any) -> list[Any]:
    mail.outbox.clear()
    with capture(execute=True):
        act(*arguments)
    return list(mail.outbox)


def test_those_who_answer_are_told_once_as_soon_as_they_wish(
    cast: Cast, asked: Proposal, django_capture_on_commit_callbacks: Any
) -> None:
    capture = django_capture_on_commit_callbacks
    assert sent(capture, actions.tell_new) == []
    wait(asked, 1)
    (letter,) = sent(capture, actions.tell_new)
    assert letter.to == ["clerk@test.example"]
    assert letter.subject == "[Sitra] Une proposition sur « Hôtel des Tilleuls »"
    assert sent(capture, actions.tell_new) == []
    Proposal.objects.update(told_at=None)
    accounts.choose_wishes(cast.clerk.pk, {Subject.PROPOSALS: Pace.WEEKLY})
    assert sent(capture, actions.tell_new) == []
    assert sent(capture, actions.tell_digest, Pace.DAILY) == []
    assert len(sent(capture, actions.tell_digest, Pace.WEEKLY)) == 1
    accounts.choose_wishes(cast.clerk.pk, {Subject.PROPOSALS: Pace.NEVER})
    wait(asked, 9)
    assert sent(capture, actions.remind) == []


def test_reminded_after_five_working_days_and_escalated_after_ten(
    cast: Cast, asked: Proposal, django_capture_on_commit_callbacks: Any
) -> None:
    capture = django_capture_on_commit_callbacks
    members.seat(cast.people["counsellor"], cast.members["ardeche"].pk, ["animate"])
    wait(asked, 3)
    assert sent(capture, actions.remind) == []
    wait(asked, 9)
    assert [letter.to for letter in sent(capture, actions.remind)] == [["clerk@test.example"]]
    assert sent(capture, actions.remind) == []
    wait(asked, 20)
    (letter,) = sent(capture, actions.remind)
    assert letter.to == ["counsellor@test.example"]
    assert "plus de 10 jours ouvrés" in letter.subject
    assert sent(capture, actions.remind) == []
    assert Entry.objects.filter(name="proposal.escalated", subject_id=asked.pk).count() == 1


def test_a_mail_is_answered_by_a_button_and_opening_it_decides_nothing(
    cast: Cast, asked: Proposal, client: Client, django_capture_on_commit_callbacks: Any
) -> None:
    capture = django_capture_on_commit_callbacks
    wait(asked, 1)
    (letter,) = sent(capture, actions.tell_new)
    found = re.search(r"http://[^/]+(/\S+)", letter.body)
    assert found
    address = found[1]
    for _ in range(2):
        page = client.get(address)
        assert "Fermé depuis mai" in page.content.decode()
        assert page["Referrer-Policy"] == "same-origin"
    asked.refresh_from_db()
    assert asked.outcome == Verdict.WAITING
    assert client.post(address, {"motif": " "}).status_code == 422
    (told,) = sent(capture, client.post, address, {"motif": "Ouvert toute l'année."})
    assert told.to == ["neighbour@test.example"]
    assert "Motif : Ouvert toute l'année." in told.body
    assert "refusée" in client.get(address).content.decode()
    assert client.post(address, {"accepter": "1"}).status_code == 422
    assert client.get(address[:-1] + ("a" if address[-1] != "a" else "b")).status_code == 404
    cast.clerk.is_active = False
    cast.clerk.save()
    assert client.get(address).status_code == 404


def test_a_link_of_a_mail_opens_nothing_else_and_ends_with_the_right(
    cast: Cast, asked: Proposal, client: Client
) -> None:
    from sitra.review.actions.telling import link_of

    address = link_of(asked, cast.people["counsellor"]).partition("8000")[2]
    assert client.get(address).status_code == 404
    mine = link_of(asked, cast.clerk).partition("8000")[2]
    members.seat(cast.clerk, cast.members["aubenas"].pk, ["consult"])
    assert client.post(mine, {"accepter": "1"}).status_code in {404, 422}
    asked.refresh_from_db()
    assert asked.outcome == Verdict.WAITING
    assert client.get(f"/propositions/{asked.pk}").status_code == 302


def test_two_who_write_are_told_of_each_other(cast: Cast, client: Client) -> None:
    record = cast.record()
    members.seat(cast.people["neighbour"], cast.members["aubenas"].pk, ["consult", "write"])
    client.force_login(cast.clerk)
    assert "en train d’écrire" not in client.get(f"/objets/{record.pk}/corriger").content.decode()
    client.force_login(cast.people["neighbour"])
    assert "Clerk Essai est en train d’écrire" in client.get(f"/objets/{record.pk}/corriger").content.decode()
    Pen.objects.update(until=timezone.now() - timedelta(seconds=1))
    assert "en train d’écrire" not in client.get(f"/objets/{record.pk}/corriger").content.decode()
    client.post(f"/objets/{record.pk}/corriger", {"vu": "1", "valeur:nom.libelleFr": "Hôtel du Pont"})
    assert not Pen.objects.exists()


def test_what_is_said_of_a_proposal_reaches_the_other_side(
    cast: Cast, asked: Proposal, django_capture_on_commit_callbacks: Any
) -> None:
    capture, author = django_capture_on_commit_callbacks, cast.people["neighbour"]
    (letter,) = sent(capture, lambda: actions.discuss(asked.pk, "Jusqu’à quand ?", by=cast.clerk))
    assert letter.to == ["neighbour@test.example"]
    assert letter.subject == "[Sitra] Un message sur « Hôtel des Tilleuls »"
    assert "> Jusqu’à quand ?" in letter.body
    assert f"/propositions/{asked.pk}\n" in letter.body
    (letter,) = sent(capture, lambda: actions.discuss(asked.pk, "En juin.", by=author))
    assert letter.to == ["clerk@test.example"]
    accounts.choose_wishes(cast.clerk.pk, {Subject.PROPOSALS: Pace.NEVER})
    assert sent(capture, lambda: actions.discuss(asked.pk, "Le 3 juin.", by=author)) == []


def test_an_answer_is_told_value_by_value_in_the_language_of_its_author(
    cast: Cast, django_capture_on_commit_callbacks: Any
) -> None:
    capture, author = django_capture_on_commit_callbacks, cast.people["neighbour"]
    author.language = "en"
    author.save()
    record = cast.record()
    document = hotel(nom={"libelleFr": "Hôtel du Pont"})
    done = actions.change(record.pk, document, seen=1, by=Proposer(author))
    assert done.proposal
    (item,) = done.proposal.items.all()
    replies = {item.pk: Reply(Answer.REFUSED, None, "Le nom est celui de l'enseigne.")}
    number = done.proposal.pk
    (letter,) = sent(capture, lambda: actions.answer(number, replies, seen=1, by=cast.clerk))
    assert "refused. Reason: Le nom est celui de l'enseigne." in letter.body
    assert "You choose how soon you are told" in letter.body
