"""The engines that are compared: how each is started, asked, read and stopped."""

import json
import os
import socket
import subprocess
import sys
import time
import urllib.parse
import urllib.request
from collections.abc import Mapping, Sequence
from contextlib import suppress
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

import psutil

from bench.client import HOST
from bench.ground import ROOT, SITRA, Ground
from bench.questions import RADIUS, Question
from sitra.kit import embedded_postgres

BIN = Path(sys.executable).parent
PATIENCE = 60.0
WORKERS, THREADS, BACKLOG = min(4, os.cpu_count() or 1), 2, 512
"""What `sitra serve` gives granian: the others get the same."""


def _free_port() -> int:
    with socket.socket() as trial:
        trial.bind((HOST, 0))
        return int(trial.getsockname()[1])


@dataclass(frozen=True, slots=True)
class Answer:
    """What a reply says, to be compared: the total unless it does not say, numbers in their order, counts."""

    total: int | None
    numbers: list[Any]
    counts: Any = None


@dataclass
class Engine:
    """A server that answers questions."""

    name: str
    command: Sequence[str | Path]
    environment: Mapping[str, str]
    probe: str = "/"
    postgres: Path | None = None
    """Directory of the database that works for its answers."""
    shapes: frozenset[str] | None = None
    """Shapes that it can answer; all when nothing is said."""
    gzip: bool = False
    port: int = field(default_factory=_free_port)
    processes: list[subprocess.Popen[bytes]] = field(default_factory=list)

    def start(self) -> None:
        """Start, and wait until it answers."""
        self.spawn([str(word).replace("PORT", str(self.port)) for word in self.command])
        until = time.monotonic() + PATIENCE
        while time.monotonic() < until:
            with (
                suppress(OSError),
                urllib.request.urlopen(f"http://{HOST}:{self.port}{self.probe}", timeout=30),
            ):
                return
            if self.processes[0].poll() is not None:
                break
            time.sleep(0.2)
        raise SystemExit(f"{self.name} does not start")

    def spawn(self, command: Sequence[str]) -> None:
        """Start a process that ends with the engine."""
        self.processes.append(subprocess.Popen(command, env=dict(self.environment), cwd=ROOT))

    def stop(self) -> None:
        """End all it started, the last first."""
        for process in reversed(self.processes):
            process.terminate()
            try:
                process.wait(timeout=15)
            except subprocess.TimeoutExpired:
                process.kill()
        self.processes.clear()

    def path(self, question: Question, rank: int) -> str:
        """Write the address of a question, the `rank`-th of its shape."""
        raise NotImplementedError

    def read(self, question: Question, reply: bytes) -> Answer:
        """Read a reply."""
        raise NotImplementedError

    def ask(self, question: Question, rank: int) -> bytes:
        """Ask once, and give the reply."""
        url = f"http://{HOST}:{self.port}{self.path(question, rank)}"
        with urllib.request.urlopen(url, timeout=120) as reply:
            content: bytes = reply.read()
        return content

    def can(self, question: Question) -> bool:
        """Say whether it can answer a question."""
        return self.shapes is None or question.shape in self.shapes

    def worked(self) -> float:
        """Give the seconds of processor that server and database have used so far."""
        found = [psutil.Process(process.pid) for process in self.processes[:1]]
        if self.postgres:
            noted = (self.postgres / "postmaster.pid").read_text("utf-8").split()[0]
            found.append(psutil.Process(int(noted)))
        every = {one.pid: one for top in found for one in (top, *top.children(recursive=True))}
        return sum(map(_seconds, every.values()))

    def memory(self) -> int:
        """Give the bytes of memory of the server alone, what its processes share counted once for each."""
        top = psutil.Process(self.processes[0].pid)
        return sum(one.memory_info().rss for one in (top, *top.children(recursive=True)))


def _seconds(process: psutil.Process) -> float:
    with suppress(psutil.Error):
        times = process.cpu_times()
        return float(times.user + times.system)
    return 0.0


class Ours(Engine):
    """The program, as it is run."""

    def __init__(self, ground: Ground) -> None:
        super().__init__(
            "sitra",
            [SITRA, "serve", "--port", "PORT"],
            {**ground.environment, "DJANGO_SETTINGS_MODULE": "bench.settings"},
            probe="/sante",
            postgres=ground.directory / "postgres",
        )

    def start(self) -> None:
        """Start server and worker."""
        super().start()
        self.spawn([str(SITRA), "worker"])

    def path(self, question: Question, rank: int) -> str:
        """Write a query of v002."""
        del rank
        return question.path(facets=True)

    def read(self, question: Question, reply: bytes) -> Answer:
        """Read an envelope of v002."""
        del question
        said = json.loads(reply)
        listed = said.get("objetsTouristiques") or said.get("objetTouristiqueIds") or []
        if isinstance(listed, dict):
            numbers: list[Any] = [[day, one["id"]] for day, ones in listed.items() for one in ones]
        else:
            numbers = [one["id"] if isinstance(one, dict) else one for one in listed]
        return Answer(said["numFound"], numbers, said.get("facets"))


