"""Verbs of review: each is one transaction and one fact."""

from sitra.review.actions.amending import confirm, follow_source, restore_revision
from sitra.review.actions.deciding import Undone, later, settle_as_one, settle_as_two, undo
from sitra.review.actions.handing_over import hand_over
from sitra.review.actions.looking import look_at_all, look_at_waiting, note

__all__ = (
    "Undone",
    "confirm",
    "follow_source",
    "hand_over",
    "later",
    "look_at_all",
    "look_at_waiting",
    "note",
    "restore_revision",
    "settle_as_one",
    "settle_as_two",
    "undo",
)
