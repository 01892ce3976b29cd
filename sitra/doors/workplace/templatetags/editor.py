"""Which template shows a part of the editor's form."""

from typing import Any

from django import template

from sitra.catalog.rules.fields.choices import HOLIDAYS
from sitra.doors.workplace import season_shown
from sitra.review.queries import seasons
from sitra.review.rules.editing.forms import Group, Input, Part, Rows
from sitra.review.rules.seasons.remarking import Remark
from sitra.tourism.rules.opening import CALENDARS, calendar_of

register = template.Library()

BLOCKS: dict[str, str] = {
    "illustrations": "media.html",
    "informationsEquipement.itineraire": "track.html",
    "localisation.geolocalisation": "geolocation.html",
    "multimedias": "media.html",
    "ouverture.periodeEnClair": "sentence.html",
    "ouverture.periodesOuvertures": "openings.html",
    "ouverture.fermeturesExceptionnelles": "closures.html",
    "descriptionTarif.tarifsEnClair": "sentence.html",
    "descriptionTarif.periodes": "prices.html",
}
"""Path of a block or a field without ranks -> its own template, under `workplace/editor/blocks/`."""


@register.filter
def part_template(part: Part) -> str:
    """Give the template of a part: its own where it has one, else that of its sort."""
    own = BLOCKS.get(part.path if isinstance(part, Input) else part.block, "")
    return f"workplace/editor/blocks/{own}" if own else f"workplace/editor/parts/{part.sort}.html"


@register.filter
def mark_of(record: Any, part: Part) -> Any:
    """Give how a part of the form of an aspect stands to the record; nothing for a heading over others."""
    heading = isinstance(part, Group) and part.block not in BLOCKS
    return None if heading else record.layer.marks.get(part.name)


@register.simple_tag
def seasons_of(record: Any, language: str) -> seasons.Seasons:
    """Tell the periods of the record being edited."""
    return seasons.seasons(record.document, "en" if language == "en" else "fr")


@register.filter
def opening_periods(rows: Rows) -> list[season_shown.Period]:
    """Arrange the periods of opening."""
    return season_shown.periods(rows)


@register.filter
def price_periods(rows: Rows, language: str) -> list[season_shown.PricePeriod]:
    """Arrange the periods of prices."""
    return season_shown.price_periods(rows, rates_offered(language))


@register.filter
def rates_offered(language: str) -> list[tuple[str, str]]:
    """Give the rates that may be chosen."""
    return seasons.rates_offered("en" if language == "en" else "fr")


@register.simple_tag
def closures_of(rows: Rows, record: Any, language: str) -> season_shown.Closures:
    """Arrange exceptional closures, the public holidays of the place first."""
    named = [(one[0], one[2 if language == "en" else 1]) for one in HOLIDAYS.words]
    return season_shown.closures(rows, CALENDARS[calendar_of(record.document)], named)


@register.filter
def told_of(told: seasons.Seasons, name: str) -> seasons.Told:
    """Give what is told of a period; a row that the document does not hold yet tells nothing."""
    found = (one for one in (*told.openings, *told.rates) if one.name == name)
    return next(found, seasons.Told(name, "", ()))


@register.filter
def remark_said(remark: Remark, language: str) -> str:
    """Say what is odd with a period."""
    return remark.sentence(language)


@register.filter
def remark_mending(remark: Remark, language: str) -> str:
    """Say what would mend it."""
    return remark.mending(language)


@register.filter
def mode_of(record: Any, path: str) -> str:
    """Say who writes a sentence: `AUTOMATIQUE`, `MANUEL`, or nobody said."""
    block, _, text = path.partition(".")
    held = record.document.get(block)
    return str(held.get(f"{text}GenerationMode", "")) if isinstance(held, dict) else ""
