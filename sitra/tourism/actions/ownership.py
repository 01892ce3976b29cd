"""Handing a record over to another owner."""

from django.db import transaction

from sitra.kit.errors import Impossible
from sitra.ledger import actions as ledger
from sitra.members.models import Member
from sitra.tourism.actions.records import Author, Change, advance, latest_of, snapshot
from sitra.tourism.events import ObjectFact, State
from sitra.tourism.models import Collaboration, TouristObject


@transaction.atomic
def transfer(number: int, to: Member, *, by: Author) -> TouristObject:
    """Give a record to another member: a revision that says the same, under another owner."""
    row, latest = latest_of(number)
    if row.state == State.DELETED:
        message = f"La fiche {number} est supprimée : elle n'est plus à confier."
        raise Impossible(message)
    if row.owner_id == to.pk:
        return row
    before = row.owner_id
    advance(row, row.revision, Change(columns={"owner_id": to.pk}))
    snapshot(row, latest.document, by.saying(f"Confiée à {to.name}."))
    Collaboration.objects.filter(object=row, member=to).delete()
    ledger.record(by.fact(ObjectFact.TRANSFERRED, row, before=before, owner=to.pk))
    return row
