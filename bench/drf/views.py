"""The interface: a list with filters, pages and counts, and an agenda day by day."""

from datetime import date
from typing import Any

from django.db import connection
from django.db.models import Count, QuerySet
from rest_framework.generics import GenericAPIView, ListAPIView
from rest_framework.request import Request
from rest_framework.response import Response

from bench.drf.filters import RecordFilter
from bench.drf.models import Record
from bench.drf.pages import Pages
from bench.drf.serializers import ChosenSerializer, RecordSerializer

FACETS = {"kind": ("kind", 16), "commune": ("commune_id", 20), "terms": ("criteria", 20)}


class Records(ListAPIView[Record]):
    """Published records; the default is the list, `fields` and `locales` choose, `facets` counts."""

    filterset_class = RecordFilter

    def get_queryset(self) -> "QuerySet[Record]":
        """Bring what the answer shows."""
        rows = Record.objects.filter(state="PUBLISHED")
        if self._paths:
            return rows.only("id", "document")
        unused = ("document", "text_fr", "labels_fr", "text_de", "search_fr", "search_de")
        return rows.select_related("commune", "owner").defer(*unused)

    def get_serializer_class(self) -> Any:
        """Choose how it is written."""
        return ChosenSerializer if self._paths else RecordSerializer

    def get_serializer_context(self) -> dict[str, Any]:
        """Tell the serializer which parts and languages."""
        locales = self.request.query_params.get("locales", "fr").split(",")
        labels = frozenset(f"libelle{code.title()}" for code in locales)
        return {**super().get_serializer_context(), "paths": self._paths, "labels": labels}

    @property
    def _paths(self) -> list[str]:
        return [path for path in self.request.query_params.get("fields", "").split(",") if path]

    def list(self, request: Request, *args: Any, **kwargs: Any) -> Response:
        """Answer a page; with `facets`, numbers only and counts."""
        if "facets" not in request.query_params:
            return super().list(request, *args, **kwargs)
        rows = self.filter_queryset(Record.objects.filter(state="PUBLISHED")).order_by("id")
        found = {"count": rows.count(), "ids": list(rows.values_list("id", flat=True)[: Pages.default_limit])}
        within = Record.objects.filter(pk__in=rows.order_by().values("pk"))
        counted = {
            name: list(
                within.filter(**{f"{field}__isnull": False})
                .order_by()
                .values_list(field)
                .annotate(many=Count("pk"))
                .order_by("-many", field)[:most]
            )
            for name, (field, most) in FACETS.items()
        }
        return Response({**found, "facets": counted})


class Agenda(GenericAPIView[Record]):
    """Events and activities day by day."""

    serializer_class = RecordSerializer

    def get(self, request: Request) -> Response:
        """Answer a page of pairs of a day and a record."""
        first, last = map(date.fromisoformat, request.query_params["open"].split(","))
        limit = int(request.query_params.get("limit", 20))
        with connection.cursor() as cursor:
            asked = {"first": first, "last": last, "territory": request.query_params["territory"]}
            cursor.execute(f"SELECT count(*) {_PAIRS}", asked)
            (total,) = cursor.fetchone() or (0,)
            cursor.execute(
                f"SELECT day::date, record.id {_PAIRS} ORDER BY day, record.id LIMIT %(limit)s",
                {**asked, "limit": limit},
            )
            pairs = cursor.fetchall()
        rows = Record.objects.select_related("commune", "owner").defer(
            "document", "text_fr", "labels_fr", "text_de"
        )
        records = rows.defer("search_fr", "search_de").in_bulk([number for _, number in pairs])
        days: dict[str, list[Any]] = {}
        for day, number in pairs:
            days.setdefault(day.isoformat(), []).append(self.get_serializer(records[number]).data)
        return Response({"count": total, "days": days})


_PAIRS = """
FROM baseline_record AS record
JOIN baseline_territory_communes AS inside USING (commune_id)
JOIN baseline_opening AS opening ON opening.record_id = record.id
JOIN LATERAL generate_series(
    greatest(opening.first, %(first)s), least(opening.last, %(last)s), interval '1 day'
) AS day ON true
WHERE inside.territory_id = %(territory)s AND record.state = 'PUBLISHED'
AND record.kind IN ('FETE_ET_MANIFESTATION', 'ACTIVITE')
AND opening.first <= %(last)s AND opening.last >= %(first)s
"""
