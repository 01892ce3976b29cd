"""From what is asked to the numbers of a page, and where the next one begins."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from secrets import token_hex
from typing import Final

from django.utils.translation import gettext

from sitra.delivery import queries as delivery
from sitra.delivery.policy import OpenProject
from sitra.delivery.queries import giving
from sitra.doors.api import opening, problems
from sitra.doors.api.asked import Search
from sitra.doors.api.problems import Refused
from sitra.formats.rules.v1 import cursors
from sitra.formats.rules.v1.cursors import Cursor, Misplaced
from sitra.kit.days import today
from sitra.search import queries as search
from sitra.search.rules import asking, ordering, schema
from sitra.search.rules.around import Box, Circle
from sitra.search.rules.conditions import Condition
from sitra.search.rules.ordering import Order
from sitra.vocabulary import queries as vocabulary

USUAL_RADIUS = 10_000
_ORDERS: Final[Mapping[str, str]] = {
    "id": ordering.NUMBER, "name": ordering.NAME, "changed": ordering.CHANGE, "relevance": ordering.RELEVANCE,
    "distance": ordering.DISTANCE, "random": ordering.CHANCE, "opening": ordering.OPENING,
}  # fmt: skip
_OF_PAGES = frozenset({"cursor", "limit", "paths", "languages", "facets"})
"""What may differ from a page to the next."""
_KEYED = frozenset({ordering.NUMBER, ordering.CHANGE})
"""Orders in which a page begins after a record, whatever comes and goes before it."""


@dataclass(frozen=True, slots=True)
class Page:
    """Numbers of a page, how many there are in all, and where the next page begins."""

    total: int
    numbers: list[int]
    cursor: str | None


class Question:
    """A question of a project: its parts by name, and its order."""

    def __init__(self, asked: Search, project: OpenProject) -> None:
        _demand_sense(asked)
        self._asked, self._project = asked, project
        self._digest = cursors.digest([one for one in asked if one[0] not in _OF_PAGES])
        self.cursor = read_cursor(asked.cursor, self._digest)
        self.parts = {name: asking.all_of(found) for name, found in self._conditions() if found}
        if asked.open:
            self.parts["now"] = opening.now(self.whole(), project)

    def whole(self, but: str | None = None) -> Condition:
        """Give all that is asked of the index, without one of its parts."""
        return asking.all_of(part for name, part in self.parts.items() if name != but)

    def page(self) -> Page:
        """Find the page that is asked for."""
        by, ascending = self._order()
        if by == ordering.OPENING:
            days = search.interval(self._asked.open_from or today(), self._asked.open_to)
            skipped, limit = self.cursor.skipped, self._asked.limit
            return self._counted(search.by_opening(self.whole(), days, first=skipped, count=limit))
        seed = self.cursor.seed or self._asked.seed or token_hex(6) if by == ordering.CHANCE else ""
        order = Order(by, ascending, self._circle(), seed)
        return self._after(order) if by in _KEYED else self._skipping(order)

    def _skipping(self, order: Order) -> Page:
        found = search.found(self.whole(), first=self.cursor.skipped, count=self._asked.limit, order=order)
        return self._counted(found, order.seed)

    def _counted(self, found: search.Found, seed: str = "") -> Page:
        end = self.cursor.skipped + len(found.numbers)
        more = bool(found.numbers) and end < found.total
        following = cursors.written(Cursor(end, seed=seed), self._digest) if more else None
        return Page(found.total, found.numbers, following)

    def _after(self, order: Order) -> Page:
        """Find a page that begins after a record: what changes before it moves nothing."""
        whole, limit = self.whole(), self._asked.limit
        beyond = self._beyond(order)
        rest = asking.all_of([whole, beyond]) if beyond else whole
        found = search.found(rest, first=0, count=limit, order=order)
        total = search.total(whole) if beyond else found.total
        following = None
        if found.numbers and found.total > len(found.numbers):
            last = found.numbers[-1]
            after = search.changed(last) if order.by == ordering.CHANGE else None
            following = cursors.written(Cursor(after=after, number=last), self._digest)
        return Page(total, found.numbers, following)

    def _beyond(self, order: Order) -> Condition | None:
        """Keep what comes after the record where the page before ended."""
        number, after = self.cursor.number, self.cursor.after
        if number is None:
            return None
        numbered = _further("number", number, order)
        if order.by == ordering.NUMBER or after is None:
            return numbered
        same = asking.all_of([asking.between("changed", after, after), numbered])
        return asking.any_of([_further("changed", after, order), same])

    def _order(self) -> tuple[str, bool]:
        asked = self._asked
        usual = "relevance" if asked.q.strip() else "distance" if asked.near else "id"
        word = asked.order or usual
        return _ORDERS[word.removeprefix("-")], not word.startswith("-")

    def _circle(self) -> Circle | None:
        asked = self._asked
        return Circle(asked.near[0], asked.near[1], asked.radius or USUAL_RADIUS) if asked.near else None

    def _conditions(self) -> Iterator[tuple[str, list[Condition]]]:
        """Give the parts whose values are counted under the name of their field, and all others."""
        asked, shown = self._asked, delivery.opened_to(self._project)
        yield "", [shown, *self._beside(shown)]
        if asked.kind:
            yield "kind", [asking.one_of("kind", [kind.value for kind in asked.kind])]
        if asked.commune:
            yield "commune", [asking.one_of("commune", search.living_communes(asked.commune))]
        if asked.terms:
            below = vocabulary.atlas().with_below
            yield "terms", [asking.one_of("terms", below(term)) for term in dict.fromkeys(asked.terms)]

    def _beside(self, shown: Condition) -> Iterator[Condition]:
        """Give the conditions whose values are not counted."""
        asked = self._asked
        if asked.q.strip():
            yield asking.words(asked.q, asking.NAME_DESCRIPTION_CRITERIA, shown)
        if asked.territory:
            yield giving.in_territories(asked.territory)
        if circle := self._circle():
            yield asking.around(circle)
        if asked.bbox:
            yield asking.inside(Box(*asked.bbox))
        if asked.open_on:
            yield search.open_in(search.interval(asked.open_on, asked.open_on))
        if asked.open_from or asked.open_to:
            yield search.open_in(search.interval(asked.open_from, asked.open_to))
        if asked.changed_since:
            yield asking.between("changed", schema.milliseconds(asked.changed_since), None)


def _further(field: str, value: int, order: Order) -> Condition:
    """Keep what has more than a value or, in a descending order, less."""
    bounds = (value + 1, None) if order.ascending else (None, value - 1)
    return asking.between(field, *bounds)


def read_cursor(word: str | None, digest: str) -> Cursor:
    """Read where a page begins; without a word, at the start."""
    if word is None:
        return Cursor()
    try:
        return cursors.read(word, digest)
    except Misplaced as error:
        detail = gettext("Il est abîmé, ou vient d’une autre question.")
        raise Refused(problems.CURSOR, detail, faults=[problems.fault("cursor", detail)]) from error


def _demand_sense(asked: Search) -> None:
    """Refuse parts of a question that say nothing without another, or exclude each other."""
    if asked.radius and not asked.near:
        raise problems.of_parameter("radius", gettext("« radius » ne dit rien sans « near »."))
    if asked.order == "distance" and not asked.near:
        raise problems.of_parameter("order", gettext("L’ordre « distance » demande un centre dans « near »."))
    if asked.order == "relevance" and not asked.q.strip():
        raise problems.of_parameter("order", gettext("L’ordre « relevance » demande des mots dans « q »."))
    if asked.open_from and asked.open_to and asked.open_from > asked.open_to:
        raise problems.of_parameter("open_to", gettext("« open_to » est avant « open_from »."))
    if asked.bbox and asked.bbox[1] > asked.bbox[3]:
        raise problems.of_parameter("bbox", gettext("Le sud de « bbox » est au-dessus de son nord."))
