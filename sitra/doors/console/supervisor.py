"""Running the web server and the worker, alone or together, and leaving nothing behind."""

import fcntl
import json
import multiprocessing
import os
import signal
import socket
import subprocess
import sys
import threading
import time
import urllib.request
from collections.abc import Callable
from contextlib import suppress
from typing import IO, TYPE_CHECKING, cast

import psutil

from sitra.doors.console import front, ground
from sitra.kit.errors import Impossible

if TYPE_CHECKING:
    from procrastinate.contrib.django.django_connector import DjangoConnector

_PATIENCE = 120.0
"""Longest wait in seconds for the pages to answer: a slow or busy machine is no failure."""
_GRACE = 8.0
"""Seconds a child has to leave in order."""
_THREADS = 2
"""Calls that a process answers at a time: one computes while another waits for the database. More of them
take the interpreter from each other, a fifth to a third of all that a process can answer."""
_SUPERVISED = "SITRA_SUPERVISED_BY"


def serve(host: str, port: int) -> None:
    """Serve pages until told to stop."""
    from granian import Granian  # noqa: PLC0415 - slow, and only here
    from granian.constants import Interfaces  # noqa: PLC0415
    from granian.log import LogLevels  # noqa: PLC0415

    demand_free(host, port)
    _leave_with_supervisor()
    # A fork of a process with threads may inherit a lock that nobody will ever open: this one has none. It
    # loads the program once, and every process that serves begins as a copy of it.
    os.environ.setdefault("OPENBLAS_NUM_THREADS", "1")
    multiprocessing.set_start_method("forkserver")
    multiprocessing.set_forkserver_preload(["config.loaded"])
    Granian(
        "config.wsgi:application",
        address=host,
        port=port,
        interface=Interfaces.WSGI,
        workers=min(4, os.cpu_count() or 1),
        blocking_threads=_THREADS,
        backlog=512,
        workers_kill_timeout=3,
        respawn_failed_workers=True,
        log_level=LogLevels.warning,
    ).serve()


def work() -> None:
    """Follow the ledger and run background tasks until told to stop."""
    from procrastinate.contrib.django import app  # noqa: PLC0415 - needs settings

    from sitra.delivery import tasks as delivery  # noqa: PLC0415
    from sitra.ledger import tasks  # noqa: PLC0415

    _leave_with_supervisor()
    stop = threading.Event()
    follower = threading.Thread(target=tasks.follow, args=(stop,), name="follower", daemon=True)
    follower.start()
    sender = threading.Thread(target=delivery.keep_sending, args=(stop,), name="sender", daemon=True)
    sender.start()
    try:
        connector = cast("DjangoConnector", app.connector).get_worker_connector()
        with app.replace_connector(connector) as working:
            # A harvest may take an hour: the rest of the work does not wait for it. Jobs done are forgotten.
            working.run_worker(listen_notify=True, concurrency=2, delete_jobs="successful")
    finally:
        stop.set()
        follower.join(timeout=_GRACE)
        sender.join(timeout=_GRACE)


def demand_free(host: str, port: int) -> None:
    """Refuse a port that is taken."""
    with socket.socket(socket.AF_INET, socket.SOCK_STREAM) as trial:
        trial.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        try:
            trial.bind((host, port))
        except OSError as error:
            message = f"Le port {port} est déjà pris ; essayez par exemple PORT={port + 1}."
            raise Impossible(message) from error


def _free_port() -> int:
    with socket.socket() as trial:
        trial.bind(("127.0.0.1", 0))
        return int(trial.getsockname()[1])


_held: list[IO[str]] = []


def single_demo(port: int) -> None:
    """Refuse a second demonstration on the same files, and end what a crash left behind."""
    ground.var().mkdir(parents=True, exist_ok=True)
    lock = (ground.var() / "demo.lock").open("a+", encoding="utf-8")
    try:
        fcntl.flock(lock, fcntl.LOCK_EX | fcntl.LOCK_NB)
    except BlockingIOError as error:
        message = "La démonstration tourne déjà dans ce dossier : arrêtez-la d'abord (Ctrl-C)."
        raise Impossible(message) from error
    _held.append(lock)
    os.environ["SITRA_DEMO"] = "1"
    if not os.environ.get("SITRA_ORIGINS"):  # mails and files lead to where it is served
        os.environ.setdefault("SITRA_ADDRESS", f"http://127.0.0.1:{port}")
    _end_orphans()


