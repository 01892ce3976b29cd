"""The process that examines one file: bounded in time and memory, it knows no secret and no database.

It reads `{"path", "folder", "bounds"}` and answers `{"made"}`, or `{"unfit"}` with the reason, as JSON.
"""

import json
import resource
import sys
from pathlib import Path

from sitra.media.rules import documents, pictures
from sitra.media.rules.fitness import Bounds, Examined, Unfit
from sitra.media.rules.tracks import taking
from sitra.media.rules.tracks.xml_texts import HEAD

_LARGEST = 512 << 20


def main() -> None:
    """Examine the file that is named on the standard input."""
    asked = json.load(sys.stdin)
    bounds = Bounds(**asked["bounds"])
    _restrain(bounds)
    try:
        told = _examined(Path(asked["path"]), Path(asked["folder"]), bounds).told()
    except Unfit as unfit:
        told = {"unfit": str(unfit)}
    except MemoryError:
        told = {"unfit": "sa lecture demande trop de mémoire : réduisez-le."}
    json.dump(told, sys.stdout)


def _examined(path: Path, folder: Path, bounds: Bounds) -> Examined:
    with path.open("rb") as file:
        head = file.read(HEAD)
    if head.startswith(documents.MAGIC):
        return documents.examine(path, folder, bounds)
    examine = taking.examine if taking.is_one(head) else pictures.examine
    return examine(path, folder, bounds)


def _restrain(bounds: Bounds) -> None:
    """Let this process take no more than it should, whatever it is led to."""
    for what, most in (
        (resource.RLIMIT_CPU, bounds.seconds),
        (resource.RLIMIT_AS, bounds.memory),
        (resource.RLIMIT_FSIZE, _LARGEST),
        (resource.RLIMIT_CORE, 0),
    ):
        _, hard = resource.getrlimit(what)
        allowed = most if hard == resource.RLIM_INFINITY else min(most, hard)
        resource.setrlimit(what, (allowed, allowed))


if __name__ == "__main__":
    main()
