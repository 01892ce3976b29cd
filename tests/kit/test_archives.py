"""ZIP archives spliced from ready blocks, read back by every tool at hand."""

import io
import shutil
import subprocess
import sys
import time
import zipfile
import zlib
from collections.abc import Callable, Iterable
from datetime import UTC, datetime, timedelta
from pathlib import Path
from random import Random

import pytest
from hypothesis import given, strategies as st

from sitra.kit.archives import Archive, BadName
from sitra.kit.splicing import COMMA, Block, Plain, block

AT = datetime(2026, 11, 28, 9, 30, 14, tzinfo=UTC)
MANY = 100_000
FAR = 5 * 2**30
PIECE = 200_000_000

Parts = list[Block | Plain]

CONTENTS = st.one_of(st.binary(max_size=2000), st.text().map(str.encode), st.sampled_from([b"", b","]))
PARTS = st.lists(st.tuples(CONTENTS, st.booleans()), max_size=12)
LETTERS = st.characters(blacklist_categories=("Cs", "Cc"), blacklist_characters="/\\:")
NAMES = st.lists(st.text(LETTERS, min_size=1, max_size=20), min_size=1, max_size=3).map("/".join)
FIRST = datetime(1980, 1, 1, tzinfo=UTC)
MOMENTS = st.integers(0, 46_750 * 86_400).map(lambda seconds: FIRST + timedelta(seconds=seconds))


def written(write: Callable[[Archive], None], at: datetime = AT) -> bytes:
    sink = io.BytesIO()
    archive = Archive(sink, at)
    write(archive)
    archive.close()
    assert archive.size == len(sink.getvalue())
    return sink.getvalue()


def parts_of(drawn: Iterable[tuple[bytes, bool]]) -> Parts:
    return [block(content) if ready else Plain(content) for content, ready in drawn]


