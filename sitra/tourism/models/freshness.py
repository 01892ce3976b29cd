"""The table of confirmations: who said last that values are right, when and how."""

from django.contrib.postgres.fields import ArrayField
from django.db import models

from sitra.accounts.models import Person
from sitra.members.models import Member
from sitra.tourism.events import Means
from sitra.tourism.models.records import TouristObject
from sitra.tourism.models.sources import Source


class Confirmation(models.Model):
    """Values of a record found right at one moment, changed or not; the latest one counts for each value.

    `paths` name fields or blocks, an empty one the whole record; `besides` are those it says nothing of.
    """

    object = models.ForeignKey(
        TouristObject, models.PROTECT, related_name="confirmations", verbose_name="fiche"
    )
    at = models.DateTimeField("instant")
    means = models.CharField("moyen", max_length=12, choices=[(one.value, one.value) for one in Means])
    person = models.ForeignKey(Person, models.SET_NULL, null=True, related_name="+", verbose_name="auteur")
    member = models.ForeignKey(
        Member, models.PROTECT, null=True, related_name="+", verbose_name="pour le membre"
    )
    source = models.ForeignKey(Source, models.PROTECT, null=True, related_name="+", verbose_name="source")
    paths: "ArrayField[list[str], list[str]]" = ArrayField(
        models.CharField(max_length=250), verbose_name="champs"
    )
    besides: "ArrayField[list[str], list[str]]" = ArrayField(
        models.CharField(max_length=250), default=list, verbose_name="sauf"
    )

    class Meta:
        verbose_name = "confirmation"

    def __str__(self) -> str:
        return f"{self.object_id} {self.means} {self.at:%Y-%m-%d}"
