"""Running a file through: first to say what it would change, then to change it."""

import hashlib
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from itertools import batched, islice
from pathlib import Path

from django.db import connection, transaction
from django.utils import timezone

from sitra.intake.actions.batches import Progress, Stage
from sitra.intake.actions.departing import missing
from sitra.intake.events import APPLIED, SUBJECT, Standing, WhenGone
from sitra.intake.models import Run
from sitra.intake.rules import archives
from sitra.intake.rules.draft import Source, Unreadable
from sitra.intake.rules.sources import SOURCES, Reader, fingerprint
from sitra.kit.errors import Impossible, Unknown
from sitra.ledger import actions as ledger
from sitra.ledger.events import Fact
from sitra.members.models import Member
from sitra.tourism.actions import Author, OutsideSource
from sitra.tourism.events import Origin

BATCH = 500
PATIENCE = 3.0
"""Seconds to wait for a run that was just killed to let go."""


class Busy(Impossible):
    """Another run holds the source."""


type Tell = Callable[[Progress], None]


@dataclass(frozen=True, slots=True)
class Choices:
    """What the owner of a run chooses.

    `whole` says that the file holds all that the source has, so that what is not there is gone; nothing
    leaves it to what files of the source are as a rule. `owner` is the number of the member that answers
    for records for which no other does.
    """

    gone: WhenGone = WhenGone.ASK
    whole: bool | None = None
    owner: int | None = None


def _silent(_: Progress) -> None:
    pass


def plan(path: Path, source: str | Reader, choices: Choices | None = None, *, tell: Tell = _silent) -> int:
    """Say what a file of a source (a key of `SOURCES`, or a reader) would change; answers the run's number.

    Nothing but the report is written. Raises `Unreadable` when nothing can be made of the file.
    """
    reader = SOURCES[source] if isinstance(source, str) else source
    return through(_begun(path, reader.SOURCE, choices or Choices(), dry=True), reader, path, tell)


def apply(path: Path, source: str | Reader, choices: Choices | None = None, *, tell: Tell = _silent) -> int:
    """Keep the records of a file of a source (a key of `SOURCES`, or a reader); answers the run's number.

    Each batch is one transaction together with its report and the place it has reached: a run that was
    killed goes on from there when it is asked for again with the same file and choices. Raises
    `Unreadable` when nothing can be made of the file, `Impossible` when its source is being read already.
    """
    reader = SOURCES[source] if isinstance(source, str) else source
    with alone(reader.SOURCE.code):
        return through(_begun(path, reader.SOURCE, choices or Choices(), dry=False), reader, path, tell)


@contextmanager
def alone(source: str) -> Iterator[None]:
    """Let one run at a time change the records of a source; a killed one lets go of itself."""
    until = time.monotonic() + PATIENCE
    while not (free := _held(source)) and time.monotonic() < until:
        time.sleep(0.1)
    if not free:
        message = f"Un import de la source « {source} » est déjà en cours : attendez qu'il finisse."
        raise Busy(message)
    try:
        yield
    finally:
        with connection.cursor() as cursor:
            cursor.execute("SELECT pg_advisory_unlock(hashtext(%s), hashtext(%s))", [SUBJECT, source])


def _held(source: str) -> bool:
    with connection.cursor() as cursor:
        cursor.execute("SELECT pg_try_advisory_lock(hashtext(%s), hashtext(%s))", [SUBJECT, source])
        (free,) = cursor.fetchone()
    return bool(free)


@transaction.atomic
def _begun(path: Path, source: Source, choices: Choices, *, dry: bool) -> Run:
    """Take up the run that was cut, or begin another; others that were cut are given up."""
    if choices.owner is not None and not Member.objects.filter(pk=choices.owner).exists():
        message = f"Aucun membre ne porte le numéro {choices.owner}."
        raise Unknown(message)
    whole = source.whole if choices.whole is None else choices.whole
    same = {
        "fingerprint": _fingerprint(path),
        "reader": version(source),
        "gone": choices.gone.value,
        "whole": whole,
        "owner_id": choices.owner,
    }
    cut = Run.objects.filter(source=source.code, standing=Standing.RUNNING.value, dry=dry)
    found = None if dry else cut.filter(**same).first()
    left = cut.exclude(pk=found.pk) if found else cut
    left.update(standing=Standing.ABANDONED.value, ended_at=timezone.now())
    return found or Run.objects.create(source=source.code, file=path.absolute().name[:200], dry=dry, **same)


def version(source: Source) -> str:
    """Tell apart two ways of reading the files of a source."""
    return hashlib.sha256(f"{fingerprint()}{source.version}".encode()).hexdigest()


def _fingerprint(path: Path) -> str:
    if path.is_dir():
        return archives.fingerprint(path)
    try:
        with path.open("rb") as file:
            return hashlib.file_digest(file, "sha256").hexdigest()
    except OSError:
        raise Unreadable(f"Le fichier « {path.name} » est absent ou ne peut pas être lu.") from None


def through(run: Run, reader: Reader, path: Path, tell: Tell) -> int:
    """Run a file through from where the run stands; answers its number, or raises `Unreadable`."""
    try:
        total = reader.expected(path)
        _read(run, reader, path, lambda: tell(Progress(run.cursor, total, run.counts)))
    except Unreadable:
        end(run, Standing.FAILED)
        raise
    end(run, Standing.DONE)
    return run.pk


def _read(run: Run, reader: Reader, path: Path, tell: Callable[[], None]) -> None:
    known = reader.SOURCE
    source = OutsideSource(known.code, known.name, known.licence, known.url)
    by = Author(person=run.person, member=run.member, origin=Origin.IMPORTED, words=known.name)
    stage = Stage(run, source, by)
    rows = iter(reader.read(path))
    stage.pass_by(islice(rows, run.cursor))
    tell()
    for batch in batched(rows, BATCH):
        stage.settle(batch)
        tell()
    while not run.dry and stage.reconnect():
        tell()
    if run.whole:
        for gone in missing(run, stage.there, sure=not stage.unnamed):
            stage.settle(gone)
            tell()


@transaction.atomic
def end(run: Run, standing: Standing) -> None:
    """Write how a run ended."""
    run.standing, run.ended_at = standing.value, timezone.now()
    run.save(update_fields=["standing", "ended_at"])
    if standing is Standing.DONE and not run.dry:
        details = {"source": run.source, **run.counts}
        ledger.record(Fact(APPLIED, SUBJECT, run.pk, run.person_id, run.member_id, details))
