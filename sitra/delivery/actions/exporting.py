"""Making the archives of projects: asked for or by night, whole or what is new since the last confirmed one.

An archive that was cut off is made again: what was deflated for it is ready by then.
"""

import time
from collections.abc import Iterable, Iterator
from itertools import chain
from pathlib import Path

from django.utils import timezone

from sitra.delivery import queries
from sitra.delivery.actions.exports import end, path_of
from sitra.delivery.actions.readying import marks, ready
from sitra.delivery.events import Standing
from sitra.delivery.models import Export, ExportPlan
from sitra.delivery.policy import OpenProject
from sitra.delivery.queries import exports as reading
from sitra.delivery.queries.references import reference_files
from sitra.delivery.rules.forms import Form
from sitra.delivery.rules.manifests import Manifest, Told
from sitra.formats.rules.v002 import archive as layout
from sitra.formats.rules.v002.archive import Entry, Folder, Markup
from sitra.kit import locks
from sitra.kit.archives import Archive
from sitra.kit.days import today
from sitra.kit.errors import Impossible, TradeError

_PROGRESS = 1.0
"""Seconds between two notes of how far it is."""
type _Shared = list[tuple[Form, list[int]]]
"""Records by the form in which they go to a project."""


def carry_out(number: int) -> bool:
    """Make an archive that was asked for; answers whether it was this process that made it.

    One of a project at a time; one that was cut is begun again. Raises what is no fault of the trade.
    """
    export = Export.objects.filter(pk=number).select_related("project").first()
    if export is None:
        return False
    with locks.alone(f"delivery.export.{export.project_id}") as free:
        export.refresh_from_db()
        if not free or export.standing not in {Standing.WAITING, Standing.RUNNING}:
            return False
        try:
            _make(export)
        except (TradeError, OSError) as error:
            end(export, Standing.FAILED, fault=_said(error))
    return True


def _said(error: Exception) -> str:
    if isinstance(error, TradeError):
        return str(error)[:300]
    return f"Le fichier n'a pas pu être écrit ({error.strerror if isinstance(error, OSError) else error})."[
        :300
    ]


def _make(export: Export) -> None:
    project = queries.by_number(export.project_id)
    if project is None:
        raise Impossible("Le projet est fermé : rouvrez-le, puis redemandez l'export.")
    plan = ExportPlan.objects.filter(project=export.project_id).first() or ExportPlan()
    form = Form(Markup(plan.markup), today() if plan.dates else None)
    numbers, linked = reading.told_to(project)
    shared, beside = (_shared(project, some, form) for some in (numbers, linked))
    manifest = Manifest(Told.of(_marked(shared)), Told.of(_marked(beside)))
    base = None if export.whole else reading.base_of(export)
    before = Manifest.read(bytes(base.manifest)) if base and base.manifest else Manifest()
    export.whole, export.base = base is None, base
    changed, changed_beside = manifest.records.since(before.records), manifest.linked.since(before.linked)
    gone, gone_beside = manifest.records.gone(before.records), manifest.linked.gone(before.linked)
    export.standing, export.began_at = Standing.RUNNING.value, timezone.now()
    export.expected, export.deleted = len(changed) + len(changed_beside), len(gone)
    export.save()
    entries = chain(
        _records(_only(shared, changed), layout.MODIFIED, plan, _Progress(export, 0)),
        _records(_only(beside, changed_beside), layout.LINKED, plan, _Progress(export, len(changed))),
    )
    lists = chain(
        [
            layout.listed(layout.DELETED, gone, form.markup),
            layout.listed(layout.LINKED_DELETED, gone_beside, form.markup),
            layout.listed(layout.SELECTIONS, reading.selections_of(project), form.markup),
        ],
        reference_files(project.member_id, form.markup) if export.references else (),
    )
    export.size = _write(path_of(export), entries, lists)
    export.manifest, export.done = manifest.written(), export.expected
    end(export, Standing.DONE)


def _shared(project: OpenProject, numbers: list[int], form: Form) -> _Shared:
    """Put records by the form in which they go to a project: some of them without some of their fields."""
    left, found = dict.fromkeys(numbers), []
    for kept_back, some in reading.narrowed(project, numbers):
        found.append((Form(form.markup, form.dates_on, kept_back), some))
        for number in some:
            left.pop(number, None)
    return [(form, list(left)), *found]


def _marked(shared: _Shared) -> dict[int, int]:
    found: dict[int, int] = {}
    for form, numbers in shared:
        found |= marks(numbers, form)
    return found


def _only(shared: _Shared, wanted: list[int]) -> _Shared:
    held = set(wanted)
    return [(form, [number for number in numbers if number in held]) for form, numbers in shared]


def _records(shared: _Shared, folder: Folder, plan: ExportPlan, tell: "_Progress") -> Iterator[Entry]:
    blocks = chain.from_iterable(ready(numbers, form, tell) for form, numbers in shared if numbers)
    laid_out = layout.grouped if plan.grouped else layout.one_each
    return laid_out(blocks, folder, Markup(plan.markup))


class _Progress:
    """Notes how far an archive is, now and then; parts of it follow each other."""

    def __init__(self, export: Export, before: int) -> None:
        self._export, self._before, self._noted = export, before, time.monotonic()

    def __call__(self, given: int, made: int) -> None:
        """Hear how many records were given."""
        del made
        if time.monotonic() - self._noted >= _PROGRESS:
            self._noted = time.monotonic()
            Export.objects.filter(pk=self._export.pk).update(done=self._before + given)


def _write(path: Path, entries: Iterable[Entry], lists: Iterable[tuple[str, bytes]]) -> int:
    """Write an archive beside its place, and put it there once it is whole; answers its bytes."""
    path.parent.mkdir(parents=True, exist_ok=True)
    coming = path.with_suffix(".part")
    with coming.open("wb") as sink:
        archive = Archive(sink, timezone.localtime())
        for name, parts in entries:
            archive.splice(name, parts)
        for name, content in lists:
            archive.add(name, content)
        archive.close()
    coming.replace(path)
    return path.stat().st_size
