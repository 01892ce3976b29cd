"""Declares the package to Django."""

from django.apps import AppConfig


class Catalog(AppConfig):
    """The catalogue."""

    name = "sitra.catalog"
    label = "catalog"
    verbose_name = "catalogue"
