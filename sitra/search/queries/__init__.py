"""Reads of the read model, each named after its reader."""

from sitra.search.events import ReadModelFull, ReadModelUnavailable
from sitra.search.queries.calendar import Diary, Interval, by_day, by_opening, interval, open_in
from sitra.search.queries.cutting import Cut, Tailor, cut
from sitra.search.queries.finding import Found, found, missing, prepare, total
from sitra.search.queries.questions import count, facets, living_communes, opened_to
from sitra.search.queries.shelves import KeptLine, dossier, dropped, holding, kept_one, layout, picked, shelf
from sitra.search.queries.showing import (
    MOST_POINTS,
    Figures,
    Page,
    Status,
    cards,
    deflated,
    figures,
    listed,
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
    "KeptLine",
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
    "count",
    "cut",
    "deflated",
    "dossier",
    "dropped",
    "facets",
    "figures",
    "found",
    "holding",
    "interval",
    "kept_one",
    "layout",
    "listed",
    "living_communes",
    "missing",
    "offered",
    "open_in",
    "opened_to",
    "perimeters",
    "picked",
    "points",
    "prepare",
    "rendered",
    "renditions",
    "shelf",
    "status",
    "total",
    "users_of",
    "wholes",
)
