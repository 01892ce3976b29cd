"""Giving the read model of this node to another one, which follows the ledger from there."""

import shutil
import time
from pathlib import Path

from sitra.kit.errors import Impossible
from sitra.search import models
from sitra.search.actions.writing import sole_writer

PATIENCE = 30.0
"""Longest wait in seconds for the right to write: a change of many records takes some seconds."""

_PAUSE = 0.2


def copy(destination: Path) -> None:
    """Copy the current read model to a directory that holds none; nothing is written meanwhile, all is read.

    Under another name until it is whole: a copy that was cut is no read model.
    """
    if destination.exists() and any(destination.iterdir()):
        message = f"{destination} n'est pas vide : donnez un dossier neuf."
        raise Impossible(message)
    coming = destination.with_name(f"{destination.name}.new")
    shutil.rmtree(coming, ignore_errors=True)
    _write(coming)
    if destination.exists():
        destination.rmdir()
    coming.rename(destination)


def _write(coming: Path) -> None:
    until = time.monotonic() + PATIENCE
    while True:
        try:
            with sole_writer():
                models.copy(models.current(), coming)
        except Impossible:
            if time.monotonic() > until:
                raise
            time.sleep(_PAUSE)
        else:
            return
