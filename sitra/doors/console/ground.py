"""What every command stands on: a database, a configured Django, a read model."""

import logging
import os
import signal
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from types import FrameType
from typing import NoReturn

from rich.console import Console
from rich.progress import (
    BarColumn,
    MofNCompleteColumn,
    Progress,
    SpinnerColumn,
    TextColumn,
    TimeRemainingColumn,
)

from sitra.kit import embedded_postgres, environment

log = logging.getLogger(__name__)

ROOT = Path(__file__).resolve().parents[3]


def var() -> Path:
    """Directory of all that this installation writes."""
    return environment.directory("SITRA_VAR", ROOT / "var")


@contextmanager
def database(*, setup: bool = True) -> Iterator[None]:
    """Make sure there is a database, and configure Django on it.

    Without `DATABASE_URL`, the embedded PostgreSQL under `var/` is started, and stopped again when
    its last user leaves.
    """
    signal.signal(signal.SIGTERM, _leave)
    # A shell that starts a program in the background makes it deaf to Ctrl-C, and all its children.
    signal.signal(signal.SIGINT, signal.default_int_handler)
    if not os.environ.get("DATABASE_URL"):
        os.environ["DATABASE_URL"] = embedded_postgres.ensure(var() / "postgres")
    if setup:
        import django  # noqa: PLC0415 - settings read DATABASE_URL

        django.setup()
    yield


def _leave(number: int, frame: FrameType | None) -> NoReturn:
    """Leave in order, so that whoever is last stops the embedded database."""
    del frame
    raise SystemExit(128 + number)


def prepare() -> None:
    """Bring tables, cache and static files up to date; quick when there is nothing to do."""
    from django.core.management import call_command  # noqa: PLC0415 - needs settings

    from sitra.kit import statics  # noqa: PLC0415

    call_command("migrate", verbosity=0, interactive=False)
    call_command("createcachetable", verbosity=0)
    statics.gather()


def demand_migrated() -> None:
    """Refuse to work on a database whose tables are not up to date."""
    from sitra.kit.errors import Impossible  # noqa: PLC0415

    if pending_migrations():
        message = "La base n'est pas à jour : lancez « sitra demo », ou « python -m django migrate »."
        raise Impossible(message)


def pending_migrations() -> int:
    """Count the migrations that are not applied."""
    from django.db import connection  # noqa: PLC0415 - needs settings
    from django.db.migrations.executor import MigrationExecutor  # noqa: PLC0415

    executor = MigrationExecutor(connection)
    return len(executor.migration_plan(executor.loader.graph.leaf_nodes()))


def progress(out: Console) -> Progress:
    """Give a progress bar with a count and the time left."""
    return Progress(
        SpinnerColumn(),
        TextColumn("{task.description}"),
        BarColumn(),
        MofNCompleteColumn(),
        TimeRemainingColumn(compact=True),
        console=out,
        transient=True,
    )


def rebuild_read_model(out: Console) -> None:
    """Build the read model anew, showing how far it is."""
    from sitra.search import actions  # noqa: PLC0415 - needs settings
    from sitra.tourism import queries  # noqa: PLC0415

    with progress(out) as bar:
        task = bar.add_task("Index de recherche", total=queries.count_living())
        done = actions.rebuild(lambda count: bar.update(task, completed=count))
    out.print(f"[green]✓[/green] Index de recherche : {done} fiches.", highlight=False)


def bring_read_model_up_to_date(out: Console) -> None:
    """Catch up with the ledger, or build anew when the read model is missing or made otherwise."""
    from sitra.ledger import tasks  # noqa: PLC0415 - needs settings
    from sitra.search import queries  # noqa: PLC0415
    from sitra.search.listeners import Indexing  # noqa: PLC0415

    try:
        sound = queries.status().up_to_date_make
    except queries.ReadModelUnavailable:
        sound = False
    if sound:
        tasks.catch_up(Indexing())
    else:
        rebuild_read_model(out)


def explain(error: Exception) -> str:
    """Turn a failure into one sentence that says what to do."""
    import psycopg  # noqa: PLC0415 - only when something failed
    from django.db import Error  # noqa: PLC0415

    from sitra.intake.rules.draft import Unreadable  # noqa: PLC0415
    from sitra.kit.errors import TradeError  # noqa: PLC0415
    from sitra.search.events import ReadModelFull, ReadModelUnavailable  # noqa: PLC0415

    log.debug("command failed", exc_info=error)
    if isinstance(error, TradeError | ReadModelFull | ReadModelUnavailable | Unreadable):
        return str(error)
    if isinstance(error, Error | psycopg.Error):
        return f"La base de données ne répond pas : {error}. Lancez « sitra doctor »."
    if isinstance(error, OSError):
        return f"Le système refuse : {error.strerror or error} ({error.filename or 'sans fichier'})."
    kind = error.__class__.__name__
    return f"Erreur inattendue ({kind}) : {error}. Relancez avec SITRA_LOG=DEBUG pour le détail."
