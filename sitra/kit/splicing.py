"""Gzip answers spliced from blocks that were deflated once, so that nothing is compressed on demand.

A block is a piece of a raw deflate stream (RFC 1951) that refers to nothing before it and ends on a
whole byte: blocks stand one after the other in any order. Gzip (RFC 1952) and ZIP want the CRC of the
whole, which is combined from those of the blocks without reading what they hold.
"""

import struct
from collections.abc import Iterable
from typing import NewType

from isal import isal_zlib

Block = NewType("Block", bytes)
"""A ready block as one value to be stored: length and CRC of the plain content, then what is deflated."""

LEVEL = 2
"""Of the deflater, 0 to 3: 3 takes nearly twice as long for a hundredth of the size (`bench/splicing.py`)."""

_RAW = -15
"""Window of 32 kB, without the frame of zlib or gzip."""

_ABOUT = struct.Struct("<QI")
GZIP = bytes.fromhex("1f8b")
"""How a gzip member begins; no JSON does."""

_GZIP_HEAD = bytes.fromhex("1f8b 08 00 00000000 00 ff")
"""Deflate, no name, no date, no system: the same content makes the same bytes."""

_GZIP_TAIL = struct.Struct("<II")
_GZIP_LENGTHS = 2**32
_END = bytes.fromhex("0300")
"""The last block of a stream, empty."""

_STORED = struct.Struct("<BHH")
_STORED_MOST = 0xFFFF


def _stored(content: bytes) -> bytes:
    return _STORED.pack(0, len(content), len(content) ^ _STORED_MOST) + content


class Plain:
    """Bytes that are written as they are, five bytes dearer for each 65,535: an envelope, a comma."""

    __slots__ = ("content", "pieces")

    def __init__(self, content: bytes) -> None:
        cut = range(0, len(content), _STORED_MOST)
        self.content = content
        self.pieces = [_stored(content[start : start + _STORED_MOST]) for start in cut]


COMMA = Plain(b",")
"""What stands between records, six bytes."""


def block(content: bytes) -> Block:
    """Deflate once, when the content changes."""
    deflater = isal_zlib.compressobj(LEVEL, isal_zlib.DEFLATED, _RAW)
    deflated = deflater.compress(content) + deflater.flush(isal_zlib.Z_FULL_FLUSH)
    return _block(len(content), isal_zlib.crc32(content), deflated)


def about(block: Block) -> tuple[int, int]:
    """Give the length in bytes and the CRC-32 of the plain content of a block."""
    length, crc = _ABOUT.unpack_from(block)
    return length, crc


def deflated(block: Block) -> bytes:
    """Give the part of a raw deflate stream that is in a block; the end of the stream is not."""
    return block[_ABOUT.size :]


def spliced(parts: Iterable[Block | Plain]) -> Block:
    """Make one block of several, and of bytes as they are."""
    pieces, length, crc = _spliced(parts)
    return _block(length, crc, b"".join(pieces))


def gzipped(parts: Iterable[Block | Plain]) -> bytes:
    """Make a whole gzip member of blocks, and of bytes as they are."""
    pieces, length, crc = stream(parts)
    return b"".join((_GZIP_HEAD, *pieces, _GZIP_TAIL.pack(crc, length % _GZIP_LENGTHS)))


def stream(parts: Iterable[Block | Plain]) -> tuple[list[bytes], int, int]:
    """Give the pieces of a whole raw deflate stream, then the length and the CRC-32 of what they hold."""
    pieces, length, crc = _spliced(parts)
    pieces.append(_END)
    return pieces, length, crc


def checks(content: bytes) -> tuple[int, int]:
    """Give the CRC-32 and the length of some content; of what is in a gzip member, without reading it."""
    if content[:2] == GZIP:
        crc, length = _GZIP_TAIL.unpack_from(content, len(content) - _GZIP_TAIL.size)
        return crc, length
    return isal_zlib.crc32(content), len(content) % _GZIP_LENGTHS


def _block(length: int, crc: int, deflated: bytes) -> Block:
    return Block(_ABOUT.pack(length, crc) + deflated)


def _spliced(parts: Iterable[Block | Plain]) -> tuple[list[bytes], int, int]:
    """Give the pieces of the stream, then the length and the CRC of what they hold."""
    pieces: list[bytes] = []
    add, about, start = pieces.append, _ABOUT.unpack_from, _ABOUT.size
    crc32, combine = isal_zlib.crc32, isal_zlib.crc32_combine
    length = crc = 0
    for part in parts:
        if isinstance(part, Plain):
            own = len(part.content)
            crc = crc32(part.content, crc)
            pieces += part.pieces
        else:
            own, its = about(part)
            crc = combine(crc, its, own)
            add(part[start:])
        length += own
    return pieces, length, crc
