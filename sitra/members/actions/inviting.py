"""Offering seats by mail: one link, which serves once and for a while."""

import secrets
from collections.abc import Iterable
from dataclasses import dataclass, field
from datetime import timedelta

from allauth.account.models import EmailAddress
from django.core import signing
from django.db import transaction
from django.utils import timezone

from sitra.accounts import actions as accounts
from sitra.accounts.models import Person
from sitra.kit.errors import Forbidden, Gone, Impossible, Unknown
from sitra.kit.pacing import demand_pace
from sitra.ledger import actions as ledger
from sitra.members import queries
from sitra.members.actions import mailing
from sitra.members.actions.facts import held, told
from sitra.members.actions.mailing import Link
from sitra.members.actions.seating import seat
from sitra.members.events import Duty, MemberFact
from sitra.members.models import Invitation, Member, Seat
from sitra.members.policy import givable
from sitra.members.queries.offers import SALT, hold

LIFE = timedelta(days=14)
DAY, HOUR = 86_400, 3_600


@dataclass(frozen=True, slots=True)
class Offer:
    """A seat for an address: what it allows, and what is known already of whom it is for."""

    email: str
    duties: frozenset[Duty]
    record: int | None = None
    first_name: str = ""
    last_name: str = ""
    language: str = ""


@dataclass(frozen=True, slots=True)
class Newcomer:
    """What somebody says of themselves when they accept."""

    first_name: str
    last_name: str
    password: str = field(repr=False)
    language: str = "fr"


@transaction.atomic
def invite(member_id: int, offer: Offer, *, by: Person, link: Link) -> Invitation:
    """Offer a seat to an address; an offer that waits there already is replaced, and its link with it."""
    member = held(member_id)
    _demand_givable(by, member, offer.duties)
    demand_pace("invite", str(by.pk), most=100, seconds=DAY)
    email = offer.email.strip().lower()
    if Seat.objects.filter(member=member, person__email__iexact=email).exists():
        raise Impossible("Cette adresse a déjà un siège dans ce membre : changez plutôt ses permissions.")
    known = Person.objects.filter(email__iexact=email, is_active=True).first()
    row = Invitation.objects.filter(member=member, email__iexact=email, settled_at=None).first()
    row = row or Invitation(member=member, email=email)
    row.duties, row.record = sorted(duty.value for duty in offer.duties), offer.record
    row.first_name, row.last_name = offer.first_name, offer.last_name
    row.language = known.language if known else offer.language or by.language
    _send(row, by, link)
    ledger.record(told(MemberFact.INVITED, member_id, by, invitation=row.pk, duties=row.duties))
    return row


@transaction.atomic
def invite_again(number: int, *, by: Person, link: Link) -> Invitation:
    """Send an offer again, for as long as a new one; the link sent before no longer serves."""
    row = _waiting(number)
    _demand_givable(by, row.member, {Duty(duty) for duty in row.duties})
    _send(row, by, link)
    ledger.record(told(MemberFact.INVITED_AGAIN, row.member_id, by, invitation=row.pk))
    return row


@transaction.atomic
def withdraw_invitation(number: int, *, by: Person) -> int:
    """Take an offer back and forget the address; answers the member it was for."""
    row = _waiting(number)
    _demand_givable(by, row.member, ())
    _settle(row)
    ledger.record(told(MemberFact.INVITATION_WITHDRAWN, row.member_id, by, invitation=row.pk))
    return row.member_id


@transaction.atomic
def accept(token: str, *, by: Person | None = None, newcomer: Newcomer | None = None) -> Person:
    """Take the seat that a link offers: as the person of that address, or as a newcomer to it.

    The offer is worth what its author may still give. Raises `Unknown`, `Gone`, `Forbidden`.
    """
    row = hold(token)
    author = row.by
    if author is None or not author.is_active:
        raise Gone("La personne qui vous invitait n'est plus là : demandez une nouvelle invitation.")
    known = Person.objects.filter(email__iexact=row.email).first()
    if known is None:
        if by is not None or newcomer is None:
            raise Forbidden("Cette invitation est pour une autre adresse que la vôtre : déconnectez-vous.")
        person = _enrol(row, newcomer)
    elif by is None or by.pk != known.pk or not known.is_active:
        raise Forbidden(
            "Cette invitation est pour une autre adresse : connectez-vous avec celle qui l'a reçue."
        )
    else:
        person = known
    offered = {Duty(duty) for duty in row.duties} & givable(queries.offices(author), held(row.member_id))
    if not offered:
        raise Gone("La personne qui vous invitait ne le peut plus : demandez une nouvelle invitation.")
    present = Seat.objects.filter(person=person, member=row.member).first()
    seat(
        person, row.member_id, {*offered, *(present.duties if present else ())}, by=author, record=row.record
    )
    row.person = person
    _settle(row)
    ledger.record(told(MemberFact.INVITATION_ACCEPTED, row.member_id, person, invitation=row.pk))
    return person


def _enrol(row: Invitation, newcomer: Newcomer) -> Person:
    """Open the account: whoever opened the link reads the mail of that address."""
    person = accounts.enrol(
        email=row.email,
        first_name=newcomer.first_name,
        last_name=newcomer.last_name,
        password=newcomer.password,
        language=newcomer.language,
    )
    EmailAddress.objects.create(user=person, email=person.email, primary=True, verified=True)
    return person


def _send(row: Invitation, by: Person, link: Link) -> None:
    demand_pace("invited", row.email.lower(), most=5, seconds=HOUR)
    now = timezone.now()
    row.by, row.sent_at, row.expires_at, row.nonce = by, now, now + LIFE, secrets.token_urlsafe(18)
    row.save()
    token = signing.dumps([row.pk, row.nonce], salt=SALT)
    mailing.invite(row, by.full_name, link(token))


def _settle(row: Invitation) -> None:
    row.settled_at = timezone.now()
    row.email = row.first_name = row.last_name = row.nonce = ""
    row.save()


def _waiting(number: int) -> Invitation:
    rows = Invitation.objects.select_for_update(of=("self",)).select_related("member")
    row = rows.filter(pk=number, settled_at=None).first()
    if row is None:
        raise Unknown("Cette invitation n'attend plus : elle a été acceptée ou retirée.")
    held(row.member_id)
    return row


def _demand_givable(by: Person, member: Member, duties: Iterable[Duty]) -> None:
    may = givable(queries.offices(by), member)
    if not may:
        raise Forbidden("Seuls les administrateurs de ce membre y invitent quelqu'un.")
    if excess := sorted(set(duties) - may):
        message = f"Vous ne donnez que ce que vous avez : il vous manque « {', '.join(excess)} »."
        raise Forbidden(message)
    if Duty.ANIMATE in duties and not queries.may_animate(member):
        raise Impossible("On n'anime que dans le membre d'un département, ou dans celui qui mène le réseau.")
