"""Names of what is one of a few: kinds and states of projects, in the language of the screen."""

from typing import Protocol

from django import template
from django.utils.translation import get_language

register = template.Library()


class Named(Protocol):
    """Something that has a name in French and in English."""

    def label(self, language: str) -> str:
        """Name it."""
        ...


@register.filter
def named(one: Named) -> str:
    """Name it in the language of the screen."""
    return one.label(get_language() or "fr")
