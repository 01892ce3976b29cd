"""The table of files: one row for one content, whoever gave it and however often."""

from typing import ClassVar

from django.db import models
from django.db.models import Exists, ManyToOneRel, OuterRef
from django.db.models.functions import Now

from sitra.accounts.models import Person
from sitra.media.events import PICTURES, WHOLE, Form
from sitra.media.rules.addresses import kept_at
from sitra.media.rules.renditions import beside_of
from sitra.members.models import Member


class AllMedia(models.QuerySet["Media"]):
    """Filters of files that can be joined together."""

    def unused(self) -> "AllMedia":
        """Keep those to which nothing refers: no row of any table, of whatever floor."""
        rows = self
        for field in Media._meta.get_fields(include_hidden=True):
            if isinstance(field, ManyToOneRel):
                users = field.related_model._default_manager.filter(**{field.field.name: OuterRef("pk")})
                rows = rows.exclude(Exists(users))
        return rows


class Media(models.Model):
    """A file as it is kept, its renditions beside it in the storage.

    `digest` is the SHA-256 of what is served, by which it is found; `received` that of what came, by which
    the same bytes are recognised when they come again. `person` and `member` are who gave it first.
    """

    digest = models.CharField("empreinte", max_length=64, unique=True)
    received = models.CharField("empreinte reçue", max_length=64, db_index=True)
    form = models.CharField("forme", max_length=4, choices=[(one.value, one.value) for one in Form])
    shown_as = models.CharField(
        "forme des vignettes", max_length=4, choices=[(one.value, one.value) for one in Form], blank=True
    )
    size = models.PositiveBigIntegerField("taille")
    width = models.PositiveIntegerField("largeur", null=True)
    height = models.PositiveIntegerField("hauteur", null=True)
    name = models.CharField("nom donné", max_length=120)
    member = models.ForeignKey(Member, models.PROTECT, related_name="+", verbose_name="donné par le membre")
    person = models.ForeignKey(Person, models.SET_NULL, null=True, related_name="+", verbose_name="donné par")
    received_at = models.DateTimeField("réception", db_default=Now(), editable=False)
    asked_at = models.DateTimeField("dernière réception")

    objects: ClassVar[AllMedia] = AllMedia.as_manager()  # type: ignore[assignment]

    class Meta:
        verbose_name = "fichier"
        indexes = (models.Index(fields=["asked_at"], name="media_asked"),)
        constraints = (
            models.CheckConstraint(
                condition=models.Q(form=Form.PDF.value)
                | models.Q(form=Form.GPX.value, shown_as=Form.JSON.value)
                | models.Q(width__gt=0, height__gt=0) & ~models.Q(shown_as=""),
                name="media_picture_measured",
            ),
        )

    def __str__(self) -> str:
        return self.name

    @property
    def is_picture(self) -> bool:
        """Say whether it is a picture, which has renditions."""
        return Form(self.form) in PICTURES

    @property
    def places(self) -> list[str]:
        """Where it is in the storage: what was made of it, then itself: written last, proof of the others."""
        whole = kept_at(self.digest, WHOLE, Form(self.form))
        beside = [kept_at(self.digest, name, Form(self.shown_as)) for name in beside_of(Form(self.form))]
        return [*beside, whole]
