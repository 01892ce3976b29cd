"""Table of what projects ask."""

from django.db import models

from sitra.delivery.models.projects import Project


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
