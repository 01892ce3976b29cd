"""Declares the package to Django."""

from django.apps import AppConfig


class Site(AppConfig):
    """The public pages."""

    name = "sitra.doors.site"
    label = "site"
    verbose_name = "site"

    def ready(self) -> None:
        """Speak the language of those who sign in."""
        from allauth.account.signals import user_logged_in  # noqa: PLC0415 - models must be loaded first

        from sitra.doors.site.account_views import speak_theirs  # noqa: PLC0415

        user_logged_in.connect(speak_theirs, dispatch_uid="sitra.doors.site.speak_theirs")
