"""Copy what the screens borrow from npm into the static files of the site.

Run `python assets/vendor.py` after a change of `package.json` and its lock. It installs the locked
versions in a temporary folder, never running their scripts, and writes `LICENCES.md` beside them.
"""

import json
import shutil
import subprocess
import sys
import tempfile
from pathlib import Path

HERE = Path(__file__).resolve().parent
TARGET = HERE.parent / "sitra" / "doors" / "site" / "static" / "site" / "vendor"

ATKINSON = "@fontsource-variable/atkinson-hyperlegible-next"
SERIF = "@fontsource-variable/source-serif-4"
PIECES = {
    "bootstrap": ["dist/css/bootstrap.min.css"],
    "maplibre-gl": [
        "dist/maplibre-gl.mjs",
        "dist/maplibre-gl-worker.mjs",
        "dist/maplibre-gl.css",
    ],
    ATKINSON: [
        f"files/atkinson-hyperlegible-next-{part}.woff2"
        for part in (
            "latin-wght-normal",
            "latin-wght-italic",
            "latin-ext-wght-normal",
            "latin-ext-wght-italic",
        )
    ],
    SERIF: [f"files/source-serif-4-{part}.woff2" for part in ("latin-wght-normal", "latin-ext-wght-normal")],
}
"""Package -> files we serve; everything else in the package stays behind."""

MAPS = ("//# sourceMappingURL=", "/*# sourceMappingURL=")


def main() -> int:
    """Install, copy, and write the list of licences."""
    with tempfile.TemporaryDirectory() as scratch:
        modules = install(Path(scratch))
        shutil.rmtree(TARGET, ignore_errors=True)
        TARGET.mkdir(parents=True)
        lines = [copy_package(modules / name, files) for name, files in sorted(PIECES.items())]
    (TARGET / "LICENCES.md").write_text(HEADING + "\n".join(lines) + "\n", encoding="utf-8")
    return 0


def install(scratch: Path) -> Path:
    """Install the locked packages in a folder and return where they are."""
    for name in ("package.json", "package-lock.json"):
        shutil.copy(HERE / name, scratch)
    command = [shutil.which("npm") or "npm", "ci", "--ignore-scripts", "--no-audit", "--no-fund"]
    subprocess.run(command, cwd=scratch, check=True, stdout=subprocess.DEVNULL)
    return scratch / "node_modules"


def copy_package(source: Path, files: list[str]) -> str:
    """Copy the files of one package, with its licence, and return its line in the list."""
    about = json.loads((source / "package.json").read_text(encoding="utf-8"))
    short = about["name"].rpartition("/")[2]
    for file in files:
        place(source / file, TARGET / Path(file).name)
    texts = (path for path in sorted(source.iterdir()) if path.stem.upper() == "LICENSE")
    licence = next(texts, None)
    kept = f"{short}.LICENSE.txt"
    if licence:
        shutil.copyfile(licence, TARGET / kept)
    names = ", ".join(f"`{Path(file).name}`" for file in files)
    return f"| {about['name']} | {about['version']} | {about['license']} | `{kept}` | {names} |"


def place(source: Path, target: Path) -> None:
    """Copy one file; texts lose the line that names a source map we do not serve."""
    if source.suffix == ".woff2":
        shutil.copyfile(source, target)
        return
    lines = source.read_text(encoding="utf-8").splitlines()
    kept = [line for line in lines if not line.startswith(MAPS)]
    target.write_text("\n".join(kept) + "\n", encoding="utf-8")


HEADING = """# Borrowed files

Written by `assets/vendor.py`; do not edit.
htmx is not here: it comes with the Python package `django-htmx`.

| package | version | licence | text | files |
|---|---|---|---|---|
"""

if __name__ == "__main__":
    sys.exit(main())
