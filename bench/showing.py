"""The figures as people read them."""

import importlib.metadata
import os
import platform
import subprocess
from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import Any

import psutil
from rich.console import Console
from rich.table import Table as Drawn

from bench.agreement import Agreement
from bench.ground import ROOT
from bench.measuring import ALONE, TOGETHER, Table

PACKAGES = ("django", "djangorestframework", "granian", "tantivy", "lmdb", "orjson", "psycopg", "numpy")


def machine() -> dict[str, Any]:
    """Say on what it was measured."""
    lines = Path("/proc/cpuinfo").read_text("utf-8").splitlines()
    model = next((line.partition(":")[2].strip() for line in lines if line.startswith("model name")), "?")
    commit = subprocess.run(
        ["git", "describe", "--always", "--dirty"],  # noqa: S607 - whichever git is there
        cwd=ROOT,
        capture_output=True,
        text=True,
        check=False,
    )
    return {
        "processor": model,
        "cores": os.cpu_count(),
        "memory": psutil.virtual_memory().total,
        "load": os.getloadavg(),
        "system": platform.platform(),
        "python": platform.python_version(),
        "packages": {name: _version(name) for name in PACKAGES},
        "commit": commit.stdout.strip(),
    }


def _version(name: str) -> str:
    try:
        return importlib.metadata.version(name)
    except importlib.metadata.PackageNotFoundError:
        return "absent"


def show(table: Table, agreements: Mapping[str, Mapping[str, Agreement]], ours: str, out: Console) -> None:
    """Print the figures of every shape and engine, and how many times ours is faster."""
    drawn = Drawn(box=None, header_style="bold")
    for heading in (
        "shape", "engine", "p50 ms", "p95 ms", f"{ALONE} client/s", f"{TOGETHER} clients/s", "CPU ms",
        "bytes", "ours ×", "answers",
    ):  # fmt: skip
        drawn.add_column(heading, justify="left" if heading in {"shape", "engine", "answers"} else "right")
    for shape, engines in table.items():
        for rank, (name, got) in enumerate(engines.items()):
            agreed = agreements.get(name, {}).get(shape)
            comparable = agreed is None or agreed.holds(shape)
            ratio = engines[ours].together / got.together if ours in engines and name != ours else 0.0
            drawn.add_row(
                "" if rank else shape,
                name,
                f"{got.p50:.2f}",
                f"{got.p95:.2f}",
                f"{got.alone:,.0f}",
                f"{got.together:,.0f}",
                f"{got.processor:.2f}",
                f"{got.size:,.0f}",
                (f"{ratio:.2f}" if comparable else f"({ratio:.2f})") if ratio else "",
                agreed.words(shape) if agreed else "",
            )
        drawn.add_section()
    out.print(drawn)


def say(lines: Sequence[tuple[str, str]], out: Console) -> None:
    """Print names and values."""
    drawn = Drawn(box=None, show_header=False)
    for name, value in lines:
        drawn.add_row(name, value)
    out.print(drawn)
