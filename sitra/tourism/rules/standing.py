"""How a record stands, for who follows it from outside."""

from typing import NamedTuple

from sitra.tourism.events import State


class Standing(NamedTuple):
    """Kind, state and last revision of a record, whatever its state; `heir` is the one it was merged into."""

    kind: str
    state: State
    revision: int
    heir: int | None
