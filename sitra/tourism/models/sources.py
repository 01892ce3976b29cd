"""Tables of outside sources: who a record is there, what it waits for, what was written over it here."""

from typing import Any

from django.db import models

from sitra.accounts.models import Person
from sitra.tourism.models.records import TouristObject


class Source(models.Model):
    """An outside source that records are taken from, and under which licence."""

    code = models.CharField("code", max_length=40, primary_key=True)
    name = models.CharField("nom", max_length=150)
    licence = models.CharField("licence", max_length=80)
    url = models.URLField("adresse", blank=True)

    class Meta:
        verbose_name = "source"

    def __str__(self) -> str:
        return self.name


class Identifier(models.Model):
    """The name of a record in an outside source; it never moves to another record."""

    object = models.ForeignKey(
        TouristObject, models.PROTECT, related_name="identifiers", verbose_name="fiche"
    )
    source = models.ForeignKey(Source, models.PROTECT, related_name="+", verbose_name="source")
    value = models.CharField("identifiant", max_length=200)
    digest = models.CharField("empreinte", max_length=64, blank=True)
    changed_on = models.CharField("mise à jour à la source", max_length=30, blank=True)
    revision = models.PositiveIntegerField("révision écrite par la source", null=True)

    class Meta:
        verbose_name = "identifiant externe"
        verbose_name_plural = "identifiants externes"
        constraints = (
            models.UniqueConstraint(
                fields=["source", "value"],
                name="identifier_once",
                violation_error_message="Une autre fiche porte déjà cet identifiant.",
            ),
        )

    def __str__(self) -> str:
        return f"{self.source_id}:{self.value}"


class Awaited(models.Model):
    """A piece of a record that names a record its source has not given yet."""

    object = models.ForeignKey(TouristObject, models.PROTECT, related_name="+", verbose_name="fiche")
    source = models.ForeignKey(Source, models.PROTECT, related_name="+", verbose_name="source")
    value = models.CharField("identifiant attendu", max_length=200)
    place = models.CharField("endroit", max_length=200)
    piece: "models.JSONField[Any, Any]" = models.JSONField("contenu")

    class Meta:
        verbose_name = "lien en attente"
        verbose_name_plural = "liens en attente"
        indexes = (models.Index(fields=["source", "value"], name="awaited_value"),)

    def __str__(self) -> str:
        return f"{self.object_id} attend {self.source_id}:{self.value}"


class Overlay(models.Model):
    """What a source says of one value that was written over here; the record keeps ours."""

    object = models.ForeignKey(TouristObject, models.PROTECT, related_name="+", verbose_name="fiche")
    source = models.ForeignKey(Source, models.PROTECT, related_name="+", verbose_name="source")
    path = models.CharField("champ", max_length=250)
    theirs: "models.JSONField[Any, Any]" = models.JSONField("valeur à la source", null=True)

    class Meta:
        verbose_name = "valeur gardée ici"
        verbose_name_plural = "valeurs gardées ici"
        constraints = (models.UniqueConstraint(fields=["object", "source", "path"], name="overlay_once"),)

    def __str__(self) -> str:
        return f"{self.object_id} {self.path}"


class Lock(models.Model):
    """A field that only its source changes, in all the records it gives."""

    source = models.ForeignKey(Source, models.PROTECT, related_name="locks", verbose_name="source")
    path = models.CharField("champ", max_length=250)
    person = models.ForeignKey(Person, models.SET_NULL, null=True, related_name="+", verbose_name="auteur")
    at = models.DateTimeField("instant")

    class Meta:
        verbose_name = "champ tenu par sa source"
        verbose_name_plural = "champs tenus par leur source"
        constraints = (models.UniqueConstraint(fields=["source", "path"], name="lock_once"),)

    def __str__(self) -> str:
        return f"{self.source_id} {self.path}"
