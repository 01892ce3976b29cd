"""Which day it is."""

import time
from datetime import date, datetime, timedelta
from typing import NamedTuple

from django.conf import settings
from django.utils import timezone


class _Span(NamedTuple):
    """A day somewhere, and when it begins and ends, in seconds since 1970."""

    zone: str
    begin: float
    end: float
    day: date


_last = [_Span("", 0.0, 0.0, date.min)]


def today() -> date:
    """Give the day it is where the network is; cheap enough to be asked at every call."""
    span = _last[0]
    if not (span.begin <= time.time() < span.end and span.zone == settings.TIME_ZONE):
        span = _last[0] = _span(timezone.localtime(timezone=timezone.get_default_timezone()))
    return span.day


def _span(now: datetime) -> _Span:
    begin = now.replace(hour=0, minute=0, second=0, microsecond=0, fold=0)
    end = (begin + timedelta(days=1)).timestamp()
    return _Span(settings.TIME_ZONE, min(begin.timestamp(), now.timestamp()), end, now.date())
