"""Archives and files that nobody vouches for: cleaned or refused with a clear line, in little memory."""

import bz2
import gzip
import json
import os
import random
import subprocess
import sys
import zipfile
from collections.abc import Callable
from pathlib import Path

import pytest

from sitra.intake.rules import archives, folders, json_texts
from sitra.intake.rules.draft import Draft, Note, Read, Refusal, Unreadable
from sitra.intake.rules.json_texts import DEEPEST, Unsound
from sitra.intake.rules.sources import SOURCES, guess
from tests.ground import ROOT
from tests.intake.exports import export, record

NAME = "objets_modifies/objets_modifies-1.json"
MOST = 500 << 20
"""Bytes of memory that reading any file may take."""


def read(path: Path) -> list[Read]:
    return list(SOURCES["v002"].read(path))


def packed(path: Path, *entries: tuple[str, bytes], method: int = zipfile.ZIP_DEFLATED) -> Path:
    with zipfile.ZipFile(path, "w", method) as archive:
        for name, content in entries:
            archive.writestr(name, content)
    return path


def patched(path: Path, mark: bytes, at: int, value: bytes) -> Path:
    """Overwrite a value of each header that begins with a mark."""
    raw, found = bytearray(path.read_bytes()), 0
    while (found := raw.find(mark, found)) >= 0:
        raw[found + at : found + at + len(value)] = value
        found += 4
    path.write_bytes(raw)
    return path


LOCAL, CENTRAL, END = b"PK\x03\x04", b"PK\x01\x02", b"PK\x05\x06"


def good() -> bytes:
    return json.dumps([record(11)]).encode()


def bomb(path: Path, size: int = 1 << 30) -> Path:
    """Write an archive of one file of nested JSON, piece by piece."""
    with (
        zipfile.ZipFile(path, "w", zipfile.ZIP_DEFLATED, compresslevel=1) as archive,
        archive.open(NAME, "w") as member,
    ):
        for _ in range(size >> 20):
            member.write(b"[" * (1 << 20))
    return path


def encrypted(path: Path) -> Path:
    return patched(patched(packed(path, (NAME, good())), CENTRAL, 8, b"\x01\x00"), LOCAL, 6, b"\x01\x00")


REFUSED: dict[str, tuple[Callable[[Path], object], str]] = {
    "truncated": (lambda path: path.write_bytes(packed(path, (NAME, good())).read_bytes()[:-40]), "tronquée"),
    "bomb": (lambda path: bomb(path, 64 << 20), "comme un piège"),
    "many small bombs": (
        lambda path: packed(path, *((f"{NAME[:-6]}{n}.json", b"0" * 900_000) for n in range(200))),
        "comme un piège",
    ),
    "climbing": (
        lambda path: packed(path, (NAME, good()), ("../../etc/passwd", b"x")),
        "sortir de son dossier",
    ),
    "climbing backwards": (lambda path: packed(path, ("a\\..\\..\\b.json", b"x")), "sortir de son dossier"),
    "absolute": (lambda path: packed(path, ("/etc/passwd", b"x")), "sortir de son dossier"),
    "on a drive": (lambda path: packed(path, ("C:/x.json", b"x")), "sortir de son dossier"),
    "encrypted": (encrypted, "mot de passe"),
    "unusual method": (lambda path: packed(path, (NAME, good()), method=zipfile.ZIP_BZIP2), "inhabituelle"),
    "endless directory": (
        lambda path: patched(packed(path, (NAME, good())), END, 12, b"\x00\x00\x00\xf0"),
        "trop de fichiers",
    ),
    "nothing": (packed, "objets_modifies"),
}
"""Name -> how the archive is made, word of the refusal."""


@pytest.mark.parametrize("name", REFUSED)
def test_a_bad_archive_is_refused_in_words(tmp_path: Path, name: str) -> None:
    make, word = REFUSED[name]
    path = tmp_path / "export.zip"
    make(path)
    with pytest.raises(Unreadable, match=word) as caught:
        read(path)
    assert path.name in str(caught.value)
    assert str(caught.value).endswith(".")


def wide(count: int) -> bytes:
    return b"[" + b"{}," * count + b"{}]"