class Bare(Engine):
    """A server that hands out the replies of ours, made beforehand."""

    def __init__(self, replies: Path, ours: Ours) -> None:
        super().__init__(
            "bare",
            granian("bench.bare:application"),
            {**os.environ, "PYTHONPATH": str(ROOT), "BENCH_REPLIES": str(replies)},
            probe="/q1/0",
        )
        self._ours = ours

    def path(self, question: Question, rank: int) -> str:
        """Name the reply."""
        return f"/{question.shape.replace(' ', '-')}/{rank}"

    def read(self, question: Question, reply: bytes) -> Answer:
        """Read it as one of ours."""
        return self._ours.read(question, reply)


class Baseline(Engine):
    """Django REST Framework and PostgreSQL full-text."""

    def __init__(self, directory: Path, database: str) -> None:
        super().__init__(
            "drf",
            granian("bench.drf.wsgi:application"),
            {**os.environ, "PYTHONPATH": str(ROOT), "BENCH_DATABASE": database},
            probe="/records?limit=1",
            postgres=directory / "postgres",
        )

    def path(self, question: Question, rank: int) -> str:
        """Write its own parameters."""
        del rank
        asked: dict[str, Any] = {
            "kind": question.kind,
            "communes": ",".join(question.communes),
            "territory": question.territory,
            "owner": question.owner,
            "words": question.words,
            "language": question.language,
            "near": f"{question.point[0]},{question.point[1]},{RADIUS}" if question.point else "",
            "open": f"{question.start},{question.end}" if question.start else "",
            "criteria": ",".join(str(number) for _, number in question.criteria),
            "ids": ",".join(map(str, question.ids)),
            "fields": ",".join(question.paths),
            "locales": ",".join(question.locales),
            "facets": "1" if question.shape == "q5" else "",
            "order": question.order,
            "offset": question.first,
            "limit": question.count,
        }
        where = "/agenda" if question.shape == "q10" else "/records"
        return f"{where}?{urllib.parse.urlencode({name: value for name, value in asked.items() if value})}"

    def read(self, question: Question, reply: bytes) -> Answer:
        """Read a page, an agenda or counts."""
        said = json.loads(reply)
        if question.shape == "q10":
            pairs = [[day, one["id"]] for day, ones in said["days"].items() for one in ones]
            return Answer(said["count"], pairs)
        numbers = said["ids"] if "ids" in said else [one["id"] for one in said["results"]]
        return Answer(said["count"], numbers, said.get("facets"))


def prepare_baseline(ground: Ground) -> Baseline:
    """Load the corpus into a PostgreSQL of its own, with more memory than the default, unless it is there."""
    directory = ground.directory / "drf"
    database = embedded_postgres.ensure(directory / "postgres")
    noted, made = (
        directory / "made.json",
        [ground.manifest.version, ground.manifest.size, ground.manifest.day],
    )
    if not noted.exists() or json.loads(noted.read_text("utf-8")) != made:
        database = _tuned(directory / "postgres", database)
        words = [str(ground.manifest.size), ground.manifest.day, str(ground.manifest.seed)]
        subprocess.run(
            [sys.executable, "-m", "bench.drf.loading", *words],
            env={**os.environ, "PYTHONPATH": str(ROOT), "BENCH_DATABASE": database},
            cwd=ROOT,
            check=True,
        )
        noted.write_text(json.dumps(made), "utf-8")
    return Baseline(directory, database)


def _tuned(postgres: Path, database: str) -> str:
    """Give it the memory that somebody who cares would, and start it again."""
    import psycopg  # noqa: PLC0415 - only here

    with psycopg.connect(database, autocommit=True) as connection:
        for name, value in TUNING.items():
            connection.execute(f"ALTER SYSTEM SET {name} = '{value}'".encode())
    embedded_postgres.leave(postgres)
    return embedded_postgres.ensure(postgres)


TUNING = {
    "shared_buffers": "1GB",
    "effective_cache_size": "6GB",
    "work_mem": "32MB",
    "maintenance_work_mem": "512MB",
    "random_page_cost": "1.1",
    "jit": "off",
}


def granian(application: str, program: Path = BIN / "granian") -> list[str | Path]:
    """Give the command that serves a WSGI application as `sitra serve` does."""
    words = {
        "interface": "wsgi",
        "host": HOST,
        "workers": WORKERS,
        "blocking-threads": THREADS,
        "backlog": BACKLOG,
    }
    options = [part for name, value in words.items() for part in (f"--{name}", str(value))]
    return [program, *options, "--port", "PORT", "--log-level", "warning", application]
