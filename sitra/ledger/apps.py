"""Declares the package to Django."""

from django.apps import AppConfig


class Ledger(AppConfig):
    """The ledger."""

    name = "sitra.ledger"
    label = "ledger"
    verbose_name = "journal des faits"
