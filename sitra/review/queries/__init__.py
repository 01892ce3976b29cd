"""Reads of review, each named after its reader."""

from sitra.review.queries.comparing import Comparison, Record, comparison
from sitra.review.queries.proposals import (
    Box,
    Inbox,
    Page,
    count_waiting,
    inbox,
    item_values,
    proposal_page,
    typed_over,
)
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
    "Box",
    "Comparison",
    "Decision",
    "Inbox",
    "Page",
    "Queue",
    "Queued",
    "Record",
    "comparison",
    "count_waiting",
    "cursor",
    "decided",
    "inbox",
    "item_values",
    "open_count",
    "proposal_page",
    "queue",
    "typed_over",
    "undoable",
)
