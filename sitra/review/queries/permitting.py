"""What partners ask before they write."""

from collections.abc import Collection

from django.utils import timezone

from sitra.catalog.rules.kinds import Kind
from sitra.kit.errors import Unknown
from sitra.review.events import Permission
from sitra.review.models import Draft, Proposal
from sitra.tourism.events import State
from sitra.tourism.models import TouristObject
from sitra.tourism.policy import CONTRIBUTE
from sitra.tourism.queries import heirs


def permission(number: int, members: Collection[int], kinds: Collection[Kind] = tuple(Kind)) -> Permission:
    """Say whether a record may be changed for these members; raises `Unknown` for one they cannot see."""
    row = living(number, members)
    if Kind(row.kind) not in kinds or not CONTRIBUTE.allows(members, row):
        return Permission.UNAVAILABLE
    return Permission.LOCKED if _locked(row) else Permission.POSSIBLE


def living(number: int, members: Collection[int]) -> TouristObject:
    """Give the record that answers for a number, when it is published or these members write it.

    A draft of somebody else is told from none at all by nobody: both are `Unknown`, in the same words.
    """
    rows = TouristObject.objects.living().with_head()
    row = rows.filter(pk=heirs([number])[number]).first()
    if row is None or (row.state != State.PUBLISHED and not CONTRIBUTE.allows(members, row)):
        message = f"Aucun objet touristique ne porte le numéro {number}."
        raise Unknown(message)
    return row


def _locked(row: TouristObject) -> bool:
    """Say whether somebody is writing a record, or a program's proposal about it waits for an answer."""
    written = Draft.objects.filter(object=row, until__gt=timezone.now())
    return Proposal.objects.waiting().filter(object=row, project__isnull=False).exists() or written.exists()
