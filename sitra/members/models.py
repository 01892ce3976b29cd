"""Tables of the network's organisations and of those who act for them."""

from typing import ClassVar

from django.contrib.postgres.fields import ArrayField
from django.db import models
from django.db.models import F, Q
from django.db.models.functions import Lower

from sitra.accounts.models import Person
from sitra.catalog.rules.kinds import Kind
from sitra.members.events import Currency, Duty, Zone
from sitra.places.models import Commune, Departement
from sitra.vocabulary.models import Term


class Members(models.QuerySet["Member"]):
    """Filters of members that can be joined together."""

    def active(self) -> "Members":
        """Leave out those that left."""
        return self.filter(left_at=None)

    def of_departements(self, codes: list[str]) -> "Members":
        """Keep those placed in these départements, or that answer for communes of them."""
        links = Member.communes.through.objects.filter(commune__departement__in=codes)
        return self.filter(Q(departement__in=codes) | Q(pk__in=links.values("member_id")))


class Member(models.Model):
    """An organisation of the network and the communes it answers for."""

    name = models.CharField("nom", max_length=150, unique=True)
    kind = models.ForeignKey(Term, models.PROTECT, related_name="+", verbose_name="type de membre")
    departement = models.ForeignKey(
        Departement, models.PROTECT, null=True, related_name="+", verbose_name="département"
    )
    site = models.URLField("site web", blank=True)
    communes = models.ManyToManyField(Commune, related_name="+", verbose_name="communes")
    sponsor = models.ForeignKey(
        "self", models.PROTECT, null=True, related_name="+", verbose_name="membre parrain"
    )
    kinds = ArrayField(
        models.CharField(max_length=30, choices=[(kind.value, kind.label()) for kind in Kind]),
        default=list,
        verbose_name="types gérés",
    )
    mails_of_exports = ArrayField(
        models.EmailField(), default=list, verbose_name="adresses prévenues des exports"
    )
    mails_of_records = ArrayField(
        models.EmailField(), default=list, verbose_name="adresses prévenues de la gestion des fiches"
    )
    currency = models.CharField(
        "devise", max_length=3, choices=[(c.value, c.value) for c in Currency], default="EUR"
    )
    zone = models.CharField(
        "jours fériés", max_length=20, choices=[(z.value, z.value) for z in Zone], default="FRANCE"
    )
    left_at = models.DateTimeField("départ", null=True)
    heir = models.ForeignKey(
        "self", models.PROTECT, null=True, related_name="+", verbose_name="membre qui reprend ses fiches"
    )
    created_at = models.DateTimeField("création", auto_now_add=True)
    changed_at = models.DateTimeField("modification", auto_now=True)

    objects: ClassVar[Members] = Members.as_manager()  # type: ignore[assignment]

    class Meta:
        verbose_name = "membre"
        constraints = (
            models.CheckConstraint(
                condition=Q(left_at=None, heir=None)
                | (Q(left_at__isnull=False, heir__isnull=False) & ~Q(heir=F("id"))),
                name="member_leaves_to_an_heir",
                violation_error_message="Un membre qui part laisse ses fiches à un autre.",
            ),
            models.CheckConstraint(
                condition=Q(sponsor=None) | ~Q(sponsor=F("id")),
                name="member_not_its_own_sponsor",
                violation_error_message="Un membre ne se parraine pas lui-même.",
            ),
        )

    def __str__(self) -> str:
        return self.name


class LegalEntity(models.Model):
    """A record of kind STRUCTURE that is a member before the law; records are on an upper floor."""

    member = models.ForeignKey(Member, models.CASCADE, related_name="entities", verbose_name="membre")
    record = models.BigIntegerField("numéro de la fiche")
    main = models.BooleanField("entité principale", default=False)

    class Meta:
        verbose_name = "entité juridique"
        verbose_name_plural = "entités juridiques"
        constraints = (
            models.UniqueConstraint(fields=["member", "record"], name="entity_once"),
            models.UniqueConstraint(fields=["member"], condition=Q(main=True), name="entity_main_once"),
        )

    def __str__(self) -> str:
        return f"{self.member_id} {self.record}"


