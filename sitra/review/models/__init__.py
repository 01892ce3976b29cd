"""Tables of review."""

from sitra.review.models.pairs import Candidate, Candidates, Cursor, Waiting
from sitra.review.models.proposals import Draft, Item, Message, Proposal, Proposals

__all__ = (
    "Candidate",
    "Candidates",
    "Cursor",
    "Draft",
    "Item",
    "Message",
    "Proposal",
    "Proposals",
    "Waiting",
)