def long(size: int) -> bytes:
    return b'["' + random.Random(size).randbytes(size // 2).hex().encode() + b'"]'


def numbers(size: int) -> bytes:
    chance = random.Random(size)
    return b"[" + b",".join(b"%d" % chance.randrange(10**9) for _ in range(size // 10)) + b"]"


BAD_MEMBERS: dict[str, tuple[Callable[[], bytes], str]] = {
    "nested": (lambda: b'{"a":' * 300 + b"1" + b"}" * 300, "emboîtés"),
    "nested behind strings": (lambda: b'{"]]]]}":' * 300 + b'"["' + b"}" * 300, "emboîtés"),
    "too long": (lambda: long(json_texts.LARGEST + 100), "d'un seul tenant"),
    "too many blocks": (lambda: numbers(8 << 20)[:-1] + b"," + wide(1_200_000)[1:], "Trop de valeurs"),
    "too many values": (lambda: numbers(25 << 20), "Trop de valeurs"),
    "cut": (lambda: good()[:-200], "tronqué"),
    "not JSON": (lambda: b"[{'id': 1}]", "pas du JSON lisible"),
    "not a number": (lambda: b'[{"id": NaN}]', "nombre"),
    "infinite": (lambda: b'[{"id": 1e999}]', "nombre"),
    "damaged text": (lambda: '["Évian", "'.encode() + b'\xff"]', "ni en UTF-8"),
    "half of a mark": (lambda: b"\xff\xfe\x00", "abîmé"),
}
"""Name -> content of one file of an archive, word of the refusal."""


@pytest.mark.parametrize("name", BAD_MEMBERS)
def test_a_bad_file_is_refused_and_the_others_are_read(tmp_path: Path, name: str) -> None:
    content, word = BAD_MEMBERS[name]
    path = packed(tmp_path / "export.zip", (NAME, content()), (NAME.replace("1", "2"), good()))
    bad, fine = read(path)
    assert isinstance(bad, Refusal)
    assert (bad.place, word in bad.reason, bad.reason.endswith(".")) == (NAME, True, True), bad
    assert isinstance(fine, Draft)


@pytest.mark.parametrize("at", [24, 16])
def test_a_file_that_lies_of_its_size_or_sum_is_refused_alone(tmp_path: Path, at: int) -> None:
    path = packed(tmp_path / "export.zip", (NAME, good()))
    patched(patched(path, CENTRAL, at, b"\x10\x00\x00\x00"), LOCAL, at - 2, b"\x10\x00\x00\x00")
    (bad,) = read(path)
    assert isinstance(bad, Refusal)
    assert "abîmé" in bad.reason


CLEANED: dict[str, tuple[Callable[[bytes], bytes], str]] = {
    "BOM": (lambda raw: b"\xef\xbb\xbf" + raw, ""),
    "UTF-16": (lambda raw: raw.decode().encode("utf-16"), ""),
    "Windows": (lambda raw: raw.decode().encode("cp1252"), "Windows-1252"),
    "CRLF": (lambda raw: raw.replace(b"\n", b"\r\n"), ""),
    "half a character": (lambda raw: raw.replace(b'"inconnu": 1', b'"inconnu": "\\ud83d"'), ""),
}


@pytest.mark.parametrize("name", CLEANED)
def test_an_untidy_file_is_cleaned(tmp_path: Path, name: str) -> None:
    change, said = CLEANED[name]
    raw = json.dumps([record(11, "Hôtel de l'Été", inconnu=1)], ensure_ascii=False, indent=1).encode()
    draft, *notes = read(packed(tmp_path / "export.zip", (NAME, change(raw))))
    assert isinstance(draft, Draft)
    assert draft.document["nom"] == {"libelleFr": "Hôtel de l'Été"}
    assert [said in note.words for note in notes if isinstance(note, Note)] == ([True] if said else [])


def test_what_systems_leave_behind_is_passed_over_and_told(tmp_path: Path) -> None:
    junk = ("__MACOSX/objets_modifies/._objets_modifies-1.json", "objets_modifies/.DS_Store", "Thumbs.db")
    path = packed(tmp_path / "x.zip", *((name, b"\x00\x05") for name in junk), (f"export/{NAME}", good()))
    draft, note = read(path)
    assert isinstance(draft, Draft)
    assert isinstance(note, Note)
    assert note.words.endswith("ignorés : 3.")


def test_brackets_in_texts_are_not_nesting() -> None:
    text = json.dumps({"a": "[{" * 500, "b": '\\"[' * 200})
    assert json_texts.parse(text.encode())[0]["a"] == "[{" * 500


@pytest.mark.parametrize("depth", [1, DEEPEST])
def test_reasonable_nesting_is_read(depth: int) -> None:
    value, _ = json_texts.parse(b"[" * depth + b"]" * depth)
    assert isinstance(value, list)
    with pytest.raises(Unsound):
        json_texts.parse(b"[" * (3 * DEEPEST) + b"]" * (3 * DEEPEST))


@pytest.mark.parametrize("source", ["museofile", "v002"])
def test_a_gzip_bomb_is_refused(tmp_path: Path, source: str) -> None:
    path = tmp_path / "liste.csv.gz"
    path.write_bytes(gzip.compress(b"a;b\n" * (20 << 20)))
    with pytest.raises(Unreadable, match="une fois déployé"):
        list(SOURCES[source].read(path))


READING = f"""
import resource, sys
resource.setrlimit(resource.RLIMIT_DATA, ({MOST}, {MOST}))
from pathlib import Path
from sitra.intake.rules.draft import Unreadable
from sitra.intake.rules.sources import SOURCES, guess
path, source = Path(sys.argv[1]), sys.argv[2]
try:
    rows = sum(1 for _ in SOURCES[guess(path) or source].read(path))
except Unreadable as refusal:
    rows = str(refusal)
print(rows)
print(next(line.split()[1] for line in open("/proc/self/status") if line.startswith("VmHWM")))
"""


def memory(path: Path, source: str = "v002") -> int:
    """Read a file in a process of little memory; answers the most it took, in bytes."""
    done = subprocess.run(
        [sys.executable, "-c", READING, str(path), source],
        cwd=ROOT,
        env={**os.environ, "PYTHONPATH": str(ROOT)},
        capture_output=True,
        text=True,
        check=False,
    )
    assert done.returncode == 0, done.stderr[-500:]
    return int(done.stdout.splitlines()[-1]) << 10


def written(path: Path, content: bytes) -> Path:
    path.write_bytes(content)
    return path


def gigabyte(path: Path) -> Path:
    """Write a file of 1 GB that begins as JSON, without taking the room."""
    with path.open("wb") as file:
        file.write(b"[" * (1 << 20))
        file.truncate(1 << 30)
    return path


GREEDY: dict[str, Callable[[Path], Path]] = {
    "1 GB of nested JSON in an archive": bomb,
    "1 GB of nested JSON": gigabyte,
    "as many blocks as may be": lambda path: packed(
        path, (NAME, numbers(9 << 20)[:-1] + b"," + wide(900_000)[1:])
    ),
    "as many keys as may be": lambda path: packed(
        path, (NAME, json.dumps([{f"{n:x}": n for n in range(1_900_000)}]).encode())
    ),
    "as long as may be": lambda path: packed(path, (NAME, long(31 << 20))),
    "long table": lambda path: written(path, ("œ;" * 15 + "\n").encode() * 680_000),
    "bzip2 in a gzip": lambda path: written(path, gzip.compress(bz2.compress(b"0" * (200 << 20)))),
}


@pytest.mark.parametrize("name", GREEDY)
def test_memory_stays_small(tmp_path: Path, name: str) -> None:
    assert memory(GREEDY[name](tmp_path / "export"), "museofile") < MOST


def test_a_long_archive_takes_no_more_memory_than_its_files(tmp_path: Path) -> None:
    path = export(tmp_path / "export.zip", [record(number) for number in range(1, 20_001)], group=50)
    assert memory(path) < MOST / 2


def test_a_process_that_takes_too_much_would_be_seen(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(
        sys.modules[__name__], "READING", READING.replace("print(rows)", "x = bytearray(1 << 30)")
    )
    with pytest.raises(AssertionError, match="MemoryError"):
        memory(export(tmp_path / "export.zip", [record(11)]))


def test_names_of_archives_are_sorted_as_people_count(tmp_path: Path) -> None:
    path = packed(tmp_path / "x.zip", *((f"o-{number}.json", b"1") for number in (10, 9, 1)))
    assert archives.names(path) == ["o-1.json", "o-9.json", "o-10.json"]


def unpacked(path: Path, *entries: tuple[str, bytes]) -> Path:
    for name, content in entries:
        (path / name).parent.mkdir(parents=True, exist_ok=True)
        (path / name).write_bytes(content)
    return path


def test_an_unpacked_export_says_what_its_zip_says(tmp_path: Path) -> None:
    zipped = export(tmp_path / "x.zip", [record(n) for n in range(1, 13)], removed=[99], group=1)
    with zipfile.ZipFile(zipped) as archive:
        archive.extractall(tmp_path / "x")
    assert read(tmp_path / "x") == read(zipped)
    assert guess(tmp_path / "x") == "v002"
    assert SOURCES["v002"].expected(tmp_path / "x") == SOURCES["v002"].expected(zipped)


def test_a_folder_in_which_an_export_is_kept_deeper_is_no_export(tmp_path: Path) -> None:
    assert guess(unpacked(tmp_path / "x", (f"deeper/{NAME}", good()))) is None


def test_what_systems_leave_in_a_folder_is_passed_over_and_told(tmp_path: Path) -> None:
    path = unpacked(tmp_path / "x", (NAME, good()), ("objets_modifies/.DS_Store", b"\0"))
    draft, note = read(path)
    assert isinstance(draft, Draft)
    assert isinstance(note, Note)
    assert note.words.endswith("ignorés : 1.")


def outside(path: Path) -> None:
    (path.parent / "secret.json").write_bytes(good())
    (path / "objets_modifies/objets_modifies-2.json").symlink_to(path.parent / "secret.json")


def above(path: Path) -> None:
    (path.parent / "other").mkdir()
    (path / "other").symlink_to(path.parent / "other")


def many_folders(path: Path) -> None:
    unpacked(path, ("a/" * (folders.DEEPEST + 2) + "x.json", b"1"))


LEAVING: dict[str, tuple[Callable[[Path], None], str]] = {
    "a file outside": (outside, "sortir de ce dossier"),
    "a folder outside": (above, "sortir de ce dossier"),
    "nowhere": (lambda path: (path / "x.json").symlink_to("absent.json"), "sortir de ce dossier"),
    "itself": (lambda path: (path / "x.json").symlink_to("x.json"), "sortir de ce dossier"),
    "too deep": (many_folders, "emboîtés"),
    "no UTF-8": (lambda path: Path(os.fsdecode(os.fsencode(path) + b"/\xff.json")).touch(), "UTF-8"),
}
"""Name -> what is added to a folder, word of the refusal."""


@pytest.mark.parametrize("name", LEAVING)
def test_a_bad_folder_is_refused_in_words(tmp_path: Path, name: str) -> None:
    spoil, word = LEAVING[name]
    path = unpacked(tmp_path / "x", (NAME, good()))
    assert len(read(path)) == 1
    spoil(path)
    with pytest.raises(Unreadable, match=word) as caught:
        read(path)
    assert "« x »" in str(caught.value)
    assert str(caught.value).endswith(".")


def test_a_link_within_a_folder_is_passed_over_and_told(tmp_path: Path) -> None:
    path = unpacked(tmp_path / "x", (NAME, good()))
    (path / "objets_modifies/again.json").symlink_to("objets_modifies-1.json")
    (path / "loop").symlink_to(".")
    draft, note = read(path)
    assert isinstance(draft, Draft)
    assert isinstance(note, Note)
    assert note.words.endswith("ignorés : 2.")


@pytest.mark.parametrize("bound", ["ENTRIES", "TOTAL"])
def test_a_folder_has_the_bounds_of_a_zip(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, bound: str
) -> None:
    path = unpacked(tmp_path / "x", (NAME, good()), (NAME.replace("1", "2"), good()))
    assert len(read(path)) == 2
    monkeypatch.setattr(archives, bound, 1)
    with pytest.raises(Unreadable, match="en plusieurs parties"):
        read(path)


def test_a_pipe_in_a_folder_is_never_opened(tmp_path: Path) -> None:
    path = unpacked(tmp_path / "x", (NAME, good()))
    os.mkfifo(path / "objets_modifies/objets_modifies-2.json")
    assert len(read(path)) == 1


def test_a_file_of_a_folder_that_is_too_long_is_refused_alone(tmp_path: Path) -> None:
    path = unpacked(tmp_path / "x", (NAME, good()))
    with (path / "objets_modifies/objets_modifies-2.json").open("wb") as file:
        file.write(b"[")
        file.truncate(json_texts.LARGEST + 100)
    fine, bad = read(path)
    assert isinstance(fine, Draft)
    assert isinstance(bad, Refusal)
    assert "d'un seul tenant" in bad.reason


def test_a_folder_is_told_apart_by_names_and_contents(tmp_path: Path) -> None:
    seen = {
        archives.fingerprint(unpacked(tmp_path / str(rank), *files))
        for rank, files in enumerate(
            ([(NAME, good())], [(NAME, good() + b" ")], [(f"x/{NAME}", good())], [(NAME, good()), ("a", b"")])
        )
    }
    assert len(seen) == 4
    same = unpacked(tmp_path / "again", ("a", b""), (NAME, good()))
    assert archives.fingerprint(same) in seen
