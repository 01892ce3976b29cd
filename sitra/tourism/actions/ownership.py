"""Handing records over to another member."""

from collections.abc import Sequence

from django.db import transaction
from django.utils import timezone

from sitra.kit.errors import Impossible
from sitra.ledger import actions as ledger
from sitra.members.models import Member
from sitra.tourism.actions.noting import hold
from sitra.tourism.actions.records import Author
from sitra.tourism.events import ObjectFact
from sitra.tourism.models import Collaboration, TouristObject


@transaction.atomic
def transfer(numbers: Sequence[int], to: int, *, by: Author) -> int:
    """Make a member the owner of records, deleted ones as well; answers how many changed hands.

    No revision is written: what they say is the same. Repeating it changes nothing and tells nothing.
    """
    heir = Member.objects.select_for_update(of=("self",)).filter(pk=to).first()
    if heir is None or heir.left_at:
        message = f"Le membre {to} n'est pas dans le réseau : il ne reçoit pas de fiche."
        raise Impossible(message)
    hold(sorted(numbers))
    rows = list(TouristObject.objects.filter(pk__in=list(numbers)).exclude(owner=heir).order_by("pk"))
    facts = [by.fact(ObjectFact.TRANSFERRED, row, owner_before=row.owner_id, owner=to) for row in rows]
    given = TouristObject.objects.filter(pk__in=[row.pk for row in rows])
    given.update(owner=heir)
    given.living().update(changed_at=timezone.now())  # of a deleted one it says when it was
    Collaboration.objects.filter(object__in=given, member=heir).delete()
    ledger.record_all(facts)
    return len(rows)
