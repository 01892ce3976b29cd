"""Criteria that do not go together, or not with a kind of record."""

from functools import cache

from sitra.catalog.rules.fields.kinds_of import only
from sitra.catalog.rules.kinds import Kind
from sitra.catalog.rules.validation.known import Forbids

APART: tuple[frozenset[int], ...] = (
    frozenset({3651, 3652, 3653}),  # wheelchair: not at all, with help, alone
    frozenset({3651, 3674}),  # not accessible, wholly accessible
    frozenset({3674, 3675}),  # wholly, partly accessible
    frozenset({3685, 3686}),  # from car park to run: downhill, not suited
    frozenset({3688, 3689}),  # from run to car park: downhill, not suited
)
"""Terms of which a record has one at most."""

ELSEWHERE: dict[int, frozenset[Kind]] = dict.fromkeys(
    (587, 588, 589, 590, 6669, 6503),  # difficulty of a trail, trail without obstacle
    only("HCO", "HLO", "HOT", "HPA", "RES", "PDT", "STR"),
)
"""Terms -> kinds of records that they say nothing of."""


def forbids(number: int) -> Forbids | None:
    """Give what a term excludes, or nothing."""
    return _table().get(number)


@cache
def _table() -> dict[int, Forbids]:
    numbers = {number for group in APART for number in group} | ELSEWHERE.keys()
    return {
        number: Forbids(
            kinds=ELSEWHERE.get(number, frozenset()),
            terms=frozenset().union(*(group for group in APART if number in group)) - {number},
        )
        for number in numbers
    }
