"""Layers that come with imported records: kept for the member that answers for each."""

from collections.abc import Mapping, Sequence
from typing import Any

from django.utils import timezone

from sitra.tourism.models import InternalTag, Metadata, PrivateText, Source, Tagging, TouristObject
from sitra.tourism.rules import layers as rules

type Layered = tuple[TouristObject, Mapping[str, Any]]


def keep_layers(source: Source, layered: Sequence[Layered]) -> None:
    """Keep the layers that came with these records, in place of those the source gave before.

    What people here wrote under the same name stays.
    """
    if not layered:
        return
    _tag(source, layered)
    numbers = [row.pk for row, _ in layered]
    for given in (PrivateText, Metadata):
        given.objects.filter(object_id__in=numbers, source=source).delete()
    _write_texts(source, layered)
    _write_notes(source, layered)


def _write_texts(source: Source, layered: Sequence[Layered]) -> None:
    PrivateText.objects.bulk_create(
        (
            PrivateText(
                object=row,
                member_id=row.owner_id,
                name=one.name,
                title=one.title,
                rank=one.rank,
                text=one.text,
                source=source,
            )
            for row, layers in layered
            for one in {each.name: each for each in rules.texts(layers)}.values()
        ),
        ignore_conflicts=True,
    )


def _write_notes(source: Source, layered: Sequence[Layered]) -> None:
    Metadata.objects.bulk_create(
        (
            Metadata(
                object=row,
                node=one.node,
                target=one.target.value,
                number=one.number,
                content=one.content,
                source=source,
            )
            for row, layers in layered
            for one in {(n.node, n.target, n.number): n for n in rules.notes(layers)}.values()
        ),
        ignore_conflicts=True,
    )


def _tag(source: Source, layered: Sequence[Layered]) -> None:
    """Put on each record the criteria its source gives it; those of people here are left alone."""
    wanted = {(row.owner_id, str(number)) for row, layers in layered for number in rules.tags(layers)}
    known = _criteria(source, wanted)
    put = {(row.pk, known[row.owner_id, str(n)]) for row, layers in layered for n in rules.tags(layers)}
    numbers = [row.pk for row, _ in layered]
    held = Tagging.objects.filter(object_id__in=numbers, tag__source=source, person=None)
    stale = [
        pk for pk, number, tag in held.values_list("pk", "object_id", "tag_id") if (number, tag) not in put
    ]
    Tagging.objects.filter(pk__in=stale).delete()
    now = timezone.now()
    Tagging.objects.bulk_create(
        (Tagging(object_id=number, tag_id=tag, at=now) for number, tag in sorted(put)), ignore_conflicts=True
    )


def _criteria(source: Source, wanted: set[tuple[int, str]]) -> dict[tuple[int, str], int]:
    """Give the criteria of members by their numbers at the source; new ones are named after them.

    The code of the source is used where a criterion of that name is there already.
    """
    found: dict[tuple[int, str], int] = {}
    for name in (source.name, source.pk):
        InternalTag.objects.bulk_create(
            (
                InternalTag(
                    member_id=member, source=source, value=value, name=f"Critère n° {value} ({name})"[:150]
                )
                for member, value in sorted(wanted - found.keys())
            ),
            ignore_conflicts=True,
        )
        rows = InternalTag.objects.filter(source=source, value__in=[value for _, value in wanted])
        found = {(member, value): pk for member, value, pk in rows.values_list("member_id", "value", "pk")}
        if wanted <= found.keys():
            break
    return found
