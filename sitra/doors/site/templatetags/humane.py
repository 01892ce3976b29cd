"""Numbers and dates as people write them."""

from datetime import date

from django import template
from django.utils.formats import date_format, number_format

register = template.Library()


@register.filter
def grouped(number: int) -> str:
    """Write a whole number with its thousands apart, as the language does."""
    return number_format(number, decimal_pos=0, force_grouping=True)


@register.filter
def in_cell(value: str | float | date | None) -> str:
    """Write a value in a cell of a table: days short, nothing as nothing."""
    if isinstance(value, date):
        return date_format(value, "SHORT_DATE_FORMAT")
    return "" if value is None else str(value)
