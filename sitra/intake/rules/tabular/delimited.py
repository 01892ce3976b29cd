"""Tables of plain text: any usual encoding, any usual delimiter."""

import codecs
import csv
import io
import re
from collections import Counter
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from itertools import islice
from pathlib import Path

from sitra.intake.rules import reading
from sitra.intake.rules.draft import Unreadable

_BOMS = (
    (codecs.BOM_UTF8, "utf-8-sig"),
    (codecs.BOM_UTF16_LE, "utf-16"),
    (codecs.BOM_UTF16_BE, "utf-16"),
)
_OLD = (("cp1252", "Windows-1252"), ("mac_roman", "Mac Roman"), ("cp850", "DOS"))
"""Encodings of one byte a sign, as old programs write French."""
_LETTERS = frozenset("éèêëàâäçîïôöùûüœæÉÈÊÀÂÇÎÔÙñß’«»°€")
_SIGNS = frozenset("‚ƒ„…†‡ˆ‰Š‹ŒŽ‘”•–—˜™š›žŸ¢£¤¥¦¨©ª¬®¯±²³´µ¶·¸¹º¼½¾¿×÷ÐÞðþ┐└┴┬├─┼╚╔╩╦╠═╬█▄▀")
_SAMPLE = 200_000
_DELIMITERS = ";,\t|"
_TRIED = 50
_SEPARATOR = re.compile(r"\A\s*sep=(.)\r?\n", re.IGNORECASE)
_CONTROLS = frozenset(range(32)) - frozenset(b"\t\n\r\x0b\x0c\x1b\x1a")


@dataclass(frozen=True, slots=True)
class Delimited:
    """An open table of plain text."""

    rows: Callable[[], Iterator[tuple[int, Sequence[str]]]]
    notes: tuple[str, ...]


def opened(path: Path) -> Delimited:
    """Open a table; raises `Unreadable` when it is no text."""
    text, encoding = decoded(path, reading.content(path))
    told = _SEPARATOR.match(text)
    delimiter = told.group(1) if told else delimiter_of(text)
    skipped = 1 if told else 0
    notes = () if encoding == "UTF-8" else (f"« {path.name} » a été lu en {encoding}.",)

    def rows() -> Iterator[tuple[int, Sequence[str]]]:
        table = csv.reader(io.StringIO(text, newline=""), delimiter=delimiter)
        while True:
            start = table.line_num + 1
            try:
                cells = next(table)
            except StopIteration:
                return
            except csv.Error:
                raise Unreadable(
                    f"Le fichier « {path.name} » ne se lit plus à partir de la ligne {start} : "
                    "vérifiez les guillemets de cette ligne."
                ) from None
            if start > skipped:
                yield start, cells

    return Delimited(rows, notes)


def decoded(path: Path, raw: bytes) -> tuple[str, str]:
    """Give the text of a file, and the name of its encoding."""
    for mark, encoding in _BOMS:
        if raw.startswith(mark):
            try:
                return raw.decode(encoding), "UTF-8" if mark == codecs.BOM_UTF8 else "UTF-16"
            except UnicodeDecodeError:
                break
    if wide := _wide(raw):
        return raw.decode(wide, errors="replace"), "UTF-16"
    try:
        return raw.decode(), "UTF-8"
    except UnicodeDecodeError:
        encoding, named = max(_OLD, key=lambda one: _likely(raw[:_SAMPLE], one[0]))
    try:
        return raw.decode(encoding), named
    except UnicodeDecodeError:
        raise Unreadable(
            f"Les accents du fichier « {path.name} » ne se lisent pas : enregistrez-le en UTF-8."
        ) from None


def is_text(raw: bytes) -> bool:
    """Say whether bytes may be text: hardly any sign in them is one that only machines write."""
    if raw.startswith((codecs.BOM_UTF16_LE, codecs.BOM_UTF16_BE)) or _wide(raw):
        return True
    sample = raw[:_SAMPLE]
    return sum(byte in _CONTROLS for byte in sample) * 1000 <= len(sample)


def delimiter_of(text: str) -> str:
    """Find what separates cells: what cuts most lines into the same number of them, above one."""
    lines = text[:_SAMPLE]
    return max(_DELIMITERS, key=lambda sign: (_regular(lines, sign), -_DELIMITERS.index(sign)))


def _regular(text: str, sign: str) -> tuple[float, int]:
    table = csv.reader(io.StringIO(text, newline=""), delimiter=sign)
    try:
        widths = Counter(len(row) for row in islice(table, _TRIED) if any(cell.strip() for cell in row))
    except csv.Error:
        return (0.0, 0)
    widths.pop(1, None) if len(widths) > 1 else None
    if not widths:
        return (0.0, 0)
    width, count = max(widths.items(), key=lambda item: (item[1], item[0]))
    return (round(count / widths.total(), 1), width) if width > 1 else (0.0, 0)


def _wide(raw: bytes) -> str:
    """Recognise UTF-16 without its mark: every other byte is zero."""
    sample = raw[:2000]
    half = len(sample) // 2
    if half < 4:  # noqa: PLR2004 - too short to tell
        return ""
    if sample[1::2].count(0) > 0.6 * half:
        return "utf-16-le"
    return "utf-16-be" if sample[0::2].count(0) > 0.6 * half else ""


def _likely(raw: bytes, encoding: str) -> int:
    text = raw.decode(encoding, errors="replace")
    return sum((sign in _LETTERS) - (sign in _SIGNS) - 3 * (sign == "\ufffd") for sign in text)
