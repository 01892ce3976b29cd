"""Reads of review, each named after its reader."""

from sitra.review.queries.comparing import Comparison, Record, comparison
from sitra.review.queries.correcting import Correcting, correcting_page, rights_page
from sitra.review.queries.permitting import entered, living, permission
from sitra.review.queries.proposals import (
    PAGE as PROPOSALS_PAGE,
    Box,
    Inbox,
    Page,
    Proposed,
    count_waiting,
    inbox,
    item_values,
    outcome_label,
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
    "PROPOSALS_PAGE",
    "Asked",
    "Box",
    "Comparison",
    "Correcting",
    "Decision",
    "Inbox",
    "Page",
    "Proposed",
    "Queue",
    "Queued",
    "Record",
    "comparison",
    "correcting_page",
    "count_waiting",
    "cursor",
    "decided",
    "entered",
    "inbox",
    "item_values",
    "living",
    "open_count",
    "outcome_label",
    "permission",
    "proposal_page",
    "queue",
    "rights_page",
    "typed_over",
    "undoable",
)
