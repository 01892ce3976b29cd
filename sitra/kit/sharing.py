"""Objects that many records hold, and what is worked out of them once."""

from typing import Any


class Shared(dict[str, Any]):
    """An object that is written once and never changed: others hold it, and know it again by identity."""

    __slots__ = ()


class ByIdentity[T]:
    """What was worked out of shared objects; all is forgotten when there are too many."""

    def __init__(self, most: int) -> None:
        self._most = most
        self._held: dict[tuple[int, int], tuple[Shared, T]] = {}

    def __len__(self) -> int:
        return len(self._held)

    def get(self, shared: Shared, place: int = 0) -> T | None:
        """Give what is remembered of an object at a place."""
        # An object that is held keeps its identity for itself.
        found = self._held.get((id(shared), place))
        return found[1] if found else None

    def keep(self, shared: Shared, made: T, place: int = 0) -> T:
        """Remember what was worked out of an object at a place; gives it back."""
        if len(self._held) >= self._most:
            self._held.clear()
        self._held[id(shared), place] = shared, made
        return made
