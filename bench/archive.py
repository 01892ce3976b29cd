"""A full export of many records, spliced from what is ready, beside `zipfile` at level 6 on the same bytes.

    PYTHONPATH=. .venv/bin/python bench/archive.py [SIZE] [DIRECTORY]

The records are those of the seeded corpus, grown to some 13 kB with texts of each other in the languages they
lack. First all are made ready, as if nothing had been exported yet; then each mode writes an archive in
a process of its own, from asking the database for marks to the last byte on disk; then `zipfile` writes the
same entries, and reading them is not counted. Seconds are those of the clock.
"""

import json
import multiprocessing
import os
import shutil
import sys
import time
import zipfile
from collections.abc import Callable, Iterator
from dataclasses import asdict, dataclass
from datetime import UTC, datetime
from itertools import batched
from pathlib import Path
from random import Random
from typing import Any

from bench import ground
from bench.corpus import SIZES
from sitra.kit import embedded_postgres
from sitra.kit.environment import configure
from sitra.kit.texts import SUFFIXES

WANTED = 13_000
"""Bytes of a record as an export holds it."""
HEAD = 700
"""Bytes of it that do not stand in its document."""
BATCH = 2000
AT = datetime(2026, 11, 28, 3, 0, tzinfo=UTC)
GROWN = "grown"


@dataclass(frozen=True, slots=True)
class Run:
    """What one archive took."""

    seconds: float
    processor: float
    """Seconds of this process; those of the database are not in it."""
    memory: float
    """Megabytes at most, of the whole process."""
    size: int
    entries: int


def main(words: list[str]) -> None:
    size = SIZES[words[0] if words else "100k"]
    folder = Path(words[1]) if len(words) > 1 else ground.ROOT / "var" / "bench" / f"archive-{size}"
    ground.prepare(size, folder)
    os.environ["SITRA_VAR"] = str(folder)
    os.environ["DATABASE_URL"] = embedded_postgres.ensure(folder / "postgres", volatile=True)
    try:
        if not (folder / GROWN).exists():
            apart(grow)
            (folder / GROWN).touch()
        shutil.rmtree(folder / "ready", ignore_errors=True)
        measure(folder)
    finally:
        ground.stop(folder / "postgres")


def measure(folder: Path) -> None:
    """Print a line for each run."""
    made = apart(make_ready)
    print(
        f"made ready {made.seconds:.1f} s ({made.processor:.1f} of this processor), "
        f"{made.entries} records, memory at most {made.memory:.0f} MB",
        flush=True,
    )
    for mode in ("one_each", "grouped"):
        ours, theirs = folder / f"{mode}.zip", folder / f"{mode}-zipfile.zip"
        spliced, deflated = apart(splice, mode, ours), apart(zipped, ours, theirs)
        for name, run in ((mode, spliced), ("zipfile 6", deflated)):
            print(
                f"{name:<10}{run.seconds:8.2f} s ({run.processor:.2f} of this processor) "
                f"{run.size / 1e6:8.0f} MB {run.entries} entries, memory at most {run.memory:.0f} MB",
                flush=True,
            )
        clock, processor = (
            deflated.seconds / spliced.seconds,
            deflated.processor / spliced.processor,
        )
        print(f"{'':<10}{clock:8.1f} times as fast, {processor:.1f} by the processor", flush=True)
        ours.unlink()
        theirs.unlink()


def apart(job: Callable[..., tuple[int, int, float, float]], *words: Any) -> Run:
    """Run a job in a process of its own."""
    reading, writing = multiprocessing.get_context("spawn").Pipe(duplex=False)
    process = multiprocessing.get_context("spawn").Process(target=_run, args=(writing, job, words))
    process.start()
    told = reading.recv()
    process.join()
    return Run(**json.loads(told))


def _run(writing: Any, job: Callable[..., tuple[int, int, float, float]], words: tuple[Any, ...]) -> None:
    configure()
    import django  # noqa: PLC0415 - settings first

    django.setup()
    entries, size, seconds, processor = job(*words)
    writing.send(json.dumps(asdict(Run(seconds, processor, memory(), size, entries))))


def memory() -> float:
    """Give the megabytes that this process held at most; `getrusage` tells those of who started it too."""
    (line,) = (one for one in Path("/proc/self/status").read_text("ascii").splitlines() if "VmHWM" in one)
    return int(line.split()[1]) / 1000


