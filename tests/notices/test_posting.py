"""Mails of what people were told: as soon as each wishes, never twice, stopped by one click."""

import re
from datetime import timedelta
from typing import Any

import pytest
from django.core import mail
from django.test import Client
from django.utils import timezone

from sitra.accounts import actions as accounts, queries as people
from sitra.accounts.events import Pace, Subject
from sitra.notices import actions, queries
from sitra.notices.events import News
from sitra.notices.models import Glance, Notice
from sitra.notices.queries import Wanted
from sitra.notices.rules.folding import Piece
from sitra.review import actions as review
from sitra.review.actions import Proposer
from sitra.review.events import Purpose
from sitra.tourism.models import TouristObject
from tests.cast import Cast

ONE_CLICK = "List-Unsubscribe=One-Click"


@pytest.fixture
def post(django_capture_on_commit_callbacks: Any) -> Any:
    """Write the mails of a pace; answers those that left."""

    def posted(pace: Pace) -> list[Any]:
        mail.outbox.clear()
        with django_capture_on_commit_callbacks(execute=True):
            actions.post_waiting(pace)
        return list(mail.outbox)

    return posted


def told(cast: Cast, news: News, key: str = "a", **more: Any) -> None:
    moment = timezone.now() - timedelta(minutes=5)
    actions.tell([Piece(cast.clerk.pk, key, news, moment, **more)])


def test_each_subject_comes_as_soon_as_one_wishes_and_once(cast: Cast, post: Any) -> None:
    record = cast.record()
    told(cast, News.GRANTED, "a", member=cast.members["privas"].pk, details={"duty": "write"})
    told(cast, News.CHANGED, "b", record=record.pk, by=cast.people["neighbour"].pk)
    told(cast, News.PROPOSED, "c", record=record.pk, number=4)
    (letter,) = post(Pace.AT_ONCE)
    assert letter.to == ["clerk@test.example"]
    assert letter.subject == "[Sitra] Office de Privas vous confie des fiches : modifier"
    assert "/droits" in letter.body
    assert "propose" not in letter.body, "review writes of proposals itself"
    assert post(Pace.AT_ONCE) == []
    (digest,) = post(Pace.DAILY)
    assert "Neighbour Essai a modifié « Hôtel des Tilleuls »" in digest.body
    assert f"/objets/{record.pk}\n" in digest.body
    assert post(Pace.DAILY) == []
    assert post(Pace.WEEKLY) == []


def test_what_was_read_or_is_never_wanted_is_not_written_about(cast: Cast, post: Any) -> None:
    told(cast, News.JOINED, "a", by=cast.people["neighbour"].pk, number=4)
    actions.mark_all(by=cast.clerk)
    assert post(Pace.AT_ONCE) == []
    accounts.choose_wishes(cast.clerk.pk, {Subject.MEMBERS: Pace.NEVER})
    told(cast, News.JOINED, "b", by=cast.people["neighbour"].pk, number=4)
    assert post(Pace.AT_ONCE) == []
    accounts.choose_wishes(cast.clerk.pk, {Subject.MEMBERS: Pace.WEEKLY})
    assert post(Pace.WEEKLY) == [], "what was not wanted then does not come later"
    told(cast, News.JOINED, "c", by=cast.people["neighbour"].pk, number=4)
    assert post(Pace.AT_ONCE) == []
    assert len(post(Pace.WEEKLY)) == 1


def test_what_happened_this_minute_is_gathered(cast: Cast, post: Any) -> None:
    actions.tell([Piece(cast.clerk.pk, "a", News.JOINED, timezone.now(), number=4)])
    assert post(Pace.AT_ONCE) == []


