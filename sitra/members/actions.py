"""Admitting members and giving seats."""

from collections.abc import Iterable

from django.db import transaction

from sitra.accounts.models import Person
from sitra.ledger import actions as ledger
from sitra.ledger.events import Fact
from sitra.members.events import Duty
from sitra.members.models import Member, Seat
from sitra.places.models import Commune

ADMITTED = "members.admitted"
SEATED = "members.seated"


@transaction.atomic
def admit(
    *,
    number: int,
    name: str,
    kind: int,
    departement: str | None = None,
    site: str = "",
    communes: Iterable[str] = (),
) -> Member:
    """Admit a member under a given number, or bring it up to date.

    `kind` is the number of a term of type `MembreSitraType`; `communes` are INSEE codes.
    """
    member, new = Member.objects.update_or_create(
        pk=number,
        defaults={"name": name, "kind_id": kind, "departement_id": departement, "site": site},
    )
    member.communes.set(Commune.objects.filter(code__in=list(communes)))
    if new:
        ledger.record(Fact(ADMITTED, "member", member.pk, member_id=member.pk))
    return member


@transaction.atomic
def seat(person: Person, member_id: int, duties: Iterable[str]) -> Seat:
    """Give a person a seat in a member, or change what it allows."""
    wanted = sorted(Duty(duty).value for duty in duties)
    place, new = Seat.objects.update_or_create(
        person=person, member_id=member_id, defaults={"duties": wanted}
    )
    if new:
        ledger.record(Fact(SEATED, "member", member_id, member_id=member_id, details={"person": person.pk}))
    return place
