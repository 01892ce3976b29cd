"""What the columns know of one record."""

from collections.abc import Iterable, Mapping
from math import isnan, nan
from typing import Any, NamedTuple, Self

import orjson

from sitra.search.rules import alphabet

ONE = ("kind", "state", "owner", "commune")
"""Fields with one value a record."""

MANY = ("territories", "terms", "links")
"""Fields with any number of values a record."""

NO_MINUTES = -1


class Facts(NamedTuple):
    """A record as the columns keep it.

    `changed` is in milliseconds since 1970, `minutes` how long it takes, `lon` and `lat` in degrees, not a
    number where it has no point. `days` holds a bit a day of the horizon, the first the lowest. `name` is the
    key by which it is ordered.
    """

    number: int
    kind: str
    state: str
    owner: int
    commune: str
    territories: tuple[int, ...]
    terms: tuple[int, ...]
    links: tuple[int, ...]
    changed: int
    minutes: int
    lon: float
    lat: float
    days: int
    name: str

    @property
    def named(self) -> tuple[int, ...]:
        """Give its name as numbers that sort as it does, then its number."""
        return (*alphabet.packed(self.name), self.number)

    @property
    def located(self) -> bool:
        """Whether it has a point."""
        return not isnan(self.lon)

    def written(self) -> bytes:
        """Write it down; `read` gives it back."""
        point = (self.lon, self.lat) if self.located else (None, None)
        return orjson.dumps((*self[:10], *point, f"{self.days:x}", self.name))

    @classmethod
    def read(cls, written: bytes) -> Self:
        """Read what was written down."""
        *most, lon, lat, days, name = orjson.loads(written)
        number, kind, state, owner, commune, territories, terms, links, changed, minutes = most
        return cls(
            number, kind, state, owner, commune, tuple(territories), tuple(terms), tuple(links),
            changed, minutes, nan if lon is None else lon, nan if lat is None else lat, int(days, 16), name,
        )  # fmt: skip


def point(record: Mapping[str, Any]) -> tuple[float, float]:
    """Give where a record stands, in degrees; not numbers when nobody checked it."""
    located = record.get("localisation", {}).get("geolocalisation", {})
    coordinates = located.get("geoJson", {}).get("coordinates") or []
    if located.get("valide") and len(coordinates) > 1:
        return float(coordinates[0]), float(coordinates[1])
    return nan, nan


def duration(record: Mapping[str, Any]) -> int:
    """Give how long a record takes, in minutes: its session, else the day of its trail."""
    said = record.get("ouverture", {}).get("dureeSeance")
    if said is None:
        said = record.get("informationsEquipement", {}).get("itineraire", {}).get("dureeJournaliere")
    return said if isinstance(said, int) else NO_MINUTES


def values(facts: Iterable[Facts], field: str) -> list[Any]:
    """Give the values of a field, record by record."""
    rank = Facts._fields.index(field)
    return [one[rank] for one in facts]
