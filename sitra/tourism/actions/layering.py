"""Layers that come with imported records: kept for the member that answers for each."""

from collections.abc import Mapping, Sequence
from typing import Any

from django.utils import timezone

from sitra.tourism.models import InternalTag, Metadata, PrivateText, Source, Tagging, TouristObject
from sitra.tourism.rules import layers as rules

type Layered = tuple[TouristObject, Mapping[str, Any]]


def keep_layers(source: Source, layered: Sequence[Layered]) -> None:
    """Keep the layers that came with these records, in place of those the source gave before."""
    if not layered:
        return
    _tag(source, layered)
    PrivateText.objects.bulk_create(
        (
            PrivateText(
                object=row,
                member_id=row.owner_id,
                name=one.name,
                title=one.title,
                rank=one.rank,
                text=one.text,
            )
            for row, layers in layered
            for one in {each.name: each for each in rules.texts(layers)}.values()
        ),
        update_conflicts=True,
        unique_fields=["object", "member", "name"],
        update_fields=["title", "rank", "text"],
    )
    Metadata.objects.bulk_create(
        (
            Metadata(
                object=row, node=one.node, target=one.target.value, number=one.number, content=one.content
            )
            for row, layers in layered
            for one in {(n.node, n.target, n.number): n for n in rules.notes(layers)}.values()
        ),
        update_conflicts=True,
        unique_fields=["object", "node", "target", "number"],
        update_fields=["content"],
    )


def _tag(source: Source, layered: Sequence[Layered]) -> None:
    """Put on each record the criteria its source gives it; those of people here are left alone."""
    wanted = {(row.owner_id, str(number)) for row, layers in layered for number in rules.tags(layers)}
    known = _criteria(source, wanted)
    numbers = [row.pk for row, _ in layered]
    Tagging.objects.filter(object_id__in=numbers, tag__source=source).delete()
    now = timezone.now()
    Tagging.objects.bulk_create(
        Tagging(object=row, tag_id=known[row.owner_id, str(number)], at=now)
        for row, layers in layered
        for number in rules.tags(layers)
    )


def _criteria(source: Source, wanted: set[tuple[int, str]]) -> dict[tuple[int, str], int]:
    """Give the criteria of members by their numbers at the source; new ones are named after them."""
    InternalTag.objects.bulk_create(
        (
            InternalTag(
                member_id=member, source=source, value=value, name=f"Critère n° {value} ({source.name})"[:150]
            )
            for member, value in sorted(wanted)
        ),
        ignore_conflicts=True,
    )
    rows = InternalTag.objects.filter(source=source, value__in=[value for _, value in wanted])
    return {(member, value): pk for member, value, pk in rows.values_list("member_id", "value", "pk")}
