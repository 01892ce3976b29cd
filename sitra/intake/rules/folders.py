"""Reading an export that was unpacked: a folder that nobody vouches for either."""

import os
import stat
from collections.abc import Iterator
from pathlib import Path

from sitra.intake.rules.draft import Unreadable

DEEPEST = 32
"""Folders within one another."""


def sizes(folder: Path, entries: int, total: int) -> tuple[dict[str, int], int]:
    """Give the files of a folder, `a/b.json` -> bytes, and how many links within it were passed over.

    Raises `Unreadable` when a link leaves it, or it has more than so many files or bytes.
    """
    found: dict[str, int] = {}
    links, held = 0, 0
    for name, entry in _walk(folder, "", 0):
        _demand_readable(folder, name)
        if entry.is_symlink():
            _demand_inside(folder, name)
            links += 1
        elif entry.is_file(follow_symlinks=False):
            found[name] = entry.stat(follow_symlinks=False).st_size
            held += found[name]
        if len(found) + links > entries or held > total:
            raise Unreadable(
                f"Le dossier « {folder.name} » est refusé : il contient plus de {entries} fichiers "
                f"ou de {total >> 20} Mo. Importez-le en plusieurs parties."
            )
    return found, links


def _walk(folder: Path, above: str, depth: int) -> Iterator[tuple[str, os.DirEntry[str]]]:
    """Give every entry below a folder, links not followed."""
    if depth > DEEPEST:
        raise Unreadable(f"Le dossier « {folder.name} » est refusé : trop de dossiers y sont emboîtés.")
    try:
        with os.scandir(folder / above) as entries:
            here = list(entries)
    except OSError:
        raise Unreadable(
            f"Le dossier « {folder.name} » est absent ou ne peut pas être lu en entier : vérifiez ses droits."
        ) from None
    for entry in here:
        name = f"{above}/{entry.name}" if above else entry.name
        if entry.is_dir(follow_symlinks=False):
            yield from _walk(folder, name, depth + 1)
        else:
            yield name, entry


def _demand_readable(folder: Path, name: str) -> None:
    """Refuse a name that cannot be written down."""
    try:
        name.encode()
    except UnicodeEncodeError:
        shown = name.encode(errors="replace").decode()
        raise Unreadable(
            f"Le dossier « {folder.name} » est refusé : le nom « {shown[:80]} » n'est pas en UTF-8. "
            "Renommez ce fichier."
        ) from None


def _demand_inside(folder: Path, name: str) -> None:
    """Refuse a link that leaves the folder, or leads nowhere."""
    try:
        inside = (folder / name).resolve(strict=True).is_relative_to(folder.resolve())
    except (OSError, RuntimeError):
        inside = False
    if not inside:
        raise Unreadable(
            f"Le dossier « {folder.name} » est refusé : le lien « {name[:80]} » veut sortir de ce dossier. "
            "Remplacez-le par le fichier qu'il désigne, ou retirez-le."
        )


def content(folder: Path, name: str, longest: int) -> bytes:
    """Read a file of the folder, up to a length; raises `OSError` when it became something else."""
    number = os.open(folder / name, os.O_RDONLY | os.O_NOFOLLOW | os.O_NONBLOCK)
    with os.fdopen(number, "rb") as file:
        if not stat.S_ISREG(os.fstat(number).st_mode):
            raise OSError(name)
        return file.read(longest)
