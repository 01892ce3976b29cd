"""Declares the package to Django."""

from django.apps import AppConfig


class Baseline(AppConfig):
    """The baseline."""

    name = "bench.drf"
    label = "baseline"
    default_auto_field = "django.db.models.BigAutoField"
