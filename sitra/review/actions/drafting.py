"""Who is writing a record right now: a lock that tells, expires by itself, and keeps nobody out."""

from datetime import datetime, timedelta

from django.db import transaction
from django.utils import timezone

from sitra.accounts.models import Person
from sitra.review.models import Pen

LIFE = timedelta(minutes=15)
"""How long somebody who opened a form is taken to be writing."""


@transaction.atomic
def begin(number: int, *, by: Person) -> tuple[str, datetime] | None:
    """Say that somebody writes a record; where another one does already, answer who and since when."""
    now = timezone.now()
    held = (
        Pen.objects.select_related("person").select_for_update(of=("self",)).filter(object_id=number).first()
    )
    if held is not None and held.person_id != by.pk and held.until > now:
        return held.person.full_name, held.since
    since = held.since if held is not None and held.person_id == by.pk and held.until > now else now
    Pen.objects.update_or_create(
        object_id=number, defaults={"person": by, "since": since, "until": now + LIFE}
    )
    return None


def end(number: int, *, by: Person) -> None:
    """Say that somebody has done with a record."""
    Pen.objects.filter(object_id=number, person=by).delete()
