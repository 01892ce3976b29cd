"""The ground of a benchmark: an embedded PostgreSQL that holds the corpus, and its read model.

    PYTHONPATH=. .venv/bin/python bench/ground.py [SIZE] [DIRECTORY]

Kept under `var/bench/SIZE`, or the directory given, and used again as long as corpus and tables are the same.
The rows are those that an import writes: record, revision, name at the source, confirmation, fact.
"""

import hashlib
import json
import os
import subprocess
import sys
import time
from collections.abc import Iterable, Sequence
from dataclasses import asdict, dataclass
from datetime import date
from itertools import batched
from pathlib import Path
from typing import Any

from bench.corpus import CHUNK, MEMBERS, SEED, SHARED, SIZES, VERSION, Corpus, Made
from bench.criteria import FULL
from sitra.kit import embedded_postgres
from sitra.kit.environment import configure

ROOT = Path(__file__).resolve().parents[1]
SITRA = Path(sys.executable).parent / "sitra"
PROJECT, KEY = 1, "bench2026"
CODE = "bench"
OFFICE = 233
BATCH = CHUNK * 4
LICENCE = "Licence Ouverte 2.0"


@dataclass(frozen=True, slots=True)
class Manifest:
    """What a ground was made of, and what making it took."""

    version: str
    size: int
    seed: int
    day: str
    tables: str
    loaded: float
    """Records a second."""


@dataclass(frozen=True, slots=True)
class Ground:
    """A ground that stands."""

    directory: Path
    manifest: Manifest

    @property
    def day(self) -> date:
        """The day of reference."""
        return date.fromisoformat(self.manifest.day)

    @property
    def environment(self) -> dict[str, str]:
        """Variables under which commands work on it."""
        kept = {name: value for name, value in os.environ.items() if name != "DATABASE_URL"}
        return {
            **kept,
            "SITRA_VAR": str(self.directory),
            "SITRA_CALLS_PER_MINUTE": "0",
            "PYTHONPATH": str(ROOT),
            "DJANGO_SETTINGS_MODULE": "config.settings",
        }

    def corpus(self) -> Corpus:
        """Make the same records again."""
        return Corpus(self.manifest.size, self.day, self.manifest.seed)


def today() -> date:
    """Give the day of reference: the index knows the days from the beginning of the month on."""
    return date.today().replace(day=1)  # noqa: DTZ011 - a day is enough


def prepare(size: int, directory: Path) -> Ground:
    """Load the corpus unless it is there already."""
    wanted, kept = _wanted(size), directory / "manifest.json"
    if kept.exists():
        manifest = Manifest(**json.loads(kept.read_text("utf-8")))
        if (manifest.version, manifest.size, manifest.seed, manifest.tables) == wanted:
            return Ground(directory, manifest)
        raise SystemExit(f"{directory} holds another corpus: remove it")
    (directory / "static").mkdir(parents=True, exist_ok=True)
    os.environ["SITRA_VAR"] = str(directory)
    os.environ["DATABASE_URL"] = embedded_postgres.ensure(directory / "postgres", volatile=True)
    try:
        day = today()
        speed = _load(Corpus(size, day))
    finally:
        embedded_postgres.leave(directory / "postgres")
        del os.environ["DATABASE_URL"]
    manifest = Manifest(VERSION, size, SEED, day.isoformat(), wanted[3], speed)
    kept.write_text(json.dumps(asdict(manifest), indent=1) + "\n", "utf-8")
    return Ground(directory, manifest)


def stop(postgres: Path) -> None:
    """Stop a database, even when one of its users was killed and could not leave."""
    if embedded_postgres.is_running(postgres):
        embedded_postgres.ensure(postgres)
        embedded_postgres.leave(postgres)


def _wanted(size: int) -> tuple[str, int, int, str]:
    """Tell apart two grounds: by their corpus and by the tables of the program."""
    names = sorted(file.name for file in (ROOT / "sitra").glob("*/migrations/0*.py"))
    return VERSION, size, SEED, hashlib.sha256("\n".join(names).encode()).hexdigest()[:12]