def test_a_digest_counts_what_it_does_not_list(cast: Cast, post: Any) -> None:
    for rank in range(60):
        told(cast, News.DUTIES, f"{rank}", member=cast.members["privas"].pk, number=5)
    (letter,) = post(Pace.AT_ONCE)
    assert letter.subject == "[Sitra] 60 nouvelles dans Sitra"
    assert letter.body.count("Vos permissions") == 50
    assert "Et 10 autres : " in letter.body


def test_one_click_stops_a_subject_and_opening_the_link_does_not(cast: Cast, post: Any) -> None:
    told(cast, News.GRANTED, member=cast.members["privas"].pk, details={"duty": "write"})
    (letter,) = post(Pace.AT_ONCE)
    assert letter.extra_headers["List-Unsubscribe-Post"] == ONE_CLICK
    found = re.fullmatch(
        r"<http://[^/]+(/compte/desabonnement/\S+)>", letter.extra_headers["List-Unsubscribe"]
    )
    assert found
    address = found[1]
    assert address in letter.body
    client = Client(enforce_csrf_checks=True)
    for _ in range(2):
        page = client.get(address)
        assert page.status_code == 200
        assert "Fiches confiées" in page.content.decode()
    assert people.wishes(cast.clerk)[Subject.RIGHTS] is Pace.AT_ONCE
    sent = client.post(address, ONE_CLICK, content_type="application/x-www-form-urlencoded")
    assert sent.status_code == 200
    wishes = people.wishes(cast.clerk)
    assert wishes[Subject.RIGHTS] is Pace.NEVER
    assert wishes[Subject.IMPORTS] is Pace.AT_ONCE, "and nothing else"
    assert client.post(address, {"rythme": "weekly"}).status_code == 200
    assert people.wishes(cast.clerk)[Subject.RIGHTS] is Pace.WEEKLY
    forged = address[:-1] + ("a" if address[-1] != "a" else "b")
    assert client.post(forged).status_code == 404
    assert client.get("/compte/desabonnement/rien").status_code == 404
    accounts.erase(cast.clerk.pk)
    assert client.post(address).status_code == 404


def test_mails_of_review_can_be_stopped_by_one_click_too(
    cast: Cast, django_capture_on_commit_callbacks: Any
) -> None:
    by = Proposer(cast.people["neighbour"])
    made = review.ask(cast.record().pk, Purpose.HIDE, seen=1, by=by).proposal
    assert made
    mail.outbox.clear()
    with django_capture_on_commit_callbacks(execute=True):
        review.refuse(made.pk, reason="Ouvert.", by=cast.clerk)
    (letter,) = mail.outbox
    assert letter.extra_headers["List-Unsubscribe-Post"] == ONE_CLICK


def test_the_passing_of_days_is_told_once_a_week(cast: Cast) -> None:
    today = timezone.localdate()
    due, ending = cast.record(), cast.record()
    TouristObject.objects.filter(pk=due.pk).update(due_on=today)
    actions.look_at([ending.pk])
    Glance.objects.filter(pk=ending.pk).update(prices_until=today + timedelta(days=3))
    actions.tell_of_days()
    actions.tell_of_days()
    said = [one.sentence for one in queries.page(cast.clerk, Wanted(), "fr").lines]
    assert sorted(said) == [
        "Fiches dont les ouvertures ou les tarifs finissent bientôt : 1",
        "Fiches à confirmer : 1",
    ]
    actions.tell_of_days(timezone.now() + timedelta(days=7))
    assert Notice.objects.filter(news=News.DUE.value).count() == 2


def test_what_was_told_long_ago_is_forgotten(cast: Cast) -> None:
    told(cast, News.JOINED, "read", number=4)
    told(cast, News.JOINED, "old", number=4)
    told(cast, News.JOINED, "kept", number=4)
    long_ago = timezone.now() - timedelta(days=100)
    Notice.objects.filter(key="read").update(read_at=long_ago)
    Notice.objects.filter(key="old").update(at=timezone.now() - timedelta(days=400))
    assert actions.forget() == 2
    assert Notice.objects.get().key == "kept"
