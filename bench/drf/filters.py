"""What may be asked."""

import math
from datetime import date
from typing import ClassVar

import django_filters
from django.contrib.postgres.search import SearchQuery, SearchRank
from django.db.models import Exists, F, FloatField, Func, Min, OuterRef, QuerySet, Subquery, Value
from django.db.models.functions import Greatest

from bench.drf.models import Opening, Record
from sitra.kit.texts import fold

AGENDA = ("FETE_ET_MANIFESTATION", "ACTIVITE")
EARTH = 6_371_008.8
ORDERS = {
    "IDENTIFIANT": ("id",),
    "NOM": ("sort_name", "id"),
    "PERTINENCE": ("-rank", "id"),
    "DISTANCE": ("metres", "id"),
    "DATE_OUVERTURE": ("next_day", "id"),
}


class Numbers(django_filters.BaseInFilter, django_filters.NumberFilter):
    """Numbers, separated by commas."""


class Texts(django_filters.BaseInFilter, django_filters.CharFilter):
    """Texts, separated by commas."""


class RecordFilter(django_filters.FilterSet):
    """Filters that narrow each other."""

    kind = django_filters.CharFilter("kind")
    communes = Texts("commune_id", lookup_expr="in")
    owner = django_filters.NumberFilter("owner_id")
    ids = Numbers("id", lookup_expr="in")
    territory = django_filters.NumberFilter(method="in_territory")
    criteria = Numbers(method="with_criteria")
    words = django_filters.CharFilter(method="with_words")
    near = django_filters.CharFilter(method="near_point")
    open = django_filters.CharFilter(method="open_between")
    order = django_filters.CharFilter(method="ordered")

    class Meta:
        model = Record
        fields: ClassVar[list[str]] = []

    def in_territory(self, rows: "QuerySet[Record]", name: str, number: float) -> "QuerySet[Record]":
        """Keep what stands in a commune of a territory."""
        del name
        return rows.filter(commune__territory=int(number))

    def with_criteria(self, rows: "QuerySet[Record]", name: str, numbers: list[float]) -> "QuerySet[Record]":
        """Keep what carries all of these criteria."""
        del name
        through = Record.criteria.through._default_manager
        for number in numbers:
            carries = through.filter(record_id=OuterRef("pk"), criterion_id=int(number))
            rows = rows.filter(Exists(carries))
        return rows

    def with_words(self, rows: "QuerySet[Record]", name: str, words: str) -> "QuerySet[Record]":
        """Keep what holds all words, in French or German."""
        del name
        german = self.data.get("language") == "de"
        field = "search_de" if german else "search_fr"
        query = SearchQuery(fold(words), config="german" if german else "french")
        return rows.filter(**{field: query}).annotate(rank=SearchRank(F(field), query))

    def near_point(self, rows: "QuerySet[Record]", name: str, circle: str) -> "QuerySet[Record]":
        """Keep what stands in a circle, `lon,lat,metres`."""
        del name
        lon, lat, radius = map(float, circle.split(","))
        tall = math.degrees(radius / EARTH)
        wide = tall / math.cos(math.radians(lat))
        return (
            rows.filter(lat__range=(lat - tall, lat + tall), lon__range=(lon - wide, lon + wide))
            .annotate(metres=_metres(lon, lat))
            .filter(metres__lte=radius)
        )

    def open_between(self, rows: "QuerySet[Record]", name: str, days: str) -> "QuerySet[Record]":
        """Keep what an agenda shows and is open on one of some days, `first,last`."""
        del name
        first, last = map(date.fromisoformat, days.split(","))
        spans = Opening.objects.filter(record_id=OuterRef("pk"), first__lte=last, last__gte=first)
        earliest = spans.values("record_id").annotate(day=Min(Greatest("first", Value(first)))).values("day")
        return rows.filter(Exists(spans), kind__in=AGENDA).annotate(next_day=Subquery(earliest))

    def ordered(self, rows: "QuerySet[Record]", name: str, order: str) -> "QuerySet[Record]":
        """Put in order."""
        del name
        return rows.order_by(*ORDERS[order])


def _metres(lon: float, lat: float) -> Func:
    """Give the distance from a point on a sphere, by the haversine."""
    return Func(
        F("lat"),
        F("lon"),
        template=(
            f"2 * {EARTH} * asin(sqrt(least(1, power(sin(radians(lat - ({lat!r})) / 2), 2) "
            f"+ cos(radians({lat!r})) * cos(radians(lat)) * power(sin(radians(lon - ({lon!r})) / 2), 2))))"
        ),
        output_field=FloatField(),
    )
