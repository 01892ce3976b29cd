"""A question of the trade, turned into a condition on records."""

from collections.abc import Callable, Iterable
from dataclasses import dataclass
from datetime import date

from sitra.access.rules.areas import Area
from sitra.search.rules.around import Box, Circle
from sitra.search.rules.conditions import (
    NOTHING,
    AllOf,
    AnyOf,
    Between,
    But,
    Condition,
    Everything,
    Inside,
    Numbered,
    OneOf,
    OpenBetween,
    Within,
    Words,
)
from sitra.search.rules.schema import AGENDA_KINDS
from sitra.tourism.events import State
from sitra.tourism.policy import Scope

NAME = ("name",)
NAME_DESCRIPTION = ("name", "text")
NAME_DESCRIPTION_CRITERIA = ("name", "text", "criteria")
EVERYWHERE = ("name", "text", "criteria", "place")


@dataclass(frozen=True, slots=True)
class Question:
    """What is looked for, by people: words, kinds, communes (INSEE codes), terms (numbers), and which page.

    A record has one of the kinds, is in one of the communes or within `radius` metres of the centre of one,
    and carries every term or one below it. It has one of the states (as v002 names them) and of the owners,
    is open on one of the days from `start` to `end`, was not changed since `unchanged_since`, stands in
    `box`, and is one of `numbers`, where these are asked.
    """

    words: str = ""
    kinds: tuple[str, ...] = ()
    communes: tuple[str, ...] = ()
    terms: tuple[int, ...] = ()
    radius: int = 0
    states: tuple[str, ...] = ()
    owners: tuple[int, ...] = ()
    start: date | None = None
    end: date | None = None
    unchanged_since: date | None = None
    due: bool = False
    """Whether a value of it is due to be confirmed."""
    box: Box | None = None
    numbers: tuple[int, ...] | None = None
    """Records picked by hand, in their order."""
    first: int = 0
    count: int = 20
    order: str = "PERTINENCE"


def within(scope: Scope, code: Callable[[int], str] = str) -> Condition:
    """Keep what a right opens; `code` turns our number of a commune into the code records are found by."""
    areas = [_area(area, code) for area in scope.areas]
    return areas[0] if len(areas) == 1 else any_of(areas)


def _area(area: Area, code: Callable[[int], str]) -> Condition:
    fields: dict[str, Iterable[str] | Iterable[int] | None] = {
        "state": None if area.states is None else {State(state).wire for state in area.states},
        "owner": area.owners,
        "commune": None if area.communes is None else set(filter(None, map(code, area.communes))),
        "kind": area.kinds,
    }
    kept = [one_of(field, values) for field, values in fields.items() if values is not None]
    if area.records is not None:
        kept.append(numbered(area.records))
    whole = kept[0] if len(kept) == 1 else all_of(kept)
    if not area.withheld:
        return whole
    parts = (all_of([one_of("kind", [kind]), one_of("owner", owners)]) for kind, owners in area.kept_back)
    return but(whole, any_of(parts))


def one_of(field: str, values: Iterable[str] | Iterable[int]) -> Condition:
    """Keep what has one of these values; no value keeps nothing."""
    return OneOf(field, frozenset(values))  # type: ignore[arg-type]


def numbered(numbers: Iterable[int]) -> Condition:
    """Keep the records of these numbers."""
    return Numbered(frozenset(numbers))


def all_of(conditions: Iterable[Condition]) -> Condition:
    """Keep what satisfies every condition; no condition keeps everything."""
    parts = tuple(conditions)
    return AllOf(parts) if parts else Everything()


def any_of(conditions: Iterable[Condition]) -> Condition:
    """Keep what satisfies one condition at least; no condition keeps nothing."""
    return AnyOf(tuple(conditions))


def but(condition: Condition, excluded: Condition) -> Condition:
    """Keep what satisfies a condition and not another."""
    return But(condition, excluded)


def between(field: str, least: int | None, most: int | None) -> Condition:
    """Keep what has a number between two bounds, both included."""
    return Between(field, least, most)


def around(circle: Circle) -> Condition:
    """Keep what stands in a circle."""
    return Within(circle)


def inside(box: Box) -> Condition:
    """Keep what stands in a box."""
    return Inside(box)


def agenda() -> Condition:
    """Keep the kinds that an agenda shows."""
    return one_of("kind", AGENDA_KINDS)


def open_between(start: date, end: date) -> Condition:
    """Keep what is open on at least one day; nothing when the days are reversed."""
    return OpenBetween(start.toordinal(), end.toordinal()) if start <= end else NOTHING


def words(text: str, fields: tuple[str, ...], among: Condition, language: str = "") -> Condition:
    """Ask for every word somewhere in these fields; everything when nothing is asked.

    A typing mistake is forgiven when no record of `among` holds the words as they are written.
    """
    return Words(text, fields, language, among=among) if text.strip() else Everything()
