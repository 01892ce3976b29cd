"""Declares the package to Django."""

from django.apps import AppConfig


class Places(AppConfig):
    """The places."""

    name = "sitra.places"
    label = "places"
    verbose_name = "lieux"
