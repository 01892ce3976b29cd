"""Changing places: the official code, the numbers of a network, outlines, amendments, territories."""

from sitra.places.actions.amending import amend, edition, undo
from sitra.places.actions.loading import SEED, draw, load, load_seed
from sitra.places.actions.numbering import number
from sitra.places.actions.territories import draw_territory

__all__ = ("SEED", "amend", "draw", "draw_territory", "edition", "load", "load_seed", "number", "undo")
