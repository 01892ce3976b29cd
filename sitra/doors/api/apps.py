"""Declares the package to Django."""

from django.apps import AppConfig


class Api(AppConfig):
    """The modern API."""

    name = "sitra.doors.api"
    label = "door_api"
    verbose_name = "API moderne"
