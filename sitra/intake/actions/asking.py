"""Asking for a run, and carrying it out in the background, again when it was cut."""

from collections.abc import Iterator
from contextlib import contextmanager

from django.db import connection, transaction
from procrastinate.contrib.django import app
from procrastinate.exceptions import AlreadyEnqueued

from sitra.access import queries as access
from sitra.accounts.models import Person
from sitra.intake.actions.running import Busy, alone, end, through, version
from sitra.intake.events import ASKED, SUBJECT, Standing, WhenGone
from sitra.intake.models import Deposit, Run
from sitra.intake.policy import IMPORT
from sitra.intake.queries.readers import reader_of
from sitra.intake.rules.draft import Unreadable
from sitra.intake.rules.sources import Reader
from sitra.kit.errors import Impossible, TradeError
from sitra.ledger import actions as ledger
from sitra.ledger.events import Fact

TASK = "intake.carry_out"
_OPEN = (Standing.WAITING.value, Standing.RUNNING.value)
_MOST = 100


@transaction.atomic
def ask_plan(number: int, *, gone: WhenGone, whole: bool, by: Person) -> int:
    """Ask what a file that was brought would change; answers the number of the run."""
    row = (
        Deposit.objects.select_for_update(of=("self",))
        .select_related("member", "mapping__member")
        .get(pk=number)
    )
    IMPORT.demand(access.mandate_of(by), row.member_id)
    return _asked(row, gone.value, whole=whole, dry=True, by=by)


@transaction.atomic
def ask_apply(number: int, *, by: Person) -> int:
    """Ask that what a run said be done, with the same choices; answers the number of the run that does it.

    Raises `Impossible` when it did not end well, or when the file is read otherwise since.
    """
    said = Run.objects.select_related("deposit").get(pk=number)
    IMPORT.demand(access.mandate_of(by), said.member_id)
    if not said.dry or said.standing != Standing.DONE or said.deposit_id is None:
        message = "Vérifiez d'abord le fichier : un import applique ce qu'une vérification a annoncé."
        raise Impossible(message)
    row = (
        Deposit.objects.select_for_update(of=("self",))
        .select_related("member", "mapping__member")
        .get(pk=said.deposit_id)
    )
    if version(reader_of(row).SOURCE) != said.reader:
        message = "Les correspondances ont changé depuis cette vérification : vérifiez de nouveau le fichier."
        raise Impossible(message)
    return _asked(row, said.gone, whole=said.whole, dry=False, by=by)


def carry_out(number: int) -> None:
    """Run what was asked for, from where it stands; leaves alone what another process runs, or has ended."""
    run = Run.objects.select_related("deposit__member", "deposit__mapping__member", "member", "person").get(
        pk=number
    )
    with _held(number) as free:
        if not free or run.standing not in _OPEN or run.deposit is None:
            return
        try:
            _carried(run, run.deposit)
        except Busy:
            return  # it waits for its turn: `resume` asks again
        except (Unreadable, TradeError) as error:
            run.notes = [*run.notes, str(error)]
            run.save(update_fields=["notes"])
            end(run, Standing.FAILED)


def resume() -> int:
    """Ask again for the runs that wait or were cut and that nobody runs; answers how many."""
    numbers = list(
        Run.objects.filter(standing__in=_OPEN).exclude(deposit=None).values_list("pk", flat=True)[:_MOST]
    )
    left = [number for number in numbers if _is_free(number)]
    for number in left:
        defer(number)
    return len(left)


def defer(number: int) -> None:
    """Put a run into the queue, once."""
    try:
        with transaction.atomic():
            app.configure_task(TASK, queueing_lock=f"{TASK}.{number}").defer(number=number)
    except AlreadyEnqueued:
        return


def _asked(row: Deposit, gone: str, *, whole: bool, dry: bool, by: Person) -> int:
    if row.removed_at:
        message = "Ce fichier n'est plus gardé : importez-le de nouveau."
        raise Impossible(message)
    reader = reader_of(row)
    if not dry and Run.objects.filter(deposit=row, dry=False, standing__in=_OPEN).exists():
        message = "Ce fichier est déjà en cours d'import."
        raise Impossible(message)
    run = Run.objects.create(
        source=reader.SOURCE.code,
        file=row.name,
        fingerprint=row.fingerprint,
        reader=version(reader.SOURCE),
        dry=dry,
        gone=gone,
        whole=whole,
        member=row.member,
        person=by,
        deposit=row,
        standing=Standing.WAITING.value,
    )
    details = {"source": run.source, "file": run.file, "dry": dry}
    ledger.record(Fact(ASKED, SUBJECT, run.pk, by.pk, row.member_id, details))
    defer(run.pk)
    return run.pk


def _carried(run: Run, row: Deposit) -> None:
    reader = reader_of(row)
    if version(reader.SOURCE) != run.reader:
        message = (
            "Les correspondances ou le programme ont changé entre-temps : vérifiez de nouveau le fichier."
        )
        raise Impossible(message)
    if row.removed_at or not row.path.is_file():
        message = "Ce fichier n'est plus gardé : importez-le de nouveau."
        raise Impossible(message)
    if run.dry:
        _run(run, reader, row)
        return
    with alone(reader.SOURCE.code):
        cut = Run.objects.filter(source=run.source, standing=Standing.RUNNING.value, dry=False)
        for one in cut.exclude(pk=run.pk):
            end(one, Standing.ABANDONED)
        _run(run, reader, row)


def _run(run: Run, reader: Reader, row: Deposit) -> None:
    run.standing, run.expected = Standing.RUNNING.value, reader.expected(row.path)
    run.save(update_fields=["standing", "expected"])
    through(run, reader, row.path, lambda _: None)


@contextmanager
def _held(number: int) -> Iterator[bool]:
    """Hold a run, unless another process does; a killed one lets go of itself."""
    key = [f"{SUBJECT}.run", str(number)]
    with connection.cursor() as cursor:
        cursor.execute("SELECT pg_try_advisory_lock(hashtext(%s), hashtext(%s))", key)
        (free,) = cursor.fetchone()
    try:
        yield bool(free)
    finally:
        if free:
            with connection.cursor() as cursor:
                cursor.execute("SELECT pg_advisory_unlock(hashtext(%s), hashtext(%s))", key)


def _is_free(number: int) -> bool:
    with _held(number) as free:
        return free
