"""Declares the package to Django and listens to the ledger."""

from django.apps import AppConfig


class Delivery(AppConfig):
    """The projects."""

    name = "sitra.delivery"
    label = "delivery"
    verbose_name = "diffusion"

    def ready(self) -> None:
        """Follow what changes for projects."""
        from sitra.delivery.listeners import Feeding  # noqa: PLC0415 - apps must be loaded first
        from sitra.ledger import events  # noqa: PLC0415

        events.listen(Feeding())
