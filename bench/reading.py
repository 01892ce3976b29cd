"""Measure how fast records are found and answered, beside other engines on the same machine and corpus.

    PYTHONPATH=. .venv/bin/python bench/reading.py [SIZE] [--engines sitra,bare,drf,pygeoapi] [--rounds N]
        [--seconds S] [--shapes q1,q2] [--directory DIR]

`make bench SIZE=10k` does it. SIZE is one of 1k, 10k, 50k, 100k, 450k. Ground and read model are kept under
`var/bench/SIZE`, figures are written there too. What the parts mean: `bench/reading.md`.
"""

import argparse
import hashlib
import json
import os
import sys
from collections.abc import Mapping, Sequence
from dataclasses import asdict
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

from rich.console import Console

from bench import ground as grounds, showing
from bench.corpus import SIZES
from bench.ground import ROOT, Built, Ground
from sitra.kit import embedded_postgres
from sitra.kit.environment import configure

ENGINES = ("sitra", "bare", "drf", "pygeoapi")
SMALL = 20_000
"""Below so many records, runs are short."""

out = Console(width=150)


def main(words: list[str]) -> None:
    """Prepare, measure, compare, print."""
    asked = _asked(words)
    ground = grounds.prepare(SIZES[asked.size], asked.directory or ROOT / "var" / "bench" / asked.size)
    built = _built(ground)
    os.environ["SITRA_VAR"] = str(ground.directory)
    os.environ["DATABASE_URL"] = embedded_postgres.ensure(ground.directory / "postgres")
    configure()
    import django  # noqa: PLC0415 - settings first

    django.setup()
    from bench.session import Session  # noqa: PLC0415 - needs settings

    figures: dict[str, Any] = {
        "at": datetime.now(UTC).isoformat(),
        "machine": showing.machine(),
        "ground": asdict(ground.manifest),
        "built": asdict(built),
    }
    _say_ground(ground, built, figures["machine"])
    del os.environ["DATABASE_URL"]
    try:
        with Session(ground, asked.engines, out) as session:
            figures |= session.measure(asked.shapes, _effort(asked))
    finally:
        grounds.stop(ground.directory / "postgres")
        grounds.stop(ground.directory / "drf" / "postgres")
    written = ground.directory / f"reading-{datetime.now(UTC):%Y%m%d-%H%M%S}.json"
    written.write_text(json.dumps(figures, indent=1) + "\n", "utf-8")
    out.print(f"written to {written}")


def _asked(words: Sequence[str]) -> argparse.Namespace:
    parser = argparse.ArgumentParser(prog="bench/reading.py")
    parser.add_argument("size", nargs="?", default="1k", choices=SIZES)
    parser.add_argument("--engines", type=lambda text: text.split(","), default=list(ENGINES))
    parser.add_argument("--shapes", type=lambda text: text.split(","), default=[])
    parser.add_argument("--rounds", type=int, default=0)
    parser.add_argument("--seconds", type=float, default=0.0)
    parser.add_argument("--directory", type=Path)
    return parser.parse_args(words)


def _effort(asked: argparse.Namespace) -> Any:
    from bench.measuring import Effort  # noqa: PLC0415

    small = SIZES[asked.size] <= SMALL
    return Effort(asked.rounds or (2 if small else 3), asked.seconds or (0.2 if small else 1.0))


def _built(ground: Ground) -> Built:
    """Build the read model, unless this very program has built it."""
    noted, made = ground.directory / "built.json", _fingerprint()
    if noted.exists():
        kept: Mapping[str, Any] = json.loads(noted.read_text("utf-8"))
        if kept["made"] == made:
            return Built(**kept["built"])
    built = grounds.build(ground)
    noted.write_text(json.dumps({"made": made, "built": asdict(built)}), "utf-8")
    return built


def _fingerprint() -> str:
    """Tell apart two versions of the program."""
    digest = hashlib.sha256()
    for file in sorted((ROOT / "sitra").rglob("*.py")):
        digest.update(file.read_bytes())
    return digest.hexdigest()


def _say_ground(ground: Ground, built: Built, machine: Mapping[str, Any]) -> None:
    size = ground.manifest.size
    packages = ", ".join(f"{name} {version}" for name, version in machine["packages"].items())
    cores = f"{machine['cores']} × {machine['processor']}"
    load = ", ".join(f"{one:.1f}" for one in machine["load"])
    showing.say(
        (
            ("machine", f"{cores}, {machine['memory'] / 2**30:.0f} GB, load {load}"),
            ("versions", f"{machine['commit']}, Python {machine['python']}, {packages}"),
            ("corpus", f"{size:,} records, loaded at {ground.manifest.loaded:,.0f} a second"),
            ("read model", f"{built.seconds:.1f} s, {size / built.seconds:,.0f} records a second"),
            ("", f"{built.memory / 1e6:,.0f} MB at most; index {built.index / size:,.0f} bytes a record"),
            ("", f"store {built.store / size:,.0f} bytes a record"),
        ),
        out,
    )


if __name__ == "__main__":
    main(sys.argv[1:])
