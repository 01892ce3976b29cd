"""Reading the open files and writing those of the demonstration, the same bytes on every run."""

import csv
import gzip
import io
import json
import zipfile
from collections.abc import Iterable, Mapping
from pathlib import Path
from typing import Any

type Row = dict[str, str]

LONG_AGO = (1980, 1, 1, 0, 0, 0)
"""The earliest date a zip can hold."""


def read_json(path: Path) -> Any:
    """Read a gzipped JSON file."""
    with gzip.open(path, "rb") as file:
        return json.load(file)


def read_csv(path: Path, delimiter: str) -> list[Row]:
    """Read a gzipped table in UTF-8, with or without a mark."""
    with gzip.open(path, "rt", encoding="utf-8-sig", newline="") as file:
        return list(csv.DictReader(file, delimiter=delimiter))


def write_gzip(path: Path, content: bytes) -> None:
    """Compress without name nor date."""
    path.write_bytes(gzip.compress(content, compresslevel=9, mtime=0))


def write_json(path: Path, content: Any) -> None:
    """Write JSON for programs, gzipped, keys sorted."""
    text = json.dumps(content, ensure_ascii=False, sort_keys=True, separators=(",", ":"))
    write_gzip(path, text.encode())


def write_readable_json(path: Path, content: Any) -> None:
    """Write JSON for people, in the order in which it was built."""
    path.write_text(json.dumps(content, ensure_ascii=False, indent=1) + "\n", encoding="utf-8")


def write_csv(path: Path, rows: Iterable[Mapping[str, str]], delimiter: str) -> None:
    """Write a gzipped table in UTF-8; the columns are those of the first row."""
    rows = list(rows)
    page = io.StringIO(newline="")
    table = csv.DictWriter(page, list(rows[0]), delimiter=delimiter, lineterminator="\n")
    table.writeheader()
    table.writerows(rows)
    write_gzip(path, page.getvalue().encode())


def rewrite_zip(source: Path, target: Path) -> int:
    """Pack the files of an archive again, sorted and without dates; answers how many."""
    with (
        zipfile.ZipFile(source) as old,
        zipfile.ZipFile(target, "w", zipfile.ZIP_DEFLATED, compresslevel=9) as new,
    ):
        names = sorted(name for name in old.namelist() if not name.endswith("/"))
        for name in names:
            entry = zipfile.ZipInfo(name, LONG_AGO)
            entry.compress_type = zipfile.ZIP_DEFLATED
            entry.create_system = 3
            entry.external_attr = 0o644 << 16
            new.writestr(entry, old.read(name))
    return len(names)
