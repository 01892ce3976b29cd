"""Verbs of members: each is one transaction and one fact."""

from sitra.members.actions.asking import (
    Applicant,
    ask_account,
    forget_unsettled,
    grant_account,
    refuse_account,
)
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
from sitra.members.actions.inviting import (
    Newcomer,
    Offer,
    accept,
    invite,
    invite_again,
    withdraw_invitation,
)
from sitra.members.actions.seating import change_duties, seat, seat_again, unseat

__all__ = (
    "Applicant",
    "Contacts",
    "Newcomer",
    "Offer",
    "Outline",
    "accept",
    "admit",
    "ask_account",
    "change",
    "change_duties",
    "forget_unsettled",
    "grant_account",
    "invite",
    "invite_again",
    "leave",
    "name_entities",
    "redraw",
    "refuse_account",
    "seat",
    "seat_again",
    "sign_charter",
    "sponsor",
    "unseat",
    "withdraw_invitation",
)
