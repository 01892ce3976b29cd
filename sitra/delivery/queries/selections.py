"""Reads of selections: always of this moment, nothing of them is worked out in advance."""

import time
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from threading import Lock

from django.db.models import FETCH_RAISE

from sitra.delivery.events import Turn
from sitra.delivery.models import Project, Selection, Stream, Use
from sitra.delivery.policy import OpenProject
from sitra.delivery.rules.selections import Line, condition, in_order, in_turn
from sitra.kit.days import today
from sitra.search import queries as search
from sitra.search.rules import asking, ordering
from sitra.search.rules.conditions import Condition
from sitra.search.rules.written import read
from sitra.tourism.policy import shared_but

LIFE = 1.0
"""Seconds after which selections are read again: how late a change by hand is seen by other processes."""
EVERYBODY = asking.within(shared_but(frozenset()))
"""What is published."""
EVERY = 1_000_000
"""More records than any selection has."""


@dataclass(frozen=True, slots=True)
class Why:
    """Why a record is in a selection or out of it.

    `unmet` are the parts of the question that it does not answer, by the names of `search.parts_among`.
    """

    inside: bool
    published: bool
    added: bool
    refused: bool
    answers: bool
    unmet: tuple[str, ...] = ()
    resting: bool = False
    """In it, and not shown today: it waits for its turn."""


@dataclass(frozen=True, slots=True)
class _Register:
    lines: Mapping[int, Line]
    used: Mapping[int, tuple[int, ...]]
    """Number of a project -> its selections, in their order."""
    read_at: float


def of_project(project: int) -> list[Line]:
    """Give the selections that a project shows, in its order."""
    register = _register()
    return [register.lines[number] for number in register.used.get(project, ())]


def line(number: int) -> Line | None:
    """Give a selection that was not dropped."""
    return _register().lines.get(number)


def opened_to(project: OpenProject) -> Condition:
    """Keep what a project may be given: what is published, but for what its owners keep from its member.

    A project that is bounded reads the records of its selections.
    """
    opened = published_to(project)
    if not project.bounded:
        return opened
    return asking.any_of(kept(one, opened) for one in of_project(project.id))


def chosen(project: OpenProject, numbers: Iterable[int]) -> Condition:
    """Keep what is in any of these selections of a project; one it does not show keeps nothing."""
    wanted, opened = frozenset(numbers), published_to(project)
    return asking.any_of(kept(one, opened) for one in of_project(project.id) if one.id in wanted)


def showing(selections: Iterable[int]) -> set[int]:
    """Give the projects that show any of these selections, dropped or not, or follow one."""
    wanted = list(selections)
    used = Use.objects.filter(selection__in=wanted).values_list("project_id", flat=True)
    followed = Stream.objects.filter(selection__in=wanted).values_list("project_id", flat=True)
    return {*used, *filter(None, followed)}


def kept(line: Line, opened: Condition) -> Condition:
    """Put a selection as a condition on what is opened, as it is shown today."""
    held = _held(line, opened)
    if line.shown is None:
        return held
    found = search.found(held, first=0, count=EVERY).numbers
    return asking.numbered(in_turn(line, found, today()))


def numbers(line: Line, opened: Condition, *, first: int = 0, count: int = EVERY) -> search.Found:
    """Give a page of a selection as it is shown today: what people put first, then by name."""
    condition = kept(line, opened)
    if not line.ordered:
        return search.found(condition, first=first, count=count, order=ordering.NAME)
    found = search.found(condition, first=0, count=EVERY, order=ordering.NAME)
    return search.Found(found.total, in_order(line, found.numbers)[first : first + count])


def size(line: Line, opened: Condition = EVERYBODY) -> int:
    """Count the records of a selection, those that wait for their turn too."""
    return search.total(_held(line, opened))


