"""What was made of rows, remembered within bounds: a row never changes, so that it never grows old."""

from collections import OrderedDict
from collections.abc import Hashable, Sized
from threading import Lock


class Remembered[Value: Sized]:
    """Values by a group and a row; the groups that were not asked for longest are let go first.

    `most` bounds the sum of their sizes.
    """

    def __init__(self, most: int) -> None:
        self._most = most
        self._size = 0
        self._groups: OrderedDict[Hashable, dict[int | None, Value]] = OrderedDict()
        self._sizes: dict[Hashable, int] = {}
        self._lock = Lock()

    def get(self, group: Hashable, row: int | None) -> Value | None:
        """Give what is remembered of a row."""
        known = self._groups.get(group)
        return known.get(row) if known else None

    def keep(self, group: Hashable, row: int | None, value: Value) -> None:
        """Remember a value."""
        if row is None:
            return
        with self._lock:
            self._groups.setdefault(group, {})[row] = value
            self._groups.move_to_end(group)
            self._sizes[group] = self._sizes.get(group, 0) + len(value)
            self._size += len(value)
            while self._size > self._most:
                gone, _ = self._groups.popitem(last=False)
                self._size -= self._sizes.pop(gone)
