"""A proposal as values: what differs between what its author read and what they ask for, and its effect."""

from collections.abc import Iterable, Iterator, Mapping
from copy import deepcopy
from dataclasses import dataclass, field
from datetime import date, timedelta
from typing import Any

from sitra.catalog.rules.kinds import Kind
from sitra.catalog.rules.tree import tree
from sitra.review.events import Answer, Verdict
from sitra.review.rules.units import Document, Unit, units, write

REMINDED_AFTER, ESCALATED_AFTER = 5, 10
"""Working days after which those who decide are reminded, and the animator is told."""
_WEEK = 5


@dataclass(frozen=True, slots=True)
class Value:
    """The keys of a block that a proposal changes: what its author read there, what they ask for."""

    place: tuple[str, ...]
    keys: tuple[str, ...]
    before: Mapping[str, Any] = field(default_factory=dict)
    after: Mapping[str, Any] = field(default_factory=dict)

    @property
    def path(self) -> str:
        """Its name in a form: `presentation.descriptifCourt.libelleFr`."""
        return ".".join((*self.place, self.keys[0]))


def values(before: Document, after: Document, kind: Kind) -> list[Value]:
    """Give every value that differs between two documents, what we compute ourselves left out."""
    return [
        Value(unit.place, unit.keys, unit.one, unit.other)
        for unit in units(before, after, tree(kind))
        if not unit.same and not unit.computed
    ]


def said_now(document: Document, value: Value) -> dict[str, Any]:
    """Give what a document says today where a proposal changes it."""
    block: Any = document
    for step in value.place:
        block = block.get(step) if isinstance(block, Mapping) else None
    if not isinstance(block, Mapping):
        return {}
    return {key: block[key] for key in value.keys if key in block}


def conflicts(document: Document, value: Value) -> bool:
    """Say whether somebody wrote something else there since the author of the proposal read it."""
    return said_now(document, value) not in (value.before, value.after)


def applied(document: Document, taken: Iterable[tuple[Value, Mapping[str, Any]]]) -> dict[str, Any]:
    """Write values into a document."""
    result = deepcopy(dict(document))
    for value, given in taken:
        write(result, value.place, value.keys, given)
    return result


def choice(value: Value, document: Document, kind: Kind) -> Unit:
    """Give a value as a choice between what is said today and what is proposed."""
    node = tree(kind)
    for step in value.place:
        below = node.children.get(step)
        if below is None:
            break
        node = below
    own = node.children.get(value.keys[0])
    language = "" if own is not None or node.field is None else value.keys[0]
    return Unit(
        value.place,
        value.keys,
        own or (node if language else None),
        said_now(document, value),
        value.after,
        language,
    )


def outcome(answers: Iterable[Answer]) -> Verdict:
    """Say what becomes of a proposal from the answers about its values."""
    given = set(answers)
    if given <= {Answer.REFUSED}:
        return Verdict.REFUSED
    return Verdict.ACCEPTED if given == {Answer.ACCEPTED} else Verdict.PARTLY


def working_days(since: date, until: date, holidays: frozenset[date] = frozenset()) -> int:
    """Count the working days from the day after one to another."""
    return sum(day.weekday() < _WEEK and day not in holidays for day in _days(since, until))


def _days(since: date, until: date) -> Iterator[date]:
    day = since
    while day < until:
        day += timedelta(days=1)
        yield day