class Signature(models.Model):
    """Who signed which version of the charter for a member, and when."""

    member = models.ForeignKey(Member, models.CASCADE, related_name="signatures", verbose_name="membre")
    version = models.CharField("version", max_length=20)
    person = models.ForeignKey(
        Person, models.SET_NULL, null=True, related_name="+", verbose_name="signataire"
    )
    at = models.DateTimeField("instant")

    class Meta:
        verbose_name = "signature de la charte"
        verbose_name_plural = "signatures de la charte"
        constraints = (models.UniqueConstraint(fields=["member", "version"], name="signature_once"),)

    def __str__(self) -> str:
        return f"{self.member_id} {self.version}"


def _duties() -> "ArrayField[list[str], list[str]]":
    return ArrayField(
        models.CharField(max_length=20, choices=[(duty.value, duty.value) for duty in Duty]),
        default=list,
        verbose_name="permissions",
    )


class Seat(models.Model):
    """A person's place in a member, and what it allows; `record` is the one they look after, if any."""

    person = models.ForeignKey(Person, models.CASCADE, related_name="seats", verbose_name="personne")
    member = models.ForeignKey(Member, models.CASCADE, related_name="seats", verbose_name="membre")
    duties = _duties()
    record = models.BigIntegerField("fiche de cette personne", null=True)

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


class Invitation(models.Model):
    """A seat offered to an address; the address is forgotten once the offer is settled.

    `nonce` is part of the link: a link sent again makes the former one worthless.
    """

    member = models.ForeignKey(Member, models.CASCADE, related_name="+", verbose_name="membre")
    email = models.EmailField("adresse électronique", blank=True)
    language = models.CharField("langue", max_length=5, default="fr")
    duties = _duties()
    record = models.BigIntegerField("fiche de cette personne", null=True)
    first_name = models.CharField("prénom", max_length=80, blank=True)
    last_name = models.CharField("nom", max_length=80, blank=True)
    nonce = models.CharField("jeton", max_length=40)
    by = models.ForeignKey(Person, models.SET_NULL, null=True, related_name="+", verbose_name="auteur")
    sent_at = models.DateTimeField("envoyée le")
    expires_at = models.DateTimeField("expire le")
    settled_at = models.DateTimeField("acceptée ou retirée le", null=True)
    person = models.ForeignKey(Person, models.SET_NULL, null=True, related_name="+", verbose_name="invité")

    class Meta:
        verbose_name = "invitation"
        constraints = (
            models.UniqueConstraint(
                "member",
                Lower("email"),
                condition=Q(settled_at=None),
                name="invitation_open_once",
                violation_error_message="Une invitation attend déjà à cette adresse.",
            ),
        )

    def __str__(self) -> str:
        return f"{self.member_id} {self.pk}"


class Demand(models.Model):
    """A professional who asks a member for an account; who they are is forgotten once it is settled."""

    member = models.ForeignKey(Member, models.CASCADE, related_name="+", verbose_name="membre")
    email = models.EmailField("adresse électronique", blank=True)
    first_name = models.CharField("prénom", max_length=80, blank=True)
    last_name = models.CharField("nom", max_length=80, blank=True)
    language = models.CharField("langue", max_length=5, default="fr")
    record = models.BigIntegerField("fiche", null=True)
    words = models.CharField("message", max_length=500, blank=True)
    at = models.DateTimeField("instant")
    settled_at = models.DateTimeField("décidée le", null=True)
    granted = models.BooleanField("accordée", null=True)
    by = models.ForeignKey(Person, models.SET_NULL, null=True, related_name="+", verbose_name="décidée par")

    class Meta:
        verbose_name = "demande de compte"
        verbose_name_plural = "demandes de compte"
        constraints = (
            models.UniqueConstraint(
                "member",
                Lower("email"),
                condition=Q(settled_at=None),
                name="demand_open_once",
            ),
        )

    def __str__(self) -> str:
        return f"{self.member_id} {self.pk}"
