"""Bringing outside sources into the network: said first, then done; by hand, or by themselves."""

from sitra.intake.actions.asking import ask_apply, ask_plan, carry_out, defer, resume
from sitra.intake.actions.batches import Progress
from sitra.intake.actions.depositing import LARGEST, deposit, forget, withdraw
from sitra.intake.actions.harvesting import harvest, run_due
from sitra.intake.actions.mapping import draw_up, settle
from sitra.intake.actions.origins import Wanted
from sitra.intake.actions.planning import (
    add_harvest,
    amend_harvest,
    pause_harvest,
    remove_harvest,
    resume_harvest,
    run_now,
)
from sitra.intake.actions.previewing import preview
from sitra.intake.actions.running import Choices, apply, plan

__all__ = (
    "LARGEST",
    "Choices",
    "Progress",
    "Wanted",
    "add_harvest",
    "amend_harvest",
    "apply",
    "ask_apply",
    "ask_plan",
    "carry_out",
    "defer",
    "deposit",
    "draw_up",
    "forget",
    "harvest",
    "pause_harvest",
    "plan",
    "preview",
    "remove_harvest",
    "resume",
    "resume_harvest",
    "run_due",
    "run_now",
    "settle",
    "withdraw",
)
