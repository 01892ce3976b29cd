"""Declares the package to Django."""

from django.apps import AppConfig


class Intake(AppConfig):
    """The intake."""

    name = "sitra.intake"
    label = "intake"
    verbose_name = "moissonnage"
