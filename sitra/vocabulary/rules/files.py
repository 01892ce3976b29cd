"""Reading a full `elements_reference.json`, element by element, and saying plainly what is wrong."""

import codecs
import gzip
import json
import zipfile
import zlib
from collections.abc import Iterable, Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import IO, Any, cast

from sitra.kit.errors import Impossible

MEMBER = "elements_reference.json"
"""Name of the file inside an export archive (v002, section 5.2)."""

_CHUNK = 1 << 16
_LONGEST = 1 << 20
"""No element is longer than this many characters; beyond, the file is something else."""
_GZIP_MARK, _ZIP_MARK = b"\x1f\x8b", b"PK\x03\x04"
_decoder = json.JSONDecoder()


class BadFile(Impossible):
    """The file is not a full vocabulary; the sentence names the place."""


def elements(path: Path) -> Iterator[Any]:
    """Give each element of the file (plain, gzip, or inside an export archive) as JSON gives it."""
    try:
        with _opened(path) as file:
            yield from values(_texts(file), path.name)
    except (EOFError, zlib.error, zipfile.BadZipFile, gzip.BadGzipFile):
        raise BadFile(
            f"Le fichier « {path.name} » est tronqué ou abîmé : téléchargez-le de nouveau."
        ) from None
    except UnicodeDecodeError:
        raise BadFile(f"Le fichier « {path.name} » n'est pas écrit en UTF-8.") from None
    except OSError as error:
        raise BadFile(f"Le fichier « {path.name} » ne peut pas être lu : {error.strerror}.") from None


def values(texts: Iterable[str], name: str) -> Iterator[Any]:
    """Give the values of one JSON array read piece by piece; `name` is that of the file, for errors."""
    array = _Array(iter(texts), name)
    array.open()
    while array.goes_on():
        yield array.value()
    array.close()


class _Array:
    """A JSON array of which only the piece being read is in memory."""

    def __init__(self, texts: Iterator[str], name: str) -> None:
        self._texts, self._name = texts, name
        self._buffer, self._done = "", 0

    def open(self) -> None:
        """Pass the opening bracket."""
        first = self._next_sign()
        if not first:
            raise BadFile(f"Le fichier « {self._name} » est vide.")
        if first != "[":
            raise BadFile(
                f"Le fichier « {self._name} » n'est pas une liste d'éléments de référence : "
                f"il commence par « {self._buffer[:20].strip()} » au lieu de « [ »."
            )
        self._buffer = self._buffer[1:]

    def goes_on(self) -> bool:
        """Say whether a value follows, passing the comma before it or the closing bracket."""
        sign = self._next_sign()
        if sign == "]":
            self._buffer = self._buffer[1:]
            return False
        if self._done and sign == ",":
            self._buffer = self._buffer[1:]
            sign = self._next_sign()
        elif self._done and sign:
            raise self._malformed("il manque une virgule")
        if not sign:
            raise self._cut()
        return True

    def value(self) -> Any:
        """Read one value, with as many pieces of text as it takes."""
        while True:
            try:
                value, end = _decoder.raw_decode(self._buffer)
            except json.JSONDecodeError as error:
                if len(self._buffer) > _LONGEST:
                    raise self._malformed("ce qui suit n'est pas un élément") from None
                if not self._more():
                    torn = error.msg.startswith("Unterminated") or error.pos >= len(self._buffer.rstrip())
                    raise (self._cut() if torn else self._malformed("le JSON est mal formé")) from None
            except RecursionError:
                raise self._malformed("ce qui suit est trop profond") from None
            else:
                self._buffer = self._buffer[end:]
                self._done += 1
                return value

    def close(self) -> None:
        """Make sure that nothing follows the closing bracket."""
        if self._next_sign():
            raise self._malformed("quelque chose suit la fin de la liste")

    def _next_sign(self) -> str:
        """Give the next sign that is not a space, without passing it; nothing at the end."""
        self._buffer = self._buffer.lstrip(" \t\r\n")
        while not self._buffer and self._more():
            self._buffer = self._buffer.lstrip(" \t\r\n")
        return self._buffer[:1]

    def _more(self) -> bool:
        piece = next(self._texts, "")
        self._buffer += piece
        return bool(piece)

    def _place(self) -> str:
        return f"après l'élément n° {self._done}" if self._done else "au début de la liste"

    def _cut(self) -> BadFile:
        return BadFile(f"Le fichier « {self._name} » est tronqué : il s'arrête {self._place()}.")

    def _malformed(self, reason: str) -> BadFile:
        return BadFile(f"Le fichier « {self._name} » n'est pas du JSON valable, {self._place()} : {reason}.")


@contextmanager
def _opened(path: Path) -> Iterator[IO[bytes]]:
    """Open the file for reading, whatever its packing."""
    with path.open("rb") as raw:
        mark = raw.read(len(_ZIP_MARK))
        raw.seek(0)
        if mark.startswith(_GZIP_MARK):
            with gzip.open(raw) as unzipped:
                yield cast("IO[bytes]", unzipped)
        elif mark == _ZIP_MARK:
            with zipfile.ZipFile(raw) as archive, archive.open(_member(archive, path)) as unpacked:
                yield unpacked
        else:
            yield raw


def _member(archive: zipfile.ZipFile, path: Path) -> str:
    """Find the vocabulary in an export; what a Mac adds beside it is not it."""
    named = [name for name in archive.namelist() if name.rpartition("/")[2] == MEMBER]
    found = sorted((name for name in named if not name.startswith("__MACOSX/")), key=len)
    if not found:
        raise BadFile(f"L'archive « {path.name} » ne contient pas de fichier {MEMBER}.")
    return found[0]


def _texts(file: IO[bytes]) -> Iterator[str]:
    decode = codecs.getincrementaldecoder("utf-8-sig")().decode
    while chunk := file.read(_CHUNK):
        if text := decode(chunk):
            yield text
    if rest := decode(b"", final=True):
        yield rest
