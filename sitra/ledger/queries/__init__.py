"""Reads of the ledger: in commit order for who follows it, the last first for who reads it."""

from sitra.ledger.queries.following import (
    after,
    head,
    last_details,
    latest,
    position_before,
    public_after,
    superseded,
    waiting,
)
from sitra.ledger.queries.journal import ACTS, Acts, Asked, acts, caused_by, counted_by, names

__all__ = (
    "ACTS",
    "Acts",
    "Asked",
    "acts",
    "after",
    "caused_by",
    "counted_by",
    "head",
    "last_details",
    "latest",
    "names",
    "position_before",
    "public_after",
    "superseded",
    "waiting",
)
