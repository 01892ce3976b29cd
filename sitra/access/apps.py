"""Declares the package to Django."""

from django.apps import AppConfig


class Access(AppConfig):
    """Rights."""

    name = "sitra.access"
    label = "access"
    verbose_name = "droits"
