"""What members keep of their records to begin others with."""

from django.db import models
from django.db.models.functions import Lower

from sitra.accounts.models import Person
from sitra.catalog.rules.kinds import Kind
from sitra.members.models import Member


class Templates(models.QuerySet["Template"]):
    """Filters of templates that can be joined together."""

    def there(self) -> "Templates":
        """Leave out what was dropped."""
        return self.filter(dropped_at=None)


class Template(models.Model):
    """What new records of a kind may begin with, for those who write for a member.

    What is dropped stays a while, so that it can be taken back.
    """

    member = models.ForeignKey(Member, models.PROTECT, related_name="+", verbose_name="membre")
    kind = models.CharField("type", max_length=30, choices=[(kind.value, kind.label()) for kind in Kind])
    name = models.CharField("nom", max_length=80)
    document = models.JSONField("contenu")
    person = models.ForeignKey(Person, models.SET_NULL, null=True, related_name="+", verbose_name="auteur")
    at = models.DateTimeField("gardé le")
    dropped_at = models.DateTimeField("retiré le", null=True)

    objects = Templates.as_manager()

    class Meta:
        verbose_name = "modèle"
        constraints = (
            models.UniqueConstraint(
                "member",
                "kind",
                Lower("name"),
                condition=models.Q(dropped_at=None),
                name="template_named_once",
                violation_error_message="Votre membre a déjà un modèle de ce nom pour ce type de fiche.",
            ),
            models.CheckConstraint(condition=~models.Q(name=""), name="template_named"),
        )

    def __str__(self) -> str:
        return self.name
