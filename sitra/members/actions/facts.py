"""How what happens to a member is told."""

from typing import Any

from sitra.accounts.models import Person
from sitra.kit.errors import Impossible, Unknown
from sitra.ledger.events import Fact
from sitra.members.events import SUBJECT, MemberFact
from sitra.members.models import Member


def told(name: MemberFact, member: int, by: Person | None, **details: Any) -> Fact:
    """Tell a fact of a member; it is that member's own, whoever did it."""
    return Fact(name.value, SUBJECT, member, by.pk if by else None, member, details)


def held(number: int) -> Member:
    """Give an active member, held until the transaction ends; raises `Unknown`, `Impossible` for a leaver."""
    row = Member.objects.select_for_update().filter(pk=number).first()
    if row is None:
        message = f"Aucun membre ne porte le numéro {number}."
        raise Unknown(message)
    if row.left_at:
        message = f"{row.name} a quitté le réseau le {row.left_at:%d/%m/%Y} : plus rien ne s'y change."
        raise Impossible(message)
    return row
