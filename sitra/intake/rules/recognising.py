"""What a file that anybody brings is: a table to map, trails, or a file of a source we know."""

from pathlib import Path

from sitra.intake.rules import archives, reading
from sitra.intake.rules.draft import Unreadable
from sitra.intake.rules.sources import guess
from sitra.intake.rules.tabular import tables
from sitra.intake.rules.tabular.tables import Form
from sitra.intake.rules.trails import features

FORMATS = frozenset({"gpx", "kml", "geojson"})
"""Sources that are ways of writing, not registers: each member has its own of them."""


def recognised(path: Path) -> tuple[str, Form | None]:
    """Give the code of the source of a file or, when it is a table, its form; raises `Unreadable`."""
    if archives.is_zip(path):
        if "xl/workbook.xml" in archives.names(path):
            return "", tables.form_of(path)
        found = guess(path)
        return (found, None) if found else ("", tables.form_of(path))
    if reading.is_json(path) and features.is_geojson(path):
        lines = any(one.shape in features.LINES for one in features.features(path))
        return ("geojson", None) if lines else ("", Form.FEATURES)
    try:
        found = guess(path)
    except Unreadable:
        found = None
    return (found, None) if found else ("", tables.form_of(path))
