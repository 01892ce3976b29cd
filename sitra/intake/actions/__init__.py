"""Bringing the files of outside sources into the network: said first, then done."""

from sitra.intake.actions.batches import Progress
from sitra.intake.actions.running import Choices, apply, plan

__all__ = ("Choices", "Progress", "apply", "plan")
