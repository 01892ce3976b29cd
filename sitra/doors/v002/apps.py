"""Declares the package to Django and asks for its answers to be kept ready."""

from django.apps import AppConfig


class V002(AppConfig):
    """The v002 interface."""

    name = "sitra.doors.v002"
    label = "door_v002"
    verbose_name = "interface v002"

    def ready(self) -> None:
        """Ask the read model to keep the default answer of every record."""
        from sitra.formats.rules.v002 import fields, shapes  # noqa: PLC0415 - apps must be loaded first
        from sitra.search import events  # noqa: PLC0415

        rendition = events.Rendition(shapes.default_shape, fields.default_answer)
        events.keep_ready(fields.DEFAULT_SHELF, rendition)
