"""Verbs of diffusion: projects, what they ask, and the tokens they are given."""

from sitra.delivery.actions.counting import flush, note
from sitra.delivery.actions.granting import (
    Given,
    consent,
    forget_expired,
    lend,
    promise,
    redeem,
    renew,
    withdraw,
)
from sitra.delivery.actions.projects import entrust, open_project

__all__ = (
    "Given",
    "consent",
    "entrust",
    "flush",
    "forget_expired",
    "lend",
    "note",
    "open_project",
    "promise",
    "redeem",
    "renew",
    "withdraw",
)
