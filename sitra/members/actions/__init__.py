"""Verbs of members: each is one transaction and one fact."""

from sitra.members.actions.belonging import (
    Contacts,
    Outline,
    admit,
    change,
    leave,
    name_entities,
    redraw,
    sign_charter,
    sponsor,
)
from sitra.members.actions.seating import seat, unseat

__all__ = (
    "Contacts",
    "Outline",
    "admit",
    "change",
    "leave",
    "name_entities",
    "redraw",
    "seat",
    "sign_charter",
    "sponsor",
    "unseat",
)
