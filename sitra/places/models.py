"""Tables of places: the official code, communes abroad, territories, and amendments of the code."""

from django.contrib.postgres.fields import ArrayField
from django.db import models
from django.db.models import F, Q
from django.db.models.functions import Now

from sitra.places.events import FRANCE, Standing


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
    """A commune, living or former, of France or abroad; a canton or a resort that stands like one.

    `id` is our own number and never changes; `network` is the number that a network we took over
    gave it, and by which its clients know it. `country` is a term of the vocabulary `Pays`.
    """

    id = models.BigIntegerField("numéro", primary_key=True)
    network = models.BigIntegerField("numéro du réseau", null=True, unique=True)
    code = models.CharField("code INSEE", max_length=12, unique=True)
    name = models.CharField("nom", max_length=120)
    other_names = ArrayField(models.CharField(max_length=120), default=list, verbose_name="autres noms")
    standing = models.CharField(
        "nature", max_length=10, choices=[(s.value, s.label()) for s in Standing], default="COMMUNE"
    )
    departement = models.ForeignKey(Departement, models.PROTECT, null=True, verbose_name="département")
    epci = models.ForeignKey(Epci, models.PROTECT, null=True, verbose_name="EPCI")
    postal_codes = ArrayField(models.CharField(max_length=12), default=list, verbose_name="codes postaux")
    population = models.PositiveIntegerField("population", default=0)
    lon = models.FloatField("longitude", null=True)
    lat = models.FloatField("latitude", null=True)
    outline = models.JSONField("contour", null=True)
    country = models.PositiveIntegerField("pays", default=FRANCE)
    now = models.ForeignKey("self", models.PROTECT, null=True, verbose_name="commune actuelle")

    class Meta:
        verbose_name = "commune"
        constraints = (
            models.CheckConstraint(
                condition=Q(now=None) | ~Q(now=F("id")),
                name="commune_not_its_own_heir",
                violation_error_message="Une commune ne peut pas se succéder à elle-même.",
            ),
        )

    def __str__(self) -> str:
        return f"{self.name} ({self.code})"


class Territory(models.Model):
    """A named set of communes: its own, those of EPCI and départements, those of other territories."""

    name = models.CharField(
        "nom",
        max_length=150,
        unique=True,
        error_messages={"unique": "Un autre territoire porte déjà ce nom."},
    )
    communes = models.ManyToManyField(Commune, related_name="+", verbose_name="communes")
    epci = models.ManyToManyField(Epci, related_name="+", verbose_name="EPCI")
    departements = models.ManyToManyField(Departement, related_name="+", verbose_name="départements")
    parts = models.ManyToManyField("self", symmetrical=False, related_name="+", verbose_name="territoires")

    class Meta:
        verbose_name = "territoire"

    def __str__(self) -> str:
        return self.name


class Amendment(models.Model):
    """A file of movements that was applied to the official code, with all that undoing it takes."""

    at = models.DateTimeField("instant", db_default=Now(), editable=False)
    person_id = models.BigIntegerField("personne", null=True)
    file = models.CharField("fichier", max_length=200)
    edition = models.DateField("à jour au")
    words = models.JSONField("compte rendu", default=list)
    before = models.JSONField("communes telles qu'elles étaient", default=list)
    created = models.JSONField("communes créées, et celle dont chacune vient", default=list)
    undone_at = models.DateTimeField("annulée le", null=True)
    overtaken_at = models.DateTimeField("reprise dans le code officiel le", null=True)

    class Meta:
        verbose_name = "mise à jour du code officiel"

    def __str__(self) -> str:
        return f"{self.file} ({self.edition})"