def _load(corpus: Corpus) -> float:
    """Write all; answers records a second, the network apart."""
    configure()
    import django  # noqa: PLC0415 - settings first

    django.setup()
    from django.core.management import call_command  # noqa: PLC0415
    from django.db import connection  # noqa: PLC0415

    call_command("migrate", verbosity=0, interactive=False)
    _network()
    begun = time.perf_counter()
    for batch in batched(corpus, BATCH):
        _write(batch)
        print(f"\r{batch[-1].number} records", end="", flush=True)
    taken = time.perf_counter() - begun
    _look_at_nothing()
    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT setval(pg_get_serial_sequence('tourism_touristobject', 'id'), %s)", [corpus.size]
        )
        cursor.execute("ANALYZE")
    connection.close()
    print(f"\r{corpus.size} records loaded in {taken:.1f} s, {corpus.size / taken:.0f} records/s")
    return corpus.size / taken


def _look_at_nothing() -> None:
    """Take the corpus as compared: looking for duplicates in it would keep a core busy for hours."""
    from sitra.ledger import queries as ledger  # noqa: PLC0415
    from sitra.review import actions  # noqa: PLC0415
    from sitra.review.listeners import Watching  # noqa: PLC0415

    actions.note(Watching.name, (), ledger.head())


def _network() -> None:
    """Write vocabulary, communes, members, a source and a project."""
    from django.db import transaction  # noqa: PLC0415

    from sitra.delivery import actions as delivery  # noqa: PLC0415
    from sitra.members.models import Member  # noqa: PLC0415
    from sitra.places import actions as places  # noqa: PLC0415
    from sitra.tourism.models import Source  # noqa: PLC0415
    from sitra.vocabulary import actions as vocabulary  # noqa: PLC0415

    vocabulary.load_seed()
    if (SHARED / FULL).exists():
        vocabulary.load_full(SHARED / FULL)
    places.load_seed()
    with transaction.atomic():
        Member.objects.bulk_create(
            Member(pk=number, name=f"Office de tourisme n° {number}", kind_id=OFFICE)
            for number in range(1, MEMBERS + 1)
        )
        Source.objects.create(code=CODE, name="Corpus de mesure", licence=LICENCE, url="")
        delivery.open_project(number=PROJECT, name="Mesure", member_id=1, api_key=KEY)


def _write(batch: Sequence[Made]) -> None:
    """Write some records with all that an import writes of them."""
    from django.db import transaction  # noqa: PLC0415

    from sitra.kit.copying import copy_rows  # noqa: PLC0415
    from sitra.ledger import actions as ledger  # noqa: PLC0415
    from sitra.ledger.events import Fact  # noqa: PLC0415
    from sitra.tourism.events import SUBJECT, ObjectFact  # noqa: PLC0415
    from sitra.tourism.models import Confirmation, Identifier, Revision, TouristObject  # noqa: PLC0415

    # Drawn first: reading places asks the database, which hears nothing else during a COPY.
    objects, texts = list(_objects(batch)), [one.written for one in batch]
    with transaction.atomic():
        copy_rows(TouristObject, _OBJECT, objects)
        copy_rows(Revision, _REVISION, _revisions(batch, texts))
        copy_rows(Identifier, _IDENTIFIER, _identifiers(batch, texts))
        copy_rows(Confirmation, _CONFIRMATION, _confirmations(batch))
        ledger.record_all(
            Fact(
                ObjectFact.CREATED.value, SUBJECT, one.number, details={"revision": 1, "kind": one.kind.value}
            )
            for one in batch
        )


_REVISION = ("object", "number", "document", "state", "at", "origin", "words")
_IDENTIFIER = ("object", "source", "value", "digest", "changed_on", "revision")
_CONFIRMATION = ("object", "source", "means", "at", "paths", "besides")
type _Rows = Iterable[tuple[Any, ...]]


