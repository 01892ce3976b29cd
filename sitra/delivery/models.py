"""Tables of diffusion."""

from django.db import models

from sitra.members.models import Member


class Project(models.Model):
    """A site, app, kiosk or screen that is fed, with the key it reads with."""

    name = models.CharField("nom", max_length=150)
    member = models.ForeignKey(Member, models.PROTECT, related_name="projects", verbose_name="membre")
    api_key = models.CharField("clé", max_length=20, unique=True)
    active = models.BooleanField("actif", default=True)
    created_at = models.DateTimeField("création", auto_now_add=True)

    class Meta:
        verbose_name = "projet"

    def __str__(self) -> str:
        return self.name
