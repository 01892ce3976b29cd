"""Ready bytes of records one after the other in a file, in the order of the rows of a file of columns.

The store finds bytes by walking a tree; here a row says where they are.
"""

import mmap
import struct
from collections.abc import Iterable
from pathlib import Path

import numpy as np
from numpy.typing import NDArray

_MANY = struct.Struct("<Q")
"""The last bytes of the file: how many rows it is of. Where each ends stands before them."""

_BUFFER = 1 << 20


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


def write(path: Path, contents: Iterable[bytes | memoryview | None]) -> None:
    """Make the file of the bytes of each row, in order, whole or not at all."""
    coming, ends = path.with_name(path.name + ".new"), [0]
    with coming.open("wb", buffering=_BUFFER) as file:
        for content in contents:
            ends.append(ends[-1] + (file.write(content) if content else 0))
        file.write(np.array(ends, dtype=np.int64).tobytes())
        file.write(_MANY.pack(len(ends) - 1))
    coming.replace(path)