def run(port: int, ready: Callable[[], None]) -> None:
    """Run web and worker together until Ctrl-C, the front for old clients here; when one ends, both do."""
    demand_free("127.0.0.1", port)
    behind = _free_port()
    children = [_spawn("serve", "--port", str(behind))]
    _note(children)
    standing = threading.Thread(target=front.run, args=("127.0.0.1", port, behind), daemon=True)
    standing.start()
    try:
        _await_health(port, children)
        # Only now: both would load the program at once, and pages be there later.
        children.append(_spawn("worker"))
        _note(children)
        ready()
        while all(child.poll() is None for child in children):
            time.sleep(0.5)
        message = "Le serveur ou le travailleur s'est arrêté de lui-même ; voir les lignes ci-dessus."
        raise Impossible(message)
    except KeyboardInterrupt:
        pass
    finally:
        signal.signal(signal.SIGINT, signal.SIG_IGN)
        for child in children:
            _end_group(child.pid)
        _note([])


def _spawn(*words: str) -> subprocess.Popen[bytes]:
    """Start a command in a session of its own: Ctrl-C reaches it through us only."""
    command = [sys.executable, "-m", "sitra.doors.console", *words]
    environment = {**os.environ, _SUPERVISED: str(os.getpid())}
    return subprocess.Popen(command, env=environment, cwd=ground.ROOT, start_new_session=True)  # noqa: S603


def _leave_with_supervisor() -> None:
    """End this process when the one that supervises it is gone."""
    supervisor = int(os.environ.get(_SUPERVISED, "0"))
    if supervisor:
        threading.Thread(target=_watch, args=(supervisor,), daemon=True).start()


def _watch(supervisor: int) -> None:
    while os.getppid() == supervisor:
        time.sleep(1.0)
    os.kill(os.getpid(), signal.SIGTERM)


def _await_health(port: int, children: list[subprocess.Popen[bytes]]) -> None:
    until = time.monotonic() + _PATIENCE
    while time.monotonic() < until and all(child.poll() is None for child in children):
        with suppress(OSError), urllib.request.urlopen(f"http://127.0.0.1:{port}/sante", timeout=2):
            return
        time.sleep(0.1)
    ended = [child.returncode for child in children if child.returncode is not None]
    why = f"code de fin {ended[0]}" if ended else f"rien en {_PATIENCE:.0f} secondes"
    message = f"Les pages ne répondent pas ({why}) ; voir les lignes ci-dessus, puis « sitra doctor »."
    raise Impossible(message)


def _note(children: list[subprocess.Popen[bytes]]) -> None:
    """Write down who runs, for a next start to clean up after a crash."""
    groups = [[child.pid, psutil.Process(child.pid).create_time()] for child in children]
    (ground.var() / "demo.groups").write_text(json.dumps(groups), encoding="utf-8")


def _end_orphans() -> None:
    """End the processes of a demonstration that was killed."""
    noted = ground.var() / "demo.groups"
    with suppress(OSError, ValueError):
        for group, born in json.loads(noted.read_text(encoding="utf-8")):
            if _ours(group, born):
                _end_group(group)


def _ours(group: int, born: float) -> bool:
    """Recognise a process group of ours: its members are younger than its note says it was born."""
    members = _members(group)
    return bool(members) and all(member.create_time() >= born - 1 for member in members)


def _members(group: int) -> list[psutil.Process]:
    found = []
    for process in psutil.process_iter():
        with suppress(OSError, psutil.Error):
            if os.getpgid(process.pid) == group and process.status() != psutil.STATUS_ZOMBIE:
                found.append(process)
    return found


def _end_group(group: int) -> None:
    """Ask a process group to leave, then make it."""
    with suppress(ProcessLookupError):
        os.kill(group, signal.SIGTERM)
    _, alive = psutil.wait_procs(_members(group), timeout=_GRACE)
    if alive:
        with suppress(ProcessLookupError):
            os.killpg(group, signal.SIGKILL)
