"""Opening archives that nobody vouches for, zips or folders; nothing of a zip is written on the disk."""

import hashlib
import re
import struct
import zipfile
import zlib
from collections.abc import Callable, Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from sitra.intake.rules import folders, json_texts
from sitra.intake.rules.draft import Note, Refusal, Unreadable
from sitra.intake.rules.json_texts import Unsound

ENTRIES = 500_000
TOTAL = 16 << 30
"""Most bytes an archive may hold, unpacked."""
RATIO = 150
"""A member that unpacks to more than this many times its size is a trap, not a record."""
_SMALL = 1 << 20
_DIRECTORY = 128 << 20
"""Longest list of entries, in bytes: it is read at once."""

_MARKS = (b"PK\x03\x04", b"PK\x05\x06")
_JUNK = re.compile(r"(?:^|/)(?:__MACOSX/|\._|\.DS_Store$|Thumbs\.db$|desktop\.ini$)")
_DRIVE = re.compile(r"[A-Za-z]:")
_METHODS = frozenset({zipfile.ZIP_STORED, zipfile.ZIP_DEFLATED})
_ENCRYPTED = 0x1
_END, _END_TAIL = b"PK\x05\x06", 22 + 0xFFFF
_END64, _LOCATOR64, _LOCATOR64_SIZE = b"PK\x06\x06", b"PK\x06\x07", 20
_UNKNOWN_SIZE = 0xFFFFFFFF
_DAMAGE = (OSError, EOFError, ValueError, zipfile.BadZipFile, zlib.error, NotImplementedError, RuntimeError)


@dataclass
class Archive:
    """An open archive: the names of its files without those that systems leave behind, in order."""

    path: Path
    called: str
    """What it is called in a sentence: `L'archive « x.zip »`, `Le dossier « x »`."""
    _sizes: Mapping[str, int]
    _content: Callable[[str, int], bytes]
    notes: list[str] = field(default_factory=list)
    """What was cleaned, in French sentences."""
    names: list[str] = field(init=False)

    def __post_init__(self) -> None:
        names = sorted(self._sizes, key=_natural)
        self.names = [name for name in names if not _JUNK.search(name)]
        if junk := len(names) - len(self.names):
            self.notes.append(f"Fichiers laissés par un système (__MACOSX, .DS_Store…) et ignorés : {junk}.")

    def size(self, name: str) -> int:
        """Give how many bytes a file of the archive says to be, unpacked."""
        return self._sizes[name]

    def content(self, name: str, most: int) -> bytes:
        """Read a file of the archive, of so many bytes at most; raises `Unreadable`."""
        try:
            raw = self._content(name, most + 1)
        except _DAMAGE:
            raise _damaged(self.path) from None
        if len(raw) > most:
            raise Unreadable(f"« {name} » dépasse {most >> 20} Mo une fois déployé : coupez-le.")
        return raw

    def json(self, name: str) -> Any:
        """Read a JSON file of the archive; raises `Unsound`, for this file alone."""
        try:
            raw = self._content(name, json_texts.LARGEST + 1)
        except _DAMAGE:
            raise Unsound("Ce fichier de l'archive est abîmé : téléchargez-la de nouveau.") from None
        value, note = json_texts.parse(raw)
        if note:
            self.notes.append(f"« {name} » {note}")
        return value


@contextmanager
def opened(path: Path) -> Iterator[Archive]:
    """Open an archive, zip or folder; raises `Unreadable` when it cannot be trusted."""
    if path.is_dir():
        yield _folder(path)
        return
    _demand_short_directory(path)
    try:
        archive = zipfile.ZipFile(path)
    except _DAMAGE:
        raise _damaged(path) from None
    with archive:
        entries = [entry for entry in archive.infolist() if not entry.is_dir()]
        _demand_sound(path, entries)

        def content(name: str, longest: int) -> bytes:
            with archive.open(name) as member:
                return member.read(longest)

        sizes = {entry.filename: entry.file_size for entry in entries}
        yield Archive(path, f"L'archive « {path.name} »", sizes, content)


def _folder(path: Path) -> Archive:
    sizes, links = folders.sizes(path, ENTRIES, TOTAL)
    notes = [f"Liens vers des fichiers du même dossier, ignorés : {links}."] if links else []
    called = f"Le dossier « {path.absolute().name} »"
    return Archive(path, called, sizes, lambda name, longest: folders.content(path, name, longest), notes)


