"""Tables of the network's organisations."""

from django.contrib.postgres.fields import ArrayField
from django.db import models

from sitra.accounts.models import Person
from sitra.members.events import Duty
from sitra.places.models import Commune, Departement
from sitra.vocabulary.models import Term


class Member(models.Model):
    """An organisation of the network and the communes it answers for."""

    name = models.CharField("nom", max_length=150, unique=True)
    kind = models.ForeignKey(Term, models.PROTECT, related_name="+", verbose_name="type de membre")
    departement = models.ForeignKey(
        Departement, models.PROTECT, null=True, related_name="+", verbose_name="département"
    )
    site = models.URLField("site web", blank=True)
    communes = models.ManyToManyField(Commune, related_name="+", verbose_name="communes")
    created_at = models.DateTimeField("création", auto_now_add=True)
    changed_at = models.DateTimeField("modification", auto_now=True)

    class Meta:
        verbose_name = "membre"

    def __str__(self) -> str:
        return self.name


class Seat(models.Model):
    """A person's place in a member, and what it allows."""

    person = models.ForeignKey(Person, models.CASCADE, related_name="seats", verbose_name="personne")
    member = models.ForeignKey(Member, models.CASCADE, related_name="seats", verbose_name="membre")
    duties = ArrayField(
        models.CharField(max_length=20, choices=[(duty.value, duty.value) for duty in Duty]),
        default=list,
        verbose_name="permissions",
    )

    class Meta:
        verbose_name = "siège"
        constraints = (
            models.UniqueConstraint(
                fields=["person", "member"],
                name="seat_once",
                violation_error_message="Cette personne a déjà un siège dans ce membre.",
            ),
        )

    def __str__(self) -> str:
        return f"{self.person} – {self.member}"
