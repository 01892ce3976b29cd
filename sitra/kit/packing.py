"""Answers to programs in parts, some of them made before: joined, or spliced into gzip; their marks."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from functools import lru_cache

from sitra.kit import splicing
from sitra.kit.splicing import COMMA, Block, Plain

_SHORT = 200
"""Bytes under which nothing is gained by compressing."""


@dataclass(frozen=True, slots=True)
class Listed[Record]:
    """Records, with commas between them, after some bytes."""

    before: bytes
    records: Sequence[Record]


@dataclass(frozen=True, slots=True)
class Answer[Record]:
    """An answer in parts: records as they are, or deflated, and what stands around them."""

    lists: Sequence[Listed[Record]]
    after: bytes


@lru_cache(maxsize=256)
def takes_gzip(accepted: str) -> bool:
    """Say whether a client takes gzip, by its header `Accept-Encoding`."""
    for offered in accepted.lower().split(","):
        coding, _, weight = offered.replace(" ", "").partition(";q=")
        if coding in {"gzip", "*"}:
            return weight.strip("0.") != "" or not weight
    return False


def joined(content: bytes | Answer[bytes], before: bytes = b"", after: bytes = b"") -> bytes:
    """Put an answer together, between some bytes."""
    if isinstance(content, bytes):
        return before + content + after if before else content
    parts = [before]
    for one in content.lists:
        parts.append(one.before)
        listed = [b","] * (2 * len(one.records) - 1)
        listed[::2] = one.records
        parts += listed
    parts += (content.after, after)
    return b"".join(parts)


def zipped(content: bytes | Answer[bytes], before: bytes = b"", after: bytes = b"") -> bytes:
    """Make a gzip member of an answer whose records are blocks; what is short stays as it is."""
    if isinstance(content, bytes):
        whole = joined(content, before, after)
        return whole if len(whole) < _SHORT else splicing.gzipped([splicing.block(whole)])
    parts = [part for one in content.lists for part in _parts(one)]
    return splicing.gzipped((Plain(before), *parts, Plain(content.after + after)))


def mark(body: bytes) -> str:
    """Give the ETag of an answer: the same, weak one whether it is compressed or not."""
    crc, length = splicing.checks(body)
    return f'W/"{crc:08x}-{length:x}"'


def _parts(listed: Listed[bytes]) -> Iterator[Block | Plain]:
    yield Plain(listed.before)
    for rank, record in enumerate(listed.records):
        if rank:
            yield COMMA
        yield Block(record)
