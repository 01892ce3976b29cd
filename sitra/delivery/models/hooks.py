"""Tables of webhooks: where changes are sent, and how that went."""

from django.contrib.postgres.fields import ArrayField
from django.db import models

from sitra.accounts.models import Person
from sitra.delivery.events import Verb
from sitra.delivery.models.projects import Project
from sitra.delivery.models.selections import Selection


class Hook(models.Model):
    """An address to which the changes of a project are sent, in their order.

    `sent` is the number of the last change that was received or was not asked for; `sealed` holds the secret
    that signs, and the one before it while both do. Empty `kinds`, `fields` and `verbs` ask for all.
    """

    project = models.ForeignKey(Project, models.CASCADE, related_name="hooks", verbose_name="projet")
    name = models.CharField("nom", max_length=60, blank=True)
    address = models.CharField("adresse", max_length=500)
    sealed = models.TextField("secret scellé")
    selection = models.ForeignKey(
        Selection, models.PROTECT, null=True, related_name="+", verbose_name="sélection"
    )
    kinds = ArrayField(models.CharField(max_length=40), default=list, verbose_name="types")
    fields = ArrayField(models.CharField(max_length=200), default=list, verbose_name="champs")
    verbs = ArrayField(
        models.CharField(max_length=7, choices=[(one.value, one.value) for one in Verb]),
        default=list,
        verbose_name="ce qui arrive",
    )
    sent = models.BigIntegerField("envoyé jusqu'à")
    failures = models.PositiveIntegerField("échecs de suite", default=0)
    failing_since = models.DateTimeField("en échec depuis", null=True)
    next_at = models.DateTimeField("prochain essai", null=True)
    disabled_at = models.DateTimeField("arrêté le", null=True)
    dropped_at = models.DateTimeField("retiré le", null=True)
    by = models.ForeignKey(Person, models.SET_NULL, null=True, related_name="+", verbose_name="personne")
    made_at = models.DateTimeField("création", auto_now_add=True)

    class Meta:
        verbose_name = "webhook"

    def __str__(self) -> str:
        return f"{self.project_id} {self.pk}"


class Attempt(models.Model):
    """That a change was sent to an address, and what came of it; kept for a while."""

    hook = models.ForeignKey(Hook, models.CASCADE, related_name="attempts", verbose_name="webhook")
    change = models.BigIntegerField("changement")
    at = models.DateTimeField("instant", auto_now_add=True)
    milliseconds = models.PositiveIntegerField("durée")
    received = models.BooleanField("reçu")
    said = models.CharField("réponse", max_length=200, blank=True)

    class Meta:
        verbose_name = "envoi"
        indexes = (models.Index(fields=["hook", "-id"], name="attempt_latest"),)

    def __str__(self) -> str:
        return f"{self.hook_id} {self.change}"
