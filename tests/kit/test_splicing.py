"""Gzip answers spliced from ready blocks."""

import gzip
import subprocess
import zlib
from random import Random

import orjson
import pytest
from hypothesis import given, settings, strategies as st

from sitra.catalog.rules.kinds import Kind
from sitra.kit.splicing import COMMA, Block, Plain, about, block, deflated, gzipped, spliced
from tests.catalog.making import document

CONTENTS = st.one_of(st.binary(max_size=3000), st.text().map(str.encode), st.sampled_from([b"", b","]))
PARTS = st.lists(st.tuples(CONTENTS, st.booleans()), max_size=30)
LARGE = 3_000_000


def parts_of(drawn: list[tuple[bytes, bool]]) -> list[Block | Plain]:
    return [block(content) if ready else Plain(content) for content, ready in drawn]


@given(PARTS)
def test_parts_are_read_back_in_order(drawn: list[tuple[bytes, bool]]) -> None:
    plain = b"".join(content for content, _ in drawn)
    member = gzipped(parts_of(drawn))
    assert gzip.decompress(member) == plain
    reader = zlib.decompressobj(wbits=31)
    assert reader.decompress(member) == plain
    assert (reader.eof, reader.unused_data) == (True, b"")


@given(PARTS, PARTS)
def test_what_is_spliced_is_a_block_again(
    one: list[tuple[bytes, bool]], other: list[tuple[bytes, bool]]
) -> None:
    both = [spliced(parts_of(one)), spliced(parts_of(other))]
    plain = b"".join(content for content, _ in one + other)
    assert gzip.decompress(gzipped(both)) == plain
    assert about(spliced(both)) == (len(plain), zlib.crc32(plain))


@given(CONTENTS)
def test_a_block_is_one_stored_value_that_refers_to_nothing_else(content: bytes) -> None:
    kept = block(content)
    assert about(kept) == (len(content), zlib.crc32(content))
    reader = zlib.decompressobj(wbits=-15)
    assert reader.decompress(deflated(kept)) == content
    assert not reader.eof
    assert gzip.decompress(gzipped([kept, kept])) == content * 2


@settings(max_examples=10, deadline=None)
@given(
    st.lists(
        st.tuples(st.sampled_from([0, 1, 65_534, 65_535, 65_536, 131_071, LARGE]), st.booleans()), max_size=4
    )
)
def test_parts_of_any_length_are_cut_as_needed(lengths: list[tuple[int, bool]]) -> None:
    random = Random(3)
    drawn = [(random.randbytes(length), ready) for length, ready in lengths]
    assert gzip.decompress(gzipped(parts_of(drawn))) == b"".join(content for content, _ in drawn)


def test_the_program_of_every_machine_reads_it() -> None:
    records = [b'{"nom":"' + name.encode() * 40 + b'"}' for name in ("été", "山", "lac")]
    parts: list[Block | Plain] = [
        Plain(b'{"list":['),
        block(records[0]),
        COMMA,
        block(records[1]),
        COMMA,
        block(records[2]),
        Plain(b"]}"),
    ]
    read = subprocess.run(["gzip", "-dc"], input=gzipped(parts), capture_output=True, check=True)
    assert read.stdout == b'{"list":[' + b",".join(records) + b"]}"
    assert read.stderr == b""


def test_a_comma_costs_six_bytes_and_nothing_at_all_twenty() -> None:
    ready = block(b'{"a":1}' * 200)
    assert len(gzipped([])) == len(gzip.compress(b"", mtime=0)) == 20
    assert len(gzipped([ready, COMMA, ready])) == 20 + 2 * len(deflated(ready)) + 6


def test_a_block_is_about_as_small_as_what_gzip_makes() -> None:
    record = orjson.dumps(document(Kind.HOTELLERIE, 7, 0.8))
    assert len(block(record)) < 1.25 * len(gzip.compress(record)) < len(record) / 2


def test_the_same_content_makes_the_same_bytes() -> None:
    assert gzipped([block(b"a" * 99)]) == gzipped([block(b"a" * 99)])


def test_a_spoiled_block_is_noticed_by_the_reader() -> None:
    good = block(b"abc" * 50)
    length = len(good) - len(deflated(good))
    spoiled = Block(good[: length - 1] + bytes([good[length - 1] ^ 1]) + deflated(good))
    with pytest.raises(gzip.BadGzipFile, match="CRC"):
        gzip.decompress(gzipped([spoiled, Plain(b"x")]))
