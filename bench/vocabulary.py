"""Time the loading of full vocabularies, one after the other, then of the last one again.

    PYTHONPATH=. .venv/bin/python bench/vocabulary.py FILE…

The files are `elements_reference.json` of v002 exports, plain, gzip or in their archive. Without
one, the two of the folder shared beside the checkout are taken.
"""

import os
import resource
import sys
import tempfile
import time
from collections.abc import Iterable
from pathlib import Path

from sitra.kit import embedded_postgres
from sitra.kit.environment import configure

SHARED = Path(__file__).resolve().parents[2] / "shared" / "data"


def main(words: list[str]) -> int:
    """Load every file named, in a database that is thrown away."""
    paths = [Path(word) for word in words] or sorted(SHARED.glob("*/elements_reference-*.json.gz"))
    if not paths:
        print(__doc__)
        return 2
    with tempfile.TemporaryDirectory() as folder:
        os.environ["SITRA_VAR"] = folder
        os.environ["DATABASE_URL"] = embedded_postgres.ensure(Path(folder) / "postgres", volatile=True)
        try:
            measure([*paths, paths[-1]])
        finally:
            embedded_postgres.leave(Path(folder) / "postgres")
    return 0


def measure(paths: Iterable[Path]) -> None:
    """Load these files and print a line for each."""
    configure()
    import django  # noqa: PLC0415 - settings first

    django.setup()
    from django.core.management import call_command  # noqa: PLC0415
    from django.db import connection  # noqa: PLC0415

    from sitra.vocabulary import actions, queries  # noqa: PLC0415
    from sitra.vocabulary.rules.wording import summary  # noqa: PLC0415

    call_command("migrate", verbosity=0, interactive=False)
    for path in paths:
        begun, memory = time.perf_counter(), _memory()
        report = actions.load_full(path)
        taken = time.perf_counter() - begun
        print(f"{taken:6.2f} s  +{_memory() - memory:4.0f} MB  {path.name}: {summary(report, 'en')}")
    begun = time.perf_counter()
    terms = len(queries.book())
    print(f"{time.perf_counter() - begun:6.2f} s            {terms} terms brought into memory")
    connection.close()


def _memory() -> float:
    """Highest memory of the process so far, in megabytes."""
    return resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1000


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
