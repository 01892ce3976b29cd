"""Run every check of the house, one after the other, and say which fail."""

import os
import subprocess
import sys
import time
from pathlib import Path

ROOT = Path(__file__).resolve().parents[1]
BIN = Path(sys.executable).parent

CHECKS: dict[str, list[str]] = {
    "format": ["ruff", "format", "--check", "."],
    "lint": ["ruff", "check", "."],
    "templates": ["djlint", "--lint", "--quiet", "sitra"],
    "spelling": ["codespell"],
    "contracts": ["lint-imports", "--no-logo"],
    "translations": ["python", "scripts/translations.py", "check"],
    "migrations": ["python", "scripts/migrations.py"],
    "types": ["mypy"],
    "house": ["pytest", "tests/house"],
}


def run(name: str, command: list[str]) -> bool:
    """Run one check, showing what it prints only when it fails."""
    start = time.monotonic()
    done = subprocess.run(
        [str(BIN / command[0]), *command[1:]],
        cwd=ROOT,
        capture_output=True,
        text=True,
        check=False,
        env={**os.environ, "PYTHONPATH": str(ROOT), "SITRA_VAR": str(ROOT / "var" / "check")},
    )
    ok = done.returncode == 0
    print(f"{'✓' if ok else '✗'} {name:<13} {time.monotonic() - start:5.1f} s", flush=True)
    if not ok:
        print(done.stdout, done.stderr, sep="\n", flush=True)
    return ok


def main() -> int:
    """Run all checks, or those named."""
    wanted = sys.argv[1:] or list(CHECKS)
    failed = [name for name in wanted if not run(name, CHECKS[name])]
    if failed:
        print("failed: " + ", ".join(failed))
    return 1 if failed else 0


if __name__ == "__main__":
    sys.exit(main())
