"""Tables of proposals: what is asked of the owner of a record, field by field, and what came of it."""

from typing import Any, ClassVar

from django.contrib.postgres.fields import ArrayField
from django.db import models
from django.db.models import FETCH_RAISE, Q

from sitra.accounts.models import Person
from sitra.catalog.rules.kinds import Kind
from sitra.media.models import Media
from sitra.members.models import Member
from sitra.review.events import Answer, Purpose, Verdict
from sitra.tourism.models import TouristObject


class Proposals(models.QuerySet["Proposal"]):
    """Filters of proposals that can be joined together."""

    def waiting(self) -> "Proposals":
        """Keep what nobody has answered yet."""
        return self.filter(outcome=Verdict.WAITING.value)

    def with_heads(self) -> "Proposals":
        """Bring the record, its owner, who asks and who answered."""
        rows = self.select_related("object__owner", "owner", "person", "member", "decided_by", "to_owner")
        return rows.fetch_mode(FETCH_RAISE)


class Proposal(models.Model):
    """What somebody asks of the owner of a record who may not do it themselves.

    Without a record, it asks for a new one, whose document is in `document`. `batch` is the first proposal of
    those made in one go; `project` the number of the project that wrote it, where a program did.
    """

    purpose = models.CharField("demande", max_length=8, choices=[(one.value, one.label()) for one in Purpose])
    object = models.ForeignKey(
        TouristObject, models.PROTECT, null=True, related_name="+", verbose_name="fiche"
    )
    owner = models.ForeignKey(Member, models.PROTECT, related_name="+", verbose_name="à qui elle s'adresse")
    kind = models.CharField("type", max_length=30, choices=[(kind.value, kind.label()) for kind in Kind])
    revision = models.PositiveIntegerField("révision lue par l'auteur", default=0)
    document: "models.JSONField[dict[str, Any] | None, dict[str, Any] | None]" = models.JSONField(
        "contenu de la fiche à créer", null=True
    )
    to_owner = models.ForeignKey(
        Member, models.PROTECT, null=True, related_name="+", verbose_name="propriétaire proposé"
    )
    person = models.ForeignKey(Person, models.SET_NULL, null=True, related_name="+", verbose_name="auteur")
    member = models.ForeignKey(Member, models.PROTECT, related_name="+", verbose_name="pour le membre")
    project = models.PositiveBigIntegerField("projet qui l'a écrite", null=True)
    comment = models.CharField("commentaire", max_length=1000, blank=True)
    source = models.CharField("source", max_length=250, blank=True)
    batch = models.ForeignKey("self", models.PROTECT, null=True, related_name="+", verbose_name="lot")
    made_at = models.DateTimeField("proposée le")
    outcome = models.CharField(
        "sort", max_length=10, choices=[(one.value, one.label()) for one in Verdict], default="WAITING"
    )
    reason = models.CharField("motif", max_length=1000, blank=True)
    decided_at = models.DateTimeField("décidée le", null=True)
    decided_by = models.ForeignKey(
        Person, models.SET_NULL, null=True, related_name="+", verbose_name="décidée par"
    )
    told_at = models.DateTimeField("annoncée le", null=True)
    reminded_at = models.DateTimeField("rappelée le", null=True)
    escalated_at = models.DateTimeField("remontée à l'animateur le", null=True)

    objects: ClassVar[Proposals] = Proposals.as_manager()  # type: ignore[assignment]

    class Meta:
        verbose_name = "proposition"
        constraints = (
            models.CheckConstraint(
                condition=Q(object__isnull=False) | Q(document__isnull=False),
                name="proposal_about_a_record",
            ),
        )
        indexes = (
            models.Index(fields=["owner", "id"], name="proposal_waiting", condition=Q(outcome="WAITING")),
            models.Index(fields=["owner", "-decided_at"], name="proposal_decided"),
            models.Index(fields=["member", "-id"], name="proposal_of_member"),
        )

    def __str__(self) -> str:
        return f"{self.purpose} {self.object_id or 'nouvelle fiche'}"


class Item(models.Model):
    """One value that a proposal changes: what its author read, what they ask for, and what was answered.

    `before`, `after` and `given` hold the keys of one block: a key that is not there says nothing.
    """

    proposal = models.ForeignKey(Proposal, models.CASCADE, related_name="items", verbose_name="proposition")
    place = ArrayField(models.CharField(max_length=100), default=list, verbose_name="bloc")
    keys = ArrayField(models.CharField(max_length=100), verbose_name="clés")
    before: "models.JSONField[dict[str, Any], dict[str, Any]]" = models.JSONField("avant", default=dict)
    after: "models.JSONField[dict[str, Any], dict[str, Any]]" = models.JSONField("proposé", default=dict)
    answer = models.CharField(
        "réponse", max_length=10, choices=[(one.value, one.label()) for one in Answer], blank=True
    )
    given: "models.JSONField[dict[str, Any] | None, dict[str, Any] | None]" = models.JSONField(
        "valeur retenue", null=True
    )
    reason = models.CharField("motif", max_length=500, blank=True)

    class Meta:
        verbose_name = "valeur proposée"
        verbose_name_plural = "valeurs proposées"
        constraints = (models.UniqueConstraint(fields=["proposal", "place", "keys"], name="item_once"),)

    def __str__(self) -> str:
        return ".".join((*self.place, self.keys[0]))


class Enclosure(models.Model):
    """A file of ours that a proposal names: it is kept as long as the proposal."""

    proposal = models.ForeignKey(Proposal, models.CASCADE, related_name="+", verbose_name="proposition")
    media = models.ForeignKey(Media, models.PROTECT, related_name="+", verbose_name="fichier")

    class Meta:
        verbose_name = "fichier joint"
        verbose_name_plural = "fichiers joints"
        constraints = (models.UniqueConstraint(fields=["proposal", "media"], name="enclosure_once"),)

    def __str__(self) -> str:
        return f"{self.proposal_id} {self.media_id}"


class Message(models.Model):
    """A word of the discussion about a proposal, or about one of its values."""

    proposal = models.ForeignKey(
        Proposal, models.CASCADE, related_name="messages", verbose_name="proposition"
    )
    item = models.ForeignKey(Item, models.CASCADE, null=True, related_name="+", verbose_name="valeur")
    person = models.ForeignKey(Person, models.SET_NULL, null=True, related_name="+", verbose_name="auteur")
    words = models.CharField("message", max_length=1000)
    at = models.DateTimeField("instant")

    class Meta:
        verbose_name = "message"
        indexes = (models.Index(fields=["proposal", "id"], name="message_of_proposal"),)

    def __str__(self) -> str:
        return self.words[:40]


class Pen(models.Model):
    """Somebody is writing a record: the others are told who, and until when it holds."""

    object = models.OneToOneField(TouristObject, models.CASCADE, related_name="+", verbose_name="fiche")
    person = models.ForeignKey(Person, models.CASCADE, related_name="+", verbose_name="qui écrit")
    since = models.DateTimeField("depuis")
    until = models.DateTimeField("jusqu'à")

    class Meta:
        verbose_name = "brouillon en cours"
        verbose_name_plural = "brouillons en cours"

    def __str__(self) -> str:
        return f"{self.object_id} {self.person_id}"
