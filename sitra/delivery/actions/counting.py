"""Counting what projects ask."""

from collections.abc import Iterable, Mapping
from datetime import date

from django.db import transaction

from sitra.delivery.models import Project, ProjectKey, Usage
from sitra.delivery.policy import OpenProject
from sitra.delivery.rules.pace import Count, Key, Tally, merged
from sitra.kit.days import today

_tally = Tally()
_used: dict[int, date] = {}
"""Number of a key -> the last day it opened something."""


def note(
    project: OpenProject,
    service: str,
    *,
    records: int = 0,
    fields: Iterable[str] = (),
    refused: bool = False,
) -> None:
    """Count a call in memory; `flush` writes it later, so that no answer waits for a table."""
    day = today()
    if project.key:
        _used[project.key] = day
    _tally.note(Key(project.id, service, day), records=records, fields=fields, refused=refused)


def flush() -> int:
    """Write what was counted in memory; answer how many lines. What cannot be written stays in memory.

    A count is no fact of the trade: nothing is told in the ledger.
    """
    for key, day in _taken().items():
        ProjectKey.objects.filter(pk=key).exclude(last_used=day).update(last_used=day)
    counted = _tally.drain()
    if not counted:
        return 0
    try:
        return _write(counted)
    except BaseException:
        _tally.put_back(counted)
        raise


def _taken() -> dict[int, date]:
    taken = dict(_used)
    for key in taken:
        _used.pop(key, None)
    return taken


@transaction.atomic
def _write(counted: Mapping[Key, Count]) -> int:
    projects = {key.project for key in counted}
    known = set(Project.objects.filter(pk__in=projects).values_list("pk", flat=True))
    keys = sorted(key for key in counted if key.project in known)
    lines = [Usage(project_id=key.project, service=key.service, day=key.day) for key in keys]
    Usage.objects.bulk_create(lines, ignore_conflicts=True)
    rows = (
        Usage.objects.select_for_update()
        .filter(project_id__in=known, day__in={key.day for key in keys})
        .order_by("pk")
    )
    written = []
    for row in rows:
        if count := counted.get(Key(row.project_id, row.service, row.day)):
            row.calls += count.calls
            row.refused += count.refused
            row.records += count.records
            row.fields = merged(row.fields, count.fields)
            written.append(row)
    return Usage.objects.bulk_update(written, ["calls", "refused", "records", "fields"])
