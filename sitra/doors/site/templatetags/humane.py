"""Numbers and dates as people write them."""

from django import template
from django.utils.formats import number_format

register = template.Library()


@register.filter
def grouped(number: int) -> str:
    """Write a whole number with its thousands apart, as the language does."""
    return number_format(number, decimal_pos=0, force_grouping=True)
