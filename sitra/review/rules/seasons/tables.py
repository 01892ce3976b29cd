"""Tables copied from a spreadsheet: a line is read, or given back with the reason.

Cells are parted by tabs, semicolons or bars. A first line of headings is known by its words and left out.
"""

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from typing import Any, Final

from sitra.kit.texts import fold

type Json = dict[str, Any]

MOST_LINES = 400
SHOWN = 40
"""Characters of a cell that are said back."""
_MOST_CELLS = 12
_LONGEST_CELL = 500

NOTHING: Final = frozenset({"", "-", "–", "—", "/", "x"})
"""What people write in a cell that says nothing."""

_HEADINGS: Final = frozenset({
    "du", "au", "de", "debut", "date debut", "date de debut", "fin", "date fin", "date de fin", "jours",
    "jour", "ouvre", "ouverture", "ferme", "fermeture", "tarif", "type", "libelle", "min", "minimum", "max",
    "maximum", "prix", "devise", "monnaie", "precision", "detail", "from", "to", "until", "days", "opens",
    "closes", "rate", "price", "currency", "lowest", "highest",
})  # fmt: skip


class Unread(Exception):
    """A line that cannot be read: what is wrong, in French and in English."""

    def __init__(self, french: str, english: str) -> None:
        super().__init__(french)
        self.said = french, english


@dataclass(frozen=True, slots=True)
class Line:
    """A line of a table: its number from 1, its words, and what was read or why nothing was."""

    number: int
    words: str
    read: Json | None = None
    wrong: tuple[str, str] = ("", "")

    def why(self, language: str) -> str:
        """Say what is wrong, in French or English."""
        return self.wrong[language == "en"]


def lines(text: str, one: Callable[[Sequence[str]], Json]) -> list[Line]:
    """Read each line that says something; `one` reads its cells or raises `Unread`."""
    rows = text.replace("\r\n", "\n").replace("\r", "\n").split("\n")
    told = [(rank, row) for rank, row in enumerate(rows, 1) if row.strip("\t ;|")]
    if told and _is_heading(cut(told[0][1])):
        told = told[1:]
    return [_line(rank, row, one, too_far=at >= MOST_LINES) for at, (rank, row) in enumerate(told)]


def cut(line: str) -> list[str]:
    """Part a line into cells, without the quotes that spreadsheets put around some."""
    sign = next((one for one in "\t;|" if one in line), "\t")
    return [cell.strip().strip('"').strip() for cell in line.split(sign)]


def at(cells: Sequence[str], rank: int) -> str:
    """Give a cell; an empty one where the line is shorter."""
    return cells[rank] if rank < len(cells) else ""


def _line(rank: int, row: str, one: Callable[[Sequence[str]], Json], *, too_far: bool) -> Line:
    if too_far:
        wrong = f"après les {MOST_LINES} premières lignes", f"after the first {MOST_LINES} lines"
        return Line(rank, row, wrong=wrong)
    cells = cut(row)
    while cells and not cells[-1]:
        cells.pop()
    if len(cells) > _MOST_CELLS or max(map(len, cells)) > _LONGEST_CELL:
        return Line(rank, row, wrong=("trop de colonnes, ou trop longues", "too many columns, or too long"))
    try:
        return Line(rank, row, one(cells))
    except Unread as unread:
        return Line(rank, row, wrong=unread.said)


def _is_heading(cells: Sequence[str]) -> bool:
    told = [fold(cell).rstrip(" 0123456789") for cell in cells if cell]
    return bool(told) and sum(cell in _HEADINGS for cell in told) * 2 > len(told)
