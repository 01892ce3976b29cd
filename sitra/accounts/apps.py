"""Declares the package to Django."""

from django.apps import AppConfig


class Accounts(AppConfig):
    """The accounts."""

    name = "sitra.accounts"
    label = "accounts"
    verbose_name = "comptes"
