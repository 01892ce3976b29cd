"""Opening the plain files of outside sources, and saying plainly what is wrong; zips: `archives`."""

import csv
import gzip
import io
import zlib
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from pathlib import Path

from sitra.intake.rules.draft import Refusal, Unreadable
from sitra.kit.texts import fold

_GZIP_MARK = b"\x1f\x8b"
_DELIMITERS = ";,\t|"
_ENCODINGS = ("utf-8-sig", "cp1252")
_EMPTY_CELLS = frozenset({"-", "—", "NULL", "null", "N/A"})
_HEAD = 64

LARGEST = 32 << 20
"""Longest file that is read, decompressed, in bytes."""


@dataclass(frozen=True, slots=True)
class Row:
    """A line of a table: where it stands, and its cells by folded column name."""

    place: str
    cells: Mapping[str, str]

    def __getitem__(self, column: str) -> str:
        """Give a cell, trimmed; empty when the source writes a dash or nothing."""
        cell = self.cells.get(column, "").strip()
        return "" if cell in _EMPTY_CELLS else cell


def content(path: Path) -> bytes:
    """Read a whole file, decompressed when it is a gzip; never more than `LARGEST`."""
    try:
        with path.open("rb") as file:
            packed = file.read(len(_GZIP_MARK)) == _GZIP_MARK
            file.seek(0)
            whole = (gzip.GzipFile(fileobj=file) if packed else file).read(LARGEST + 1)
    except (OSError, EOFError, zlib.error):
        raise Unreadable(
            f"Le fichier « {path.name} » est absent, tronqué ou abîmé : téléchargez-le de nouveau."
        ) from None
    if len(whole) > LARGEST:
        raise Unreadable(
            f"Le fichier « {path.name} » dépasse {LARGEST >> 20} Mo une fois déployé : coupez-le."
        )
    if not whole.strip():
        raise Unreadable(f"Le fichier « {path.name} » est vide : téléchargez-le de nouveau.")
    return whole


def rows(path: Path, columns: Iterable[str]) -> Iterator[Row | Refusal]:
    """Read a table whose columns, folded, must include those; a bad line gives a refusal."""
    table = csv.reader(io.StringIO(_text(path), newline=""), delimiter=_delimiter(path))
    header = [fold(name) for name in next(table, [])]
    if missing := [name for name in columns if name not in header]:
        raise Unreadable(
            f"Le fichier « {path.name} » n'a pas les colonnes attendues (il manque : "
            f"{', '.join(missing)}) : vérifiez qu'il s'agit du bon jeu de données."
        )
    for place, cells in _lines(path, table):
        if len(cells) == len(header):
            yield Row(place, dict(zip(header, cells, strict=True)))
        elif any(cell.strip() for cell in cells):
            yield Refusal(
                place,
                f"La ligne a {len(cells)} colonnes au lieu de {len(header)} : corrigez-la "
                "ou retirez-la du fichier.",
            )


def header(path: Path) -> frozenset[str]:
    """Give the folded column names of a table."""
    first = next(csv.reader(io.StringIO(_text(path)), delimiter=_delimiter(path)), [])
    return frozenset(fold(name) for name in first)


def is_json(path: Path) -> bool:
    """Say whether a file is meant as JSON, from its first sign."""
    return content(path)[:_HEAD].lstrip(b"\xef\xbb\xbf\xff\xfe\x00 \t\r\n")[:1] in (b"[", b"{")


def count_rows(path: Path) -> int:
    """Count the lines of a table after its header, near enough for a progress bar."""
    return content(path).count(b"\n") - 1


def _text(path: Path) -> str:
    raw = content(path)
    for encoding in _ENCODINGS:
        try:
            return raw.decode(encoding)
        except UnicodeDecodeError:
            continue
    raise Unreadable(
        f"Le fichier « {path.name} » n'est ni en UTF-8 ni en Windows-1252 : enregistrez-le en UTF-8."
    )


def _delimiter(path: Path) -> str:
    first = _text(path).split("\n", 1)[0]
    return max(_DELIMITERS, key=first.count)


def _lines(path: Path, table: Iterator[list[str]]) -> Iterator[tuple[str, list[str]]]:
    """Give each line its number in a spreadsheet, where the header is line 1."""
    number = 1
    while True:
        number += 1
        try:
            cells = next(table)
        except StopIteration:
            return
        except csv.Error:
            raise Unreadable(
                f"Le fichier « {path.name} » ne se lit plus à partir de la ligne {number} : "
                "vérifiez les guillemets de cette ligne."
            ) from None
        yield f"{path.name}, ligne {number}", cells
