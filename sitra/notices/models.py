"""Tables of what people are told, and of what home tells of records at once."""

from typing import Any, ClassVar

from django.db import models
from django.db.models import FETCH_RAISE, Q

from sitra.accounts.events import Subject
from sitra.accounts.models import Person
from sitra.members.models import Member
from sitra.notices.events import News
from sitra.tourism.models import TouristObject


class Notices(models.QuerySet["Notice"]):
    """Filters of notices that can be joined together."""

    def of(self, person: Person) -> "Notices":
        """Keep those for somebody."""
        return self.filter(person=person)

    def unread(self) -> "Notices":
        """Keep those that were not read."""
        return self.filter(read_at=None)

    def with_heads(self) -> "Notices":
        """Bring who did it, for whom."""
        return self.select_related("by", "member").fetch_mode(FETCH_RAISE)


class Notice(models.Model):
    """That something happened, told to one person; its words are made when it is read.

    `key` says what it comes from – a fact of the ledger, a day – so that nobody is told twice. `number` is
    what it leads to: a proposal, a run of an import; `times` how many facts it stands for.
    """

    person = models.ForeignKey(Person, models.CASCADE, related_name="+", verbose_name="destinataire")
    key = models.CharField("origine", max_length=60)
    news = models.CharField("nouvelle", max_length=20, choices=[(one.value, one.value) for one in News])
    subject = models.CharField("sujet", max_length=20, choices=[(one.value, one.value) for one in Subject])
    number = models.BigIntegerField("numéro", null=True)
    record = models.ForeignKey(
        TouristObject, models.PROTECT, null=True, related_name="+", verbose_name="fiche"
    )
    by = models.ForeignKey(Person, models.SET_NULL, null=True, related_name="+", verbose_name="auteur")
    member = models.ForeignKey(Member, models.PROTECT, null=True, related_name="+", verbose_name="membre")
    details: "models.JSONField[dict[str, Any], dict[str, Any]]" = models.JSONField("détails", default=dict)
    times = models.PositiveIntegerField("fois", default=1)
    at = models.DateTimeField("instant")
    read_at = models.DateTimeField("lue le", null=True)
    to_post = models.BooleanField("à écrire par e-mail", default=False)

    objects: ClassVar[Notices] = Notices.as_manager()  # type: ignore[assignment]

    class Meta:
        verbose_name = "notification"
        constraints = (models.UniqueConstraint(fields=["person", "key"], name="notice_once"),)
        indexes = (
            models.Index(fields=["person", "-at", "-id"], name="notice_of_person"),
            models.Index(fields=["person", "news"], name="notice_unread", condition=Q(read_at=None)),
            models.Index(fields=["person", "subject"], name="notice_to_post", condition=Q(to_post=True)),
            models.Index(fields=["at"], name="notice_at"),
        )

    def __str__(self) -> str:
        return f"{self.person_id} {self.news}"


class Glance(models.Model):
    """What home says of a record without reading it: when its periods end, how full it is."""

    object = models.OneToOneField(
        TouristObject, models.CASCADE, primary_key=True, related_name="+", verbose_name="fiche"
    )
    owner = models.ForeignKey(
        Member, models.PROTECT, related_name="+", db_index=False, verbose_name="propriétaire"
    )
    published = models.BooleanField("publiée")
    opening_until = models.DateField("ouvertures jusqu'au", null=True)
    prices_until = models.DateField("tarifs jusqu'au", null=True)
    score = models.PositiveSmallIntegerField("complétude")

    class Meta:
        verbose_name = "aperçu de fiche"
        verbose_name_plural = "aperçus de fiches"
        indexes = (
            models.Index(fields=["owner", "score"], name="glance_score"),
            models.Index(fields=["owner", "opening_until"], name="glance_opening"),
            models.Index(fields=["owner", "prices_until"], name="glance_prices"),
        )

    def __str__(self) -> str:
        return f"{self.object_id}"


class Cursor(models.Model):
    """How far this floor has read in the ledger."""

    name = models.CharField("nom", max_length=30, primary_key=True)
    position = models.CharField("position", max_length=60)

    class Meta:
        verbose_name = "curseur"

    def __str__(self) -> str:
        return f"{self.name} {self.position}"
