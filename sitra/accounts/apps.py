"""Declares the package to Django."""

from django.apps import AppConfig


class Accounts(AppConfig):
    """The accounts."""

    name = "sitra.accounts"
    label = "accounts"
    verbose_name = "comptes"

    def ready(self) -> None:
        """Listen to what signing in tells."""
        from sitra.accounts import listeners  # noqa: PLC0415 - models must be loaded first

        listeners.connect()
