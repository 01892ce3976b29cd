"""Every address, as every role: no door shows what a right refuses, or is opened by a number."""

import re
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from typing import Any

import pytest
from django.core.cache import cache
from django.test import Client
from django.urls import URLPattern, get_resolver

from sitra.accounts.models import Person
from sitra.members import actions as members
from sitra.members.actions.inviting import Offer
from sitra.members.events import Duty
from sitra.members.models import Invitation
from sitra.review import actions as review
from sitra.review.actions import Proposer
from sitra.review.models import Proposal, Template
from sitra.tourism import actions as tourism
from sitra.tourism.actions import layers
from sitra.tourism.events import State
from sitra.tourism.models import PrivateText, Revision, TouristObject
from tests.cast import ALBERTVILLE, PASSWORD, Cast, hotel

DRAFT, PRIVATE, WORD, INVITED = "Refuge-Secret", "Texte-Secret", "Mot-Secret", "invite-secret@test.example"
TEMPLATE = "Modèle-Secret"
SECRETS = (DRAFT, PRIVATE, WORD, INVITED, TEMPLATE)
"""What is written in the world below, each opened to few."""
MAY: dict[str, set[str]] = {
    "nobody": set(),
    "stranger": set(),
    "counsellor": {DRAFT, PRIVATE, TEMPLATE},
    "neighbour": {WORD},
    "clerk": {WORD},
    "animator": {DRAFT, INVITED},
    "pilot": {DRAFT, WORD, INVITED},
}
"""Who may come across which of them: the draft is of Albertville, the word between Privas and Aubenas.

What a member keeps for itself, templates too, is read by its own people, by nobody who oversees the network.
"""
_NO_WALK = re.compile(r"logout|usersessions|^static|identity|mfa_")
"""Addresses that end the session, or that a library answers for oneself alone."""
_SAME_FOR_ALL = ("/documentation/", "/carte/", "/style")
"""Pages of no record, member or person: walked once."""


@dataclass
class World:
    """The numbers that addresses are filled with, and who walks them."""

    people: dict[str, Person]
    numbers: list[int]


@pytest.fixture
def world(transactional_cast: Cast, read_model: Callable[[], None]) -> World:
    cast = transactional_cast
    cache.clear()
    for name, member in (("animator", "savoie"), ("pilot", "region")):
        cast.people[name] = person(name)
        members.seat(cast.people[name], cast.members[member].pk, ["consult", "animate"])
    members.seat(cast.people["counsellor"], cast.members["albertville"].pk, ["consult", "write"])
    office = cast.members["albertville"]
    secret = hotel(DRAFT, commune=ALBERTVILLE)
    draft = cast.record(secret, owner="albertville", state=State.DRAFT)
    tourism.revise(draft.pk, hotel(f"{DRAFT} bis", commune=ALBERTVILLE), seen=1, by=cast.author("counsellor"))
    shown = cast.record(hotel("Hôtel du Lac", commune=ALBERTVILLE), owner="albertville")
    layers.write_private(shown.pk, office, "essai", {"libelleFr": PRIVATE}, by=cast.author("counsellor"))
    review.make_template(shown.pk, TEMPLATE, member=office.pk, by=cast.people["counsellor"])
    record = cast.record()
    done = review.change(
        record.pk, hotel("Hôtel du Pont"), seen=1, by=Proposer(cast.people["neighbour"], comment=WORD)
    )
    assert done.proposal
    review.discuss(done.proposal.pk, WORD, by=cast.clerk)
    offer = Offer(INVITED, frozenset({Duty.CONSULT}))
    members.invite(office.pk, offer, by=cast.people["pilot"], link=lambda token: token)
    read_model()
    numbers = [
        *TouristObject.objects.values_list("pk", flat=True),
        *Proposal.objects.values_list("pk", flat=True),
        *Invitation.objects.values_list("pk", flat=True),
        *Template.objects.values_list("pk", flat=True),
        *(member.pk for member in cast.members.values()),
        *(one.pk for one in cast.people.values()),
        10**9,
    ]
    return World(cast.people, sorted(set(numbers)))


def person(name: str) -> Person:
    from sitra.accounts import actions as accounts

    return accounts.enrol(
        email=f"{name}@test.example", first_name=name.title(), last_name="Essai", password=PASSWORD
    )


def patterns(resolver: Any, before: str = "") -> Iterator[tuple[str, URLPattern]]:
    for one in resolver.url_patterns:
        if isinstance(one, URLPattern):
            yield before + str(one.pattern), one
        else:
            yield from patterns(one, before + str(one.pattern))


def addresses(world: World) -> Iterator[str]:
    """Fill every address with every number; the words of addresses are those of nobody."""
    for written, one in patterns(get_resolver()):
        if _NO_WALK.search(f"{one.name}"):
            continue
        plain = re.sub(r"\(\?:/.*\)\?|/\?\\Z|\\Z|[\^$]|\\(?=\.)", "", written)
        plain = re.sub(r"\(\?P<(place|whose)>\\d[^)]*\)", "<int:x>", plain)
        plain = re.sub(r"\(\?P<\w+>[^)]*\)", "mot", plain)
        plain = re.sub(r"<(str|slug):\w+>", "mot", plain)
        if "<int:" not in plain:
            yield f"/{plain}"
            continue
        for number in world.numbers:
            yield "/" + re.sub(r"<int:\w+>", str(number), plain)


def walk(client: Client, world: World, role: str) -> Iterator[tuple[str, int, str]]:
    for address in addresses(world):
        if role != "nobody" and address.startswith(_SAME_FOR_ALL):
            continue
        answer = client.get(address)
        said = b"" if answer.streaming else answer.content
        yield address, answer.status_code, said.decode(errors="replace")


@pytest.mark.parametrize("role", MAY)
def test_no_address_shows_what_a_right_refuses(world: World, client: Client, role: str) -> None:
    if role in world.people:
        client.force_login(world.people[role])
    walked, found = 0, set()
    for address, status, said in walk(client, world, role):
        walked += 1
        assert status < 500, (role, address)
        seen = {secret for secret in SECRETS if secret in said}
        assert seen <= MAY[role], (role, address, seen - MAY[role])
        found |= seen
    assert walked > 400
    assert found == MAY[role], "a role that may see something must have come across it"


def test_nothing_is_changed_by_reading_and_writing_is_closed_to_strangers(world: World) -> None:
    """A stranger with an account posts to every address: nothing of anybody else's moves."""
    client = Client(enforce_csrf_checks=True)
    client.force_login(world.people["stranger"])
    before = fingerprint()
    for address in addresses(world):
        assert client.post(address, {"vu": "1"}).status_code < 500, address
    assert fingerprint() == before
    open_door = Client()
    open_door.force_login(world.people["stranger"])
    for address in addresses(world):
        if not address.startswith("/compte/"):
            assert open_door.post(address, {"vu": "1", "motif": "x", "mode": "X"}).status_code < 500, address
    assert fingerprint() == before


def fingerprint() -> list[Any]:
    return [
        sorted(TouristObject.objects.values_list("pk", "revision", "state", "owner_id")),
        Revision.objects.count(),
        sorted(Proposal.objects.values_list("pk", "outcome")),
        sorted(Template.objects.values_list("pk", "name", "dropped_at")),
        PrivateText.objects.count(),
        sorted(Invitation.objects.values_list("pk", "settled_at", "sent_at")),
        sorted(Person.objects.values_list("pk", "is_active", "erased_at")),
    ]
