"""Mails of what people were told, as soon as each wishes."""

from collections.abc import Sequence
from datetime import timedelta

from django.conf import settings
from django.db import transaction
from django.utils import timezone

from sitra.accounts import queries as accounts
from sitra.accounts.actions import post
from sitra.accounts.events import Pace, Subject
from sitra.accounts.models import Person
from sitra.notices import queries
from sitra.notices.models import Notice
from sitra.notices.rules import letters

GATHERED = timedelta(minutes=2)
"""How long notices are gathered before they are written about at once."""
MOST = 50
"""Notices that one mail tells of."""
BATCH = 500
"""People looked at together."""


def post_waiting(pace: Pace) -> int:
    """Write to everybody of what they want to know so soon; answers how many mails leave.

    What was read meanwhile, and what somebody never wants to know, is written about no more. Each person
    is a transaction: cut short, it goes on when asked again, and nobody gets anything twice.
    """
    waiting = Notice.objects.filter(to_post=True)
    if pace is Pace.AT_ONCE:
        waiting = waiting.filter(at__lt=timezone.now() - GATHERED)
    sent, last = 0, 0
    people = waiting.order_by("person_id").values_list("person_id", flat=True).distinct()
    while numbers := list(people.filter(person_id__gt=last)[:BATCH]):
        sent += sum(_post(number, pace) for number in numbers)
        last = numbers[-1]
    return sent


@transaction.atomic
def _post(number: int, pace: Pace) -> bool:
    person = Person.objects.filter(pk=number, is_active=True, erased_at=None).first()
    rows = Notice.objects.filter(person_id=number, to_post=True)
    if person is None:
        rows.update(to_post=False)
        return False
    wishes = accounts.wishes(person)
    never = [one.value for one, wish in wishes.items() if wish is Pace.NEVER]
    wanted = [one.value for one, wish in wishes.items() if wish is pace]
    rows.filter(subject__in=never).update(to_post=False)
    held = list(
        rows.filter(subject__in=wanted).select_for_update(skip_locked=True).values_list("pk", flat=True)
    )
    if not held:
        return False
    taken = Notice.objects.filter(pk__in=held)
    unread = list(taken.unread().order_by("at", "id").with_heads())
    taken.update(to_post=False)
    return _write(person, unread, pace)


def _write(person: Person, rows: Sequence[Notice], pace: Pace) -> bool:
    if not rows:
        return False
    told = queries.lines(person, rows[:MOST], person.language)
    lines = [letters.Line(one.subject, one.sentence, settings.ADDRESS + one.place) for one in told]
    page = f"{settings.ADDRESS}/notifications"
    subjects = sorted({Subject(row.subject) for row in rows})
    more = len(rows) - len(lines)
    post(person, subjects, *letters.letter(lines, pace, person.language, more=more, page=page))
    return True
