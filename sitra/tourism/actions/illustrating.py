"""Keeping, beside the documents, which files of ours records name: what is named is not let go."""

from collections.abc import Mapping, Sequence
from typing import Any

from sitra.media import queries as media
from sitra.tourism.models import TouristObject, Use


def keep_uses(rows: Sequence[TouristObject], documents: Sequence[Mapping[str, Any]]) -> None:
    """Remember the files that these records name from now on, in this or a former revision."""
    named = media.used_by(documents)
    uses = [
        Use(object_id=row.pk, media_id=number)
        for row, numbers in zip(rows, named, strict=True)
        for number in sorted(numbers)
    ]
    if uses:
        Use.objects.bulk_create(uses, ignore_conflicts=True, batch_size=1000)
