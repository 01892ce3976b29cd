"""Reads of exports and webhooks for those who look after a project, or take part in it."""

from dataclasses import dataclass
from datetime import datetime
from math import ceil

from django.db.models import FETCH_RAISE, QuerySet

from sitra.accounts.models import Person
from sitra.delivery.events import Service, Standing
from sitra.delivery.models import Attempt, Export, ExportPlan, Hook, Project
from sitra.delivery.policy import MANAGE, SEE
from sitra.delivery.queries import feed
from sitra.delivery.rules.changes import Asked, Line
from sitra.delivery.rules.exports import Wanted
from sitra.formats.rules.v002.archive import Markup
from sitra.kit.errors import Unknown
from sitra.kit.reachable import NotAllowed, place
from sitra.members import queries as members

PAGE = 20
ATTEMPTS = 30
TRIAL = 0
"""What an attempt bears instead of the number of a change, when it was a trial."""


@dataclass(frozen=True, slots=True)
class Fed:
    """A project by what these pages say of it; `serves` says whether it is fed by this way at all."""

    id: int
    name: str
    mine: bool
    active: bool
    serves: bool


@dataclass(frozen=True, slots=True)
class ExportRow:
    """An archive as it is listed; `stem`, which opens it, is given to who manages the project alone."""

    id: int
    standing: Standing
    stem: str
    whole: bool
    one_off: bool
    by: str
    asked_at: datetime
    ended_at: datetime | None
    done: int
    expected: int
    deleted: int
    size: int
    fault: str
    notified_at: datetime | None
    notices: int
    next_notice: datetime | None
    told: str
    confirmed_at: datetime | None
    expires_at: datetime | None
    removed: bool
    latest: bool
    """Whether no later one tells the same, and more."""

    @property
    def is_open(self) -> bool:
        """Say whether it still is to be made."""
        return self.standing in {Standing.WAITING, Standing.RUNNING}

    @property
    def percent(self) -> int | None:
        """Say how far it is; nothing before it began."""
        running = self.standing is Standing.RUNNING and self.expected
        return min(100, self.done * 100 // self.expected) if running else None


@dataclass(frozen=True, slots=True)
class ExportsFound:
    """A page of archives, latest first."""

    rows: list[ExportRow]
    total: int
    number: int
    last: int


@dataclass(frozen=True, slots=True)
class HookRow:
    """A webhook and how it fares; the path of its address is given to who manages the project alone."""

    id: int
    name: str
    address: str
    asked: Asked
    selection_id: int | None
    selection: str
    failures: int
    failing_since: datetime | None
    next_at: datetime | None
    disabled_at: datetime | None
    last_received: datetime | None
    waiting: int
    """Changes that are asked for and not received yet, as far as they are counted."""
    more: bool
    """Whether there may be more of them."""


@dataclass(frozen=True, slots=True)
class AttemptRow:
    """That something was sent, and what came of it; `line` is the change, as long as it is kept."""

    id: int
    at: datetime
    change: int
    line: Line | None
    milliseconds: int
    received: bool
    said: str


def fed(person: Person, number: int, service: Service) -> Fed:
    """Give a project to somebody who may read about it; raises `Unknown`."""
    offices = members.offices(person)
    row = SEE.projects(offices, Project.objects.filter(pk=number)).fetch_mode(FETCH_RAISE).first()
    if row is None:
        message = f"Aucun projet ne porte pour vous le numéro {number}."
        raise Unknown(message)
    mine = MANAGE.allows(offices, row.member_id)
    return Fed(row.pk, row.name, mine, row.active, service.value in row.services)


def plan(project: int) -> Wanted:
    """Give how a project wants its archives."""
    row = ExportPlan.objects.filter(project=project).first() or ExportPlan()
    return Wanted(
        markup=Markup(row.markup),
        grouped=row.grouped,
        dates=row.dates,
        references=row.references,
        notified=row.notified,
        hour=row.hour,
        whole_every=row.whole_every,
    )


def exports(project: Fed, page: int = 1) -> ExportsFound:
    """Give a page of the archives of a project, latest first."""
    rows = Export.objects.filter(project=project.id)
    total = rows.count()
    last = max(1, ceil(total / PAGE))
    number = min(max(page, 1), last)
    kept = rows.order_by("-pk")[(number - 1) * PAGE : number * PAGE]
    return ExportsFound(_listed(project, kept), total, number, last)


def export(project: Fed, number: int) -> ExportRow:
    """Give one archive of a project; raises `Unknown`."""
    found = _listed(project, Export.objects.filter(project=project.id, pk=number))
    if not found:
        message = f"Le projet n'a pas d'export n° {number}."
        raise Unknown(message)
    return found[0]


def hooks(project: Fed, number: int | None = None) -> list[HookRow]:
    """Give the webhooks of a project, or one of them, in the order in which they were made."""
    rows = Hook.objects.filter(project=project.id, dropped_at=None).select_related("selection")
    kept = rows if number is None else rows.filter(pk=number)
    return [_hook(row, whole=project.mine) for row in kept.order_by("pk").fetch_mode(FETCH_RAISE)]


def hook(project: Fed, number: int) -> HookRow:
    """Give one webhook of a project; raises `Unknown`."""
    found = hooks(project, number)
    if not found:
        message = f"Le projet n'a pas de webhook n° {number}."
        raise Unknown(message)
    return found[0]


def dropped_hook(project: Fed, number: int) -> str | None:
    """Name a webhook of a project that was dropped; nothing for one that was not."""
    row = Hook.objects.filter(project=project.id, pk=number, dropped_at__isnull=False).first()
    return (row.name or _server(row.address)) if row else None


def attempts(hook: int, before: int = 0) -> list[AttemptRow]:
    """Give what was sent to an address, latest first: `ATTEMPTS` and one more, before a number."""
    rows = Attempt.objects.filter(hook=hook)
    kept = list((rows.filter(pk__lt=before) if before else rows).order_by("-pk")[: ATTEMPTS + 1])
    lines = feed.by_numbers([row.change for row in kept if row.change != TRIAL])
    return [
        AttemptRow(
            id=row.pk,
            at=row.at,
            change=row.change,
            line=lines.get(row.change),
            milliseconds=row.milliseconds,
            received=row.received,
            said=row.said,
        )
        for row in kept
    ]


def _listed(project: Fed, rows: QuerySet[Export]) -> list[ExportRow]:
    found = list(rows.defer("manifest").select_related("by"))
    newest = Export.objects.filter(project=project.id, standing=Standing.DONE.value).order_by("-pk")
    latest = newest.values_list("pk", flat=True).first()
    return [_export(row, latest or 0, opening=project.mine) for row in found]


def _export(row: Export, latest: int, *, opening: bool) -> ExportRow:
    fetched = opening and row.standing == Standing.DONE.value and row.removed_at is None
    return ExportRow(
        id=row.pk,
        standing=Standing(row.standing),
        stem=row.stem if fetched else "",
        whole=row.whole,
        one_off=row.one_off,
        by=row.by.full_name if row.by else "",
        asked_at=row.asked_at,
        ended_at=row.ended_at,
        done=row.done,
        expected=row.expected,
        deleted=row.deleted,
        size=row.size,
        fault=row.fault,
        notified_at=row.notified_at,
        notices=row.notices,
        next_notice=row.next_notice,
        told=row.told,
        confirmed_at=row.confirmed_at,
        expires_at=row.expires_at,
        removed=row.removed_at is not None,
        latest=row.pk >= latest,
    )


def _hook(row: Hook, *, whole: bool) -> HookRow:
    asked = Asked(row.kinds, row.fields, row.verbs)
    stream = feed.stream_of(row.project_id, row.selection_id)
    batch = feed.lines(stream, row.sent, asked) if stream else None
    received = Attempt.objects.filter(hook=row, received=True).exclude(change=TRIAL).order_by("-pk")
    return HookRow(
        id=row.pk,
        name=row.name,
        address=row.address if whole else _server(row.address),
        asked=asked,
        selection_id=row.selection_id,
        selection=row.selection.name if row.selection else "",
        failures=row.failures,
        failing_since=row.failing_since,
        next_at=row.next_at,
        disabled_at=row.disabled_at,
        last_received=received.values_list("at", flat=True).first(),
        waiting=len(batch.lines) if batch else 0,
        more=batch.more if batch else False,
    )


def _server(address: str) -> str:
    """Name the server of an address: what follows may hold a key."""
    try:
        return place(address).authority
    except NotAllowed:
        return ""
