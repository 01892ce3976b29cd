"""Tables written as files that spreadsheets open: XLSX, and CSV as French spreadsheets want it."""

import csv
from collections.abc import Iterable, Iterator, Sequence
from datetime import date
from tempfile import TemporaryFile
from typing import IO, Any

from openpyxl import Workbook
from openpyxl.cell import WriteOnlyCell
from openpyxl.cell.cell import ILLEGAL_CHARACTERS_RE
from openpyxl.styles import Font

from sitra.doors.workplace.columns import Value

_RISKY = ("=", "+", "-", "@", "\t", "\r", "\n")
"""What begins a formula in a spreadsheet; see OWASP, CSV injection."""
_WIDEST = 32_767
"""Signs that a cell of XLSX holds."""
_BOM = "\ufeff"


class _Line:
    """Takes the line that a writer writes, and gives it."""

    def write(self, line: str) -> str:
        return line


def csv_lines(headings: Sequence[str], lines: Iterable[Sequence[Value]]) -> Iterator[bytes]:
    """Write a table as CSV, line by line: UTF-8 with its mark, semicolons, decimal commas, no formula."""
    writer = csv.writer(_Line(), delimiter=";")
    yield (_BOM + writer.writerow(map(harmless, headings))).encode()
    for line in lines:
        yield writer.writerow([_written(value) for value in line]).encode()


def harmless(text: str) -> str:
    """Keep a text from being read as a formula: an apostrophe before it says that it is text."""
    return f"'{text}" if text.startswith(_RISKY) else text


def _written(value: Value) -> str:
    match value:
        case None:
            return ""
        case float():
            return repr(value).replace(".", ",")
        case date():
            return value.isoformat()
        case int():
            return str(value)
    return harmless(value)


def xlsx_file(title: str, headings: Sequence[str], lines: Iterable[Sequence[Value]]) -> IO[bytes]:
    """Write a table as XLSX in a file that goes when it is closed; rows are written as they come."""
    book = Workbook(write_only=True)
    sheet = book.create_sheet(title[:31])
    sheet.freeze_panes = "B2"
    for rank in range(len(headings)):
        sheet.column_dimensions[chr(ord("A") + rank)].width = 32 if rank == 0 else 20

    def cell(value: Any, *, bold: bool = False) -> Any:
        text = isinstance(value, str)
        value = ILLEGAL_CHARACTERS_RE.sub("", value)[:_WIDEST] if text else value
        made = WriteOnlyCell(sheet, value=value)
        if text:
            # Set after the value, which makes a formula of what begins as one.
            made.data_type = "s"
        if bold:
            made.font = Font(bold=True)
        return made

    sheet.append([cell(heading, bold=True) for heading in headings])
    for line in lines:
        sheet.append([cell(value) for value in line])
    file = TemporaryFile()  # noqa: SIM115 - the answer closes it
    book.save(file)
    file.seek(0)
    return file
