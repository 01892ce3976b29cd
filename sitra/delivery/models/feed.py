"""Tables of the change feed: which records a reader had, and what became of them since."""

from django.contrib.postgres.fields import ArrayField
from django.db import models

from sitra.delivery.events import Verb
from sitra.delivery.models.projects import Project
from sitra.delivery.models.selections import Selection

LONGEST_PATH = 200


class Cursor(models.Model):
    """How far a listener of this floor has read in the ledger."""

    name = models.CharField("nom", max_length=30, primary_key=True)
    position = models.CharField("position", max_length=60)

    class Meta:
        verbose_name = "curseur"

    def __str__(self) -> str:
        return f"{self.name} {self.position}"


class Stream(models.Model):
    """What is followed: all that is published, what a project may read, or one of its selections.

    `numbers` are the records that were in it at the last change, as a bitmap. `begun` is the number of the
    last change before it: what came earlier is read in the stream of all that is published.
    """

    project = models.ForeignKey(Project, models.CASCADE, null=True, related_name="+", verbose_name="projet")
    selection = models.ForeignKey(
        Selection, models.CASCADE, null=True, related_name="+", verbose_name="sélection"
    )
    numbers = models.BinaryField("fiches")
    begun = models.BigIntegerField("commencé après")

    class Meta:
        verbose_name = "suivi"
        verbose_name_plural = "suivis"
        constraints = (
            models.UniqueConstraint(
                fields=["project", "selection"], name="stream_once", nulls_distinct=False
            ),
        )

    def __str__(self) -> str:
        return f"{self.project_id} {self.selection_id}"


class Change(models.Model):
    """That a record entered a stream, changed in it, or left it; numbers follow the order of commits.

    `fields` are the paths that changed, none when all may have; `revision` is the one the reader finds, or
    the last there was. Of what left, `reason` says why, and `heir` which record goes on for it.
    """

    stream = models.ForeignKey(Stream, models.CASCADE, related_name="changes", verbose_name="suivi")
    record = models.BigIntegerField("fiche")
    kind = models.CharField("type", max_length=40)
    verb = models.CharField("ce qui arriva", max_length=7, choices=[(one.value, one.value) for one in Verb])
    revision = models.PositiveIntegerField("révision")
    fields = ArrayField(models.CharField(max_length=LONGEST_PATH), default=list, verbose_name="champs")
    reason = models.CharField("raison", max_length=10, blank=True)
    heir = models.BigIntegerField("fiche qui continue", null=True)
    at = models.DateTimeField("instant")

    class Meta:
        verbose_name = "changement"
        indexes = (
            models.Index(fields=["stream", "id"], name="change_order"),
            models.Index(fields=["at"], name="change_at"),
        )

    def __str__(self) -> str:
        return f"{self.record} {self.verb}"
