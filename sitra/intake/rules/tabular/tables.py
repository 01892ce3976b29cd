"""A table out of a file, whatever the file is: its columns by name, then its lines."""

from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass
from enum import StrEnum
from itertools import chain, islice
from pathlib import Path

from sitra.intake.rules import archives, reading
from sitra.intake.rules.draft import Refusal, Unreadable
from sitra.intake.rules.tabular import delimited, places, workbooks
from sitra.intake.rules.trails import features, xml_texts

MOST_LINES = 100_000
MOST_COLUMNS = 250
LONGEST_CELL = 30_000
_FIRST = 20
"""Lines among which the one with the names of the columns is looked for: titles may stand above it."""
_SHARE = 0.6
_EMPTY = frozenset({"-", "—", "–", "NULL", "null", "N/A", "#N/A", "n/a", "nan", "NaN", "None"})


class Form(StrEnum):
    """What a table is written in."""

    DELIMITED = "csv"
    WORKBOOK = "xlsx"
    FEATURES = "geojson"
    WAYPOINTS = "gpx"

    def label(self) -> str:
        """Name of the form in French."""
        return {"csv": "CSV", "xlsx": "XLSX", "geojson": "GeoJSON (points)", "gpx": "GPX (points)"}[self]


@dataclass(frozen=True, slots=True)
class Line:
    """A line: where it stands, and its cells in the order of the columns, trimmed."""

    place: str
    cells: tuple[str, ...]


type Raw = Iterator[tuple[int, Sequence[str]]]
"""Number of a line as a person counts them, and its cells."""


@dataclass(frozen=True, slots=True)
class Table:
    """A table that is open; its lines are read as they are asked for, again each time."""

    path: Path
    form: Form
    columns: tuple[str, ...]
    notes: tuple[str, ...]
    _rows: Callable[[], Raw]
    _header: int

    def lines(self) -> Iterator[Line | Refusal]:
        """Read the lines that hold something; raises `Unreadable` when there are too many."""
        count, width = 0, len(self.columns)
        for number, cells in self._rows():
            if number <= self._header:
                continue
            kept = tuple(_cell(one) for one in cells)
            if not any(kept):
                continue
            count += 1
            if count > MOST_LINES:
                raise Unreadable(
                    f"Le fichier « {self.path.name} » compte plus de {MOST_LINES} lignes : coupez-le."
                )
            place = f"{self.path.name}, {self._named(number)}"
            if any(kept[width:]):
                yield Refusal(
                    place,
                    f"La ligne a {len(kept)} cellules pour {width} colonnes : une cellule contient sans "
                    "doute le séparateur. Corrigez-la.",
                )
            else:
                yield Line(place, kept[:width] + ("",) * (width - len(kept)))

    def _named(self, number: int) -> str:
        written = self.form in {Form.DELIMITED, Form.WORKBOOK}
        return f"ligne {number}" if written else f"objet {number - self._header}"


def form_of(path: Path) -> Form:
    """Recognise what a table is written in, from its content; raises `Unreadable` when it is none."""
    if archives.is_zip(path):
        workbooks.demand(path)
        return Form.WORKBOOK
    raw = reading.content(path)
    _demand_text(path, raw)
    if xml_texts.root(path) == "gpx" and b"<wpt" in raw:
        return Form.WAYPOINTS
    if raw.lstrip(b"\xef\xbb\xbf \t\r\n")[:1] == b"<":
        raise Unreadable(
            f"Le fichier « {path.name} » est du XML ou une page web : exportez le tableau en CSV ou en XLSX."
        )
    if not reading.is_json(path):
        return Form.DELIMITED
    features.features(path)
    return Form.FEATURES


def opened(path: Path, form: Form | None = None) -> Table:
    """Open a table; raises `Unreadable` when nothing can be made of it."""
    form = form or form_of(path)
    notes: tuple[str, ...] = ()
    if form is Form.WORKBOOK:
        book = workbooks.opened(path)
        rows, notes = book.rows, book.notes
    elif form is Form.DELIMITED:
        found = delimited.opened(path)
        rows, notes = found.rows, found.notes
    else:
        rows = (places.waypoints if form is Form.WAYPOINTS else places.points)(path)
    header, names = _header(path, rows())
    return Table(path, form, names, notes, rows, header)


def _header(path: Path, rows: Raw) -> tuple[int, tuple[str, ...]]:
    """Find the line that names the columns: the first that is about as full as the fullest."""
    first = [(number, [_cell(one) for one in cells]) for number, cells in islice(_filled(rows), _FIRST)]
    if len(first) < 2:  # noqa: PLR2004 - names and one line
        raise Unreadable(
            f"Le fichier « {path.name} » ne contient pas de tableau : il faut une ligne avec le nom des "
            "colonnes, puis une ligne par fiche."
        )
    fullest = max(sum(map(bool, cells)) for _, cells in first)
    number, cells = next(
        (number, cells) for number, cells in first if sum(map(bool, cells)) >= _SHARE * fullest
    )
    while cells and not cells[-1]:
        cells.pop()
    if len(cells) > MOST_COLUMNS:
        raise Unreadable(
            f"Le fichier « {path.name} » a {len(cells)} colonnes, {MOST_COLUMNS} au plus : "
            "retirez celles qui ne servent pas."
        )
    return number, tuple(_unique(cells))


def _filled(rows: Raw) -> Raw:
    return ((number, cells) for number, cells in rows if any(map(_cell, cells)))


def _unique(names: Iterable[str]) -> Iterator[str]:
    met: set[str] = set()
    for rank, name in enumerate(names):
        wanted = found = " ".join(name.split())[:100] or f"Colonne {_letters(rank)}"
        for again in chain(range(2, MOST_COLUMNS + 2)):
            if found not in met:
                break
            found = f"{wanted} ({again})"
        met.add(found)
        yield found


def _letters(rank: int) -> str:
    """Name a column as spreadsheets do: A, B, …, AA."""
    head, tail = divmod(rank, 26)
    return (_letters(head - 1) if head else "") + chr(ord("A") + tail)


def _cell(text: str) -> str:
    plain = text.strip()
    return "" if plain in _EMPTY else plain[:LONGEST_CELL]


_MARKS = {
    b"%PDF": ("un PDF", "demandez le tableau lui-même, en CSV ou en XLSX"),
    b"\xd0\xcf\x11\xe0": ("un ancien classeur (XLS) ou un document Office", "enregistrez-le en XLSX"),
    b"\x89PNG": ("une image", "il faut un tableau, en CSV ou en XLSX"),
    b"\xff\xd8\xff": ("une photo", "il faut un tableau, en CSV ou en XLSX"),
    b"{\\rtf": ("un texte mis en forme", "enregistrez le tableau en CSV ou en XLSX"),
}


def _demand_text(path: Path, raw: bytes) -> None:
    """Refuse what is no text at all, saying what it is."""
    for mark, (what, remedy) in _MARKS.items():
        if raw.startswith(mark):
            raise Unreadable(f"Le fichier « {path.name} » est {what} : {remedy}.")
    if not delimited.is_text(raw):
        raise Unreadable(
            f"Le fichier « {path.name} » n'est pas un tableau que nous sachions lire : "
            "enregistrez-le en CSV ou en XLSX."
        )
