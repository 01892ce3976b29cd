"""Changing records: one verb, one transaction, one fact. Called by `review` and `intake` only."""

from sitra.tourism.actions.arrivals import Arrival, OutsideSource, Tally
from sitra.tourism.actions.confirming import confirm
from sitra.tourism.actions.expiring import expire
from sitra.tourism.actions.likeness import reconsider, tell_apart
from sitra.tourism.actions.locking import follow_source, lock_field, unlock_field
from sitra.tourism.actions.ownership import transfer
from sitra.tourism.actions.records import Author, change_state, create, revise
from sitra.tourism.actions.restoring import restore_field, restore_revision
from sitra.tourism.actions.settling import take_in
from sitra.tourism.actions.succession import merge, part, unmerge

__all__ = (
    "Arrival",
    "Author",
    "OutsideSource",
    "Tally",
    "change_state",
    "confirm",
    "create",
    "expire",
    "follow_source",
    "lock_field",
    "merge",
    "part",
    "reconsider",
    "restore_field",
    "restore_revision",
    "revise",
    "take_in",
    "tell_apart",
    "transfer",
    "unlock_field",
    "unmerge",
)
