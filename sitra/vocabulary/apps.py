"""Declares the package to Django."""

from django.apps import AppConfig


class Vocabulary(AppConfig):
    """The vocabulary."""

    name = "sitra.vocabulary"
    label = "vocabulary"
    verbose_name = "vocabulaire"
