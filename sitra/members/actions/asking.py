"""Professionals who ask for an account, and what their office answers."""

from dataclasses import dataclass
from datetime import timedelta

from django.db import transaction
from django.utils import timezone

from sitra.accounts.models import Person
from sitra.kit.errors import Impossible, Unknown
from sitra.kit.pacing import demand_pace
from sitra.ledger import actions as ledger
from sitra.members import queries
from sitra.members.actions import mailing
from sitra.members.actions.facts import held, told
from sitra.members.actions.inviting import DAY, HOUR, Offer, invite
from sitra.members.actions.mailing import Link
from sitra.members.events import Duty, MemberFact
from sitra.members.models import Demand, Invitation
from sitra.members.policy import ADMINISTER

KEPT = timedelta(days=90)
"""How long who asked is remembered when nobody answers."""


@dataclass(frozen=True, slots=True)
class Applicant:
    """Who asks for an account, and of which record they say that it is theirs."""

    email: str
    first_name: str
    last_name: str
    language: str = "fr"
    record: int | None = None
    words: str = ""


@transaction.atomic
def ask_account(member_id: int, applicant: Applicant, *, whence: str, page: str) -> None:
    """Note that somebody asks a member for an account; `whence` is the address their machine has.

    Whether they are known, or have asked already, changes nothing to what they are told: nothing.
    """
    demand_pace("ask-account", whence, most=10, seconds=HOUR)
    demand_pace("ask-account", applicant.email.lower(), most=3, seconds=DAY)
    member = held(member_id)
    rows = Demand.objects.filter(member=member, email__iexact=applicant.email, settled_at=None)
    if rows.exists():
        return
    row = Demand.objects.create(
        member=member,
        email=applicant.email.lower(),
        first_name=applicant.first_name,
        last_name=applicant.last_name,
        language=applicant.language,
        record=applicant.record,
        words=applicant.words,
        at=timezone.now(),
    )
    asked = queries.administrators(member_id)
    if not asked and member.sponsor_id:
        asked = queries.administrators(member.sponsor_id)
    mailing.tell_of_demand(row, asked, page)
    ledger.record(told(MemberFact.ACCOUNT_ASKED, member_id, None, demand=row.pk))


@transaction.atomic
def grant_account(number: int, *, by: Person, link: Link, record: int | None = None) -> Invitation:
    """Offer who asks a seat that consults, with a note of their record: the mail proves their address.

    `record` is the number that the office knows; without it, that which was asked with.
    """
    row = _waiting(number, by)
    offer = Offer(
        row.email,
        frozenset({Duty.CONSULT}),
        record or row.record,
        row.first_name,
        row.last_name,
        row.language,
    )
    invitation = invite(row.member_id, offer, by=by, link=link)
    _settle(row, by, granted=True)
    ledger.record(told(MemberFact.ACCOUNT_GRANTED, row.member_id, by, demand=row.pk))
    return invitation


@transaction.atomic
def refuse_account(number: int, reason: str, *, by: Person) -> int:
    """Tell who asks that they get no account, and why; forget who they are, and answer the member."""
    if not reason.strip():
        raise Impossible("Dites pourquoi : la personne lira votre réponse.")
    row = _waiting(number, by)
    mailing.tell_of_refusal(row, reason.strip())
    _settle(row, by, granted=False)
    ledger.record(told(MemberFact.ACCOUNT_REFUSED, row.member_id, by, demand=row.pk))
    return row.member_id


@transaction.atomic
def forget_unsettled() -> int:
    """Forget the addresses of offers and demands that nobody answered in time; answers how many."""
    now, blank = timezone.now(), {"email": "", "first_name": "", "last_name": ""}
    offers = Invitation.objects.filter(settled_at=None, expires_at__lt=now - KEPT)
    demands = Demand.objects.filter(settled_at=None, at__lt=now - KEPT)
    return offers.update(settled_at=now, nonce="", **blank) + demands.update(
        settled_at=now, granted=False, words="", **blank
    )


def _waiting(number: int, by: Person) -> Demand:
    rows = Demand.objects.select_for_update(of=("self",)).select_related("member")
    row = rows.filter(pk=number, settled_at=None).first()
    if row is None:
        raise Unknown("Cette demande n'attend plus : elle a reçu une réponse.")
    ADMINISTER.demand(queries.offices(by), held(row.member_id))
    return row


def _settle(row: Demand, by: Person, *, granted: bool) -> None:
    row.settled_at, row.by, row.granted = timezone.now(), by, granted
    row.email = row.first_name = row.last_name = row.words = ""
    row.save()
