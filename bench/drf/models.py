"""Tables: what is filtered and sorted in columns, the rest of a record as JSON."""

from typing import Any, ClassVar

from django.contrib.postgres.indexes import GinIndex
from django.contrib.postgres.search import SearchVector, SearchVectorField
from django.db import models


class Commune(models.Model):
    """A commune."""

    code = models.CharField(max_length=5, primary_key=True)
    name = models.CharField(max_length=100)

    def __str__(self) -> str:
        return self.name


class Owner(models.Model):
    """A member of the network."""

    name = models.CharField(max_length=100)

    def __str__(self) -> str:
        return self.name


class Criterion(models.Model):
    """A term of the vocabulary."""

    type = models.CharField(max_length=60)
    label = models.CharField(max_length=200)

    def __str__(self) -> str:
        return self.label


class Record(models.Model):
    """A record; `summary` is what lists show of it, in French, `document` all of it in every language."""

    kind = models.CharField(max_length=30)
    state = models.CharField(max_length=10)
    identifier = models.CharField(max_length=60)
    name = models.CharField(max_length=300)
    sort_name = models.CharField(max_length=300, db_collation="C")
    commune = models.ForeignKey(Commune, models.PROTECT, null=True)
    owner = models.ForeignKey(Owner, models.PROTECT)
    lon = models.FloatField(null=True)
    lat = models.FloatField(null=True)
    changed_at = models.DateTimeField()
    summary: "models.JSONField[Any, Any]" = models.JSONField()
    document: "models.JSONField[Any, Any]" = models.JSONField()
    text_fr = models.TextField()
    labels_fr = models.TextField()
    text_de = models.TextField()
    criteria = models.ManyToManyField(Criterion)
    search_fr = models.GeneratedField(
        expression=SearchVector("sort_name", weight="A", config="french")
        + SearchVector("labels_fr", weight="B", config="french")
        + SearchVector("text_fr", weight="C", config="french"),
        output_field=SearchVectorField(),
        db_persist=True,
    )
    search_de = models.GeneratedField(
        expression=SearchVector("text_de", config="german"),
        output_field=SearchVectorField(),
        db_persist=True,
    )

    class Meta:
        indexes: ClassVar[list[models.Index]] = [
            models.Index(fields=["state", "kind", "sort_name", "id"], name="record_by_name"),
            models.Index(fields=["commune", "kind"], name="record_place"),
            models.Index(fields=["owner", "kind"], name="record_owner"),
            models.Index(fields=["lat", "lon"], name="record_point"),
            GinIndex(fields=["search_fr"], name="record_words_fr"),
            GinIndex(fields=["search_de"], name="record_words_de"),
        ]

    def __str__(self) -> str:
        return self.name


class Opening(models.Model):
    """Days on end on which a record is open, both included."""

    record = models.ForeignKey(Record, models.CASCADE, related_name="openings")
    first = models.DateField()
    last = models.DateField()

    class Meta:
        indexes: ClassVar[list[models.Index]] = [
            models.Index(fields=["first", "last"], name="opening_days"),
        ]

    def __str__(self) -> str:
        return f"{self.first} – {self.last}"


class Territory(models.Model):
    """A territory and its communes; its number is that of its record."""

    communes = models.ManyToManyField(Commune)

    def __str__(self) -> str:
        return str(self.pk)
