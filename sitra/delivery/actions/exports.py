"""Asking for exports, telling who waits for them, confirming and forgetting them."""

from datetime import datetime, timedelta
from pathlib import Path

from django.conf import settings
from django.db import transaction
from django.utils import timezone
from procrastinate.contrib.django import app
from procrastinate.exceptions import AlreadyEnqueued

from sitra.accounts.models import Person
from sitra.delivery import queries
from sitra.delivery.actions.projects import managed
from sitra.delivery.events import EXPORT, SUBJECT, ExportFact, Service, Standing
from sitra.delivery.models import Export, ExportPlan, Project
from sitra.delivery.policy import demand_service
from sitra.delivery.queries import exports as reading
from sitra.delivery.rules.exports import KEPT, STEM, Wanted, drawn_letters, next_notice
from sitra.delivery.rules.webhooks import demand_address
from sitra.formats.rules.v002 import archive as layout
from sitra.kit.errors import Impossible, Unknown
from sitra.ledger import actions as ledger
from sitra.ledger.events import Fact

TASK = "delivery.export"
_OPEN = (Standing.WAITING.value, Standing.RUNNING.value)
_ONE_DAY = 24


@transaction.atomic
def plan_exports(project: int, wanted: Wanted, *, by: Person) -> None:
    """Say how a project wants its archives, and when; the next one is made so."""
    row = managed(project, by)
    if wanted.notified:
        demand_address(wanted.notified)
    if wanted.hour is not None and not 0 <= wanted.hour < _ONE_DAY:
        message = "L'heure des exports va de 0 à 23."
        raise Impossible(message)
    ExportPlan.objects.update_or_create(
        project=row,
        defaults={
            "markup": wanted.markup.value,
            "grouped": wanted.grouped,
            "dates": wanted.dates,
            "references": wanted.references,
            "notified": wanted.notified.strip(),
            "hour": wanted.hour,
            "whole_every": wanted.whole_every,
        },
    )
    _tell(ExportFact.PLANNED, SUBJECT, row.pk, row, by)


@transaction.atomic
def ask_export(project: int, *, whole: bool = False, by: Person) -> int:
    """Ask for an archive out of turn, whole or what is new; answers its number."""
    row = managed(project, by)
    return _asked(row, whole=whole, one_off=True, by=by)


@transaction.atomic
def ask_by_key(project: int, *, whole: bool = False) -> int:
    """Ask for an archive as the project itself; answers its number."""
    row = Project.objects.select_for_update().get(pk=project)
    return _asked(row, whole=whole, one_off=True, by=None)


@transaction.atomic
def confirm(stem: str) -> Export:
    """Note that an archive was received and taken in: what comes next is compared with it.

    Repeating it changes nothing. Raises `Unknown` for a name that was never given.
    """
    rows = Export.objects.select_for_update(of=("self",)).select_related("project")
    export = rows.filter(stem=stem).first() if STEM.fullmatch(stem) else None
    if export is None or export.standing != Standing.DONE:
        message = (
            "Aucun export ne porte ce nom : vérifiez « hash », qui est le nom de l'archive sans « .zip »."
        )
        raise Unknown(message)
    if export.confirmed_at is None:
        export.confirmed_at, export.next_notice = timezone.now(), None
        export.save(update_fields=["confirmed_at", "next_notice"])
        earlier = Export.objects.filter(project=export.project, pk__lt=export.pk)
        earlier.filter(next_notice__isnull=False).update(next_notice=None)
        _tell(ExportFact.CONFIRMED, EXPORT, export.pk, export.project, None)
    return export


@transaction.atomic
def tell_again(project: int, number: int, *, by: Person) -> None:
    """Have a project told again of its last archive, at once, then as often as of a new one."""
    row = managed(project, by)
    export = Export.objects.select_for_update().defer("manifest").filter(pk=number, project=row).first()
    if export is None:
        message = f"Le projet n'a pas d'export n° {number}."
        raise Unknown(message)
    _demand_telling(row, export)
    export.next_notice, export.notices = timezone.now(), 0
    export.save(update_fields=["next_notice", "notices"])
    _tell(ExportFact.TOLD_AGAIN, EXPORT, export.pk, row, by)
    _defer(export.pk)


@transaction.atomic
def end(export: Export, standing: Standing, fault: str = "") -> None:
    """Note how an archive ended, and have its project told at once."""
    now = timezone.now()
    export.standing, export.fault, export.ended_at = standing.value, fault, now
    export.expires_at = now + KEPT
    if standing is Standing.DONE:
        # Those before it are of no more use: this one tells all that they told.
        Export.objects.filter(project=export.project, pk__lt=export.pk).update(next_notice=None)
    told = ExportPlan.objects.filter(project=export.project).exclude(notified="").exists()
    export.next_notice = now if told else None
    export.save()
    fact = ExportFact.DONE if standing is Standing.DONE else ExportFact.FAILED
    _tell(fact, EXPORT, export.pk, export.project, None)


