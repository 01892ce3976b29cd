"""When a record is open, from its document alone: days, hours, next dates."""

from sitra.tourism.rules.opening.agenda import horizon, opening_dates, upcoming
from sitra.tourism.rules.opening.dated import Opening, days
from sitra.tourism.rules.opening.feasts import CALENDARS, FEASTS, calendar_of, falls_on
from sitra.tourism.rules.opening.remarks import Flaw, Remark
from sitra.tourism.rules.opening.slots import Slot
from sitra.tourism.rules.opening.spans import Days
from sitra.tourism.rules.opening.timed import Hours, hours, open_at
from sitra.tourism.rules.opening.window import LONGEST

__all__ = [
    "CALENDARS",
    "FEASTS",
    "LONGEST",
    "Days",
    "Flaw",
    "Hours",
    "Opening",
    "Remark",
    "Slot",
    "calendar_of",
    "days",
    "falls_on",
    "horizon",
    "hours",
    "open_at",
    "opening_dates",
    "upcoming",
]
