"""Declares the package to Django and listens to the ledger."""

from django.apps import AppConfig


class NoticesApp(AppConfig):
    """What people are told."""

    name = "sitra.notices"
    label = "notices"
    verbose_name = "notifications"

    def ready(self) -> None:
        """Follow what happens."""
        from sitra.ledger import events  # noqa: PLC0415 - apps must be loaded first
        from sitra.notices.listeners import Telling  # noqa: PLC0415

        events.listen(Telling())
