"""Declares the package to Django and listens to the ledger."""

from django.apps import AppConfig


class Review(AppConfig):
    """How a record changes."""

    name = "sitra.review"
    label = "review"
    verbose_name = "relecture"

    def ready(self) -> None:
        """Follow the facts of records."""
        from sitra.ledger import events  # noqa: PLC0415 - apps must be loaded first
        from sitra.review.listeners import HandingOver, Watching  # noqa: PLC0415

        events.listen(Watching())
        events.listen(HandingOver())
