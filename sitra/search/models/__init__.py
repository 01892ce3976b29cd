"""The files of the read model: generations of an index, columns and a store, one of them current.

Beside them stand the tables of what people keep of their searches.
"""

from sitra.search.models.generation import CARD, DEFLATED, Generation, Page, kept_ready, make
from sitra.search.models.kept import Kept, Layout
from sitra.search.models.node import copy, current, enthrone, fresh, full_disk_named, root
from sitra.search.models.ready import Strip
from sitra.search.models.wholes import Weft

__all__ = (
    "CARD",
    "DEFLATED",
    "Generation",
    "Kept",
    "Layout",
    "Page",
    "Strip",
    "Weft",
    "copy",
    "current",
    "enthrone",
    "fresh",
    "full_disk_named",
    "kept_ready",
    "make",
    "root",
)
