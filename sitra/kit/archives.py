"""ZIP archives written in one go, whose entries are spliced from blocks that were deflated once.

Written after APPNOTE.TXT 6.3.10: sizes and CRC of an entry stand before it, so that it is also read from a
stream; ZIP64 only where a count, a size or a place needs it, so that old tools read all the rest.
Nothing is sought in the file, and what is kept in memory is the directory: 50 bytes an entry and its name.
"""

import struct
from collections.abc import Iterable
from datetime import datetime
from typing import Protocol

from isal import isal_zlib

from sitra.kit.splicing import Block, Plain, stream


class Sink(Protocol):
    """What bytes are written to: a file, a socket, an upload."""

    def write(self, content: bytes, /) -> object:
        """Take the next bytes, all of them."""
        ...


_LOCAL = struct.Struct("<4sHHHHHIIIHH")
_CENTRAL = struct.Struct("<4sHHHHHHIIIHHHHHII")
_END = struct.Struct("<4sHHHHIIH")
_END_64 = struct.Struct("<4sQHHIIQQQQ")
_LOCATOR_64 = struct.Struct("<4sIQI")
_EXTRA_HEAD = struct.Struct("<HH")

_STORED, _DEFLATED = 0, 8
_UTF_8 = 1 << 11
_PLAIN_VERSION, _VERSION_64 = 20, 45
_UNIX = 3 << 8
_FILE_MODE = 0o100644 << 16
_EXTRA_64 = 1
_MOST_16, _MOST_32 = 0xFFFF, 0xFFFFFFFF
"""A field that says this says: look in ZIP64."""

_FIRST_YEAR, _LAST_YEAR = 1980, 2107
_LEVEL = 2
_RAW = -15
_WRITTEN_AT_ONCE = 1 << 20
"""Bytes gathered before the sink gets them."""


class BadName(ValueError):
    """A name that an archive cannot hold, or that would be unpacked outside the folder of who reads it."""


class Archive:
    """An archive that is being written: entries one after the other, then the directory."""

    def __init__(self, sink: Sink, at: datetime, *, begins: int = 0) -> None:
        """Begin an archive whose entries all bear one time (wall clock, even seconds).

        `begins` is how many bytes stand in the file before the first of the archive.
        """
        self._sink, self._begins, self._place = sink, begins, begins
        self._time, self._date = _stamp(at)
        self._directory = bytearray()
        self._count = 0
        self._waiting: list[bytes] = []
        self._waiting_bytes = 0

    @property
    def entries(self) -> int:
        """Say how many entries were written."""
        return self._count

    @property
    def size(self) -> int:
        """Say how many bytes of the archive were written, those in waiting included."""
        return self._place - self._begins

    def splice(self, name: str, parts: Iterable[Block | Plain]) -> None:
        """Write an entry made of blocks that are ready, and of bytes as they are."""
        pieces, length, crc = stream(parts)
        self._entry(name, _DEFLATED, pieces, length, crc)

    def add(self, name: str, content: bytes) -> None:
        """Write an entry of some content: deflated, or stored where that is no longer."""
        deflater = isal_zlib.compressobj(_LEVEL, isal_zlib.DEFLATED, _RAW)
        deflated = deflater.compress(content) + deflater.flush()
        crc = isal_zlib.crc32(content)
        if len(deflated) < len(content):
            self._entry(name, _DEFLATED, [deflated], len(content), crc)
        else:
            self._entry(name, _STORED, [content], len(content), crc)

    def close(self) -> None:
        """Write the directory; without it the archive is not whole. The sink stays open."""
        begins, length = self._place, len(self._directory)
        if self._count >= _MOST_16 or length >= _MOST_32 or begins >= _MOST_32:
            self._directory += _END_64.pack(
                b"PK\x06\x06", _END_64.size - 12, _VERSION_64 | _UNIX, _VERSION_64, 0, 0,
                self._count, self._count, length, begins,
            ) + _LOCATOR_64.pack(b"PK\x06\x07", 0, begins + length, 1)  # fmt: skip
        count = min(self._count, _MOST_16)
        self._directory += _END.pack(
            b"PK\x05\x06", 0, 0, count, count, min(length, _MOST_32), min(begins, _MOST_32), 0
        )
        self._write([bytes(self._directory)], len(self._directory))
        self._directory.clear()
        self._flush()

    def _entry(self, name: str, method: int, pieces: list[bytes], length: int, crc: int) -> None:
        encoded, flags = _named(name)
        packed, place = sum(map(len, pieces)), self._place
        large = length >= _MOST_32 or packed >= _MOST_32
        far = place >= _MOST_32
        version = _VERSION_64 if large or far else _PLAIN_VERSION
        shown = (_MOST_32, _MOST_32) if large else (packed, length)
        sizes = struct.pack("<QQ", length, packed) if large else b""
        extra = _extra(sizes)
        head = _LOCAL.pack(
            b"PK\x03\x04", version, flags, method, self._time, self._date, crc, *shown,
            len(encoded), len(extra),
        )  # fmt: skip
        self._write([head, encoded, extra, *pieces], len(head) + len(encoded) + len(extra) + packed)
        extra = _extra(sizes + struct.pack("<Q", place)) if far else extra
        self._directory += _CENTRAL.pack(
            b"PK\x01\x02", version | _UNIX, version, flags, method, self._time, self._date, crc, *shown,
            len(encoded), len(extra), 0, 0, 0, _FILE_MODE, min(place, _MOST_32),
        )  # fmt: skip
        self._directory += encoded
        self._directory += extra
        self._count += 1

    def _write(self, pieces: list[bytes], length: int) -> None:
        self._waiting += pieces
        self._waiting_bytes += length
        self._place += length
        if self._waiting_bytes >= _WRITTEN_AT_ONCE:
            self._flush()

    def _flush(self) -> None:
        if self._waiting:
            self._sink.write(b"".join(self._waiting))
        self._waiting.clear()
        self._waiting_bytes = 0


def _stamp(at: datetime) -> tuple[int, int]:
    """Write a moment as DOS did: its time, its date; the nearest that can be written."""
    if at.year < _FIRST_YEAR:
        at = at.replace(year=_FIRST_YEAR, month=1, day=1, hour=0, minute=0, second=0)
    elif at.year > _LAST_YEAR:
        at = at.replace(year=_LAST_YEAR, month=12, day=31, hour=23, minute=59, second=59)
    time = at.hour << 11 | at.minute << 5 | at.second // 2
    return time, at.year - _FIRST_YEAR << 9 | at.month << 5 | at.day


def _named(name: str) -> tuple[bytes, int]:
    """Give the bytes of a name, and the flag that says how they are to be read."""
    encoded = name.encode()
    unsafe = name.startswith("/") or "\\" in name or "\0" in name or ":" in name
    if unsafe or not name or len(encoded) > _MOST_16 or ".." in name.split("/"):
        message = f"{name!r} cannot be the name of an entry"
        raise BadName(message)
    return encoded, 0 if name.isascii() else _UTF_8


def _extra(held: bytes) -> bytes:
    return _EXTRA_HEAD.pack(_EXTRA_64, len(held)) + held if held else b""
