"""Tables of workbooks (XLSX): values only, bounded; formulas give what was last computed, macros nothing."""

import re
import warnings
import zipfile
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta
from itertools import islice
from pathlib import Path
from typing import IO, Any
from xml.etree.ElementTree import ParseError

from defusedxml.common import DefusedXmlException

from sitra.intake.rules import archives
from sitra.intake.rules.draft import Unreadable

LARGEST = 400 << 20
"""Most bytes of a workbook, unpacked: a million empty lines take forty."""
_LARGEST_PART = 64 << 20
"""Most bytes of a part that is read at once, such as the shared texts."""
_LAST_LINE = 1_048_576
_WIDEST = 300
_SHEETS = 50
_BATCH = 1000
_MERGES = 5_000
_SPREAD = 5_000
"""Cells of one merged range at most; a wider one is a drawing, not a value."""
_MERGE = re.compile(rb'<(?:\w+:)?mergeCell\s+ref="([A-Z]{1,3})(\d{1,7}):([A-Z]{1,3})(\d{1,7})"')
_CHUNK = 1 << 20
_OVERLAP = 200
_WRONG = (
    AttributeError,
    KeyError,
    OSError,
    OverflowError,
    ParseError,
    TypeError,
    ValueError,
    zipfile.BadZipFile,
)

type Rows = Iterator[tuple[int, Sequence[str]]]


@dataclass(frozen=True, slots=True)
class Workbook:
    """An open workbook: the lines of its first sheet that holds any."""

    rows: Callable[[], Rows]
    notes: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class _Range:
    """Merged cells, lines and columns from one."""

    top: int
    left: int
    bottom: int
    right: int


def demand(path: Path) -> None:
    """Refuse an archive that is no workbook, or one that is a trap."""
    with archives.opened(path) as archive:
        if "xl/workbook.xml" not in archive.names:
            open_document = "content.xml" in archive.names and "mimetype" in archive.names
            what = "un document OpenDocument" if open_document else "une archive que nous ne connaissons pas"
            raise Unreadable(
                f"Le fichier « {path.name} » est {what} : enregistrez le tableau en XLSX ou en CSV."
            )
        sizes = {name: archive.size(name) for name in archive.names}
        parts = [name for name in sizes if not name.startswith("xl/worksheets/")]
        long = [name for name in parts if sizes[name] > _LARGEST_PART and name.endswith(".xml")]
        if long or sum(sizes.values()) > LARGEST:
            raise Unreadable(
                f"Le classeur « {path.name} » se déploie en {sum(sizes.values()) >> 20} Mo, "
                f"{LARGEST >> 20} au plus : gardez la feuille utile et enregistrez-la en CSV."
            )


def opened(path: Path) -> Workbook:
    """Open a workbook; raises `Unreadable` when it is torn, made to harm or empty."""
    demand(path)
    names = _in_order(path)
    rank = next((one for one in range(len(names)) if _holds(_rows(path, one, []))), None)
    if rank is None:
        raise Unreadable(f"Le classeur « {path.name} » est vide : aucune feuille visible n'a de ligne.")
    merged = _merged(path, names[rank][1])
    others = ", ".join(other for other, _ in names if other != names[rank][0])[:200]
    told = f"Seule la feuille « {names[rank][0]} » est lue ; pour une autre ({others}), mettez-la en premier."
    notes = (told,) if others else ()
    return Workbook(lambda: _rows(path, rank, merged), notes)


def _holds(rows: Rows) -> bool:
    return any(cell.strip() for _, cells in rows for cell in cells)


def _in_order(path: Path) -> list[tuple[str, str]]:
    """Give the visible sheets: their titles, and the parts of the archive that hold them."""
    with _loaded(path) as book:
        sheets = [one for one in book.worksheets if one.sheet_state == "visible"][:_SHEETS]
        return [(one.title, getattr(one, "_worksheet_path", "")) for one in sheets]


class _loaded:  # noqa: N801 - used as a function
    """A workbook that is closed again, whose faults are told in French."""

    def __init__(self, path: Path) -> None:
        self._path = path

    def __enter__(self) -> Any:
        self._file = self._path.open("rb")
        with warnings.catch_warnings():
            warnings.simplefilter("ignore")
            try:
                self._book = _book(self._file)
            except (*_WRONG, DefusedXmlException):
                self._file.close()
                raise _damaged(self._path) from None
        return self._book

    def __exit__(self, *_: object) -> None:
        self._book.close()
        self._file.close()


