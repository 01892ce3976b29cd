"""Tables of runs and their reports, of files that members bring, and of what is run by itself."""

from pathlib import Path
from typing import Any

from django.conf import settings
from django.contrib.postgres.fields import ArrayField
from django.db import models
from django.db.models import Q
from django.db.models.functions import Now

from sitra.accounts.models import Person
from sitra.catalog.rules.kinds import Kind
from sitra.intake.events import Outcome, Standing, Whence, WhenGone
from sitra.members.models import Member
from sitra.tourism.models import TouristObject


class Mapping(models.Model):
    """How the columns of a member's table become the fields of its records, kept for next time."""

    member = models.ForeignKey(Member, models.PROTECT, related_name="+", verbose_name="membre")
    name = models.CharField("nom", max_length=100)
    kind = models.CharField("type de fiche", max_length=30, choices=[(one.value, one.value) for one in Kind])
    plan: "models.JSONField[dict[str, object], dict[str, object]]" = models.JSONField("correspondances")
    person = models.ForeignKey(
        Person, models.SET_NULL, null=True, related_name="+", verbose_name="dernière main"
    )
    changed_at = models.DateTimeField("modification", auto_now=True)

    class Meta:
        verbose_name = "correspondance"
        constraints = (
            models.UniqueConstraint(
                fields=["member", "name"],
                name="mapping_name_once",
                violation_error_message="D'autres correspondances de votre structure portent déjà ce nom.",
            ),
        )

    def __str__(self) -> str:
        return self.name

    @property
    def source(self) -> str:
        """Code of the source that its tables are."""
        return f"tableau-{self.pk}"


class Deposit(models.Model):
    """A file that somebody brought for a member; it is kept for a term, its row for good."""

    member = models.ForeignKey(Member, models.PROTECT, related_name="+", verbose_name="membre")
    person = models.ForeignKey(Person, models.SET_NULL, null=True, related_name="+", verbose_name="personne")
    name = models.CharField("nom du fichier", max_length=120)
    fingerprint = models.CharField("empreinte", max_length=64, blank=True)
    size = models.PositiveBigIntegerField("taille", default=0)
    form = models.CharField("forme du tableau", max_length=10, blank=True)
    source = models.CharField("code de la source", max_length=40, blank=True)
    mapping = models.ForeignKey(
        Mapping, models.PROTECT, null=True, related_name="+", verbose_name="correspondance"
    )
    received_at = models.DateTimeField("réception", db_default=Now(), editable=False)
    removed_at = models.DateTimeField("retrait", null=True)

    class Meta:
        verbose_name = "fichier reçu"
        verbose_name_plural = "fichiers reçus"

    def __str__(self) -> str:
        return self.name

    @property
    def path(self) -> Path:
        """Where the file is kept, apart from all that is served."""
        return Path(settings.INTAKE_DIR) / str(self.pk) / self.name


class Run(models.Model):
    """One reading of one file: what it would change (`dry`), or what it changed."""

    source = models.CharField("code de la source", max_length=40)
    file = models.CharField("fichier", max_length=200)
    fingerprint = models.CharField("empreinte du fichier", max_length=64)
    reader = models.CharField("empreinte de la lecture", max_length=64)
    dry = models.BooleanField("à blanc")
    gone = models.CharField("si disparue", max_length=6, choices=[(one.value, one.value) for one in WhenGone])
    whole = models.BooleanField("contient tout")
    owner = models.ForeignKey(
        Member, models.PROTECT, null=True, related_name="+", verbose_name="membre par défaut"
    )
    member = models.ForeignKey(
        Member, models.PROTECT, null=True, related_name="+", verbose_name="importé pour le membre"
    )
    person = models.ForeignKey(
        Person, models.SET_NULL, null=True, related_name="+", verbose_name="demandé par"
    )
    deposit = models.ForeignKey(
        Deposit, models.PROTECT, null=True, related_name="runs", verbose_name="fichier reçu"
    )
    standing = models.CharField(
        "état", max_length=9, choices=[(one.value, one.label()) for one in Standing], default="RUNNING"
    )
    cursor = models.PositiveBigIntegerField("lignes lues", default=0)
    expected = models.PositiveBigIntegerField("lignes attendues", null=True)
    counts: "models.JSONField[dict[str, int], dict[str, int]]" = models.JSONField("comptes", default=dict)
    unknown: "models.JSONField[dict[str, int], dict[str, int]]" = models.JSONField(
        "champs inconnus", default=dict
    )
    notes = ArrayField(models.TextField(), default=list, verbose_name="remarques")
    started_at = models.DateTimeField("début", db_default=Now(), editable=False)
    ended_at = models.DateTimeField("fin", null=True)

    class Meta:
        verbose_name = "moissonnage"
        indexes = (models.Index(fields=["member", "-id"], name="run_of_member"),)
        constraints = (
            models.UniqueConstraint(
                fields=["source"],
                condition=Q(standing="RUNNING", dry=False),
                name="run_alone_in_its_source",
                violation_error_message="Un autre import de cette source est en cours.",
            ),
        )

    def __str__(self) -> str:
        return f"{self.source} {self.file} ({self.pk})"


