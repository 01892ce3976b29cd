"""Records put in rows: for a page of the screen, or for a file of thousands."""

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from itertools import batched
from typing import Any

import orjson
from django.http import HttpRequest
from django.utils import timezone

from sitra.access.rules.mandate import Mandate
from sitra.doors.workplace.columns import COLUMNS, USUAL, Row, Value, known
from sitra.doors.workplace.forms import Criteria
from sitra.search import queries as searching
from sitra.search.actions import keeping
from sitra.search.queries import View
from sitra.tourism.queries import freshness

BATCH = 500
"""Records read at once: a file of any length takes the memory of these."""

_KEPT = "layout"
_VIEWS = {"cartes": View.CARDS, "tableau": View.TABLE}
_WORDS = {view: word for word, view in _VIEWS.items()}


@dataclass(frozen=True, slots=True)
class Layout:
    """How results are shown: `cartes` or `tableau`, and the columns of the table in their order."""

    view: str
    columns: tuple[str, ...]
    said: tuple[bool, bool] = (False, False)
    """Whether the address says the view, and the columns: then it goes on saying them."""

    @property
    def address(self) -> str:
        """What of it the addresses of the page go on saying, `&` first."""
        view, columns = self.said
        said = [f"vue={self.view}"] if view else []
        said += [f"colonnes={word}" for word in self.columns] if columns else []
        return "".join(f"&{one}" for one in said)


def layout(request: HttpRequest) -> Layout:
    """Read it off the address, else as somebody likes it; asked of the database once a session."""
    view = request.GET.get("vue", "")
    columns = known(request.GET.getlist("colonnes"))
    liked_view, liked_columns = _liked(request)
    said = view in _VIEWS and (view == "tableau" or view != liked_view)
    return Layout(
        view if view in _VIEWS else liked_view,
        columns or liked_columns,
        (said, bool(columns) and columns != liked_columns),
    )


def _liked(request: HttpRequest) -> tuple[str, tuple[str, ...]]:
    assert request.user.is_authenticated
    if _KEPT not in request.session:
        found = searching.layout(request.user)
        request.session[_KEPT] = [_WORDS[found[0]], list(found[1])] if found else ["cartes", []]
    view, columns = request.session[_KEPT]
    return view, known(columns) or USUAL


def arrange(request: HttpRequest, view: str, columns: Sequence[str]) -> None:
    """Remember how somebody likes results."""
    assert request.user.is_authenticated
    chosen = _VIEWS.get(view, View.CARDS)
    keeping.arrange(chosen, columns, by=request.user)
    request.session[_KEPT] = [_WORDS[chosen], list(columns)]


@dataclass(frozen=True, slots=True)
class Heading:
    """The head of a column, and how a click on it orders the results."""

    label: str
    sort: str = ""
    """`ascending`, `descending` or nothing: how the results are ordered by it."""
    order: str = ""
    """The order that a click asks for."""


def headings(columns: Iterable[str], criteria: Criteria, offered: Iterable[str]) -> list[Heading]:
    """Give the heads of columns; an order that makes no sense for the search is not offered."""
    possible = set(offered)
    return [_heading(word, criteria.order, possible) for word in columns]


def _heading(word: str, now: str, possible: set[str]) -> Heading:
    column = COLUMNS[word]
    if not column.order or column.order not in possible:
        return Heading(str(column.label))
    down = column.order == "recentes"
    sorts = {column.order: "descending" if down else "ascending"}
    if column.back:
        sorts[column.back] = "ascending" if down else "descending"
    after = column.back if now == column.order and column.back else column.order
    return Heading(str(column.label), sorts.get(now, ""), after)


def lines(numbers: Sequence[int], columns: Sequence[str], who: Mandate, language: str) -> list[list[Value]]:
    """Give what columns say of records, in the order of their numbers; one that is gone is left out."""
    asked = [COLUMNS[word].value for word in columns]
    return [[value(row) for value in asked] for row in _rows(numbers, columns, who, language)]


def _rows(numbers: Sequence[int], columns: Sequence[str], who: Mandate, language: str) -> Iterator[Row]:
    opens = searching.next_open_days(numbers, timezone.localdate()) if "ouverture" in columns else {}
    due = freshness.due_days(numbers) if "verifier" in columns else {}
    for content in searching.wholes(numbers):
        record: dict[str, Any] = orjson.loads(content)
        number, owner = record["id"], record["gestion"]["membreProprietaire"]["id"]
        own = who.pilots or owner in who.seated
        yield Row(record, language, opens.get(number), due.get(number) if own else None)


def every_line(
    numbers: Sequence[int], columns: Sequence[str], who: Mandate, language: str
) -> Iterator[list[Value]]:
    """Give the same of many records, some at a time."""
    for some in batched(numbers, BATCH):
        yield from lines(some, columns, who, language)