def plan_due(now: datetime) -> list[int]:
    """Ask for the archives of this hour that were not asked for yet; answers their numbers."""
    local = timezone.localtime(now)
    asked = []
    for plan in ExportPlan.objects.filter(hour=local.hour, project__active=True).select_related("project"):
        with transaction.atomic():
            row = Project.objects.select_for_update().get(pk=plan.project_id)
            since = local.replace(minute=0, second=0, microsecond=0)
            if _may(row) and not row.exports.filter(one_off=False, asked_at__gte=since).exists():
                asked.append(_asked(row, whole=_is_whole(plan, now), one_off=False, by=None))
    return asked


def resume() -> int:
    """Ask again for the archives that wait or were cut; answers how many."""
    numbers = list(Export.objects.filter(standing__in=_OPEN).values_list("pk", flat=True))
    for number in numbers:
        _defer(number)
    return len(numbers)


def forget(now: datetime | None = None) -> int:
    """Remove archives whose term has ended; what the last confirmed one said stays. Answers how many."""
    gone = Export.objects.filter(expires_at__lt=now or timezone.now(), removed_at=None)
    count = 0
    for export in gone.defer("manifest"):
        path_of(export).unlink(missing_ok=True)
        Export.objects.filter(pk=export.pk).update(removed_at=timezone.now(), next_notice=None)
        count += 1
    for project in set(gone.model.objects.exclude(manifest=None).values_list("project_id", flat=True)):
        base = reading.last_confirmed(project)
        useless = Export.objects.filter(project=project, removed_at__isnull=False).exclude(manifest=None)
        useless.exclude(pk=base.pk if base else 0).update(manifest=None)
    return count


def path_of(export: Export) -> Path:
    """Say where an archive is, or will be."""
    return Path(settings.EXPORT_DIR) / f"{export.stem}.zip"


def noticed(export: Export, said: str, *, received: bool) -> None:
    """Note how telling a project went, and when it is told again: until it confirms, or its term ends."""
    now = timezone.now()
    export.told, export.notices = said[:200], export.notices + 1
    export.notified_at = now if received else export.notified_at
    again = next_notice(export.notices, now, received=received)
    export.next_notice = again if again and export.expires_at and again < export.expires_at else None
    Export.objects.filter(pk=export.pk, confirmed_at=None).update(
        told=export.told,
        notices=export.notices,
        notified_at=export.notified_at,
        next_notice=export.next_notice,
    )


def _asked(row: Project, *, whole: bool, one_off: bool, by: Person | None) -> int:
    if not _may(row):
        opened = queries.by_number(row.pk)
        if opened:
            demand_service(opened, Service.EXPORTS)
        raise Impossible("Le projet est fermé : rouvrez-le, puis redemandez l'export.")
    waiting = row.exports.filter(standing__in=_OPEN).order_by("pk").first()
    if waiting and (waiting.whole or not whole):
        return waiting.pk
    plan = ExportPlan.objects.filter(project=row).first() or ExportPlan()
    export = Export.objects.create(
        project=row,
        stem=layout.stem(row.pk, timezone.localtime(), drawn_letters()),
        one_off=one_off,
        whole=whole,
        references=plan.references,
        by=by,
    )
    _tell(ExportFact.ASKED, EXPORT, export.pk, row, by)
    _defer(export.pk)
    return export.pk


def _demand_telling(row: Project, export: Export) -> None:
    """Refuse to tell of what cannot be fetched, or would undo what a later archive brought."""
    later = Export.objects.filter(project=row, pk__gt=export.pk, standing=Standing.DONE.value)
    if not ExportPlan.objects.filter(project=row).exclude(notified="").exists():
        raise Impossible("Le projet n'a pas d'adresse à prévenir : donnez-la dans les réglages.")
    if export.standing != Standing.DONE or export.removed_at is not None:
        raise Impossible("Cette archive n'est pas là : demandez un autre export.")
    if export.confirmed_at is not None:
        raise Impossible("Le site a confirmé cet export : il n'y a plus à le prévenir.")
    if later.exists():
        raise Impossible("Un export plus récent dit tout ce que disait celui-ci : prévenez de celui-là.")


def _may(row: Project) -> bool:
    return row.active and Service.EXPORTS.value in row.services


def _is_whole(plan: ExportPlan, now: datetime) -> bool:
    """Say whether a while has passed since all was given."""
    if plan.whole_every is None:
        return False
    since = now - timedelta(days=plan.whole_every)
    return not plan.project.exports.filter(
        whole=True, standing=Standing.DONE.value, asked_at__gt=since
    ).exists()


def _defer(number: int) -> None:
    try:
        with transaction.atomic():
            app.configure_task(TASK, queueing_lock=f"{TASK}.{number}").defer(number=number)
    except AlreadyEnqueued:
        return


def _tell(fact: ExportFact, subject: str, number: int, project: Project, by: Person | None) -> None:
    ledger.record(
        Fact(
            fact.value,
            subject,
            number,
            person_id=by.pk if by else None,
            member_id=project.member_id,
            details={"project": project.pk},
        )
    )