def _revisions(batch: Sequence[Made], texts: Sequence[bytes]) -> _Rows:
    from sitra.tourism.events import Origin  # noqa: PLC0415

    for one, text in zip(batch, texts, strict=True):
        yield one.number, 1, text.decode(), one.state, one.changed_at, Origin.IMPORTED.value, ""


def _identifiers(batch: Sequence[Made], texts: Sequence[bytes]) -> _Rows:
    for one, text in zip(batch, texts, strict=True):
        yield one.number, CODE, str(one.number), hashlib.sha256(text).hexdigest(), "", 1


def _confirmations(batch: Sequence[Made]) -> _Rows:
    from sitra.tourism.events import Means  # noqa: PLC0415

    for one in batch:
        yield one.number, CODE, Means.IMPORT.value, one.changed_at, [""], []


_OBJECT = (
    "id",
    "kind",
    "state",
    "identifier",
    "name",
    "owner",
    "commune",
    "lon",
    "lat",
    "revision",
    "expires_on",
    "due_on",
    "created_at",
    "changed_at",
)


def _objects(batch: Sequence[Made]) -> _Rows:
    from sitra.places import queries as places  # noqa: PLC0415
    from sitra.tourism.actions.records import columns  # noqa: PLC0415
    from sitra.tourism.events import Means  # noqa: PLC0415
    from sitra.tourism.rules.freshness import Word, first_due  # noqa: PLC0415

    communes = places.atlas()
    for one in batch:
        drawn = columns(one.document, communes)
        word = Word(one.changed_at, Means.IMPORT, ("",))
        yield (
            one.number,
            one.kind.value,
            one.state,
            f"SITRA2_{one.kind.code}_{one.number}",
            drawn["name"],
            one.owner,
            drawn["commune_id"],
            drawn["lon"],
            drawn["lat"],
            1,
            drawn["expires_on"],
            first_due(one.document, one.kind, (word,), one.changed_at),
            one.changed_at,
            one.changed_at,
        )


@dataclass(frozen=True, slots=True)
class Built:
    """What building the read model took."""

    seconds: float
    memory: int
    """Most memory, in bytes, PostgreSQL apart."""
    index: int
    store: int
    """Bytes on disk."""


def build(ground: Ground) -> Built:
    """Build the read model by the command that people use, and watch it."""
    begun = time.perf_counter()
    with subprocess.Popen([SITRA, "index", "rebuild"], env=ground.environment, cwd=ROOT) as job:
        memory = _most_memory(job.pid)
        if job.wait():
            raise SystemExit("the read model cannot be built")
    taken = time.perf_counter() - begun
    model = ground.directory / "readmodel"
    current = model / (model / "current").read_text("ascii").strip()
    return Built(taken, memory, _size(current / "index"), _size(current / "store"))


def _most_memory(pid: int) -> int:
    """Follow a process to its end; its memory of its own and of files, at its most."""
    most, status = 0, Path(f"/proc/{pid}/status")
    while True:
        try:
            lines = status.read_text("ascii").splitlines()
        except OSError:
            return most
        values = {
            name: value.split()[0]
            for name, _, value in (line.partition(":") for line in lines)
            if value.strip()
        }
        if values.get("State", "").startswith("Z"):
            return most
        most = max(most, int(values.get("VmHWM", 0)) * 1024)
        time.sleep(0.2)


def _size(folder: Path) -> int:
    return sum(file.stat().st_blocks * 512 for file in folder.rglob("*") if file.is_file())


def main(words: list[str]) -> None:
    """Prepare a ground and build its read model."""
    name = words[0] if words else "1k"
    size = SIZES.get(name) or int(name)
    ground = prepare(size, Path(words[1]).resolve() if len(words) > 1 else ROOT / "var" / "bench" / name)
    built = build(ground)
    print(
        f"read model of {size} records in {built.seconds:.1f} s ({size / built.seconds:.0f} records/s), "
        f"{built.memory / 1e6:.0f} MB at most, index {built.index / size:.0f} and store "
        f"{built.store / size:.0f} bytes a record"
    )


if __name__ == "__main__":
    main(sys.argv[1:])
