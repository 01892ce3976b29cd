"""What partners ask before they write."""

from collections.abc import Collection, Mapping
from dataclasses import dataclass
from typing import Any

from django.utils import timezone

from sitra.access.rules.mandate import Mandate
from sitra.catalog.rules.kinds import Kind
from sitra.kit.errors import Unknown
from sitra.review.events import Permission
from sitra.review.models import Pen, Proposal
from sitra.tourism.events import State
from sitra.tourism.models import Revision, TouristObject
from sitra.tourism.policy import WRITE
from sitra.tourism.queries import heirs


def permission(number: int, who: Mandate, kinds: Collection[Kind] = tuple(Kind)) -> Permission:
    """Say whether somebody, or a project, may change a record; raises `Unknown` for one they cannot see."""
    row = living(number, who)
    if Kind(row.kind) not in kinds or not WRITE.allows(who, row):
        return Permission.UNAVAILABLE
    return Permission.LOCKED if locked(row) else Permission.POSSIBLE


@dataclass(frozen=True, slots=True)
class Known:
    """A record as somebody is about to write over it."""

    number: int
    kind: Kind
    revision: int
    document: Mapping[str, Any]


def entered(number: int, who: Mandate) -> Known:
    """Give a record to be written over, or nothing that others could learn from."""
    row = living(number, who)
    latest = Revision.objects.get(object=row, number=row.revision)
    return Known(row.pk, Kind(row.kind), row.revision, latest.document)


def living(number: int, who: Mandate) -> TouristObject:
    """Give the record that answers for a number, when it is published for one or one may write it.

    A draft of somebody else, or what its owner keeps back, is told from none at all by nobody: all are
    `Unknown`, in the same words.
    """
    rows = TouristObject.objects.living().with_head()
    row = rows.filter(pk=heirs([number])[number]).first()
    if row is None or not (_shown(who, row) or WRITE.allows(who, row)):
        message = f"Aucun objet touristique ne porte le numéro {number}."
        raise Unknown(message)
    return row


def _shown(who: Mandate, row: TouristObject) -> bool:
    return row.state == State.PUBLISHED and (row.owner_id, row.kind) not in who.withheld


def locked(row: TouristObject) -> bool:
    """Say whether somebody is writing a record, or a program's proposal about it waits for an answer."""
    written = Pen.objects.filter(object=row, until__gt=timezone.now())
    return Proposal.objects.waiting().filter(object=row, project__isnull=False).exists() or written.exists()
