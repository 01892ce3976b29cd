"""Tables of exports: how a project wants them, and each archive that was made."""

from django.db import models

from sitra.accounts.models import Person
from sitra.delivery.events import Standing
from sitra.delivery.models.projects import Project
from sitra.formats.rules.v002.archive import Markup


class ExportPlan(models.Model):
    """How a project wants its archives (section 5.1 of the contract), and when.

    `hour` is that of every day, nothing where they are only made when asked for; `whole_every` are days after
    which all is given again, whatever was confirmed.
    """

    project = models.OneToOneField(Project, models.CASCADE, related_name="export_plan", verbose_name="projet")
    markup = models.CharField(
        "format",
        max_length=4,
        choices=[(one.value, one.value) for one in Markup],
        default=Markup.JSON.value,
    )
    grouped = models.BooleanField("fiches par 50", default=False)
    dates = models.BooleanField("dates d'ouverture", default=False)
    references = models.BooleanField("fichiers de référence", default=True)
    notified = models.CharField("adresse prévenue", max_length=500, blank=True)
    hour = models.PositiveSmallIntegerField("heure", null=True, default=3)
    whole_every = models.PositiveSmallIntegerField("tout redonner, en jours", null=True)

    class Meta:
        verbose_name = "réglage des exports"
        verbose_name_plural = "réglages des exports"

    def __str__(self) -> str:
        return f"{self.project_id} {self.markup}"


class Export(models.Model):
    """An archive that was asked for: how far it is, what it holds, and whether it was received.

    `manifest` says of each record it tells of what it said then; what is told next is compared with that of
    the last one that was confirmed, its `base`.
    """

    project = models.ForeignKey(Project, models.CASCADE, related_name="exports", verbose_name="projet")
    stem = models.CharField("nom", max_length=60, unique=True)
    one_off = models.BooleanField("ponctuel")
    whole = models.BooleanField("complet")
    references = models.BooleanField("fichiers de référence")
    standing = models.CharField(
        "avancement",
        max_length=8,
        choices=[(one.value, one.value) for one in Standing],
        default=Standing.WAITING.value,
    )
    base = models.ForeignKey("self", models.SET_NULL, null=True, related_name="+", verbose_name="comparé à")
    by = models.ForeignKey(Person, models.SET_NULL, null=True, related_name="+", verbose_name="demandé par")
    asked_at = models.DateTimeField("demandé le", auto_now_add=True)
    began_at = models.DateTimeField("commencé le", null=True)
    ended_at = models.DateTimeField("fini le", null=True)
    done = models.PositiveIntegerField("fiches écrites", default=0)
    expected = models.PositiveIntegerField("fiches à écrire", default=0)
    deleted = models.PositiveIntegerField("fiches retirées", default=0)
    size = models.BigIntegerField("octets", default=0)
    fault = models.CharField("erreur", max_length=300, blank=True)
    manifest = models.BinaryField("ce qu'il a dit", null=True)
    notified_at = models.DateTimeField("prévenu le", null=True)
    notices = models.PositiveIntegerField("essais de prévenir", default=0)
    next_notice = models.DateTimeField("prochain essai", null=True)
    told = models.CharField("réponse", max_length=200, blank=True)
    confirmed_at = models.DateTimeField("confirmé le", null=True)
    expires_at = models.DateTimeField("gardé jusqu'au", null=True)
    removed_at = models.DateTimeField("archive retirée le", null=True)

    class Meta:
        verbose_name = "export"
        indexes = (
            models.Index(fields=["project", "-id"], name="export_latest"),
            models.Index(fields=["next_notice"], name="export_to_tell"),
        )

    def __str__(self) -> str:
        return self.stem
