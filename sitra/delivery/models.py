"""Tables of diffusion."""

from django.contrib.postgres.fields import ArrayField
from django.db import models

from sitra.delivery.events import Scope
from sitra.members.models import Member


class Project(models.Model):
    """A site, app, kiosk or screen that is fed, with the key it reads with."""

    name = models.CharField("nom", max_length=150)
    member = models.ForeignKey(Member, models.PROTECT, related_name="projects", verbose_name="membre")
    api_key = models.CharField("clé", max_length=20, unique=True)
    active = models.BooleanField("actif", default=True)
    scopes = ArrayField(
        models.CharField(max_length=20, choices=[(scope.value, scope.value) for scope in Scope]),
        default=list,
        verbose_name="portées",
    )
    created_at = models.DateTimeField("création", auto_now_add=True)

    class Meta:
        verbose_name = "projet"

    def __str__(self) -> str:
        return self.name


class Usage(models.Model):
    """What a project asked of a service in a day; counts only, nothing of who was behind it."""

    project = models.ForeignKey(Project, models.CASCADE, related_name="+", verbose_name="projet")
    service = models.CharField("service", max_length=80)
    day = models.DateField("jour")
    calls = models.PositiveBigIntegerField("appels", default=0)
    refused = models.PositiveBigIntegerField("appels refusés", default=0)
    records = models.PositiveBigIntegerField("fiches lues", default=0)
    fields: "models.JSONField[dict[str, int], dict[str, int]]" = models.JSONField(
        "champs demandés", default=dict
    )

    class Meta:
        verbose_name = "usage"
        constraints = (models.UniqueConstraint(fields=["project", "service", "day"], name="usage_once"),)

    def __str__(self) -> str:
        return f"{self.project_id} {self.service} {self.day}"
