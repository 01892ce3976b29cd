"""Tables of selections: records that a question keeps, and what people add and refuse by hand."""

from django.contrib.postgres.fields import ArrayField
from django.db import models

from sitra.accounts.models import Person
from sitra.delivery.events import Turn
from sitra.delivery.models.projects import Project
from sitra.members.models import Member


class SelectionRows(models.QuerySet["Selection"]):
    """Filters of selections that can be joined together."""

    def there(self) -> "SelectionRows":
        """Leave out what was dropped."""
        return self.filter(dropped_at=None)


class Selection(models.Model):
    """Records for projects to show; none of them is written here but those that were dealt with by hand.

    `question` is what is asked of the read model (see `search.rules.keeping`), nothing for a selection that
    is picked by hand alone. `added` come on top of it, `refused` never do, `ordered` go first, in this order.
    With `shown`, so many of them take turns.
    """

    member = models.ForeignKey(Member, models.CASCADE, related_name="+", verbose_name="membre")
    name = models.CharField("nom", max_length=120)
    label: "models.JSONField[dict[str, str], dict[str, str]]" = models.JSONField(
        "libellés", default=dict, blank=True
    )
    question: "models.JSONField[dict[str, object], dict[str, object]]" = models.JSONField(
        "question", default=dict, blank=True
    )
    added = ArrayField(models.BigIntegerField(), default=list, blank=True, verbose_name="ajoutées")
    refused = ArrayField(models.BigIntegerField(), default=list, blank=True, verbose_name="refusées")
    ordered = ArrayField(models.BigIntegerField(), default=list, blank=True, verbose_name="en tête")
    shown = models.PositiveIntegerField("montrées à la fois", null=True, blank=True)
    turn = models.CharField(
        "tour", max_length=5, choices=[(one.value, one.value) for one in Turn], default=Turn.DAY.value
    )
    by = models.ForeignKey(Person, models.SET_NULL, null=True, related_name="+", verbose_name="personne")
    made_at = models.DateTimeField("création", auto_now_add=True)
    changed_at = models.DateTimeField("modification", auto_now=True)
    dropped_at = models.DateTimeField("retirée le", null=True)

    objects = SelectionRows.as_manager()

    class Meta:
        verbose_name = "sélection"
        constraints = (models.CheckConstraint(condition=~models.Q(name=""), name="selection_named"),)

    def __str__(self) -> str:
        return self.name


class Use(models.Model):
    """That a project shows a selection, at a place among those it shows."""

    project = models.ForeignKey(Project, models.CASCADE, related_name="uses", verbose_name="projet")
    selection = models.ForeignKey(Selection, models.CASCADE, related_name="uses", verbose_name="sélection")
    rank = models.PositiveIntegerField("rang", default=0)

    class Meta:
        verbose_name = "usage d'une sélection"
        verbose_name_plural = "usages de sélections"
        constraints = (models.UniqueConstraint(fields=["project", "selection"], name="selection_used_once"),)

    def __str__(self) -> str:
        return f"{self.project_id} {self.selection_id}"
