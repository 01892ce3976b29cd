"""Marking what somebody was told as read, or not."""

from datetime import datetime

from django.db import transaction
from django.utils import timezone

from sitra.accounts.models import Person
from sitra.kit.errors import Unknown
from sitra.notices.models import Notice


@transaction.atomic
def mark(number: int, *, by: Person, read: bool) -> None:
    """Mark one notice as read, or as unread again; raises `Unknown` for another's."""
    rows = Notice.objects.of(by).filter(pk=number)
    if not rows.exists():
        message = f"Aucune de vos notifications ne porte le numéro {number}."
        raise Unknown(message)
    rows.filter(read_at__isnull=read).update(read_at=timezone.now() if read else None)


@transaction.atomic
def mark_all(*, by: Person) -> tuple[datetime, int]:
    """Mark all that somebody has not read; answers when, by which it can be undone, and how many."""
    now = timezone.now()
    return now, Notice.objects.of(by).unread().update(read_at=now)


@transaction.atomic
def undo(moment: datetime, *, by: Person) -> int:
    """Make unread again what was marked at once at a moment; answers how many."""
    return Notice.objects.of(by).filter(read_at=moment).update(read_at=None)
