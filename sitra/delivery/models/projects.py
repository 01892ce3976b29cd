"""Tables of projects, of their keys, and of the members that subscribe to them."""

from django.contrib.postgres.fields import ArrayField
from django.db import models

from sitra.accounts.models import Person
from sitra.catalog.rules.kinds import Kind
from sitra.delivery.events import Mode, ProjectKind, ProjectState, Scope, Service
from sitra.members.models import Member


class ProjectRows(models.QuerySet["Project"]):
    """Filters of projects that can be joined together."""

    def sandboxes(self) -> "ProjectRows":
        """Keep the sandbox of the network: the first that its pilot opened."""
        state, kind = ProjectState.DEMONSTRATION.value, ProjectKind.SANDBOX.value
        return self.filter(kind=kind, state=state, active=True).order_by("pk")

    def trials(self) -> "ProjectRows":
        """Keep the projects by which people try out on the sandbox; `author` is who does."""
        return self.filter(kind=ProjectKind.SANDBOX.value, state=ProjectState.DEVELOPMENT.value)


class Project(models.Model):
    """A site, app, kiosk, screen or brochure that is fed; its member answers for it.

    One that is `bounded` reads the records of its selections and no other.
    """

    name = models.CharField("nom", max_length=150)
    member = models.ForeignKey(Member, models.PROTECT, related_name="projects", verbose_name="membre")
    kind = models.CharField(
        "nature",
        max_length=10,
        choices=[(one.value, one.value) for one in ProjectKind],
        default=ProjectKind.SITE.value,
    )
    state = models.CharField(
        "étape",
        max_length=13,
        choices=[(one.value, one.value) for one in ProjectState],
        default=ProjectState.DEVELOPMENT.value,
    )
    services = ArrayField(
        models.CharField(max_length=10, choices=[(one.value, one.value) for one in Service]),
        default=list,
        verbose_name="services",
    )
    bounded = models.BooleanField("borné à ses sélections", default=False)
    contact = models.EmailField("contact technique", blank=True)
    purpose = models.CharField("à quoi il sert", max_length=300, blank=True)
    address = models.URLField("adresse", max_length=300, blank=True)
    licence_at = models.DateTimeField("licence acceptée le", null=True)
    calls_per_minute = models.PositiveIntegerField("appels par minute", null=True)
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

    objects = ProjectRows.as_manager()

    class Meta:
        verbose_name = "projet"

    def __str__(self) -> str:
        return self.name


class ProjectKey(models.Model):
    """A key of a project, of which only a mark is kept; with `domains`, one that pages may show.

    `tail` is the end of the key, by which people tell one from another.
    """

    project = models.ForeignKey(Project, models.CASCADE, related_name="keys", verbose_name="projet")
    mark = models.CharField("marque", max_length=64, unique=True)
    tail = models.CharField("fin de la clé", max_length=4)
    name = models.CharField("nom", max_length=60, blank=True)
    domains = ArrayField(models.CharField(max_length=253), default=list, verbose_name="sites qui la montrent")
    made_at = models.DateTimeField("création", auto_now_add=True)
    by = models.ForeignKey(Person, models.SET_NULL, null=True, related_name="+", verbose_name="créée par")
    last_used = models.DateField("dernier usage", null=True)
    revoked_at = models.DateTimeField("retirée le", null=True)

    class Meta:
        verbose_name = "clé"

    def __str__(self) -> str:
        return f"{self.project_id} …{self.tail}"


class Subscription(models.Model):
    """That a member takes part in the project of another: its records may be written by it."""

    project = models.ForeignKey(Project, models.CASCADE, related_name="subscriptions", verbose_name="projet")
    member = models.ForeignKey(Member, models.CASCADE, related_name="+", verbose_name="membre")
    at = models.DateTimeField("instant", auto_now_add=True)

    class Meta:
        verbose_name = "abonnement"
        constraints = (models.UniqueConstraint(fields=["project", "member"], name="subscribed_once"),)

    def __str__(self) -> str:
        return f"{self.project_id} {self.member_id}"