def _book(file: IO[bytes]) -> Any:
    from openpyxl import load_workbook  # noqa: PLC0415 - slow, and of no use to most processes
    from openpyxl.utils.exceptions import InvalidFileException  # noqa: PLC0415

    try:
        return load_workbook(file, read_only=True, data_only=True, keep_links=False)
    except InvalidFileException as error:
        raise ValueError(str(error)) from error


def _rows(path: Path, rank: int, merged: Sequence[_Range]) -> Rows:
    """Read the lines of the sheet of a rank among the visible ones."""
    with _loaded(path) as book:
        sheet = [one for one in book.worksheets if one.sheet_state == "visible"][rank]
        sheet.reset_dimensions()  # what a sheet says of its size may be wrong, or a trap
        values, spread, number = sheet.iter_rows(values_only=True), _Spread(merged), 0
        while batch := _next(path, values):
            for cells in batch:
                number += 1
                if number > _LAST_LINE:
                    return
                yield number, spread.over(number, [_text(one) for one in cells[:_WIDEST]])


def _next(path: Path, values: Iterator[tuple[Any, ...]]) -> list[tuple[Any, ...]]:
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")
        try:
            return list(islice(values, _BATCH))
        except (*_WRONG, DefusedXmlException):
            raise _damaged(path) from None


class _Spread:
    """Writes what merged cells say into each of them."""

    def __init__(self, merged: Sequence[_Range]) -> None:
        self._waiting = sorted(merged, key=lambda one: one.top, reverse=True)
        self._open: list[tuple[_Range, str]] = []

    def over(self, number: int, cells: list[str]) -> list[str]:
        """Complete the cells of a line."""
        while self._waiting and self._waiting[-1].top <= number:
            one = self._waiting.pop()
            said = cells[one.left - 1] if one.top == number and one.left <= len(cells) else ""
            if said:
                self._open.append((one, said))
        self._open = [(one, said) for one, said in self._open if one.bottom >= number]
        for one, said in self._open:
            cells.extend([""] * (one.right - len(cells)))
            cells[one.left - 1 : one.right] = [said] * (one.right - one.left + 1)
        return cells


def _merged(path: Path, part: str) -> list[_Range]:
    """Find the merged cells of a sheet that stand one above the other; a title across columns is no value."""
    found: list[_Range] = []
    with zipfile.ZipFile(path) as archive:
        try:
            with archive.open(part.lstrip("/")) as sheet:
                tail = b""
                while chunk := sheet.read(_CHUNK):
                    met = _MERGE.finditer(tail + chunk)
                    found += [
                        _Range(int(one[2]), _column(one[1]), int(one[4]), _column(one[3])) for one in met
                    ]
                    tail = (tail + chunk)[-_OVERLAP:]
        except KeyError:
            return []
    kept = [one for one in dict.fromkeys(found) if one.right <= _WIDEST and one.left == one.right]
    return [one for one in kept if 0 < one.bottom - one.top < _SPREAD][:_MERGES]


def _column(letters: bytes) -> int:
    rank = 0
    for letter in letters:
        rank = 26 * rank + letter - ord("A") + 1
    return rank


def _text(value: Any) -> str:  # noqa: PLR0911 - one line a type
    """Write a value as a person would type it; dates as `2026-07-14`."""
    match value:
        case None:
            return ""
        case bool():
            return "oui" if value else "non"
        case datetime():
            plain = value.replace(microsecond=0)
            return plain.date().isoformat() if plain.time() == time() else plain.isoformat(" ")
        case date():
            return value.isoformat()
        case time():
            return f"{value:%H:%M}"
        case timedelta():
            minutes = round(value.total_seconds() / 60)
            return f"{minutes // 60}:{minutes % 60:02d}"
        case float():
            return str(int(value)) if value.is_integer() and abs(value) < 1e15 else repr(round(value, 10))  # noqa: PLR2004
    text = str(value)
    return "" if text.startswith("#") and text.rstrip("!?/0AN").isupper() else text


def _damaged(path: Path) -> Unreadable:
    return Unreadable(
        f"Le classeur « {path.name} » est abîmé ou n'est pas un vrai XLSX : ouvrez-le dans votre tableur "
        "et enregistrez-le de nouveau."
    )
