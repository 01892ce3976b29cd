"""Which day it is."""

from datetime import date

from django.utils import timezone


def today() -> date:
    """Give the day it is where the network is; cheap enough to be asked at every call."""
    return timezone.localdate(timezone=timezone.get_default_timezone())
