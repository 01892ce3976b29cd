"""Tables of the official geography (INSEE code officiel géographique)."""

from django.contrib.postgres.fields import ArrayField
from django.db import models


class Region(models.Model):
    """A region, by its INSEE code."""

    code = models.CharField("code INSEE", max_length=3, primary_key=True)
    name = models.CharField("nom", max_length=80)

    class Meta:
        verbose_name = "région"

    def __str__(self) -> str:
        return self.name


class Departement(models.Model):
    """A département, by its INSEE code; its outline is a GeoJSON geometry in WGS 84."""

    code = models.CharField("code INSEE", max_length=3, primary_key=True)
    name = models.CharField("nom", max_length=80)
    region = models.ForeignKey(Region, models.PROTECT, verbose_name="région")
    outline = models.JSONField("contour", null=True)

    class Meta:
        verbose_name = "département"

    def __str__(self) -> str:
        return self.name


class Epci(models.Model):
    """A grouping of communes (EPCI), by its SIREN."""

    code = models.CharField("SIREN", max_length=9, primary_key=True)
    name = models.CharField("nom", max_length=150)
    kind = models.CharField("nature", max_length=10)

    class Meta:
        verbose_name = "EPCI"
        verbose_name_plural = "EPCI"

    def __str__(self) -> str:
        return self.name


class Commune(models.Model):
    """A commune, living or former; `id` is its number on the network and never changes."""

    id = models.BigIntegerField("numéro", primary_key=True)
    code = models.CharField("code INSEE", max_length=5, unique=True)
    name = models.CharField("nom", max_length=120)
    folded = models.CharField("nom sans accents", max_length=120)
    departement = models.ForeignKey(Departement, models.PROTECT, verbose_name="département")
    epci = models.ForeignKey(Epci, models.PROTECT, null=True, verbose_name="EPCI")
    postal_codes = ArrayField(models.CharField(max_length=5), default=list, verbose_name="codes postaux")
    population = models.PositiveIntegerField("population", default=0)
    lon = models.FloatField("longitude", null=True)
    lat = models.FloatField("latitude", null=True)
    outline = models.JSONField("contour", null=True)
    now = models.ForeignKey("self", models.PROTECT, null=True, verbose_name="commune actuelle")

    class Meta:
        verbose_name = "commune"
        indexes = (models.Index(fields=["folded"], name="commune_folded", opclasses=["varchar_pattern_ops"]),)

    def __str__(self) -> str:
        return f"{self.name} ({self.code})"
