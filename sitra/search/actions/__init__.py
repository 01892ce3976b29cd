"""Writing the read model of this node."""

from sitra.search.actions import keeping
from sitra.search.actions.copying import copy
from sitra.search.actions.following import absorb, prepare
from sitra.search.actions.rebuilding import outdated, rebuild, unmade
from sitra.search.actions.writing import sole_writer

__all__ = ("absorb", "copy", "keeping", "outdated", "prepare", "rebuild", "sole_writer", "unmade")
