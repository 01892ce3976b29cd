"""Reads of seats that are offered and of accounts that are asked for."""

from dataclasses import dataclass
from datetime import datetime

from django.core import signing
from django.db.models import FETCH_RAISE
from django.utils import timezone
from django.utils.crypto import constant_time_compare

from sitra.accounts.models import Person
from sitra.kit.errors import Gone, Unknown
from sitra.members.models import Demand, Invitation, Member
from sitra.members.policy import ADMINISTER
from sitra.members.queries.reaching import offices

SALT = "sitra.members.invitation"
MOST = 200
"""Offers and demands that a page shows."""


@dataclass(frozen=True, slots=True)
class Offered:
    """What whoever opens the link of an offer sees; `known` when its address has an account."""

    member: str
    inviter: str
    email: str
    first_name: str
    last_name: str
    duties: tuple[str, ...]
    expires_at: datetime
    known: bool
    record: int | None = None


@dataclass(frozen=True, slots=True)
class OfferLine:
    """An offer that waits, for those who may take it back."""

    id: int
    email: str
    duties: tuple[str, ...]
    by: str
    sent_at: datetime
    expires_at: datetime
    late: bool


@dataclass(frozen=True, slots=True)
class DemandLine:
    """Somebody who asks for an account."""

    id: int
    member: int
    member_name: str
    email: str
    name: str
    record: int | None
    words: str
    at: datetime


def offered(token: str) -> Offered:
    """Read the offer that a link opens; reading it changes nothing."""
    row = _read(token)
    return Offered(
        member=row.member.name,
        inviter=row.by.full_name if row.by else "",
        email=row.email,
        first_name=row.first_name,
        last_name=row.last_name,
        duties=tuple(row.duties),
        expires_at=row.expires_at,
        known=Person.objects.filter(email__iexact=row.email).exists(),
        record=row.record,
    )


def hold(token: str) -> Invitation:
    """Give the offer that a link opens, held until the transaction ends."""
    return _read(token, held=True)


def offers(member: int) -> list[OfferLine]:
    """Give the offers of a member that wait, the last one first."""
    rows = Invitation.objects.filter(member_id=member, settled_at=None).select_related("by")
    now = timezone.now()
    return [
        OfferLine(
            row.pk,
            row.email,
            tuple(row.duties),
            row.by.full_name if row.by else "",
            row.sent_at,
            row.expires_at,
            row.expires_at < now,
        )
        for row in rows.order_by("-sent_at", "pk").fetch_mode(FETCH_RAISE)[:MOST]
    ]


def demands(person: Person, member: int | None = None) -> list[DemandLine]:
    """Give those who ask for an account of the members that somebody administers, the first one first."""
    mine = ADMINISTER.among(offices(person), Member.objects.active())
    if member is not None:
        mine = mine.filter(pk=member)
    rows = Demand.objects.filter(settled_at=None, member__in=mine).select_related("member")
    return [
        DemandLine(
            row.pk,
            row.member_id,
            row.member.name,
            row.email,
            f"{row.first_name} {row.last_name}".strip(),
            row.record,
            row.words,
            row.at,
        )
        for row in rows.order_by("at", "pk").fetch_mode(FETCH_RAISE)[:MOST]
    ]


def _read(token: str, *, held: bool = False) -> Invitation:
    try:
        number, nonce = signing.loads(token, salt=SALT)
    except (signing.BadSignature, ValueError, TypeError):
        raise Unknown("Ce lien n'est pas entier : reprenez-le dans le message, jusqu'à sa fin.") from None
    rows = Invitation.objects.select_related("member", "by").fetch_mode(FETCH_RAISE)
    rows = rows.select_for_update(of=("self",)) if held else rows
    row = rows.filter(pk=number).first()
    if row is None or row.settled_at or not constant_time_compare(row.nonce, nonce):
        raise Gone("Ce lien a déjà servi, ou un autre l'a remplacé : demandez une nouvelle invitation.")
    if row.expires_at < timezone.now() or row.member.left_at:
        raise Gone("Ce lien a expiré : demandez une nouvelle invitation.")
    return row