class Line(models.Model):
    """What becomes of one record; those that are unchanged are only counted."""

    run = models.ForeignKey(Run, models.CASCADE, related_name="lines", verbose_name="moissonnage")
    outcome = models.CharField("sort", max_length=9, choices=[(one.value, one.label()) for one in Outcome])
    place = models.CharField("endroit", max_length=300, blank=True)
    external_id = models.CharField("identifiant à la source", max_length=200, blank=True)
    object = models.ForeignKey(
        TouristObject, models.PROTECT, null=True, related_name="+", verbose_name="fiche"
    )
    revision = models.PositiveIntegerField("révision écrite", null=True)
    name = models.CharField("nom", max_length=250, blank=True)
    words: "ArrayField[list[str], list[str]]" = ArrayField(
        models.TextField(), default=list, verbose_name="en clair"
    )

    class Meta:
        verbose_name = "ligne de compte rendu"
        verbose_name_plural = "lignes de compte rendu"
        indexes = (
            models.Index(fields=["run", "outcome", "id"], name="line_by_outcome"),
            models.Index(fields=["object"], condition=Q(outcome="GONE"), name="line_gone"),
        )

    def __str__(self) -> str:
        return f"{self.outcome} {self.external_id or self.place}"


class Harvest(models.Model):
    """A source that is read by itself, at its hours."""

    name = models.SlugField("nom", max_length=30, unique=True, error_messages={"unique": "Ce nom est pris."})
    whence = models.CharField("origine", max_length=7, choices=[(one.value, one.label()) for one in Whence])
    source = models.CharField("code de la source", max_length=40, blank=True)
    address = models.CharField("adresse", max_length=500)
    sealed = models.TextField("identifiants scellés", blank=True)
    asked: "models.JSONField[dict[str, Any], dict[str, Any]]" = models.JSONField("demande", default=dict)
    gone = models.CharField("si disparue", max_length=6, choices=[(one.value, one.value) for one in WhenGone])
    whole = models.BooleanField("contient tout", null=True)
    owner = models.ForeignKey(
        Member, models.PROTECT, null=True, related_name="+", verbose_name="membre par défaut"
    )
    hour = models.TimeField("heure")
    days: "ArrayField[list[int], list[int]]" = ArrayField(
        models.PositiveSmallIntegerField(), default=list, verbose_name="jours"
    )
    every = models.PositiveSmallIntegerField("intervalle en heures", null=True)
    active = models.BooleanField("actif", default=True)
    due_at = models.DateTimeField("prochain passage")
    asked_for = models.BooleanField("demandé tout de suite", default=False)
    tried_at = models.DateTimeField("dernier passage", null=True)
    tries = models.PositiveSmallIntegerField("essais coupés", default=0)
    failure = models.TextField("échec", blank=True)
    last_run = models.ForeignKey(
        Run, models.SET_NULL, null=True, related_name="+", verbose_name="dernier moissonnage"
    )

    class Meta:
        verbose_name = "moissonnage programmé"
        verbose_name_plural = "moissonnages programmés"
        indexes = (models.Index(fields=["due_at"], condition=Q(active=True), name="harvest_due"),)

    def __str__(self) -> str:
        return self.name