@given(st.dictionaries(NAMES, st.one_of(PARTS, CONTENTS), max_size=8), MOMENTS)
def test_entries_are_read_back(entries: dict[str, list[tuple[bytes, bool]] | bytes], at: datetime) -> None:
    entries = {name: held for name, held in entries.items() if ".." not in name.split("/")}

    def write(archive: Archive) -> None:
        for name, held in entries.items():
            if isinstance(held, bytes):
                archive.add(name, held)
            else:
                archive.splice(name, parts_of(held))

    with zipfile.ZipFile(io.BytesIO(written(write, at))) as archive:
        assert archive.testzip() is None
        assert archive.namelist() == list(entries)
        for name, held in entries.items():
            plain = held if isinstance(held, bytes) else b"".join(content for content, _ in held)
            about = archive.getinfo(name)
            assert archive.read(name) == plain
            assert (about.file_size, about.CRC) == (len(plain), zlib.crc32(plain))
            assert about.date_time == (*at.timetuple()[:5], at.second // 2 * 2)


def test_the_same_entries_make_the_same_bytes() -> None:
    def write(archive: Archive) -> None:
        archive.splice("a.json", [block(b"a" * 99)])
        archive.add("b.json", b"b" * 99)

    assert written(write) == written(write)


@pytest.mark.parametrize("year", [1, 1979, 2108, 9999])
def test_a_time_that_cannot_be_written_is_the_nearest_that_can(year: int) -> None:
    made = written(lambda archive: archive.add("a", b"x"), datetime(year, 6, 1, tzinfo=UTC))
    with zipfile.ZipFile(io.BytesIO(made)) as archive:
        assert archive.getinfo("a").date_time[0] == (1980 if year < 1980 else 2107)


@pytest.mark.parametrize("name", ["", "/etc/passwd", "../a", "a/../b", "a\\b", "C:x", "a\0b", "é" * 40_000])
def test_names_that_lead_astray_are_refused(name: str) -> None:
    archive = Archive(io.BytesIO(), AT)
    with pytest.raises(BadName):
        archive.add(name, b"")
    assert archive.entries == 0


def test_what_is_smaller_as_it_is_stays_so() -> None:
    noise = Random(3).randbytes(5000)

    def write(archive: Archive) -> None:
        archive.add("noise", noise)
        archive.add("text", b"ab" * 999)

    made = written(write)
    with zipfile.ZipFile(io.BytesIO(made)) as archive:
        assert [one.compress_type for one in archive.infolist()] == [zipfile.ZIP_STORED, zipfile.ZIP_DEFLATED]
        assert archive.read("noise") == noise


def test_a_spoiled_block_is_noticed_by_the_reader() -> None:
    good = block(b"abc" * 50)
    spoiled = Block(good[:8] + bytes([good[8] ^ 1]) + good[9:])
    made = written(lambda archive: archive.splice("a", [spoiled]))
    with zipfile.ZipFile(io.BytesIO(made)) as archive:
        assert archive.testzip() == "a"


def test_nothing_is_written_of_an_entry_whose_parts_fail() -> None:
    def parts() -> Iterable[Block]:
        yield block(b"x")
        raise KeyError(1)

    def write(archive: Archive) -> None:
        with pytest.raises(KeyError):
            archive.splice("broken", parts())
        archive.add("whole", b"y")

    with zipfile.ZipFile(io.BytesIO(written(write))) as archive:
        assert archive.namelist() == ["whole"]


# --- what other tools read ---


def small(path: Path) -> int:
    """Write one record per file, by 50, texts and names of several alphabets; answers the entries."""
    ready = [block(f'{{"id":{number},"nom":"été"}}'.encode() * 300) for number in range(120)]
    with path.open("wb") as sink:
        archive = Archive(sink, AT)
        for rank, one in enumerate(ready):
            archive.splice(f"objets_modifies/objets_modifies-{rank}.json", [one])
        grouped: Parts = [Plain(b"[")]
        for one in ready:
            grouped += (one, COMMA)
        grouped[-1] = Plain(b"]")
        archive.splice("objets_lies/objets_lies_modifies-1.json", grouped)
        archive.add("communes.json", b"[]")
        archive.add("sélections-安纳西.json", b'[{"id":1}]' * 50)
        archive.add("empty.json", b"")
        archive.close()
        return archive.entries


def many(path: Path) -> int:
    """Write more entries than a ZIP of before 2001 may have."""
    one = [block(b'{"id":1}')]
    with path.open("wb") as sink:
        archive = Archive(sink, AT)
        for number in range(66_000):
            archive.splice(f"objets_modifies/objets_modifies-{number}.json", one)
        archive.close()
        return archive.entries


def far(path: Path) -> int:
    """Write an archive that begins beyond 4 GiB in its file, which is a hole until there."""
    with path.open("wb") as sink:
        sink.seek(FAR)
        archive = Archive(sink, AT, begins=FAR)
        for number in range(3):
            archive.splice(f"objets_modifies/objets_modifies-{number}.json", [block(b"far" * 99), COMMA])
        archive.close()
        return archive.entries


def large(path: Path) -> int:
    """Write an entry of more than 4 GiB of zeros, which is short once deflated."""
    piece = block(bytes(PIECE))
    with path.open("wb") as sink:
        archive = Archive(sink, AT)
        archive.splice("zeros", [piece] * 22)
        archive.add("after", b"still there")
        archive.close()
        return archive.entries


ARCHIVES = [small, many, far, large]
SLOW = 10
"""Seconds or more that each tool takes to read four gigabytes: one of them has to do."""

TOOLS = {
    "unzip": ["unzip", "-tqq"],
    "7z": ["7z", "t", "-bso0", "-bsp0"],
    "bsdtar": ["bsdtar", "-xOf"],
    "zipfile": [sys.executable, "-m", "zipfile", "-t"],
    "zip": ["zip", "-T", "-q"],
    "java": ["java", "{reader}"],
}
"""What each reads whole and checks, given the archive last."""

JAVA = """
import java.util.zip.*;
public class Reader {
    public static void main(String[] words) throws Exception {
        byte[] buffer = new byte[1 << 16];
        int entries = 0;
        try (ZipInputStream stream = new ZipInputStream(new java.io.FileInputStream(words[0]))) {
            while (stream.getNextEntry() != null) { while (stream.read(buffer) >= 0) {} entries++; }
        }
        try (ZipFile file = new ZipFile(words[0])) {
            if (file.size() != entries) throw new ZipException(file.size() + " != " + entries);
        }
    }
}
"""
UNABLE: dict[tuple[str, Callable[[Path], int]], str] = {
    ("java", far): "reads the file from its beginning, where the test leaves a hole",
    ("7z", far): "looks for an archive in the first bytes of a file only",
}


@pytest.mark.parametrize("make", ARCHIVES)
@pytest.mark.parametrize("tool", TOOLS)
def test_every_tool_reads_it(tmp_path: Path, tool: str, make: Callable[[Path], int]) -> None:
    words = TOOLS[tool]
    if shutil.which(words[0]) is None:
        pytest.skip(f"{words[0]} is not on this machine")
    if make is large and tool != "7z":
        pytest.skip(f"reads it too, in {SLOW} s or more")
    if reason := UNABLE.get((tool, make)):
        pytest.skip(f"{tool} {reason}")
    path = tmp_path / "archive.zip"
    make(path)
    reader = tmp_path / "Reader.java"
    reader.write_text(JAVA)
    done = subprocess.run(
        [*(str(reader) if word == "{reader}" else word for word in words), str(path)],
        stdout=subprocess.DEVNULL,
        stderr=subprocess.PIPE,
        check=False,
    )
    assert (done.returncode, done.stderr.decode()) == (0, "")


@pytest.mark.parametrize("make", ARCHIVES)
def test_the_directory_says_what_there_is(tmp_path: Path, make: Callable[[Path], int]) -> None:
    path = tmp_path / "archive.zip"
    entries = make(path)
    with zipfile.ZipFile(path) as archive:
        listed = archive.infolist()
        assert len(listed) == entries
        assert len({one.filename for one in listed}) == entries
        with archive.open(listed[-1]) as last:
            last.read()
        if make is large:
            assert listed[0].file_size == 22 * PIECE > 2**32
            assert archive.read("after") == b"still there"
        if make is far:
            assert listed[0].header_offset == FAR > 2**32


def test_a_hundred_thousand_entries_are_quick(tmp_path: Path) -> None:
    ready = [[block(Random(seed).randbytes(3000) + b"x" * 10_000)] for seed in range(20)]
    begun = time.process_time()
    with (tmp_path / "archive.zip").open("wb") as sink:
        archive = Archive(sink, AT)
        for number in range(MANY):
            archive.splice(f"objets_modifies/objets_modifies-{number}.json", ready[number % 20])
        archive.close()
    assert time.process_time() - begun < 2
    assert archive.entries == MANY
