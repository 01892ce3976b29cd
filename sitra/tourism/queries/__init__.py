"""Reads of records, each named after its reader."""

from sitra.tourism.queries.answering import Past, answering, as_of, heirs
from sitra.tourism.queries.following import differences, standing
from sitra.tourism.queries.judging import faults, problems
from sitra.tourism.queries.linking import ends_of, merged_into, other_ends
from sitra.tourism.queries.marking import Marks, linked, marks
from sitra.tourism.queries.naming import identified, tagged
from sitra.tourism.queries.records import (
    HISTORY_PAGE,
    RecordPage,
    Whole,
    count_communes,
    count_living,
    named,
    numbers_after,
    published_of,
    record_page,
    wholes,
)
from sitra.tourism.queries.serving import (
    count_owned,
    count_published,
    internal_tags,
    names_for,
    notes,
    numbered,
    owned,
    owned_after,
    structures,
    teams,
)

__all__ = (
    "HISTORY_PAGE",
    "Marks",
    "Past",
    "RecordPage",
    "Whole",
    "answering",
    "as_of",
    "count_communes",
    "count_living",
    "count_owned",
    "count_published",
    "differences",
    "ends_of",
    "faults",
    "heirs",
    "identified",
    "internal_tags",
    "linked",
    "marks",
    "merged_into",
    "named",
    "names_for",
    "notes",
    "numbered",
    "numbers_after",
    "other_ends",
    "owned",
    "owned_after",
    "problems",
    "published_of",
    "record_page",
    "standing",
    "structures",
    "tagged",
    "teams",
    "wholes",
)
