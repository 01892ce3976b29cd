"""Admitting members, changing what is said of them, the charter, and their leaving."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from django.db import transaction
from django.utils import timezone

from sitra.accounts.models import Person
from sitra.catalog.rules.kinds import Kind
from sitra.kit.errors import Forbidden, Impossible, Stale
from sitra.kit.numbering import continue_after
from sitra.ledger import actions as ledger
from sitra.members import queries
from sitra.members.actions.facts import held, told
from sitra.members.events import CHARTER, Currency, MemberFact, Zone
from sitra.members.models import Invitation, LegalEntity, Member, Seat, Signature
from sitra.members.policy import ADMINISTER, OVERSEE, Offices
from sitra.members.rules import is_above
from sitra.places.models import Commune


@dataclass(frozen=True, slots=True)
class Outline:
    """What the network says of a member: `kind` is a term of `MembreSitraType`, `communes` INSEE codes."""

    name: str
    kind: int
    departement: str | None = None
    communes: Sequence[str] = ()


@dataclass(frozen=True, slots=True)
class Contacts:
    """What a member says of itself."""

    site: str = ""
    kinds: Sequence[Kind] = ()
    mails_of_exports: Sequence[str] = ()
    mails_of_records: Sequence[str] = ()
    currency: Currency = Currency.EURO
    zone: Zone = Zone.FRANCE


@transaction.atomic
def admit(
    *,
    number: int | None = None,
    name: str,
    kind: int,
    departement: str | None = None,
    site: str = "",
    communes: Iterable[str] = (),
    by: Person | None = None,
) -> Member:
    """Admit a member, or bring the one of a given number up to date.

    `kind` is the number of a term of type `MembreSitraType`; `communes` are INSEE codes. When somebody
    admits (`by`), they must oversee what they admit.
    """
    _demand_free(name, number)
    said = {"name": name, "kind_id": kind, "departement_id": departement, "site": site}
    if number is None:
        member, new = Member.objects.create(**said), True
    else:
        member, new = Member.objects.update_or_create(pk=number, defaults=said)
        if new:
            continue_after("members_member")
    member.communes.set(Commune.objects.filter(code__in=list(communes)))
    if by:
        offices = queries.offices(by)
        OVERSEE.demand(offices, member)
        _demand_within(offices, departement, member.communes.values_list("code", flat=True))
    if new:
        ledger.record(told(MemberFact.ADMITTED, member.pk, by))
    return member


@transaction.atomic
def redraw(number: int, outline: Outline, *, seen: datetime, by: Person) -> Member:
    """Change the name, the type or the territory of a member, as those who oversee it decide."""
    member, offices = held(number), queries.offices(by)
    OVERSEE.demand(offices, member)
    _demand_free(outline.name, number)
    before = set(member.communes.values_list("code", flat=True))
    after = set(Commune.objects.filter(code__in=list(outline.communes)).values_list("code", flat=True))
    _demand_within(offices, outline.departement, after - before)
    said = {"name": outline.name, "kind_id": outline.kind, "departement_id": outline.departement}
    changed = _write(member, seen, said, more=["communes"] if before != after else [])
    member.communes.set(Commune.objects.filter(code__in=sorted(after)))
    OVERSEE.demand(offices, member)  # nobody draws a member out of their own sight
    _tell_changed(member, changed, by)
    return member


@transaction.atomic
def change(number: int, contacts: Contacts, *, seen: datetime, by: Person) -> Member:
    """Change what a member says of itself; raises `Stale` when somebody else did since `seen`."""
    member = held(number)
    ADMINISTER.demand(queries.offices(by), member)
    said = {
        "site": contacts.site,
        "kinds": sorted(kind.value for kind in contacts.kinds),
        "mails_of_exports": sorted(set(contacts.mails_of_exports)),
        "mails_of_records": sorted(set(contacts.mails_of_records)),
        "currency": contacts.currency.value,
        "zone": contacts.zone.value,
    }
    _tell_changed(member, _write(member, seen, said), by)
    return member


@transaction.atomic
def name_entities(number: int, records: Sequence[int], *, main: int | None, by: Person) -> None:
    """Say which records, of kind STRUCTURE as the caller has made sure, are a member before the law."""
    member = held(number)
    ADMINISTER.demand(queries.offices(by), member)
    before = set(LegalEntity.objects.filter(member=member).values_list("record", "main"))
    after = {(record, record == main) for record in records}
    if before == after:
        return
    LegalEntity.objects.filter(member=member).delete()
    LegalEntity.objects.bulk_create(
        LegalEntity(member=member, record=record, main=first) for record, first in sorted(after)
    )
    Member.objects.filter(pk=number).update(changed_at=timezone.now())
    _tell_changed(member, ["entities"], by)


@transaction.atomic
def sponsor(number: int, sponsor_number: int | None, *, by: Person | None = None) -> Member:
    """Say who sponsors a member; raises `Impossible` where they would sponsor each other."""
    member = held(number)
    if by:
        OVERSEE.demand(queries.offices(by), member)
    if member.sponsor_id == sponsor_number:
        return member
    if sponsor_number is not None:
        held(sponsor_number)
        links = dict(Member.objects.exclude(sponsor=None).values_list("pk", "sponsor_id"))
        if is_above(number, sponsor_number, links):
            message = "Un membre ne peut pas être parrainé par lui-même, ni par l'un de ceux qu'il parraine."
            raise Impossible(message)
    member.sponsor_id = sponsor_number
    member.save(update_fields=["sponsor", "changed_at"])
    ledger.record(told(MemberFact.SPONSORED, number, by, sponsor=sponsor_number))
    return member


@transaction.atomic
def sign_charter(number: int, version: str, *, by: Person) -> Signature:
    """Sign the charter in force for a member; signing it again changes nothing."""
    member, offices = held(number), queries.offices(by)
    ADMINISTER.demand(offices, member)
    if number not in offices.seats:
        raise Forbidden("La charte se signe par quelqu'un du membre, non par l'animateur ou le pilote.")
    if version != CHARTER:
        raise Stale("La charte a changé depuis que vous l'avez lue : lisez la version en vigueur.")
    signature, new = Signature.objects.get_or_create(
        member=member, version=version, defaults={"person": by, "at": timezone.now()}
    )
    if new:
        ledger.record(told(MemberFact.CHARTER_SIGNED, number, by, version=version))
    return signature


@transaction.atomic
def leave(number: int, *, heir: int | None, by: Person) -> Member:
    """Let a member leave; its records go to its heir, which an upper floor sees to when it hears of it.

    Its seats end, those it sponsored go to its own sponsor. Raises `Impossible` without an heir that stays.
    """
    member = held(number)
    OVERSEE.demand(queries.offices(by), member)
    if heir is None or heir == number:
        message = f"Nommez le membre qui reprend les fiches de {member.name} : aucune ne se perd."
        raise Impossible(message)
    taking = held(heir)
    member.left_at, member.heir = timezone.now(), taking
    member.save(update_fields=["left_at", "heir", "changed_at"])
    Member.objects.filter(sponsor=member).update(sponsor=member.sponsor_id)
    Invitation.objects.filter(member=member, settled_at=None).update(settled_at=member.left_at, email="")
    seats = Seat.objects.filter(member=member)
    gone = len(seats)
    seats.delete()
    ledger.record(told(MemberFact.LEFT, number, by, heir=heir, seats=gone))
    return member


def _write(member: Member, seen: datetime, said: dict[str, Any], more: Sequence[str] = ()) -> list[str]:
    """Write what differs, unless somebody else wrote since; answers what changed."""
    if member.changed_at != seen:
        raise Stale(f"{member.name} a été modifié entre-temps : rechargez la page, puis recommencez.")
    changed = [name for name, value in said.items() if getattr(member, name) != value]
    for name in changed:
        setattr(member, name, said[name])
    if changed or more:
        member.save()
    return [*(name.removesuffix("_id") for name in changed), *more]


def _tell_changed(member: Member, changed: Sequence[str], by: Person) -> None:
    if changed:
        ledger.record(told(MemberFact.CHANGED, member.pk, by, fields=sorted(changed)))


def _demand_within(offices: Offices, departement: str | None, communes: Iterable[str]) -> None:
    """Refuse an animator what is not in their département: their own reach is drawn by the pilot."""
    if offices.pilots:
        return
    theirs = offices.departements
    given = set(
        Commune.objects.filter(code__in=list(communes)).values_list("departement", flat=True).distinct()
    )
    if departement not in theirs or given - theirs:
        raise Forbidden("Un animateur ne place un membre et ses communes que dans son département.")


def _demand_free(name: str, number: int | None) -> None:
    others = Member.objects.filter(name=name)
    if (others if number is None else others.exclude(pk=number)).exists():
        message = f"Un autre membre s'appelle déjà « {name} »."
        raise Impossible(message)
