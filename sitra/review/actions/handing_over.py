"""Handing over the records of members that left, to those they named."""

from django.db import transaction

from sitra.members import queries as members
from sitra.members.models import Member
from sitra.tourism import actions as tourism, queries as records
from sitra.tourism.actions import Author

BATCH = 500
"""Records that change hands in one transaction."""


def hand_over() -> int:
    """Hand over all that leavers still own; answers how many records changed hands.

    Each batch is a transaction of its own: a run that was cut goes on where it stopped.
    """
    return sum(_hand_over(leaver, heir) for leaver, heir in sorted(members.leavers().items()))


def _hand_over(leaver: int, heir: int) -> int:
    given, last = 0, 0
    while numbers := records.owned_after(leaver, last, BATCH):
        with transaction.atomic():
            by = Author(member=Member.objects.get(pk=leaver), words="Départ du membre")
            given += tourism.transfer(numbers, heir, by=by)
        last = numbers[-1]
    return given
