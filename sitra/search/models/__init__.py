"""The files of the read model: generations of an index, columns and a store, one of them current."""

from sitra.search.models.generation import CARD, WHOLE, Generation, make
from sitra.search.models.node import current, enthrone, fresh, full_disk_named, root

__all__ = ("CARD", "WHOLE", "Generation", "current", "enthrone", "fresh", "full_disk_named", "make", "root")
