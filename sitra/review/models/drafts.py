"""What somebody typed over a record and has not saved yet."""

from django.db import models

from sitra.accounts.models import Person
from sitra.tourism.models import TouristObject


class Draft(models.Model):
    """A record as somebody would have it say, kept as they type; `revision` is the one they read.

    `typed` holds the words that could not be read as values, by the name they have in the form.
    `copied` holds `{"before", "after"}`, the document when a block was last copied into it, to take it back.
    """

    object = models.ForeignKey(TouristObject, models.CASCADE, related_name="+", verbose_name="fiche")
    person = models.ForeignKey(Person, models.CASCADE, related_name="+", verbose_name="auteur")
    revision = models.PositiveIntegerField("révision lue")
    document = models.JSONField("contenu")
    typed = models.JSONField("mots non lus", default=dict)
    at = models.DateTimeField("tapé le")
    copied = models.JSONField("dernière copie", null=True, blank=True)
    dropped = models.BooleanField("abandonné", default=False)

    class Meta:
        verbose_name = "saisie en cours"
        verbose_name_plural = "saisies en cours"
        constraints = (models.UniqueConstraint(fields=["object", "person"], name="draft_once"),)
        indexes = (models.Index(fields=["person", "-at"], name="draft_of_person"),)

    def __str__(self) -> str:
        return f"{self.object_id} {self.person_id}"
