"""The files of the read model: generations of an index, columns and a store, one of them current."""

from sitra.search.models.generation import CARD, DEFLATED, Generation, Page, make
from sitra.search.models.node import copy, current, enthrone, fresh, full_disk_named, root
from sitra.search.models.wholes import Weft

__all__ = (
    "CARD",
    "DEFLATED",
    "Generation",
    "Page",
    "Weft",
    "copy",
    "current",
    "enthrone",
    "fresh",
    "full_disk_named",
    "make",
    "root",
)
