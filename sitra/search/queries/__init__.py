"""Reads of the read model, each named after its reader."""

from sitra.search.events import ReadModelFull, ReadModelUnavailable
from sitra.search.queries.calendar import Diary, Interval, by_day, by_opening, interval, open_in
from sitra.search.queries.cutting import Cut, Tailor, cut
from sitra.search.queries.finding import Found, found, missing, prepare, total
from sitra.search.queries.questions import facets, living_communes, opened_to
from sitra.search.queries.showing import (
    MOST_POINTS,
    Figures,
    Page,
    Status,
    cards,
    deflated,
    figures,
    offered,
    perimeters,
    points,
    rendered,
    renditions,
    status,
    users_of,
    wholes,
)
from sitra.search.rules.around import Box
from sitra.search.rules.asking import Question
from sitra.search.rules.cards import Card, Point

__all__ = (
    "MOST_POINTS",
    "Box",
    "Card",
    "Cut",
    "Diary",
    "Figures",
    "Found",
    "Interval",
    "Page",
    "Point",
    "Question",
    "ReadModelFull",
    "ReadModelUnavailable",
    "Status",
    "Tailor",
    "by_day",
    "by_opening",
    "cards",
    "cut",
    "deflated",
    "facets",
    "figures",
    "found",
    "interval",
    "living_communes",
    "missing",
    "offered",
    "open_in",
    "opened_to",
    "perimeters",
    "points",
    "prepare",
    "rendered",
    "renditions",
    "status",
    "total",
    "users_of",
    "wholes",
)
