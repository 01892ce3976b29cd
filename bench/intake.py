"""Time the import of a generated v002 archive, beside a bare COPY of the same bytes.

    PYTHONPATH=. .venv/bin/python bench/intake.py [RECORDS]

A grouped export of 20,000 hotels is made from the catalogue, then applied three times: all new, the same
again, all changed; and said once (dry run, all changed). Revisions, ledger and report are included. The
ratio is to a COPY of the same documents, as they are stored, into a table of one jsonb column.
"""

import json
import os
import random
import resource
import sys
import tempfile
import time
import zipfile
from collections.abc import Callable
from itertools import batched
from pathlib import Path
from typing import Any

from sitra.kit import embedded_postgres
from sitra.kit.environment import configure

RECORDS, GROUP, MODELS = 20_000, 50, 200
FULLNESS, WORDS = 0.35, 60
COMMUNE = {"id": 1_007_019}


def main(words: list[str]) -> None:
    """Measure in a database that is thrown away."""
    count = int(words[0]) if words else RECORDS
    with tempfile.TemporaryDirectory() as folder:
        os.environ["SITRA_VAR"] = folder
        os.environ["DATABASE_URL"] = embedded_postgres.ensure(Path(folder) / "postgres")
        try:
            measure(Path(folder), count)
        finally:
            embedded_postgres.leave(Path(folder) / "postgres")


def measure(folder: Path, count: int) -> None:
    """Import and print a line for each pass."""
    configure()
    import django  # noqa: PLC0415 - settings first

    django.setup()
    from django.core.management import call_command  # noqa: PLC0415
    from django.db import connection  # noqa: PLC0415

    from sitra.intake import actions as intake  # noqa: PLC0415
    from tests.cast import assemble  # noqa: PLC0415

    call_command("migrate", verbosity=0, interactive=False)
    assemble()
    first, second = (archive(folder / f"{tag}.zip", tag, count) for tag in ("un", "deux"))
    copied = timed("bare COPY", count, copy)
    passes: tuple[tuple[str, Callable[..., int], Path], ...] = (
        ("all new", intake.apply, first),
        ("nothing to do", intake.apply, first),
        ("dry run, all changed", intake.plan, second),
        ("all changed", intake.apply, second),
    )
    for name, act, path in passes:
        timed(name, count, lambda act=act, path=path: act(path, "v002"), copied)  # type: ignore[misc]
    print(f"memory at most {resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1000:.0f} MB")
    connection.close()


def timed(name: str, count: int, job: Callable[[], object], copied: float = 0.0) -> float:
    """Print how long a job takes, and its ratio to the COPY; answers the seconds it took."""
    begun = time.perf_counter()
    spent = job()
    taken = spent if isinstance(spent, float) else time.perf_counter() - begun
    ratio = f"   {taken / copied:6.1f} × COPY" if copied else ""
    print(f"{name:<22}{taken:7.2f} s {count / taken:9.0f} records/s{ratio}", flush=True)
    return taken


def copy() -> float:
    """Copy the documents of the first archive as they are stored; answers the seconds of the COPY alone."""
    from django.db import connection  # noqa: PLC0415

    lines = [json.dumps(body).replace("\\", "\\\\") + "\n" for body in DOCUMENTS]
    with connection.cursor() as cursor:
        cursor.execute("CREATE TABLE bare (document jsonb NOT NULL)")
        begun = time.perf_counter()
        with cursor.copy("COPY bare FROM STDIN") as stream:
            for some in batched(lines, 500):
                stream.write("".join(some))
        taken = time.perf_counter() - begun
        cursor.execute("DROP TABLE bare")
    return taken


DOCUMENTS: list[dict[str, Any]] = []
"""Documents of the first archive."""


def archive(path: Path, tag: str, count: int) -> Path:
    """Make a grouped export; the names and the long texts of two tags differ."""
    from sitra.catalog.rules.kinds import Kind  # noqa: PLC0415
    from tests.catalog.making import document  # noqa: PLC0415

    models = [document(Kind.HOTELLERIE, seed, FULLNESS) for seed in range(MODELS)]
    chance, size, keep = random.Random(tag), 0, not DOCUMENTS
    with zipfile.ZipFile(path, "w", zipfile.ZIP_DEFLATED, compresslevel=1) as whole:
        for rank, numbers in enumerate(batched(range(1, count + 1), GROUP), 1):
            group = []
            for number in numbers:
                body = {
                    **models[number % MODELS],
                    "nom": {"libelleFr": f"Hôtel {tag} {number}"},
                    "presentation": {"descriptifDetaille": texts(chance)},
                    "localisation": {"adresse": {"codePostal": "07200", "commune": COMMUNE}},
                }
                group.append({"type": "HOTELLERIE", "id": number, "state": "PUBLISHED", **body})
                if keep:
                    DOCUMENTS.append(body)
            written = json.dumps(group)
            size += len(written)
            whole.writestr(f"objets_modifies/objets_modifies-{rank}.json", written)
    print(f"{path.name}: {count} records of {size / count / 1000:.1f} kB")
    return path


def texts(chance: random.Random) -> dict[str, str]:
    """Write a text in six languages that compresses like one."""
    return {
        f"libelle{suffix}": " ".join(f"mot{chance.randrange(3000)}" for _ in range(WORDS))
        for suffix in ("Fr", "En", "De", "It", "Es", "Nl")
    }


if __name__ == "__main__":
    main(sys.argv[1:])
