"""How calls are counted and bounded, without clock or table: both are given."""

import re
from collections import Counter
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from datetime import date
from functools import lru_cache
from threading import Lock
from typing import NamedTuple

from sitra.kit.errors import TradeError

MOST_FIELDS = 200
"""Different fields that are told apart for a service in a day; those beyond are counted together."""
BEYOND = "…"
_FIELD = re.compile(r"@?[A-Za-z][A-Za-z0-9_.]{0,119}", re.ASCII)
"""What can be the name of a field; anything else is counted under `BEYOND`."""


@lru_cache(maxsize=1024)
def _counted(name: str) -> str:
    """Give the name under which a field is counted."""
    return name if _FIELD.fullmatch(name) else BEYOND


class Exceeded(TradeError):
    """A project asks faster than it may; `wait` is in whole seconds."""

    def __init__(self, message: str, standing: "Standing") -> None:
        super().__init__(message)
        self.standing = standing


class Standing(NamedTuple):
    """Calls a minute a project may make, those left at this moment, seconds until the next is allowed."""

    limit: int
    left: int
    wait: int


@dataclass(slots=True)
class Bucket:
    """Calls that a project may still make: full at first, filled again at an even pace."""

    left: float
    seen: float


class Allowance:
    """One bucket a project; `now` is any clock that only goes forward, in seconds."""

    def __init__(self) -> None:
        self._buckets: dict[int, Bucket] = {}
        self._lock = Lock()

    def take(self, project: int, limit: int, now: float) -> Standing:
        """Take one call out of the bucket of a project; refuse with `Exceeded` when it is empty.

        `limit` is in calls a minute, and is also how many may come at once.
        """
        with self._lock:
            bucket = self._buckets.setdefault(project, Bucket(limit, now))
            bucket.left = min(limit, bucket.left + (now - bucket.seen) * limit / 60)
            bucket.seen = now
            if bucket.left < 1:
                wait = max(1, round((1 - bucket.left) * 60 / limit))
                message = (
                    f"Ce projet fait plus de {limit} appels par minute : "
                    f"attendez {wait} seconde{'s' if wait > 1 else ''}, puis espacez vos appels."
                )
                raise Exceeded(message, Standing(limit, 0, wait))
            bucket.left -= 1
            return Standing(limit, int(bucket.left), 0)


class Key(NamedTuple):
    """Of what a count is kept."""

    project: int
    service: str
    day: date


@dataclass(slots=True)
class Count:
    """Calls, those refused, records read, and how often each field was asked for."""

    calls: int = 0
    refused: int = 0
    records: int = 0
    fields: Counter[str] = field(default_factory=Counter)

    def add(self, other: "Count") -> None:
        """Add another count to this one."""
        self.calls += other.calls
        self.refused += other.refused
        self.records += other.records
        if other.fields:
            self.fields = Counter(merged(self.fields, other.fields))


def merged(known: Mapping[str, int], more: Mapping[str, int]) -> dict[str, int]:
    """Add counts of fields; at most `MOST_FIELDS` are told apart."""
    total = dict(known)
    for name, times in more.items():
        kept = name if name in total or len(total) < MOST_FIELDS else BEYOND
        total[kept] = total.get(kept, 0) + times
    return total


class Tally:
    """Counts in memory, from all threads, until they are taken away to be written."""

    def __init__(self) -> None:
        self._counts: dict[Key, Count] = {}
        self._lock = Lock()

    def note(self, key: Key, *, records: int, fields: Iterable[str], refused: bool) -> None:
        """Count one call."""
        with self._lock:
            count = self._counts.get(key)
            if count is None:
                count = self._counts[key] = Count()
            count.calls += 1
            count.refused += refused
            count.records += records
            known = count.fields
            for name in dict.fromkeys(map(_counted, fields)):
                kept = name if name in known or len(known) < MOST_FIELDS else BEYOND
                known[kept] += 1

    def drain(self) -> dict[Key, Count]:
        """Take away all that was counted."""
        with self._lock:
            counted, self._counts = self._counts, {}
        return counted

    def put_back(self, counted: Mapping[Key, Count]) -> None:
        """Add counts, such as those that could not be written."""
        with self._lock:
            for key, count in counted.items():
                self._counts.setdefault(key, Count()).add(count)
