"""Tables of what members and partners add to a record for themselves, beside its document."""

from typing import Any

from django.db import models
from django.db.models.functions import Lower

from sitra.accounts.models import Person
from sitra.members.models import Member
from sitra.tourism.events import Target
from sitra.tourism.models.records import TouristObject
from sitra.tourism.models.sources import Source


class PrivateText(models.Model):
    """A text that a member writes on any record, for its own use."""

    object = models.ForeignKey(TouristObject, models.PROTECT, related_name="+", verbose_name="fiche")
    member = models.ForeignKey(Member, models.PROTECT, related_name="+", verbose_name="membre")
    name = models.CharField("nom technique", max_length=80)
    title = models.CharField("intitulé", max_length=255, blank=True)
    rank = models.PositiveSmallIntegerField("ordre", default=0)
    text: "models.JSONField[dict[str, str], dict[str, str]]" = models.JSONField("texte")
    source = models.ForeignKey(
        Source, models.PROTECT, null=True, related_name="+", verbose_name="source qui le donne"
    )

    class Meta:
        verbose_name = "donnée privée"
        verbose_name_plural = "données privées"
        constraints = (
            models.UniqueConstraint(fields=["object", "member", "name"], name="private_text_once"),
        )

    def __str__(self) -> str:
        return f"{self.object_id} {self.member_id}_{self.name}"


class InternalTag(models.Model):
    """A criterion that a member invents for its own use."""

    member = models.ForeignKey(Member, models.PROTECT, related_name="+", verbose_name="membre")
    name = models.CharField("nom", max_length=150)
    source = models.ForeignKey(
        Source, models.PROTECT, null=True, related_name="+", verbose_name="source dont il vient"
    )
    value = models.CharField("numéro à la source", max_length=40, blank=True)

    class Meta:
        verbose_name = "critère interne"
        verbose_name_plural = "critères internes"
        constraints = (
            models.UniqueConstraint(
                "member",
                Lower("name"),
                name="internal_tag_once",
                violation_error_message="Ce critère interne existe déjà.",
            ),
            models.UniqueConstraint(
                fields=["member", "source", "value"],
                condition=models.Q(source__isnull=False),
                name="internal_tag_of_a_source_once",
            ),
        )

    def __str__(self) -> str:
        return self.name


class Tagging(models.Model):
    """An internal criterion put on a record."""

    object = models.ForeignKey(TouristObject, models.PROTECT, related_name="+", verbose_name="fiche")
    tag = models.ForeignKey(InternalTag, models.PROTECT, related_name="+", verbose_name="critère interne")
    comment = models.CharField("commentaire", max_length=255, blank=True)
    person = models.ForeignKey(Person, models.SET_NULL, null=True, related_name="+", verbose_name="auteur")
    at = models.DateTimeField("instant")

    class Meta:
        verbose_name = "critère interne d'une fiche"
        verbose_name_plural = "critères internes des fiches"
        constraints = (models.UniqueConstraint(fields=["object", "tag"], name="tagging_once"),)

    def __str__(self) -> str:
        return f"{self.object_id} {self.tag_id}"


class Collaboration(models.Model):
    """A member that works on a record with its owner."""

    object = models.ForeignKey(TouristObject, models.PROTECT, related_name="+", verbose_name="fiche")
    member = models.ForeignKey(Member, models.PROTECT, related_name="+", verbose_name="collaborateur")
    since = models.DateTimeField("depuis")

    class Meta:
        verbose_name = "collaboration"
        constraints = (models.UniqueConstraint(fields=["object", "member"], name="collaboration_once"),)

    def __str__(self) -> str:
        return f"{self.object_id} {self.member_id}"


class Metadata(models.Model):
    """What a partner keeps on a record for one of its tools, for all, for a member or for a project."""

    object = models.ForeignKey(TouristObject, models.PROTECT, related_name="+", verbose_name="fiche")
    node = models.CharField("nœud", max_length=100)
    target = models.CharField("destinataires", max_length=8, choices=[(t.value, t.value) for t in Target])
    number = models.PositiveBigIntegerField("numéro du destinataire", default=0)
    content: "models.JSONField[Any, Any]" = models.JSONField("contenu")
    source = models.ForeignKey(
        Source, models.PROTECT, null=True, related_name="+", verbose_name="source qui la donne"
    )

    class Meta:
        verbose_name = "métadonnée"
        constraints = (
            models.UniqueConstraint(fields=["object", "node", "target", "number"], name="metadata_once"),
        )

    def __str__(self) -> str:
        return f"{self.object_id} {self.node}"
