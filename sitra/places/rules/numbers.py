"""The communes of a network that spoke v002 before us: `communes.json` of an export, or a table of them."""

import csv
import gzip
import io
import json
import zipfile
import zlib
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from sitra.kit.errors import Impossible
from sitra.places.events import FRANCE

LARGEST = 999_999
"""Our own numbers begin beyond: a network's number can never be mistaken for one of ours."""

_MEMBER = "communes.json"
_GZIP = b"\x1f\x8b"


class BadNumbers(Impossible):
    """A file of communes that cannot be trusted; the sentence says what, where and what to do."""


@dataclass(frozen=True, slots=True)
class Numbered:
    """A commune as a network knows it; `country` is a term of the vocabulary `Pays`."""

    number: int
    code: str
    name: str
    country: int = FRANCE
    postal_code: str = ""


def read(path: Path) -> list[Numbered]:
    """Read the file: JSON or CSV, plain, gzip, or the archive of an export."""
    rows, told = [], set()
    for rank, row in enumerate(_rows(path), 1):
        one = _numbered(row, rank)
        if one.number in told:
            raise BadNumbers(f"Commune n° {rank} : le numéro {one.number} est déjà pris dans le fichier.")
        told.add(one.number)
        rows.append(one)
    if not rows:
        raise BadNumbers(f"Le fichier « {path.name} » ne contient aucune commune.")
    return rows


def _rows(path: Path) -> Iterator[Any]:
    text = _text(path)
    if not text.lstrip().startswith(("[", "{")):
        try:
            yield from csv.DictReader(io.StringIO(text, newline=""))
        except csv.Error:
            raise BadNumbers(f"Le fichier « {path.name} » n'est pas une table lisible.") from None
        return
    try:
        listed = json.loads(text)
    except (ValueError, RecursionError):
        raise BadNumbers(f"Le fichier « {path.name} » n'est pas du JSON lisible.") from None
    if not isinstance(listed, list):
        raise BadNumbers(f"Le fichier « {path.name} » n'est pas une liste de communes.")
    yield from listed


def _text(path: Path) -> str:
    try:
        if zipfile.is_zipfile(path):
            with zipfile.ZipFile(path) as archive:
                raw = archive.read(_MEMBER)
        else:
            raw = path.read_bytes()
        whole = gzip.decompress(raw) if raw.startswith(_GZIP) else raw
        return whole.decode("utf-8-sig")
    except KeyError:
        raise BadNumbers(f"L'archive « {path.name} » ne contient pas {_MEMBER}.") from None
    except UnicodeDecodeError:
        raise BadNumbers(f"Le fichier « {path.name} » n'est pas en UTF-8 : enregistrez-le ainsi.") from None
    except (OSError, EOFError, RuntimeError, NotImplementedError, zlib.error, zipfile.BadZipFile):
        raise BadNumbers(f"Le fichier « {path.name} » est absent, tronqué ou abîmé.") from None


def _numbered(row: Any, rank: int) -> Numbered:
    if not isinstance(row, Mapping):
        raise BadNumbers(f"Commune n° {rank} : ce n'est pas une commune (il faut id, code et nom).")
    named = row.get("pays")
    country = row.get("pays_id") or (named.get("id") if isinstance(named, Mapping) else named) or FRANCE
    number = _whole(row.get("id"), rank, "id")
    code, name = (str(row.get(key) or "").strip() for key in ("code", "nom"))
    if not code or not name or len(code) > 12:  # noqa: PLR2004 - the width of the column
        raise BadNumbers(f"Commune n° {rank} : le code (12 signes au plus) ou le nom manque.")
    return Numbered(
        number, code, name[:120], _whole(country, rank, "pays"), str(row.get("codePostal") or "")[:12]
    )


def _whole(value: Any, rank: int, key: str) -> int:
    written = str(value) if isinstance(value, int | str) and not isinstance(value, bool) else ""
    number = int(written) if written.isascii() and written.isdigit() and len(written) <= 6 else 0  # noqa: PLR2004 - figures of the largest
    if not 0 < number <= LARGEST:
        raise BadNumbers(f"Commune n° {rank} : {key} n'est pas un numéro de 1 à {LARGEST} : « {value} ».")
    return number
