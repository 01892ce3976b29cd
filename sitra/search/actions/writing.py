"""The right to write the read model of a node, which one process has at a time."""

import fcntl
import os
from collections.abc import Iterator
from contextlib import contextmanager

from sitra.kit.errors import Impossible
from sitra.search import models


@contextmanager
def sole_writer() -> Iterator[None]:
    """Hold the right to write the read model of this node; refuse when another process has it."""
    models.root().mkdir(parents=True, exist_ok=True)
    descriptor = os.open(models.root() / "writer.lock", os.O_RDWR | os.O_CREAT, 0o600)
    try:
        fcntl.flock(descriptor, fcntl.LOCK_EX | fcntl.LOCK_NB)
    except BlockingIOError as error:
        os.close(descriptor)
        message = "Un autre programme écrit déjà l'index de recherche sur cette machine."
        raise Impossible(message) from error
    try:
        yield
    finally:
        os.close(descriptor)
