"""Forgetting what is kept of searches, when nobody can want it back."""

from datetime import timedelta

from django.db import transaction
from django.utils import timezone

from sitra.search.models import Kept, Layout

TAKEN_BACK_WITHIN = timedelta(days=30)


@transaction.atomic
def forget_kept() -> int:
    """Forget what was dropped thirty days ago, and what erased accounts had; answers how many."""
    Layout.objects.filter(person__erased_at__isnull=False).delete()
    own = Kept.objects.filter(member=None)
    gone = own.filter(person__erased_at__isnull=False).delete()[0] + own.filter(person=None).delete()[0]
    return gone + Kept.objects.filter(dropped_at__lt=timezone.now() - TAKEN_BACK_WITHIN).delete()[0]
