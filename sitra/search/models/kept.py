"""Tables of what people keep of their searches: questions with a name, and lists picked by hand."""

from django.contrib.postgres.fields import ArrayField
from django.db import models
from django.db.models import Q

from sitra.accounts.models import Person
from sitra.members.models import Member
from sitra.search.events import Sort, View


class KeptRows(models.QuerySet["Kept"]):
    """Filters of what is kept that can be joined together."""

    def there(self) -> "KeptRows":
        """Leave out what was dropped."""
        return self.filter(dropped_at=None)

    def of(self, person: int, members: frozenset[int]) -> "KeptRows":
        """Keep what is somebody's own, and what is shared in these members."""
        return self.filter(Q(member=None, person=person) | Q(member__in=members))


class Kept(models.Model):
    """A question with a name, or a list of records in an order; somebody's own, or shared in a member.

    What is dropped stays a while, so that it can be taken back.
    """

    sort = models.CharField("sorte", max_length=6, choices=[(one.value, one.value) for one in Sort])
    name = models.CharField("nom", max_length=80)
    person = models.ForeignKey(Person, models.SET_NULL, null=True, related_name="+", verbose_name="personne")
    member = models.ForeignKey(
        Member, models.CASCADE, null=True, related_name="+", verbose_name="partagée dans le membre"
    )
    address = models.TextField("question", blank=True)
    asked: "models.JSONField[dict[str, object], dict[str, object]]" = models.JSONField(
        "question telle qu'elle est posée", default=dict, blank=True
    )
    records = ArrayField(models.BigIntegerField(), default=list, blank=True, verbose_name="fiches")
    made_at = models.DateTimeField("création", auto_now_add=True)
    dropped_at = models.DateTimeField("retirée le", null=True)

    objects = KeptRows.as_manager()

    class Meta:
        verbose_name = "recherche ou liste gardée"
        verbose_name_plural = "recherches et listes gardées"
        constraints = (
            models.CheckConstraint(
                condition=Q(sort=Sort.SEARCH.value, records=[]) | Q(sort=Sort.LIST.value, address=""),
                name="kept_question_or_records",
            ),
            models.CheckConstraint(condition=~Q(name=""), name="kept_named"),
        )
        indexes = (
            models.Index(fields=["person"], condition=Q(member=None), name="kept_own"),
            models.Index(fields=["member"], condition=~Q(member=None), name="kept_shared"),
        )

    def __str__(self) -> str:
        return self.name


class Layout(models.Model):
    """How somebody likes to see results: as cards, or as a table of some columns in an order."""

    person = models.OneToOneField(Person, models.CASCADE, related_name="+", verbose_name="personne")
    view = models.CharField("vue", max_length=6, choices=[(one.value, one.value) for one in View])
    columns = ArrayField(models.CharField(max_length=20), default=list, blank=True, verbose_name="colonnes")

    class Meta:
        verbose_name = "disposition des résultats"
        verbose_name_plural = "dispositions des résultats"

    def __str__(self) -> str:
        return f"{self.person_id} {self.view}"
