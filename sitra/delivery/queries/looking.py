"""Reads of projects and selections for those who look after them."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, datetime
from math import ceil

from django.db.models import FETCH_RAISE, Count, Q, QuerySet

from sitra.accounts.models import Person
from sitra.delivery.events import ProjectKind, ProjectState, Scope, Service
from sitra.delivery.models import Project, ProjectKey, Selection, Subscription, Use
from sitra.delivery.policy import MANAGE, SEE
from sitra.delivery.queries.selections import line_of
from sitra.delivery.rules.selections import Line
from sitra.kit.errors import Unknown
from sitra.members import queries as members
from sitra.members.policy import Offices

PAGE = 30


@dataclass(frozen=True, slots=True)
class ProjectRow:
    """A project among others; `mine` says whether one manages it."""

    id: int
    name: str
    kind: ProjectKind
    state: ProjectState
    member_id: int
    member: str
    active: bool
    keys: int
    """Keys that open it."""
    selections: int
    mine: bool


@dataclass(frozen=True, slots=True)
class ProjectsFound:
    """A page of projects."""

    rows: list[ProjectRow]
    total: int
    number: int
    last: int


@dataclass(frozen=True, slots=True)
class KeyLine:
    """A key as it is told of later: never the key itself, which is kept nowhere."""

    id: int
    name: str
    tail: str
    sites: tuple[str, ...]
    made_at: datetime
    by: str
    last_used: date | None
    revoked_at: datetime | None


@dataclass(frozen=True, slots=True)
class ProjectPage:
    """A project whole, as its page shows it."""

    row: ProjectRow
    services: tuple[Service, ...]
    scopes: tuple[Scope, ...]
    bounded: bool
    contact: str
    purpose: str
    address: str
    licence_at: datetime | None
    calls_per_minute: int | None
    created_at: datetime
    keys: list[KeyLine]
    revoked: list[KeyLine]
    subscribers: list[tuple[int, str]]
    selections: list[Line]


@dataclass(frozen=True, slots=True)
class SelectionRow:
    """A selection among others, the projects that show it (number, name), and whether one manages it."""

    line: Line
    member: str
    projects: tuple[tuple[int, str], ...]
    mine: bool
    dropped_at: datetime | None = None


def seen_projects(person: Person, words: str = "", *, page: int = 1, closed: bool = False) -> ProjectsFound:
    """Give a page of the projects somebody may read about, whose name, member or number says `words`."""
    offices = members.offices(person)
    rows = SEE.projects(offices, Project.objects.filter(active=not closed))
    if words:
        said = Q(name__icontains=words) | Q(member__name__icontains=words)
        rows = rows.filter(said | Q(pk=int(words)) if _is_number(words) else said)
    total = rows.count()
    last = max(1, ceil(total / PAGE))
    number = min(max(page, 1), last)
    kept = _counted(rows).order_by("name", "pk")[(number - 1) * PAGE : number * PAGE]
    return ProjectsFound([_row(one, offices) for one in kept], total, number, last)


def project_page(person: Person, number: int) -> ProjectPage:
    """Give a project whole to somebody who may read about it; raises `Unknown`."""
    offices = members.offices(person)
    row = _counted(SEE.projects(offices, Project.objects.filter(pk=number))).first()
    if row is None:
        message = f"Aucun projet ne porte pour vous le numéro {number}."
        raise Unknown(message)
    mine = MANAGE.allows(offices, row.member_id)
    keys = [_key(one) for one in _keys(row)] if mine else []
    taking_part = Subscription.objects.filter(project=row).order_by("member__name")
    uses = Use.objects.filter(project=row, selection__dropped_at=None).order_by("rank", "pk")
    return ProjectPage(
        row=_row(row, offices),
        services=tuple(one for one in Service if one.value in row.services),
        scopes=tuple(one for one in Scope if one.value in row.scopes),
        bounded=row.bounded,
        contact=row.contact,
        purpose=row.purpose,
        address=row.address,
        licence_at=row.licence_at,
        calls_per_minute=row.calls_per_minute,
        created_at=row.created_at,
        keys=[one for one in keys if one.revoked_at is None],
        revoked=[one for one in keys if one.revoked_at is not None],
        subscribers=list(taking_part.values_list("member_id", "member__name")),
        selections=[line_of(use.selection) for use in uses.select_related("selection")],
    )


def managing(person: Person) -> dict[int, str]:
    """Name the members for which somebody opens projects and selections, by name."""
    return members.named(MANAGE.members(members.offices(person)))


def seen_selections(person: Person, words: str = "") -> list[SelectionRow]:
    """Give the selections somebody may read about, by name."""
    offices = members.offices(person)
    rows = SEE.selections(offices, Selection.objects.there())
    if words:
        rows = rows.filter(Q(name__icontains=words) | Q(member__name__icontains=words))
    return _selections(rows, offices)


def managed_selections(person: Person) -> list[SelectionRow]:
    """Give the selections that somebody may change, by name."""
    return [one for one in seen_selections(person) if one.mine]


def dropped_selections(person: Person) -> list[SelectionRow]:
    """Give the selections that somebody may take back, by name."""
    offices = members.offices(person)
    rows = MANAGE.among(offices, Selection.objects.exclude(dropped_at=None))
    return _selections(rows, offices)


def selection_page(person: Person, number: int) -> SelectionRow:
    """Give a selection to somebody who may read about it; raises `Unknown`."""
    offices = members.offices(person)
    found = _selections(SEE.selections(offices, Selection.objects.there()).filter(pk=number), offices)
    if not found:
        message = f"Aucune sélection ne porte pour vous le numéro {number}."
        raise Unknown(message)
    return found[0]


def _counted(rows: QuerySet[Project]) -> QuerySet[Project]:
    opening = Count("keys", filter=Q(keys__revoked_at=None), distinct=True)
    showing = Count("uses", filter=Q(uses__selection__dropped_at=None), distinct=True)
    counted = rows.select_related("member").annotate(opening=opening, showing=showing)
    return counted.fetch_mode(FETCH_RAISE)


def _row(row: Project, offices: Offices) -> ProjectRow:
    return ProjectRow(
        id=row.pk,
        name=row.name,
        kind=ProjectKind(row.kind),
        state=ProjectState(row.state),
        member_id=row.member_id,
        member=row.member.name,
        active=row.active,
        keys=row.opening,  # type: ignore[attr-defined]
        selections=row.showing,  # type: ignore[attr-defined]
        mine=MANAGE.allows(offices, row.member_id),
    )


def _keys(row: Project) -> Iterable[ProjectKey]:
    return ProjectKey.objects.filter(project=row).select_related("by").order_by("-made_at", "-pk")


def _key(row: ProjectKey) -> KeyLine:
    return KeyLine(
        id=row.pk,
        name=row.name,
        tail=row.tail,
        sites=tuple(row.domains),
        made_at=row.made_at,
        by=row.by.full_name if row.by else "",
        last_used=row.last_used,
        revoked_at=row.revoked_at,
    )


def _selections(rows: QuerySet[Selection], offices: Offices) -> list[SelectionRow]:
    found = list(rows.select_related("member").order_by("name", "pk").fetch_mode(FETCH_RAISE))
    seen = SEE.projects(offices, Project.objects.filter(active=True)).values("pk")
    uses = Use.objects.filter(selection__in=[row.pk for row in found], project__in=seen)
    shown: dict[int, tuple[tuple[int, str], ...]] = {}
    columns = uses.order_by("project__name").values_list("selection_id", "project_id", "project__name")
    for selection, project, name in columns:
        shown[selection] = (*shown.get(selection, ()), (project, name))
    return [
        SelectionRow(
            line=line_of(row),
            member=row.member.name,
            projects=shown.get(row.pk, ()),
            mine=MANAGE.allows(offices, row.member_id),
            dropped_at=row.dropped_at,
        )
        for row in found
    ]


def _is_number(words: str) -> bool:
    return words.isascii() and words.isdigit() and len(words) <= 9  # noqa: PLR2004 - the largest number
