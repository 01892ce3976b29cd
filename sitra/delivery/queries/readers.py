"""Who reads what: which projects read a record, or those of a member, and which fields they ask for."""

from collections import Counter
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date, timedelta

from sitra.access.rules.sharing import Share
from sitra.accounts.models import Person
from sitra.catalog.rules.kinds import Kind
from sitra.delivery.models import Project, Usage
from sitra.delivery.policy import FOLLOW, OpenProject
from sitra.delivery.queries.projects import by_number, open_projects
from sitra.delivery.queries.selections import kept, of_project, opened_to, published_to
from sitra.delivery.rules.asked import touches
from sitra.delivery.rules.selections import Line
from sitra.formats.rules.v002.fields import ALIASES
from sitra.kit.days import today
from sitra.members import queries as members
from sitra.search import queries as search
from sitra.search.rules import asking
from sitra.search.rules.conditions import Condition

LATELY = timedelta(days=30)
MOST_FIELDS = 12


@dataclass(frozen=True, slots=True)
class Reader:
    """A project that reads records: how many of them, by which of its selections, and what it asks for.

    `partly` are the kinds of which it is told in part; `calls` and `fields` are all it asked lately.
    """

    id: int
    name: str
    member: str
    bounded: bool
    records: int
    through: tuple[Line, ...]
    partly: tuple[Kind, ...]
    calls: int
    fields: tuple[tuple[str, int], ...]


@dataclass(frozen=True, slots=True)
class Asker:
    """A project that asked lately for a field, for what it is in, or for what is in it."""

    id: int
    name: str
    member: str
    asked: str
    times: int
    last: date


def readers_of_record(person: Person, record: int) -> list[Reader]:
    """Give the projects that may read a record today, by name, to the people of its owner."""
    here = asking.numbered([record])
    owner = next(iter(search.facets(here, {"owner": 1})["owner"]), 0)
    FOLLOW.demand(members.offices(person), owner)
    return _readers(here, owner, by_selection=True)


def readers_of_member(person: Person, member: int) -> list[Reader]:
    """Give the projects that may read records of a member today, by name, with how many, to its people."""
    FOLLOW.demand(members.offices(person), member)
    return _readers(asking.one_of("owner", [member]), member, by_selection=False)


def readable(project: int) -> int:
    """Count the records that a project may read today; none for one that is closed."""
    found = by_number(project)
    return search.total(opened_to(found)) if found else 0


def askers(path: str, since: date) -> list[Asker]:
    """Give the open projects that asked since a day for a field, the most eager first.

    A project that asks for no field in particular gets a default answer, which is not counted.
    """
    rows = Usage.objects.filter(day__gte=since, project__active=True).exclude(fields={})
    times: Counter[tuple[int, str]] = Counter()
    last: dict[tuple[int, str], date] = {}
    for project, day, fields in rows.order_by("day").values_list("project_id", "day", "fields").iterator():
        for asked, count in fields.items():
            if touches(asked, path, ALIASES):
                times[project, asked] += count
                last[project, asked] = day
    wanted = {project for project, _ in times}
    named = Project.objects.filter(pk__in=wanted).values_list("pk", "name", "member__name")
    names = {number: (name, member) for number, name, member in named}
    return [
        Asker(project, *names[project], asked, count, last[project, asked])
        for (project, asked), count in times.most_common()
        if project in names
    ]


def asked_lately(projects: Iterable[int]) -> dict[int, tuple[int, Counter[str]]]:
    """Give the calls of projects lately, and how often they asked for each field."""
    found: dict[int, tuple[int, Counter[str]]] = {}
    rows = Usage.objects.filter(project__in=list(projects), day__gte=today() - LATELY)
    for project, calls, fields in rows.values_list("project_id", "calls", "fields"):
        total, counted = found.get(project, (0, Counter[str]()))
        counted.update(fields)
        found[project] = (total + calls, counted)
    return found


def _readers(here: Condition, owner: int, *, by_selection: bool) -> list[Reader]:
    counts: dict[object, int] = {}
    reading: list[tuple[OpenProject, int]] = []
    for project in open_projects():
        # Those that read all that is shared with them are mostly asked alike.
        key = project.id if project.bounded else project.withheld
        if key not in counts:
            counts[key] = search.total(asking.all_of([opened_to(project), here]))
        if counts[key]:
            reading.append((project, counts[key]))
    names = members.named({project.member_id for project, _ in reading})
    lately = asked_lately(project.id for project, _ in reading)
    found = [
        _reader(
            project, count, names, lately, owner, _through(project, here) if by_selection else _shown(project)
        )
        for project, count in reading
    ]
    return sorted(found, key=lambda one: (one.name.casefold(), one.id))


def _reader(
    project: OpenProject,
    count: int,
    names: Mapping[int, str],
    lately: Mapping[int, tuple[int, Counter[str]]],
    owner: int,
    through: tuple[Line, ...],
) -> Reader:
    calls, fields = lately.get(project.id, (0, Counter[str]()))
    partly = {
        kind
        for share, pairs in project.narrowed.items()
        if share is not Share.NOTHING
        for member, kind in pairs
        if member == owner
    }
    return Reader(
        id=project.id,
        name=project.name,
        member=names.get(project.member_id, ""),
        bounded=project.bounded,
        records=count,
        through=through,
        partly=tuple(sorted(map(Kind, partly))),
        calls=calls,
        fields=tuple(fields.most_common(MOST_FIELDS)),
    )


def _through(project: OpenProject, here: Condition) -> tuple[Line, ...]:
    """Give the selections of a project that hold these records today."""
    opened = published_to(project)
    held = (
        one for one in of_project(project.id) if search.total(asking.all_of([kept(one, opened), here])) > 0
    )
    return tuple(held)


def _shown(project: OpenProject) -> tuple[Line, ...]:
    return tuple(of_project(project.id)) if project.bounded else ()
