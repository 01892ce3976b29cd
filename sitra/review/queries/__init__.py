"""Reads of review, each named after its reader."""

from sitra.review.queries.comparing import Comparison, Record, comparison
from sitra.review.queries.permitting import living, permission
from sitra.review.queries.queue import (
    PAGE,
    Asked,
    Decision,
    Queue,
    Queued,
    cursor,
    decided,
    open_count,
    queue,
    undoable,
)

__all__ = (
    "PAGE",
    "Asked",
    "Comparison",
    "Decision",
    "Queue",
    "Queued",
    "Record",
    "comparison",
    "cursor",
    "decided",
    "living",
    "open_count",
    "permission",
    "queue",
    "undoable",
)