def fingerprint(path: Path) -> str:
    """Tell apart two contents of a folder: its names and what its files hold, in order."""
    digest = hashlib.sha256()
    with opened(path) as archive:
        for name in archive.names:
            try:
                with (path / name).open("rb") as file:
                    held = hashlib.file_digest(file, "sha256")
            except OSError:
                raise Unreadable(f"{archive.called} ne peut pas être lu en entier : « {name} ».") from None
            digest.update(f"{name}\0{held.hexdigest()}\n".encode())
    return digest.hexdigest()


def is_archive(path: Path) -> bool:
    """Say whether it may hold the files of an export: a folder, or a zip."""
    return path.is_dir() or is_zip(path)


def is_zip(path: Path) -> bool:
    """Say whether a file is meant as a zip, whole or not, from its content."""
    try:
        with path.open("rb") as file:
            return file.read(len(_MARKS[0])) in _MARKS or zipfile.is_zipfile(file)
    except OSError:
        return False


def names(path: Path) -> list[str]:
    """Give the names of the files of an archive."""
    with opened(path) as archive:
        return archive.names


def members(path: Path, folder: str) -> Iterator[tuple[str, Any] | Refusal | Note]:
    """Read the JSON files of a folder of an archive: name and content, or a refusal; notes last."""
    with opened(path) as archive:
        wanted = [name for name in archive.names if name.startswith(folder) and name.endswith(".json")]
        if not wanted:
            raise Unreadable(
                f"{archive.called} ne contient aucun fichier dans « {folder} » : téléchargez un flux complet."
            )
        for name in wanted:
            try:
                yield name, archive.json(name)
            except Unsound as unsound:
                yield Refusal(name, str(unsound))
        yield from map(Note, archive.notes)


def _natural(name: str) -> list[tuple[int, str]]:
    """Sort `objets-2` before `objets-10`."""
    return [(int(part), "") if part.isdecimal() else (-1, part) for part in re.split(r"(\d+)", name)]


def _demand_sound(path: Path, entries: list[zipfile.ZipInfo]) -> None:
    """Refuse an archive made to harm, or that cannot be read whole."""
    for entry in entries:
        if _leaves(entry.filename):
            raise Unreadable(
                f"L'archive « {path.name} » est refusée : l'entrée « {entry.filename[:80]} » veut sortir "
                "de son dossier. Demandez d'où elle vient avant de la redemander."
            )
        if entry.flag_bits & _ENCRYPTED:
            raise Unreadable(
                f"L'archive « {path.name} » est protégée par un mot de passe : enregistrez-la sans."
            )
        if entry.compress_type not in _METHODS:
            raise Unreadable(
                f"L'archive « {path.name} » est comprimée par une méthode inhabituelle : "
                "enregistrez-la en zip ordinaire."
            )
    total, packed = sum(one.file_size for one in entries), sum(one.compress_size for one in entries)
    bombs = [one.filename for one in entries if _swells(one.file_size, one.compress_size)]
    if bombs or total > TOTAL or len(entries) > ENTRIES or _swells(total, packed):
        named = f" (« {bombs[0][:80]} »)" if bombs else ""
        raise Unreadable(
            f"L'archive « {path.name} » est refusée{named} : elle contient {len(entries)} fichiers et se "
            f"déploie en {total >> 20} Mo, comme un piège. Demandez-la de nouveau, en plusieurs parties."
        )


def _swells(size: int, packed: int) -> bool:
    return size > _SMALL and size > RATIO * max(packed, 1)


def _leaves(name: str) -> bool:
    plain = name.replace("\\", "/")
    return plain.startswith("/") or bool(_DRIVE.match(plain)) or ".." in plain.split("/")


def _demand_short_directory(path: Path) -> None:
    """Look at how long the list of entries says it is, before it is read at once."""
    try:
        with path.open("rb") as file:
            end = file.seek(0, 2)
            file.seek(max(0, end - _END_TAIL - _LOCATOR64_SIZE))
            tail = file.read()
            found = tail.rfind(_END)
            if found < 0:
                raise _damaged(path)
            (size,) = struct.unpack_from("<I", tail, found + 12)
            locator = found - _LOCATOR64_SIZE
            if size == _UNKNOWN_SIZE and locator >= 0 and tail.startswith(_LOCATOR64, locator):
                file.seek(struct.unpack_from("<Q", tail, locator + 8)[0])
                record = file.read(56)
                size = struct.unpack_from("<Q", record, 40)[0] if record.startswith(_END64) else size
    except (OSError, struct.error, OverflowError):
        raise _damaged(path) from None
    if size > _DIRECTORY:
        raise Unreadable(f"L'archive « {path.name} » est refusée : elle dit avoir trop de fichiers.")


def _damaged(path: Path) -> Unreadable:
    return Unreadable(
        f"L'archive « {path.name} » est absente, tronquée ou n'est pas un zip : téléchargez-la de nouveau."
    )
