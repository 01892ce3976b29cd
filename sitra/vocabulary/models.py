"""The table of terms."""

from django.db import models


class Term(models.Model):
    """An entry of the vocabulary; numbers are unique over all types."""

    id = models.BigIntegerField("numéro", primary_key=True)
    type = models.CharField("type", max_length=60)
    order = models.IntegerField("ordre", default=0)
    labels = models.JSONField("libellés", default=dict)
    family = models.ForeignKey("self", models.PROTECT, null=True, related_name="+", verbose_name="famille")
    parent = models.ForeignKey(
        "self", models.PROTECT, null=True, related_name="children", verbose_name="terme parent"
    )
    label_type = models.ForeignKey(
        "self", models.PROTECT, null=True, related_name="+", verbose_name="type de label"
    )
    active = models.BooleanField("actif", default=True)
    deprecated = models.JSONField("retrait annoncé", null=True)
    extra = models.JSONField("compléments", default=dict)

    class Meta:
        verbose_name = "terme"
        indexes = (models.Index(fields=["type", "order"], name="term_type_order"),)

    def __str__(self) -> str:
        return f"{self.type} {self.id}"
