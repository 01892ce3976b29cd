"""The table of texts: whose hand each is of, and who reread it beside which source text."""

from django.db import models

from sitra.accounts.models import Person
from sitra.review.events import Hand
from sitra.tourism.models import TouristObject


class TextOrigin(models.Model):
    """Where one text of a record comes from, in one language, as long as it has these words.

    `digest` is that of the text, `source` that of the text it was made of or compared with, empty where it
    was made of none. Whoever writes other words (by hand, by an import, by a program) leaves the row behind:
    it counts again only if the words come back.
    """

    object = models.ForeignKey(TouristObject, models.CASCADE, related_name="+", verbose_name="fiche")
    field = models.CharField("champ", max_length=150)
    language = models.CharField("langue", max_length=5)
    digest = models.CharField("empreinte", max_length=32)
    source = models.CharField("empreinte du texte de départ", max_length=32, blank=True)
    hand = models.CharField("de qui", max_length=8, choices=[(one.value, one.label()) for one in Hand])
    machine = models.CharField("traducteur automatique", max_length=40, blank=True)
    person = models.ForeignKey(Person, models.SET_NULL, null=True, related_name="+", verbose_name="auteur")
    at = models.DateTimeField("instant")
    verified_by = models.ForeignKey(
        Person, models.SET_NULL, null=True, related_name="+", verbose_name="relu par"
    )
    verified_at = models.DateTimeField("relu le", null=True)

    class Meta:
        verbose_name = "origine d'un texte"
        verbose_name_plural = "origines de textes"
        constraints = (
            models.UniqueConstraint(fields=["object", "field", "digest", "source"], name="text_origin_once"),
        )

    def __str__(self) -> str:
        return f"{self.object_id} {self.field} {self.language}"
