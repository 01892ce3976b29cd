"""Declares the package to Django."""

from django.apps import AppConfig


class Members(AppConfig):
    """The members."""

    name = "sitra.members"
    label = "members"
    verbose_name = "membres"
