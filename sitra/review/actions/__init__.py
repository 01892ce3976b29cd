"""Verbs of review: each is one transaction and one fact."""

from sitra.review.actions.amending import confirm, follow_source, restore_revision
from sitra.review.actions.deciding import Undone, later, settle_as_one, settle_as_two, undo
from sitra.review.actions.looking import look_at_all, look_at_waiting, note
from sitra.review.actions.partnering import (
    associate,
    dissociate,
    drop_notes,
    erase_texts,
    keep_notes,
    note_all,
    tag,
    untag,
    write_texts,
)

__all__ = (
    "Undone",
    "associate",
    "confirm",
    "dissociate",
    "drop_notes",
    "erase_texts",
    "follow_source",
    "keep_notes",
    "later",
    "look_at_all",
    "look_at_waiting",
    "note",
    "note_all",
    "restore_revision",
    "settle_as_one",
    "settle_as_two",
    "tag",
    "undo",
    "untag",
    "write_texts",
)
