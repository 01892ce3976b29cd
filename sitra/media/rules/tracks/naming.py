"""The tracks that a record names among its media, its own and those kept elsewhere."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from typing import Any

from sitra.media.events import Form
from sitra.media.rules.addresses import digest_of, local, place
from sitra.media.rules.tracks import traces

LIST, TYPE = "multimedias", "PLAN"
"""Where records hold tracks, and the type of such a medium (v002, section 4.4)."""
_EXTENSION = Form.GPX.extension


@dataclass(frozen=True, slots=True)
class Named:
    """A track: its rank among the media, where its file is read, what it is called, and its bytes."""

    rank: int
    address: str
    digest: str
    """Of the file, where it is one of ours."""
    name: str
    size: int

    @property
    def shown_at(self) -> str:
        """Where the light line of a track of ours is read."""
        return place(self.digest, traces.NAME, Form.JSON) if self.digest else ""


def named(document: Mapping[str, Any]) -> Iterator[Named]:
    """Give the tracks of a record in their order."""
    held = document.get(LIST)
    for rank, item in enumerate(held if isinstance(held, list) else ()):
        file = file_of(item)
        if file is not None:
            address = str(file["url"])
            name = str(file.get("fileName") or _path(address).rpartition("/")[2])
            size = file.get("taille")
            yield Named(
                rank,
                local(address) or address,
                digest_of(address),
                name.removesuffix(f".{_EXTENSION}"),
                size if isinstance(size, int) else 0,
            )


def file_of(item: Any) -> Mapping[str, Any] | None:
    """Give the file of a medium that is a track; nothing of any other."""
    files = item.get("traductionFichiers") if isinstance(item, Mapping) else None
    file = files[0] if isinstance(files, list) and files else None
    if not isinstance(file, Mapping):
        return None
    address = str(file.get("url") or "")
    ended = _path(address).lower().endswith(f".{_EXTENSION}")
    is_track = ended or str(file.get("extension") or "").lower() == _EXTENSION
    return file if is_track and address.startswith(("https://", "http://")) else None


def _path(address: str) -> str:
    """Give an address without what is asked of it."""
    return address.partition("#")[0].partition("?")[0]
