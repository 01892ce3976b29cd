"""How far a person reaches into the network."""

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Reach:
    """The members in which a person may consult, and those in which they may write."""

    consults: frozenset[int] = frozenset()
    writes: frozenset[int] = frozenset()
