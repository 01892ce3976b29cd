"""Reads of the ledger: in commit order, without gaps."""

from datetime import datetime
from typing import Any

from django.db.models import FETCH_RAISE, Exists, OuterRef, Q, QuerySet

from sitra.ledger.events import START, SUPERSEDED, Fact, Position, Told
from sitra.ledger.models import Entry, OldestRunningXid
from sitra.ledger.rules import public_shape


def after(position: Position, limit: int = 1000) -> list[Told]:
    """Give the next facts after a position, oldest first.

    Only rows whose transaction is older than every running one are given: a transaction that
    commits late can therefore never be skipped.
    """
    rows = (
        _settled()
        .filter(Q(xid__gt=position.xid) | Q(xid=position.xid, id__gt=position.id))
        .order_by("xid", "id")[:limit]
    )
    return [told_of(row) for row in rows]


def head() -> Position:
    """Give the position of the last settled fact."""
    last = _settled().order_by("-xid", "-id").first()
    return Position(last.xid, last.id) if last else START


def last_details(name: str) -> dict[str, Any]:
    """Give the details of the last fact of a name, or nothing."""
    last = Entry.objects.filter(name=name).order_by("-id").first()
    return last.details if last else {}


def latest(subject: str) -> int:
    """Give the number of the last fact told of a subject, settled or not; 0 when there is none."""
    numbers = Entry.objects.filter(subject=subject).order_by("-id").values_list("id", flat=True)
    return numbers.first() or 0


def position_before(moment: datetime) -> Position:
    """Give the position of the last fact whose transaction was settled before any written since a moment."""
    first = Entry.objects.filter(at__gte=moment).order_by("xid", "id").values_list("xid", flat=True).first()
    rows = Entry.objects.all() if first is None else Entry.objects.filter(xid__lt=first)
    last = rows.order_by("-xid", "-id").values_list("xid", "id").first()
    return Position(*last) if last else START


def superseded(before: datetime, heard: Position, limit: int) -> list[int]:
    """Give some facts older than a moment, heard by all, that a later one makes useless."""
    later = Entry.objects.filter(
        name=OuterRef("name"),
        subject=OuterRef("subject"),
        subject_id=OuterRef("subject_id"),
        id__gt=OuterRef("id"),
        xid__lt=OldestRunningXid(),
    )
    old = Entry.objects.filter(name__in=sorted(SUPERSEDED), at__lt=before, xid__lte=heard.xid)
    return list(old.filter(Exists(later)).order_by("pk").values_list("pk", flat=True)[:limit])


def public_after(position: Position, limit: int = 1000) -> tuple[list[dict[str, Any]], Position]:
    """Give the next facts that are told outside, in their public shape, and the position reached."""
    told = after(position, limit)
    shapes = [shape for one in told if (shape := public_shape(one)) is not None]
    return shapes, told[-1].position if told else position


def waiting(position: Position) -> int:
    """Count the facts written after a position, settled or not."""
    later = Q(xid__gt=position.xid) | Q(xid=position.xid, id__gt=position.id)
    return Entry.objects.filter(later).count()


def _settled() -> QuerySet[Entry]:
    return Entry.objects.filter(xid__lt=OldestRunningXid()).fetch_mode(FETCH_RAISE)


def told_of(row: Entry) -> Told:
    """Tell a fact as it is read back."""
    return Told(
        position=Position(row.xid, row.id),
        at=row.at,
        fact=Fact(
            name=row.name,
            subject=row.subject,
            subject_id=row.subject_id,
            person_id=row.person_id,
            member_id=row.member_id,
            details=row.details,
        ),
    )
