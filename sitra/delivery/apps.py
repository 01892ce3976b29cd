"""Declares the package to Django."""

from django.apps import AppConfig


class Delivery(AppConfig):
    """The projects."""

    name = "sitra.delivery"
    label = "delivery"
    verbose_name = "diffusion"
