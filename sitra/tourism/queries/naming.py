"""Which records answer to a text or a member's criterion."""

from collections.abc import Iterable

from django.db.models import Q

from sitra.tourism.models import InternalTag, Tagging, TouristObject


def identified(identifiers: Iterable[str]) -> list[int]:
    """Give the numbers of the records, deleted ones too, that bear these identifiers."""
    wanted = {one for one in identifiers if "\0" not in one}
    rows = TouristObject.objects.filter(identifier__in=wanted)
    return list(rows.values_list("pk", flat=True))


def tagged(member: int, number: int) -> list[int]:
    """Give the records that carry an internal criterion of a member.

    A criterion answers to its own number, else to the one that its source gave it.
    """
    tags = InternalTag.objects.filter(member_id=member)
    own = tags.filter(Q(pk=number) | Q(value=str(number))).values_list("pk", flat=True)
    wanted = [number] if number in own else list(own)
    rows = Tagging.objects.filter(tag__in=wanted)
    return list(rows.values_list("object_id", flat=True).distinct()) if wanted else []
