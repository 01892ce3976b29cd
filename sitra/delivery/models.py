"""Tables of diffusion."""

from django.contrib.postgres.fields import ArrayField
from django.db import models

from sitra.accounts.models import Person
from sitra.catalog.rules.kinds import Kind
from sitra.delivery.events import Mode, Scope, TokenKind
from sitra.members.models import Member


class Project(models.Model):
    """A site, app, kiosk or screen that is fed, with the key it reads with."""

    name = models.CharField("nom", max_length=150)
    member = models.ForeignKey(Member, models.PROTECT, related_name="projects", verbose_name="membre")
    api_key = models.CharField("clé", max_length=20, unique=True)
    active = models.BooleanField("actif", default=True)
    scopes = ArrayField(
        models.CharField(max_length=20, choices=[(scope.value, scope.value) for scope in Scope]),
        default=list,
        verbose_name="portées",
    )
    client_id = models.UUIDField("identifiant OAuth", null=True, unique=True)
    secret_mark = models.CharField("marque du secret", max_length=64, blank=True)
    redirect_uris = ArrayField(
        models.CharField(max_length=500), default=list, verbose_name="adresses de retour"
    )
    kinds = ArrayField(
        models.CharField(max_length=40, choices=[(kind.value, kind.value) for kind in Kind]),
        default=list,
        verbose_name="types qu'il écrit",
    )
    modes = ArrayField(
        models.CharField(max_length=10, choices=[(mode.value, mode.value) for mode in Mode]),
        default=list,
        verbose_name="ce qu'il fait des fiches",
    )
    author = models.ForeignKey(
        Person, models.SET_NULL, null=True, related_name="+", verbose_name="auteur de ce qu'il écrit"
    )
    may_validate = models.BooleanField("publie sans validation", default=False)
    nodes = ArrayField(models.CharField(max_length=80), default=list, verbose_name="nœuds de métadonnées")
    created_at = models.DateTimeField("création", auto_now_add=True)

    class Meta:
        verbose_name = "projet"

    def __str__(self) -> str:
        return self.name


class Usage(models.Model):
    """What a project asked of a service in a day; counts only, nothing of who was behind it."""

    project = models.ForeignKey(Project, models.CASCADE, related_name="+", verbose_name="projet")
    service = models.CharField("service", max_length=80)
    day = models.DateField("jour")
    calls = models.PositiveBigIntegerField("appels", default=0)
    refused = models.PositiveBigIntegerField("appels refusés", default=0)
    records = models.PositiveBigIntegerField("fiches lues", default=0)
    fields: "models.JSONField[dict[str, int], dict[str, int]]" = models.JSONField(
        "champs demandés", default=dict
    )

    class Meta:
        verbose_name = "usage"
        constraints = (models.UniqueConstraint(fields=["project", "service", "day"], name="usage_once"),)

    def __str__(self) -> str:
        return f"{self.project_id} {self.service} {self.day}"


class Token(models.Model):
    """A token that was given, of which only the digest is kept, or what is sealed to give it again."""

    kind = models.CharField("sorte", max_length=7, choices=[(kind.value, kind.value) for kind in TokenKind])
    digest = models.CharField("empreinte", max_length=64, unique=True)
    sealed = models.TextField("jeton scellé", blank=True)
    project = models.ForeignKey(Project, models.CASCADE, related_name="+", verbose_name="projet")
    person = models.ForeignKey(
        Person, models.CASCADE, null=True, related_name="+", verbose_name="personne qui s'est connectée"
    )
    scopes = ArrayField(models.CharField(max_length=20), verbose_name="portées")
    family = models.UUIDField("famille", db_index=True)
    redirect_uri = models.CharField("adresse de retour", max_length=500, blank=True)
    challenge = models.CharField("défi", max_length=43, blank=True)
    used_at = models.DateTimeField("échangé le", null=True)
    expires_at = models.DateTimeField("expire le", db_index=True)

    class Meta:
        verbose_name = "jeton"

    def __str__(self) -> str:
        return f"{self.kind} {self.project_id}"


class Consent(models.Model):
    """That somebody lets a project know who they are."""

    project = models.ForeignKey(Project, models.CASCADE, related_name="+", verbose_name="projet")
    person = models.ForeignKey(Person, models.CASCADE, related_name="+", verbose_name="personne")
    at = models.DateTimeField("instant")

    class Meta:
        verbose_name = "accord"
        constraints = (models.UniqueConstraint(fields=["project", "person"], name="consent_once"),)

    def __str__(self) -> str:
        return f"{self.project_id} {self.person_id}"


class SigningKey(models.Model):
    """The key with which it is signed who somebody is, sealed; every node signs with the same one."""

    sealed = models.TextField("clé scellée")
    made_at = models.DateTimeField("création")

    class Meta:
        verbose_name = "clé de signature"
        verbose_name_plural = "clés de signature"

    def __str__(self) -> str:
        return f"{self.pk}"
