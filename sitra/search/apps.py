"""Declares the package to Django and listens to the ledger."""

from django.apps import AppConfig


class Search(AppConfig):
    """The read model."""

    name = "sitra.search"
    label = "search"
    verbose_name = "recherche"

    def ready(self) -> None:
        """Follow the facts of records."""
        from sitra.ledger import events  # noqa: PLC0415 - apps must be loaded first
        from sitra.search.listeners import Indexing  # noqa: PLC0415

        events.listen(Indexing())
