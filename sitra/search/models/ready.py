"""Ready bytes of records one after the other in a file, in the order of the rows of a file of columns.

The store finds bytes by walking a tree; here a row says where they are.
"""

import mmap
import struct
from collections.abc import Iterable, Sequence
from itertools import batched
from pathlib import Path
from typing import NamedTuple, Self

import numpy as np
from numpy.typing import NDArray

_MANY = struct.Struct("<Q")
"""The last bytes of the file: how many rows it is of. Where each ends stands before them."""

_BUFFER = 1 << 20
_STRIP = 500
"""Rows that are put together before they are written."""


class Ready:
    """The bytes of rows, as they were when the file was made: a row never changes."""

    def __init__(self, path: Path) -> None:
        with path.open("rb") as file:
            self._memory = mmap.mmap(file.fileno(), 0, access=mmap.ACCESS_READ)
        self.rows = _MANY.unpack_from(self._memory, len(self._memory) - _MANY.size)[0]
        start = len(self._memory) - _MANY.size - 8 * (self.rows + 1)
        # Read, not mapped: each is asked for, wherever it stands.
        self._ends = np.frombuffer(self._memory[start : -_MANY.size], dtype=np.int64)

    def read(self, rows: NDArray[np.integer]) -> list[bytes | None]:
        """Give the bytes of rows, in the order asked; nothing where nothing is ready."""
        memory = self._memory
        spans = zip(self._ends[rows].tolist(), self._ends[rows + 1].tolist(), strict=True)
        return [memory[start:end] or None for start, end in spans]


class Strip(NamedTuple):
    """Bytes of some rows one after the other, and how many each has."""

    content: bytes
    lengths: Sequence[int]

    @classmethod
    def of(cls, contents: Sequence[bytes | memoryview | None]) -> Self:
        """Put the bytes of rows together; a row may have none."""
        held = [content or b"" for content in contents]
        return cls(b"".join(held), list(map(len, held)))


class Writing:
    """A file that is being made, strip by strip in the order of the rows; it counts once it is `done`."""

    def __init__(self, path: Path) -> None:
        self._path, self._coming = path, path.with_name(path.name + ".new")
        self._file = self._coming.open("wb", buffering=_BUFFER)
        self._lengths = [0]

    def __enter__(self) -> Self:
        return self

    def __exit__(self, *error: object) -> None:
        self._file.close()

    def add(self, strip: Strip) -> None:
        """Write the next rows."""
        self._file.write(strip.content)
        self._lengths += strip.lengths

    def done(self) -> None:
        """Put the file in its place, whole."""
        self._file.write(np.cumsum(self._lengths, dtype=np.int64).tobytes())
        self._file.write(_MANY.pack(len(self._lengths) - 1))
        self._file.close()
        self._coming.replace(self._path)


def write(path: Path, contents: Iterable[bytes | memoryview | None]) -> None:
    """Make the file of the bytes of each row, in order, whole or not at all."""
    with Writing(path) as writing:
        for some in batched(contents, _STRIP):
            writing.add(Strip.of(some))
        writing.done()
