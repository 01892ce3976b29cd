"""Tables of review."""

from sitra.review.models.drafts import Draft
from sitra.review.models.pairs import Candidate, Candidates, Cursor, Waiting
from sitra.review.models.proposals import Enclosure, Item, Message, Pen, Proposal, Proposals
from sitra.review.models.templates import Template, Templates
from sitra.review.models.texts import TextOrigin

__all__ = (
    "Candidate",
    "Candidates",
    "Cursor",
    "Draft",
    "Enclosure",
    "Item",
    "Message",
    "Pen",
    "Proposal",
    "Proposals",
    "Template",
    "Templates",
    "TextOrigin",
    "Waiting",
)
