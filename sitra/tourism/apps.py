"""Declares the package to Django."""

from django.apps import AppConfig


class Tourism(AppConfig):
    """The records."""

    name = "sitra.tourism"
    label = "tourism"
    verbose_name = "objets touristiques"
