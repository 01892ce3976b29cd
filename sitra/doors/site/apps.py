"""Declares the package to Django."""

from django.apps import AppConfig


class Site(AppConfig):
    """The public pages."""

    name = "sitra.doors.site"
    label = "site"
    verbose_name = "site"
