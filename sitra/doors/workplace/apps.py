"""Declares the package to Django."""

from django.apps import AppConfig


class Workplace(AppConfig):
    """The workplace."""

    name = "sitra.doors.workplace"
    label = "workplace"
    verbose_name = "espace de travail"
