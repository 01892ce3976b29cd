"""Verbs of notices: telling, marking, writing mails, looking at records."""

from sitra.notices.actions.looking import look_at, look_at_all, tell_of_days
from sitra.notices.actions.marking import mark, mark_all, undo
from sitra.notices.actions.posting import post_waiting
from sitra.notices.actions.telling import absorb, forget, position, tell

__all__ = (
    "absorb",
    "forget",
    "look_at",
    "look_at_all",
    "mark",
    "mark_all",
    "position",
    "post_waiting",
    "tell",
    "tell_of_days",
    "undo",
)
