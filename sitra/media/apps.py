"""Declares the package to Django."""

from django.apps import AppConfig


class Media(AppConfig):
    """The media."""

    name = "sitra.media"
    label = "media"
    verbose_name = "médias"
