"""The journal: who reads which acts, how they are narrowed and said."""

import re
from collections.abc import Callable
from datetime import timedelta
from typing import Any

import pytest
from django.db import transaction
from django.test import Client
from django.utils import timezone

from sitra.access.events import GrantFact
from sitra.accounts import actions as accounts
from sitra.accounts.models import Person
from sitra.delivery.events import ProjectFact
from sitra.doors.workplace import journal_words
from sitra.intake import events as intake
from sitra.intake.events import HarvestFact
from sitra.ledger import actions as ledger, queries
from sitra.ledger.events import Fact
from sitra.ledger.models import Entry
from sitra.ledger.queries import Asked
from sitra.members import actions
from sitra.members.events import MemberFact
from sitra.places.events import PlacesFact
from sitra.review.events import ProposalFact
from sitra.search.events import KeptFact
from sitra.tourism.events import ObjectFact, SourceFact
from sitra.vocabulary.events import VocabularyFact
from tests.cast import Cast
from tests.members.crowd import crowd

pytestmark = pytest.mark.django_db


ENUMS = (
    GrantFact,
    HarvestFact,
    KeptFact,
    MemberFact,
    ObjectFact,
    PlacesFact,
    ProjectFact,
    ProposalFact,
    SourceFact,
    VocabularyFact,
)
"""All that names facts, but what stands in modules of actions and of imports."""


@pytest.fixture
def people(cast: Cast) -> dict[str, Person]:
    found = crowd(cast)
    cast.record()
    actions.seat(found["neighbour"], 5, ["consult"])
    actions.unseat(found["clerk"].pk, 4, by=found["animator"])
    return found


@pytest.fixture
def read(people: dict[str, Person], client: Client) -> Callable[..., str]:
    def reading(who: str, **asked: Any) -> str:
        client.force_login(people[who])
        answer = client.get("/journal", asked)
        assert answer.status_code == 200
        return re.sub(r"\s+", " ", answer.content.decode())

    return reading


def test_who_reads_what(people: dict[str, Person], client: Client, read: Callable[..., str]) -> None:
    for who in ("clerk", "climber", "counsellor"):
        client.force_login(people[who])
        assert client.get("/journal").status_code == 403
    assert Client().get("/journal").status_code == 302
    whole, office = read("pilot"), read("chief")
    assert "Siège retiré à Clerk Essai" in office
    assert "par Animator Essai" in office
    assert "Fiche créée" in office
    for hidden in ("Compte ouvert", "Siège donné à Neighbour Essai"):
        assert hidden in whole
        assert hidden not in office
    assert "Siège donné à Neighbour Essai" in read("animator")
    assert "Aucun acte ne répond" in read("chief", membre="5")


def test_acts_are_narrowed(people: dict[str, Person], read: Callable[..., str]) -> None:
    today = timezone.localdate()
    by_animator = read("pilot", qui="ANIMATOR essai")
    assert by_animator.count("<time") == 1
    assert read("pilot", qui="personne-de-ce-nom").count("<time") == 0
    kinds = read("pilot", actes="members", membre="4")
    assert "Siège" in kinds
    assert "Fiche créée" not in kinds
    assert read("pilot", sur="member", numero="5").count("<time") == 3
    assert read("pilot", du=(today + timedelta(days=1)).isoformat()).count("<time") == 0
    assert read("pilot", au=today.isoformat(), sur="member", numero="5").count("<time") == 3
    assert read("pilot", au=(today - timedelta(days=2)).isoformat()).count("<time") == 0
    assert "<time" in read("pilot", du="hier", au="2026-02-31", numero="x", actes="tout", avant="-1")
    assert len(people) == 8


def test_pages_go_on_without_a_gap(people: dict[str, Person]) -> None:
    del people
    with transaction.atomic():
        ledger.record_all([Fact("object.revised", "object", number, None, 4, {}) for number in range(120)])
    seen, before = list[int](), None
    while True:
        page = queries.acts(Asked(members=frozenset({4}), before=before))
        seen += [one.position.id for one in page.told]
        if page.onward is None:
            break
        before = page.onward
    wanted = Entry.objects.filter(member_id=4).order_by("-id").values_list("id", flat=True)
    assert seen == list(wanted)
    assert queries.names() == sorted(set(Entry.objects.values_list("name", flat=True)))


def test_few_queries(
    people: dict[str, Person], client: Client, django_assert_max_num_queries: Callable[[int], Any]
) -> None:
    client.force_login(people["pilot"])
    client.get("/journal")
    with django_assert_max_num_queries(17):
        client.get("/journal", {"qui": "essai", "actes": "members"})


def test_every_fact_is_said_in_words() -> None:
    told = {fact.value for enum in ENUMS for fact in enum}
    told |= {
        value
        for module in (accounts, intake)
        for name, value in vars(module).items()
        if name.isupper() and isinstance(value, str) and "." in value and " " not in value
    }
    assert len(told) > 60
    assert told - journal_words.SENTENCES.keys() == set()
    assert journal_words.sentence("members.left", {}, {}, {}) == "Départ du membre : ses fiches vont à …"
    assert journal_words.sentence("inconnu.fait", {"a": 1}, {}, {}) == "inconnu.fait"
    assert all(
        any(name.startswith(begun) for group in journal_words.GROUPS.values() for begun in group)
        for name in journal_words.SENTENCES
    )
