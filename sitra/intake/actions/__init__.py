"""Bringing the files of outside sources into the network: said first, then done."""

from sitra.intake.actions.asking import ask_apply, ask_plan, carry_out, defer, resume
from sitra.intake.actions.batches import Progress
from sitra.intake.actions.depositing import LARGEST, deposit, forget, withdraw
from sitra.intake.actions.mapping import draw_up, settle
from sitra.intake.actions.previewing import preview
from sitra.intake.actions.running import Choices, apply, plan

__all__ = (
    "LARGEST",
    "Choices",
    "Progress",
    "apply",
    "ask_apply",
    "ask_plan",
    "carry_out",
    "defer",
    "deposit",
    "draw_up",
    "forget",
    "plan",
    "preview",
    "resume",
    "settle",
    "withdraw",
)
