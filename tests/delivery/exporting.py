"""Writes full archives of all that a demonstration holds; run inside it.

python -c "from tests.delivery import exporting; exporting.main()" DIRECTORY
"""

import sys
from datetime import UTC, date, datetime
from pathlib import Path

from sitra.doors.console import ground
from sitra.kit.environment import configure

AT = datetime(2026, 11, 28, 3, 0, tzinfo=UTC)
DAY = date(2022, 7, 1)
"""A day from which on the open data of the demonstration still knows openings."""


def main() -> None:
    configure()
    with ground.database():
        from sitra.formats.rules.v002.archive import Markup
        from sitra.tourism import queries as tourism

        numbers = tourism.numbers_after(0, 1_000_000)
        for markup in Markup:
            write(Path(sys.argv[1]) / f"{markup}.zip", markup, numbers)
        sys.stdout.write(f"{len(numbers)}")


def write(path: Path, markup: "Markup", numbers: list[int]) -> None:  # type: ignore[name-defined] # noqa: F821
    """Write an archive: one record a file in JSON, fifty in XML, with opening days and reference files."""
    from sitra.delivery.actions.readying import ready
    from sitra.delivery.queries.references import reference_files
    from sitra.delivery.rules.forms import Form
    from sitra.formats.rules.v002 import archive as layout
    from sitra.kit.archives import Archive
    from sitra.tourism import queries as tourism

    form = Form(markup, DAY)
    laid_out = layout.one_each if markup is layout.Markup.JSON else layout.grouped
    with path.open("wb") as sink:
        archive = Archive(sink, AT)
        for name, parts in laid_out(ready(numbers, form), layout.MODIFIED, markup):
            archive.splice(name, parts)
        for name, parts in layout.one_each(
            ready(sorted(tourism.linked(numbers)), form), layout.LINKED, markup
        ):
            archive.splice(name, parts)
        for name, content in reference_files(1, markup):
            archive.add(name, content)
        for file in (layout.DELETED, layout.LINKED_DELETED, layout.SELECTIONS):
            archive.add(*layout.listed(file, [], markup))
        archive.close()
