"""A GPX as a file to be kept: as it came, once it is known to be a track and nothing else."""

import shutil
from pathlib import Path

from sitra.media.events import WHOLE, Form
from sitra.media.rules.fitness import Bounds, Examined, Made, Unfit
from sitra.media.rules.tracks import gpx, measuring, traces, xml_texts
from sitra.media.rules.tracks.gpx import Gpx, Long
from sitra.media.rules.tracks.measuring import Spot
from sitra.media.rules.tracks.xml_texts import Torn, Trap


def is_one(head: bytes) -> bool:
    """Say whether a file begins as XML of the name of GPX does."""
    return xml_texts.root(head) == gpx.ROOT


def examine(path: Path, folder: Path, bounds: Bounds) -> Examined:
    """Copy a GPX to a folder, and write beside it what is shown of it; raises `Unfit` when it is no track."""
    found = _read(path.read_bytes(), bounds)
    if found.shows:
        message = "il contient une page web ou une feuille de style : exportez la trace seule."
        raise Unfit(message)
    lines = _lines(found)
    if not lines:
        message = (
            "il ne contient aucune trace (ligne d'au moins deux points) : "
            "exportez la trace elle-même, et non ses seuls points remarquables."
        )
        raise Unfit(message)
    shutil.copyfile(path, folder / f"{WHOLE}.{Form.GPX.extension}")
    (folder / f"{traces.NAME}.{Form.JSON.extension}").write_bytes(traces.written(traces.traced(found, lines)))
    return Examined((Made(WHOLE, Form.GPX), Made(traces.NAME, Form.JSON)))


def _read(raw: bytes, bounds: Bounds) -> Gpx:
    try:
        return gpx.read(raw, bounds.points)
    except Trap:
        message = "il définit des entités XML, comme un piège : exportez-le de nouveau depuis votre logiciel."
    except Torn as torn:
        where = f" à partir de la ligne {torn.line}" if torn.line else ""
        message = f"il ne se lit plus{where} : exportez-le de nouveau depuis votre logiciel."
    except Long:
        message = f"il compte plus de {bounds.points} points : coupez-le, ou simplifiez-le."
    raise Unfit(message)


def _lines(found: Gpx) -> list[list[Spot]]:
    every = (measuring.without_stops(line) for one in found.walked for line in one.lines)
    return [line for line in every if len(line) > 1]
