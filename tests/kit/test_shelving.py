"""What is kept on a node answers for its mark, whole, or not at all."""

import multiprocessing
from pathlib import Path

import lmdb
import pytest
from hypothesis import given, strategies as st

from sitra.kit import shelving
from sitra.kit.shelving import Shelves

MARKS = st.integers(0, 2**64 - 1)
NUMBERS = st.integers(1, 2**40)
STEPS = st.lists(
    st.one_of(
        st.tuples(st.just("put"), st.sampled_from("ab"), NUMBERS | st.integers(1, 9), MARKS, st.binary()),
        st.tuples(st.just("drop"), st.sampled_from("ab"), st.integers(1, 9), MARKS, st.just(b"")),
    ),
    max_size=30,
)


@pytest.fixture(scope="module")
def folder(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return tmp_path_factory.mktemp("shelves")


@given(STEPS, st.integers(0, 2**30))
def test_it_answers_as_a_dictionary_would(
    folder: Path, steps: list[tuple[str, str, int, int, bytes]], run: int
) -> None:
    shelves = shelving.shelves(folder)
    names = {short: f"{short}{run}" for short in "ab"}
    held: dict[tuple[str, int], tuple[int, bytes]] = {}
    shelves.drop(number for some in shelves.numbers() for number in some)
    for step, shelf, number, mark, value in steps:
        if step == "put":
            shelves.put(names[shelf], {number: (mark, value)})
            held[shelf, number] = mark, value
        else:
            shelves.drop([number])
            held = {key: kept for key, kept in held.items() if key[1] != number}
    for shelf in "ab":
        mine = {number: kept for (other, number), kept in held.items() if other == shelf}
        marks = {number: mark for number, (mark, _) in mine.items()}
        assert shelves.read(names[shelf], marks) == {number: value for number, (_, value) in mine.items()}
        assert shelves.read(names[shelf], {number: mark ^ 1 for number, mark in marks.items()}) == {}
    assert {number for some in shelves.numbers() for number in some} == {number for _, number in held}
    shelves.drop(number for some in shelves.numbers() for number in some)


@pytest.fixture(autouse=True)
def few_shelves(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(shelving, "_MOST_SHELVES", 10_000)


def test_what_was_spoiled_on_the_disk_counts_as_absent(tmp_path: Path) -> None:
    shelves = Shelves(tmp_path)
    shelves.put("json", {7: (1, b"good" * 50), 8: (1, b"good" * 50)})
    with shelves._at("json").begin(write=True, db=shelves._shelf("json")) as writing:
        key = shelving._KEY.pack(7)
        kept = bytearray(writing.get(key) or b"")
        kept[-3] ^= 1
        writing.put(key, bytes(kept))
    assert shelves.read("json", {7: 1, 8: 1}) == {8: b"good" * 50}


def test_a_store_that_cannot_be_read_is_begun_anew(tmp_path: Path, caplog: pytest.LogCaptureFixture) -> None:
    (tmp_path / "data.mdb").write_bytes(b"no store at all" * 999)
    with pytest.raises(lmdb.Error):
        Shelves(tmp_path)
    shelves = shelving.shelves(tmp_path)
    shelves.put("json", {1: (2, b"x")})
    assert shelves.read("json", {1: 2}) == {1: b"x"}
    assert "illisible" in caplog.text
    assert shelving.shelves(tmp_path) is shelves


def test_without_room_nothing_is_kept_and_nothing_fails(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, caplog: pytest.LogCaptureFixture
) -> None:
    monkeypatch.setattr(shelving, "MAP_SIZE", 200_000)
    shelves = Shelves(tmp_path)
    shelves.put("json", {1: (1, b"small")})
    shelves.put("json", {2: (1, b"x" * 300_000)})
    assert shelves.read("json", {1: 1, 2: 1}) == {1: b"small"}
    assert "Plus de place" in caplog.text


def test_what_was_read_does_not_stay_in_memory(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(shelving, "SEEN_AT_MOST", 4_000_000)
    shelves, value = Shelves(tmp_path), bytes(100_000)
    for number in range(400):
        shelves.put("json", {number: (1, value)})
    before = _mapped(tmp_path)
    for number in range(400):
        assert shelves.read("json", {number: 1}) == {number: value}
        assert shelves.read("other", {number: 1}) == {}
    assert max(before, _mapped(tmp_path)) < 8_000_000


def _mapped(folder: Path) -> int:
    """Give the bytes of a store that this process has in memory."""
    pages = Path("/proc/self/smaps").read_text("utf-8").partition(f"{folder}/data.mdb")[2]
    return int(pages.partition("Rss:")[2].split()[0]) * 1024 if pages else 0


def _write(folder: str, first: int) -> None:
    shelves = Shelves(Path(folder))
    for number in range(first, 400, 4):
        shelves.put("json", {number: (number, b"%d" % number)})
    shelves.close()


def test_several_processes_write_at_once(tmp_path: Path) -> None:
    spawning = multiprocessing.get_context("spawn")
    writers = [spawning.Process(target=_write, args=(str(tmp_path), first)) for first in range(1, 5)]
    for one in writers:
        one.start()
    for one in writers:
        one.join()
        assert one.exitcode == 0
    shelves = Shelves(tmp_path)
    found = shelves.read("json", {number: number for number in range(1, 400)})
    assert found == {number: b"%d" % number for number in range(1, 400)}
    assert shelves.size() > 0
