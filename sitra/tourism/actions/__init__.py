"""Changing records: one verb, one transaction, one fact. Called by `review` and `intake` only."""

from sitra.tourism.actions.arrivals import Arrival, OutsideSource, Tally, take_in
from sitra.tourism.actions.records import Author, change_state, create, revise

__all__ = ("Arrival", "Author", "OutsideSource", "Tally", "change_state", "create", "revise", "take_in")
