"""What a call of v002 takes in this process, without a server: microseconds of processor by shape.

    PYTHONPATH=. .venv/bin/python bench/calling.py DIRECTORY [SHAPE…] [--profile] [--keep FILE]

DIRECTORY holds a ground that `bench/ground.py` made. Each question is asked once before it is measured, so
that nothing is read from the disk; `--cold` also forgets, before each round, what was worked out of the
columns, as after a change. `--keep` writes a digest of each answer to a file, or compares with those there.
"""

import argparse
import cProfile
import gc
import hashlib
import io
import json
import os
import pstats
import statistics
import sys
import time
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from pathlib import Path
from typing import Any

from bench.ground import Ground, Manifest

ROUNDS, SHOWN = 5, 45

type Application = Callable[[dict[str, Any], Callable[..., Any]], Any]


def environ(path: str) -> dict[str, Any]:
    """Write the environment of a call as the server does."""
    where, _, query = path.partition("?")
    return {
        **os.environ,
        "GATEWAY_INTERFACE": "CGI/1.1",
        "SCRIPT_NAME": "",
        "SERVER_SOFTWARE": "Granian",
        "SERVER_PROTOCOL": "HTTP/1.1",
        "SERVER_NAME": "127.0.0.1",
        "SERVER_PORT": "8000",
        "REMOTE_ADDR": "127.0.0.1",
        "REQUEST_METHOD": "GET",
        "PATH_INFO": where,
        "QUERY_STRING": query,
        "HTTP_HOST": "127.0.0.1",
        "HTTP_ACCEPT_ENCODING": "identity",
        "wsgi.url_scheme": "http",
        "wsgi.version": (1, 0),
        "wsgi.input": io.BytesIO(),
        "wsgi.errors": sys.stderr,
        "wsgi.input_terminated": True,
        "wsgi.multithread": True,
        "wsgi.multiprocess": False,
        "wsgi.run_once": False,
    }


def ask(application: Application, path: str) -> bytes:
    """Ask once; a refusal ends the measure."""
    status: list[str] = []
    body = b"".join(application(environ(path), lambda line, _: status.append(line)))
    if not status[0].startswith("200"):
        raise SystemExit(f"{status[0]}: {path[:200]} {body[:200]!r}")
    return body


def measure(application: Application, paths: Sequence[str], *, cold: bool) -> float:
    """Give microseconds of processor a call, the median of some rounds."""
    taken = []
    for path in paths:
        ask(application, path)
    for _ in range(ROUNDS):
        if cold:
            _forget()
        asked = [environ(path) for path in paths]
        begun = time.process_time()
        for one in asked:
            application(one, _started)
        taken.append(1e6 * (time.process_time() - begun) / len(paths))
    return statistics.median(taken)


def _started(status: str, headers: list[tuple[str, str]]) -> None:
    del status, headers


def _forget() -> None:
    from sitra.search import models  # noqa: PLC0415 - settings first

    models.current().columns().heard = {}


@contextmanager
def _profiled(*, wanted: bool) -> Iterator[None]:
    if not wanted:
        yield
        return
    profile = cProfile.Profile(time.process_time)
    profile.enable()
    yield
    profile.disable()
    pstats.Stats(profile).sort_stats("tottime").print_stats(SHOWN)


def _kept(file: Path, answers: dict[str, list[str]]) -> None:
    if not file.exists():
        file.write_text(json.dumps(answers), "utf-8")
        return
    before = json.loads(file.read_text("utf-8"))
    for shape, ones in answers.items():
        if other := [rank for rank, one in enumerate(ones) if one != before[shape][rank]]:
            print(f"{shape}: {len(other)} answers differ, the first is that of question {other[0]}")


def main() -> None:
    """Measure the shapes."""
    words = argparse.ArgumentParser()
    words.add_argument("directory", type=Path)
    words.add_argument("shapes", nargs="*")
    words.add_argument("--profile", action="store_true")
    words.add_argument("--cold", action="store_true")
    words.add_argument("--keep", type=Path)
    given = words.parse_args()
    directory = given.directory.resolve()
    manifest = Manifest(**json.loads((directory / "manifest.json").read_text("utf-8")))
    ground = Ground(directory, manifest)
    os.environ.update(ground.environment)
    os.environ["DJANGO_SETTINGS_MODULE"] = "bench.settings"
    from sitra.kit import embedded_postgres  # noqa: PLC0415

    os.environ["DATABASE_URL"] = embedded_postgres.ensure(directory / "postgres", volatile=True)
    try:
        from config.wsgi import application  # noqa: PLC0415

        _measure(ground, application, given)
    finally:
        embedded_postgres.leave(directory / "postgres")


def _measure(ground: Ground, application: Application, given: argparse.Namespace) -> None:
    from bench.questions import SHAPES, questions  # noqa: PLC0415

    drawn = questions(ground.corpus())
    paths = {shape: [one.path(facets=True) for one in drawn[shape]] for shape in given.shapes or SHAPES}
    answers = {
        shape: [hashlib.sha256(ask(application, path)).hexdigest() for path in asked]
        for shape, asked in paths.items()
    }
    if given.keep:
        _kept(given.keep, answers)
    gc.collect()
    found = {}
    for shape, asked in paths.items():
        found[shape] = measure(application, asked, cold=given.cold)
        print(f"{shape:4} {found[shape]:6.0f} µs", flush=True)
        with _profiled(wanted=given.profile):
            for path in asked if given.profile else ():
                ask(application, path)
    print(f"mean {statistics.mean(found.values()):6.0f} µs")


if __name__ == "__main__":
    main()
