"""Opening the files of outside sources, whatever their packing, and saying plainly what is wrong."""

import csv
import gzip
import io
import json
import zipfile
import zlib
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from sitra.intake.rules.draft import Refusal, Unreadable
from sitra.kit.texts import fold

_GZIP_MARK = b"\x1f\x8b"
_DELIMITERS = ";,\t|"
_ENCODINGS = ("utf-8-sig", "cp1252")
_EMPTY_CELLS = frozenset({"-", "—", "NULL", "null", "N/A"})
_INDEX = "index.json"


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
    """Read a whole file, decompressed when it is a gzip."""
    try:
        raw = path.read_bytes()
        whole = gzip.decompress(raw) if raw.startswith(_GZIP_MARK) else raw
    except (OSError, EOFError, zlib.error):
        raise Unreadable(
            f"Le fichier « {path.name} » est absent, tronqué ou abîmé : téléchargez-le de nouveau."
        ) from None
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


def members(path: Path, folder: str) -> Iterator[tuple[str, Any] | Refusal]:
    """Read the JSON files of a folder of a zip: name and content, or a refusal for each bad one."""
    with _opened(path) as archive:
        names = sorted(
            name for name in archive.namelist() if name.startswith(folder) and name.endswith(".json")
        )
        if not names:
            raise Unreadable(
                f"L'archive « {path.name} » ne contient aucun fichier dans « {folder} » : "
                "téléchargez un flux complet."
            )
        for name in names:
            yield _member(archive, name)


def names(path: Path) -> frozenset[str]:
    """Give the names of the files of a zip."""
    with _opened(path) as archive:
        return frozenset(archive.namelist())


def is_zip(path: Path) -> bool:
    """Say whether a file is a zip, from its content."""
    return zipfile.is_zipfile(path)


def check_index(path: Path) -> None:
    """Read the index of an archive, when it has one, to be sure that it is whole."""
    with _opened(path) as archive:
        if _INDEX not in archive.namelist():
            return
        found = _member(archive, _INDEX)
    if isinstance(found, Refusal):
        raise Unreadable(
            f"L'archive « {path.name} » est abîmée ({_INDEX} illisible) : téléchargez-la de nouveau."
        )


def _opened(path: Path) -> zipfile.ZipFile:
    try:
        return zipfile.ZipFile(path)
    except (OSError, zipfile.BadZipFile):
        raise Unreadable(
            f"Le fichier « {path.name} » n'est pas une archive zip lisible : téléchargez-le de nouveau."
        ) from None


def _member(archive: zipfile.ZipFile, name: str) -> tuple[str, Any] | Refusal:
    try:
        return name, json.loads(archive.read(name))
    except (ValueError, zipfile.BadZipFile, zlib.error, RecursionError, NotImplementedError):
        return Refusal(name, "Ce fichier de l'archive n'est pas du JSON lisible : redemandez-le à la source.")


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