def holding(project: OpenProject, records: Sequence[int]) -> dict[int, list[Line]]:
    """Give record -> the selections of a project that hold it today, for those that are in some."""
    opened = asking.all_of([published_to(project), asking.numbered(records)])
    found: dict[int, list[Line]] = {}
    for one in of_project(project.id):
        condition = kept(one, published_to(project)) if one.shown else kept(one, opened)
        within = asking.all_of([condition, asking.numbered(records)])
        for number in search.found(within, first=0, count=len(records)).numbers:
            found.setdefault(number, []).append(one)
    return found


def held_by(lines: Iterable[Line], record: int, opened: Condition) -> set[int]:
    """Give the selections among these that hold a record, whether it is its turn or not."""
    here = asking.numbered([record])
    return {one.id for one in lines if _holds(_held(one, opened), here)}


def why(line: Line, record: int, opened: Condition) -> Why:
    """Say why a record is in a selection, or out of it."""
    here = asking.numbered([record])
    published = _holds(opened, here)
    parts = search.parts_among(line.question, asking.all_of([])) if line.question else {}
    unmet = tuple(name for name, part in parts.items() if not _holds(part, here))
    added, refused = record in line.added, record in line.refused
    answers = line.question is not None and not unmet
    inside = published and not refused and (added or answers)
    resting = inside and not _holds(kept(line, opened), here)
    return Why(inside, published, added, refused, answers, unmet, resting)


def forget() -> None:
    """Read selections again at the next call."""
    _kept.clear()


def published_to(project: OpenProject) -> Condition:
    """Keep what is published, but for what its owners keep from the member of a project."""
    # Nearly always, and then always the same: what it keeps is remembered.
    return asking.within(shared_but(project.withheld)) if project.withheld else EVERYBODY


def _held(line: Line, opened: Condition) -> Condition:
    asked = search.whole(search.parts_among(line.question, opened)) if line.question else None
    return condition(line, asked, opened)


def _holds(condition: Condition, here: Condition) -> bool:
    return search.total(asking.all_of([condition, here])) > 0


_reading = Lock()
_kept: dict[str, _Register] = {}


def _register() -> _Register:
    if register := _fresh():
        return register
    with _reading:
        register = _fresh() or _read()
        _kept["register"] = register
    return register


def _fresh() -> _Register | None:
    register = _kept.get("register")
    return register if register and time.monotonic() - register.read_at < LIFE else None


def _read() -> _Register:
    at = time.monotonic()
    rows = Selection.objects.there().fetch_mode(FETCH_RAISE)
    lines = {row.pk: line_of(row) for row in rows}
    used: dict[int, tuple[int, ...]] = {}
    uses = Use.objects.filter(selection__dropped_at=None).order_by("project_id", "rank", "pk")
    for project, number in uses.values_list("project_id", "selection_id"):
        used[project] = (*used.get(project, ()), number)
    used |= _of_trials(used)
    return _Register(lines, used, at)


def _of_trials(used: Mapping[int, tuple[int, ...]]) -> dict[int, tuple[int, ...]]:
    """Have those who try out read what the sandbox of the network shows at this moment."""
    trials = Project.objects.trials().values_list("pk", flat=True)
    sandbox = Project.objects.sandboxes().values_list("pk", flat=True).first()
    return dict.fromkeys(trials, used.get(sandbox or 0, ()))


def line_of(row: Selection) -> Line:
    """Give a selection as it is evaluated, from its row."""
    line = Line(
        id=row.pk,
        member_id=row.member_id,
        name=row.name,
        labels=row.label,
        question=read(row.question) if row.question else None,
        ordered=tuple(row.ordered),
        shown=row.shown,
        turn=Turn(row.turn),
    )
    # Numbers that were merged are answered for by their heirs.
    return replace(line, added=_answering(row.added), refused=_answering(row.refused))


def _answering(numbers: list[int]) -> tuple[int, ...]:
    return tuple(sorted(search.living(numbers))) if numbers else ()