class Clock:
    """Seconds of the clock and of the processor, while it runs."""

    def __init__(self) -> None:
        self.seconds = self.processor = 0.0

    def __enter__(self) -> None:
        self._begun = time.perf_counter(), time.process_time()

    def __exit__(self, *_: object) -> None:
        self.seconds += time.perf_counter() - self._begun[0]
        self.processor += time.process_time() - self._begun[1]


def numbers() -> list[int]:
    """Give every living record."""
    from sitra.tourism import queries as tourism  # noqa: PLC0415 - settings first

    return tourism.numbers_after(0, 10_000_000)


def grow() -> tuple[int, int, float, float]:
    """Add texts of other records, in languages that a record lacks, until it is as long as wanted."""
    from django.db import transaction  # noqa: PLC0415 - the same

    from sitra.kit.copying import copy_over_rows  # noqa: PLC0415 - settings first
    from sitra.tourism.models import Revision  # noqa: PLC0415 - the same

    random, clock, grown = Random(13), Clock(), 0
    with clock:
        for batch in batched(numbers(), BATCH):
            rows = list(Revision.objects.filter(object_id__in=batch).values_list("pk", "document"))
            pool = [text for _, document in rows for text in _texts(document)]
            changed = [(pk, json.dumps(_longer(document, pool, random))) for pk, document in rows]
            with transaction.atomic():
                copy_over_rows(Revision, ("id", "document"), changed)
            grown += len(rows)
            print(f"\r{grown} records grown", end="", flush=True)
    print()
    return grown, 0, clock.seconds, clock.processor


def _texts(document: dict[str, Any]) -> Iterator[str]:
    for block in document.get("presentation", {}).values():
        if isinstance(block, dict):
            yield from (text for text in block.values() if isinstance(text, str))


def _longer(document: dict[str, Any], pool: list[str], random: Random) -> dict[str, Any]:
    told = document.setdefault("presentation", {})
    missing = WANTED - HEAD - len(json.dumps(document, ensure_ascii=False).encode())
    for name in ("descriptifDetaille", "descriptifCourt"):
        block = told.setdefault(name, {})
        for suffix in SUFFIXES.values():
            text, key = "", f"libelle{suffix}"
            while missing > 0 and key not in block and len(text) < 1200:
                text += random.choice(pool) + " "
            if text:
                block[key] = text.strip()
                missing -= len(text.encode()) + len(key) + 6
    return document


def make_ready() -> tuple[int, int, float, float]:
    """Make ready all that is not."""
    from sitra.delivery.actions.readying import ready  # noqa: PLC0415 - settings first
    from sitra.delivery.rules.forms import Form  # noqa: PLC0415 - the same

    clock, entries, size = Clock(), 0, 0
    with clock:
        for _, block in ready(numbers(), Form()):
            entries += 1
            size += len(block)
    return entries, size, clock.seconds, clock.processor


def splice(mode: str, path: Path) -> tuple[int, int, float, float]:
    """Write an archive of what is ready."""
    from sitra.delivery.actions.readying import ready  # noqa: PLC0415 - settings first
    from sitra.delivery.rules.forms import Form  # noqa: PLC0415 - the same
    from sitra.formats.rules.v002 import archive as layout  # noqa: PLC0415 - the same
    from sitra.kit.archives import Archive  # noqa: PLC0415 - the same

    clock, form = Clock(), Form()
    laid_out = layout.one_each if mode == "one_each" else layout.grouped
    with clock, path.open("wb") as sink:
        archive = Archive(sink, AT)
        for name, parts in laid_out(ready(numbers(), form), layout.MODIFIED, form.markup):
            archive.splice(name, parts)
        archive.close()
    return archive.entries, path.stat().st_size, clock.seconds, clock.processor


def zipped(source: Path, path: Path) -> tuple[int, int, float, float]:
    """Write the entries of an archive again as `zipfile` does; only the writing counts."""
    clock, size = Clock(), 0
    with zipfile.ZipFile(source) as ours:
        with clock:
            theirs = zipfile.ZipFile(path, "w", zipfile.ZIP_DEFLATED, compresslevel=6)
        names = ours.namelist()
        for name in names:
            content = ours.read(name)
            size += len(content)
            with clock:
                theirs.writestr(name, content)
        with clock:
            theirs.close()
    print(f"{size / 1e6:.0f} MB of JSON in {len(names)} entries")
    return len(names), path.stat().st_size, clock.seconds, clock.processor


if __name__ == "__main__":
    main(sys.argv[1:])
