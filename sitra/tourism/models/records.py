"""Tables of records and of what becomes of them."""

from typing import Any, ClassVar

from django.db import models
from django.db.models import FETCH_RAISE

from sitra.accounts.models import Person
from sitra.catalog.rules.kinds import Kind
from sitra.media.models import Media
from sitra.members.models import Member
from sitra.places.models import Commune
from sitra.tourism.events import Origin, State


class TouristObjects(models.QuerySet["TouristObject"]):
    """Filters of records that can be joined together."""

    def living(self) -> "TouristObjects":
        """Leave out what was deleted."""
        return self.exclude(state=State.DELETED.value)

    def with_head(self) -> "TouristObjects":
        """Bring all that a record is besides its document."""
        return self.select_related("owner").fetch_mode(FETCH_RAISE)


class TouristObject(models.Model):
    """A record as it stands now; its content is in its latest revision."""

    kind = models.CharField("type", max_length=30, choices=[(k.value, k.label()) for k in Kind])
    state = models.CharField("état", max_length=10, choices=[(s.value, s.value) for s in State])
    identifier = models.CharField(  # noqa: DJ001 - null until numbered, so that it can be unique
        "identifiant", max_length=60, null=True, unique=True
    )
    name = models.CharField("nom", max_length=250)
    owner = models.ForeignKey(Member, models.PROTECT, related_name="+", verbose_name="membre propriétaire")
    commune = models.ForeignKey(Commune, models.PROTECT, null=True, related_name="+", verbose_name="commune")
    lon = models.FloatField("longitude", null=True)
    lat = models.FloatField("latitude", null=True)
    revision = models.PositiveIntegerField("révision", default=1)
    heir = models.ForeignKey(
        "self", models.PROTECT, null=True, related_name="+", verbose_name="fiche qui la remplace"
    )
    expires_on = models.DateField("expire le", null=True, db_index=True)
    due_on = models.DateField("à confirmer avant le", null=True, db_index=True)
    created_at = models.DateTimeField("création", auto_now_add=True)
    changed_at = models.DateTimeField("modification")

    objects: ClassVar[TouristObjects] = TouristObjects.as_manager()  # type: ignore[assignment]

    class Meta:
        verbose_name = "objet touristique"
        verbose_name_plural = "objets touristiques"
        constraints = (
            models.CheckConstraint(condition=models.Q(revision__gte=1), name="object_revision_positive"),
            models.CheckConstraint(
                condition=models.Q(heir=None)
                | (models.Q(state=State.DELETED.value) & ~models.Q(heir=models.F("id"))),
                name="object_heir_of_the_deleted",
                violation_error_message="Seule une fiche supprimée peut être remplacée, par une autre.",
            ),
            models.CheckConstraint(
                condition=models.Q(lon=None, lat=None)
                | models.Q(lon__range=(-180, 180), lat__range=(-90, 90)),
                name="object_point_on_earth",
                violation_error_message="Les coordonnées sont hors de la Terre.",
            ),
        )

    def __str__(self) -> str:
        return f"{self.name} ({self.pk})"


class Revision(models.Model):
    """A whole snapshot of a record: its document and its state after one change."""

    object = models.ForeignKey(TouristObject, models.PROTECT, related_name="revisions", verbose_name="fiche")
    number = models.PositiveIntegerField("numéro")
    document: "models.JSONField[dict[str, Any], dict[str, Any]]" = models.JSONField("contenu")
    state = models.CharField("état", max_length=10)
    at = models.DateTimeField("instant")
    person = models.ForeignKey(Person, models.SET_NULL, null=True, related_name="+", verbose_name="auteur")
    member = models.ForeignKey(
        Member, models.PROTECT, null=True, related_name="+", verbose_name="pour le membre"
    )
    origin = models.CharField("origine", max_length=10, choices=[(o.value, o.value) for o in Origin])
    words = models.CharField("motif", max_length=250, blank=True)

    class Meta:
        verbose_name = "révision"
        constraints = (models.UniqueConstraint(fields=["object", "number"], name="revision_once"),)

    def __str__(self) -> str:
        return f"{self.object_id} r{self.number}"


class Use(models.Model):
    """A file of ours that some revision of a record names: it is kept as long as its history."""

    object = models.ForeignKey(TouristObject, models.PROTECT, related_name="+", verbose_name="fiche")
    media = models.ForeignKey(Media, models.PROTECT, related_name="+", verbose_name="fichier")

    class Meta:
        verbose_name = "emploi d'un fichier"
        verbose_name_plural = "emplois de fichiers"
        constraints = (models.UniqueConstraint(fields=["object", "media"], name="use_once"),)

    def __str__(self) -> str:
        return f"{self.object_id} {self.media_id}"


class Link(models.Model):
    """A record that another one names in its latest revision, by which field and as what."""

    object = models.ForeignKey(TouristObject, models.PROTECT, related_name="links", verbose_name="fiche")
    target = models.ForeignKey(TouristObject, models.PROTECT, related_name="+", verbose_name="fiche nommée")
    field = models.CharField("champ", max_length=150)
    nature = models.CharField("nature", max_length=40, blank=True)

    class Meta:
        verbose_name = "lien"
        constraints = (
            models.UniqueConstraint(fields=["object", "target", "field", "nature"], name="link_once"),
        )

    def __str__(self) -> str:
        return f"{self.object_id} {self.nature} {self.target_id}"


class Merger(models.Model):
    """Two records that turned out to be one: which went, which stayed, and what undoing it takes."""

    gone = models.ForeignKey(TouristObject, models.PROTECT, related_name="+", verbose_name="fiche réunie")
    into = models.ForeignKey(TouristObject, models.PROTECT, related_name="+", verbose_name="fiche gardée")
    state_before = models.CharField("état d'avant", max_length=10)
    into_revision = models.PositiveIntegerField("révision écrite à la fiche gardée", null=True)
    at = models.DateTimeField("instant")
    undone_at = models.DateTimeField("annulée le", null=True)

    class Meta:
        verbose_name = "réunion de fiches"
        constraints = (
            models.UniqueConstraint(
                fields=["gone"], condition=models.Q(undone_at=None), name="merger_in_force_once"
            ),
        )

    def __str__(self) -> str:
        return f"{self.gone_id} → {self.into_id}"


class Distinct(models.Model):
    """Two records somebody has told apart: they are never proposed as one again."""

    lower = models.ForeignKey(TouristObject, models.PROTECT, related_name="+", verbose_name="première fiche")
    upper = models.ForeignKey(TouristObject, models.PROTECT, related_name="+", verbose_name="seconde fiche")
    person = models.ForeignKey(Person, models.SET_NULL, null=True, related_name="+", verbose_name="auteur")
    at = models.DateTimeField("instant")

    class Meta:
        verbose_name = "paire de fiches distinctes"
        verbose_name_plural = "paires de fiches distinctes"
        constraints = (
            models.UniqueConstraint(fields=["lower", "upper"], name="distinct_once"),
            models.CheckConstraint(condition=models.Q(lower__lt=models.F("upper")), name="distinct_in_order"),
        )

    def __str__(self) -> str:
        return f"{self.lower_id} ≠ {self.upper_id}"
