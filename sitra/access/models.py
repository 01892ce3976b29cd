"""Tables of rights."""

from datetime import date

from django.contrib.postgres.fields import ArrayField
from django.db import models
from django.db.models import Q

from sitra.access.rules.sharing import Audience, Share
from sitra.accounts.models import Person
from sitra.catalog.rules.kinds import Kind
from sitra.kit.texts import LANGUAGES, NAMES
from sitra.members.events import Duty
from sitra.members.models import Member
from sitra.places.models import Commune, Departement

GIVEN = (Duty.CONSULT, Duty.WRITE, Duty.PUBLISH, Duty.REVIEW)
"""Duties on records that can be granted."""


class Sharing(models.Model):
    """What a member lets go of its records of a kind to an audience, where that is not the whole of them."""

    member = models.ForeignKey(Member, models.CASCADE, related_name="+", verbose_name="membre")
    audience = models.CharField(
        "public", max_length=15, choices=[(one.value, one.label()) for one in Audience]
    )
    kind = models.CharField(
        "type de fiches", max_length=30, choices=[(kind.value, kind.label()) for kind in Kind]
    )
    share = models.CharField(
        "ce qui part", max_length=10, choices=[(one.value, one.label()) for one in Share]
    )

    class Meta:
        verbose_name = "partage"
        verbose_name_plural = "partages"
        constraints = (
            models.UniqueConstraint(fields=["member", "audience", "kind"], name="sharing_once"),
            models.CheckConstraint(condition=~Q(share=Share.ALL.value), name="sharing_that_keeps_back"),
        )

    def __str__(self) -> str:
        return f"{self.member_id} {self.kind} {self.audience} {self.share}"


class Grants(models.QuerySet["Grant"]):
    """Filters of grants that can be joined together."""

    def in_force(self, today: date) -> "Grants":
        """Keep what was not taken back and has not ended; the last day is within."""
        return self.filter(Q(until=None) | Q(until__gte=today), revoked_at=None)


class Grant(models.Model):
    """What a member may do with records that are not its own: whose, where, of which kinds, and until when.

    Without a giver it holds for the whole network. An empty list, or no place at all, does not restrict.
    """

    giver = models.ForeignKey(
        Member, models.PROTECT, null=True, related_name="+", verbose_name="membre dont ce sont les fiches"
    )
    taker = models.ForeignKey(
        Member, models.PROTECT, related_name="+", verbose_name="membre à qui c'est confié"
    )
    duty = models.CharField("permission", max_length=20, choices=[(duty.value, duty.value) for duty in GIVEN])
    kinds = ArrayField(
        models.CharField(max_length=30, choices=[(kind.value, kind.label()) for kind in Kind]),
        default=list,
        verbose_name="types de fiches",
    )
    communes = models.ManyToManyField(Commune, related_name="+", verbose_name="communes")
    departements = models.ManyToManyField(Departement, related_name="+", verbose_name="départements")
    records = ArrayField(models.BigIntegerField(), default=list, verbose_name="fiches")
    fields = ArrayField(models.CharField(max_length=150), default=list, verbose_name="champs")
    languages = ArrayField(
        models.CharField(max_length=5, choices=[(code, NAMES[code][0]) for code in LANGUAGES]),
        default=list,
        verbose_name="langues",
    )
    reason = models.CharField("motif", max_length=250, blank=True)
    until = models.DateField("jusqu'au", null=True)
    given_at = models.DateTimeField("donné le", auto_now_add=True)
    given_by = models.ForeignKey(
        Person, models.SET_NULL, null=True, related_name="+", verbose_name="donné par"
    )
    revoked_at = models.DateTimeField("retiré le", null=True)
    revoked_by = models.ForeignKey(
        Person, models.SET_NULL, null=True, related_name="+", verbose_name="retiré par"
    )

    objects = Grants.as_manager()

    class Meta:
        verbose_name = "droit confié"
        verbose_name_plural = "droits confiés"
        constraints = (
            models.CheckConstraint(
                condition=Q(giver=None) | ~Q(giver=models.F("taker")),
                name="grant_to_another",
                violation_error_message="Un membre a déjà tous les droits sur ses fiches.",
            ),
        )
        indexes = (
            models.Index(fields=["taker"], name="grant_in_force", condition=Q(revoked_at=None)),
            models.Index(fields=["giver", "-id"], name="grant_of_giver"),
        )

    def __str__(self) -> str:
        return f"{self.taker_id} {self.duty} {self.giver_id or ''}"
