"""Tables of pairs that look like one record, and of listeners of this floor."""

from typing import Any, ClassVar

from django.db import models
from django.db.models import FETCH_RAISE, F, Q

from sitra.accounts.models import Person
from sitra.members.models import Member
from sitra.review.events import DECIDED, Standing
from sitra.tourism.models import TouristObject


class Candidates(models.QuerySet["Candidate"]):
    """Filters of pairs that can be joined together."""

    def standing(self, *standings: Standing) -> "Candidates":
        """Keep the pairs that stand so."""
        return self.filter(standing__in=[one.value for one in standings])

    def touching(self, numbers: list[int]) -> "Candidates":
        """Keep the pairs that one of these records is in."""
        return self.filter(Q(lower__in=numbers) | Q(upper__in=numbers))

    def with_records(self) -> "Candidates":
        """Bring both records, their owners, and who decided."""
        rows = self.select_related("lower__owner", "upper__owner", "aside_by", "decided_by", "decided_for")
        return rows.fetch_mode(FETCH_RAISE)


class Candidate(models.Model):
    """Two records that look like one, why, and what was decided.

    Kinds, owners and places are those of the records: a copy of them would go stale.
    """

    lower = models.ForeignKey(TouristObject, models.PROTECT, related_name="+", verbose_name="première fiche")
    upper = models.ForeignKey(TouristObject, models.PROTECT, related_name="+", verbose_name="seconde fiche")
    score = models.FloatField("vraisemblance")
    evidence: "models.JSONField[list[dict[str, Any]], list[dict[str, Any]]]" = models.JSONField(
        "indices", default=list
    )
    standing = models.CharField("sort", max_length=8, choices=[(one.value, one.label()) for one in Standing])
    found_at = models.DateTimeField("trouvée le")
    aside_until = models.DateField("mise de côté jusqu'au", null=True)
    aside_by = models.ForeignKey(
        Person, models.SET_NULL, null=True, related_name="+", verbose_name="mise de côté par"
    )
    kept = models.ForeignKey(
        TouristObject, models.PROTECT, null=True, related_name="+", verbose_name="fiche gardée"
    )
    decided_at = models.DateTimeField("décidée le", null=True)
    decided_by = models.ForeignKey(
        Person, models.SET_NULL, null=True, related_name="+", verbose_name="décidée par"
    )
    decided_for = models.ForeignKey(
        Member, models.PROTECT, null=True, related_name="+", verbose_name="pour le membre"
    )

    objects: ClassVar[Candidates] = Candidates.as_manager()  # type: ignore[assignment]

    class Meta:
        verbose_name = "paire à décider"
        verbose_name_plural = "paires à décider"
        constraints = (
            models.UniqueConstraint(fields=["lower", "upper"], name="candidate_once"),
            models.CheckConstraint(condition=Q(lower__lt=F("upper")), name="candidate_in_order"),
        )
        indexes = (
            models.Index(
                fields=["-score", "id"], name="candidate_queue", condition=Q(standing=Standing.OPEN.value)
            ),
            models.Index(
                fields=["-decided_at", "id"],
                name="candidate_decided",
                condition=Q(standing__in=sorted(one.value for one in DECIDED)),
            ),
        )

    def __str__(self) -> str:
        return f"{self.lower_id} ~ {self.upper_id}"


class Waiting(models.Model):
    """A record to be compared soon; one may wait twice, so that nobody waits for anybody to note it."""

    number = models.BigIntegerField("numéro de la fiche")

    class Meta:
        verbose_name = "fiche à comparer"
        verbose_name_plural = "fiches à comparer"

    def __str__(self) -> str:
        return str(self.number)


class Cursor(models.Model):
    """How far a listener of this floor has read in the ledger."""

    name = models.CharField("nom", max_length=30, primary_key=True)
    position = models.CharField("position", max_length=60)

    class Meta:
        verbose_name = "curseur"

    def __str__(self) -> str:
        return f"{self.name} {self.position}"
