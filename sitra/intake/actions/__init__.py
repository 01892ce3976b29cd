"""Bringing outside sources into the network: said first, then done; by hand, or by themselves."""

from sitra.intake.actions.batches import Progress
from sitra.intake.actions.harvesting import harvest, run_due
from sitra.intake.actions.origins import Wanted
from sitra.intake.actions.planning import (
    add_harvest,
    amend_harvest,
    pause_harvest,
    remove_harvest,
    resume_harvest,
    run_now,
)
from sitra.intake.actions.running import Choices, apply, plan

__all__ = (
    "Choices",
    "Progress",
    "Wanted",
    "add_harvest",
    "amend_harvest",
    "apply",
    "harvest",
    "pause_harvest",
    "plan",
    "remove_harvest",
    "resume_harvest",
    "run_due",
    "run_now",
)
