"""How a record is written in an archive."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from typing import Any, NamedTuple

import orjson

from sitra.catalog.rules.forms import Head, export_form
from sitra.catalog.rules.types import Reach
from sitra.formats.rules.v002 import archive, fields
from sitra.formats.rules.v002.archive import Markup
from sitra.places.rules.atlas import Atlas
from sitra.tourism.rules import opening


@dataclass(frozen=True, slots=True)
class Form:
    """How an archive holds records; what was made in one form is never given for another."""

    markup: Markup = Markup.JSON
    dates_on: date | None = None
    """The day of the export, when records say their opening days: those of the horizon of that month."""
    kept_back: frozenset[Reach] = frozenset()
    """Sensitivities of the fields that are left out."""

    @property
    def shelf(self) -> str:
        """Name where what is made in this form is kept."""
        dated = "dates" if self.dates_on else "plain"
        return "/".join((self.markup.value, dated, *sorted(one.value for one in self.kept_back)))

    @property
    def horizon(self) -> tuple[date, date] | None:
        """Give the first and the last day that is looked at for openings."""
        return opening.horizon(self.dates_on) if self.dates_on else None


class Names(NamedTuple):
    """By which numbers clients know communes, and records those that they name."""

    atlas: Atlas
    heirs: Mapping[int, int]

    def commune(self, number: int) -> int:
        """Give the number of a commune: that of its heir, if it was merged."""
        living = self.atlas.living(number)
        return living.number if living else number

    def record(self, number: int) -> int:
        """Give the number of a record: that of its heir, if it was merged."""
        return self.heirs.get(number, number)


def written(head: Head, document: Mapping[str, Any], form: Form, names: Names) -> bytes:
    """Write a record as it stands in the files of an archive."""
    record = export_form(head, document, names.commune, names.record)
    if form.horizon and (days := opening.days(document, *form.horizon).days):
        record["datesOuverture"] = days.written()
    if form.kept_back:
        record = orjson.loads(fields.told(orjson.dumps(record), form.kept_back))
    return archive.written(record, form.markup)
