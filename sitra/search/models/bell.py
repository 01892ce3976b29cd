"""A bell that processes hear for nothing: told of a change, they look into the store, and never otherwise."""

import mmap
import os
from pathlib import Path

_LENGTH = 8


class Bell:
    """A number in a file that every process of a generation has in memory.

    It is written, not mapped, by who rings: a full disk is an error then, and not the end of the process.
    """

    def __init__(self, path: Path) -> None:
        self._path = path
        place = os.open(path, os.O_RDWR | os.O_CREAT, 0o644)
        try:
            if os.fstat(place).st_size < _LENGTH:
                os.ftruncate(place, _LENGTH)
            self._memory = mmap.mmap(place, _LENGTH, prot=mmap.PROT_READ)
        finally:
            os.close(place)

    def heard(self) -> bytes:
        """Give what is heard: something else when it was rung since."""
        return self._memory[:]

    def ring(self) -> None:
        """Ring, once what is told can be read."""
        rung = (int.from_bytes(self.heard()) + 1).to_bytes(_LENGTH)
        with self._path.open("r+b", buffering=0) as file:
            file.write(rung)
