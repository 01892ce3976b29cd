"""How those who keep what they made of records know that a record now says something else."""

import zlib
from collections import defaultdict
from collections.abc import Iterable
from typing import NamedTuple

from django.db.models import BigIntegerField, Func, TextField, Value

from sitra.catalog.rules.links import OTHER_END
from sitra.kit.numbering import among
from sitra.tourism.events import State
from sitra.tourism.models import Link, TouristObject
from sitra.tourism.queries.answering import heirs
from sitra.tourism.queries.linking import merged_into, other_ends

_SHOWN = (
    "revision", "state", "identifier", "changed_at",
    "owner_id", "owner__name", "owner__kind_id", "owner__site", "owner__changed_at",
)  # fmt: skip
"""What hangs on the row of a record and on that of its owner; its document hangs on the revision."""

_BITS = 2**64 - 1


class Marks(NamedTuple):
    """What records say now, and who goes on for the records they name that were merged."""

    bits: dict[int, int]
    """Number -> 64 bits, unsigned; the deleted have none."""
    heirs: dict[int, int]


def marks(numbers: Iterable[int]) -> Marks:
    """Mark records: differently as soon as what `wholes` gives of them, or an heir they name, is another.

    What terms and communes are called is not in it.
    """
    numbers = list(numbers)
    beside: dict[int, list[object]] = defaultdict(list)
    for number, ends in other_ends(numbers).items():
        beside[number].append(ends)
    named = _merged(numbers)
    goes_on = heirs({target for _, target in named})
    for number, target in named:
        beside[number].append((target, goes_on[target]))
    text = Func(Value("\x1f"), *_SHOWN, function="concat_ws", output_field=TextField())
    hashed = Func(text, Value(0), function="hashtextextended", output_field=BigIntegerField())
    rows = TouristObject.objects.living().filter(pk__in=among(numbers)).values_list("pk", hashed)
    bits = {number: own & _BITS for number, own in rows}
    for number in beside.keys() & bits.keys():
        bits[number] ^= _mixed(beside[number])
    return Marks(bits, goes_on)


def _merged(numbers: Iterable[int]) -> list[tuple[int, int]]:
    """Give which of these records name which ones that were merged."""
    rows = Link.objects.filter(object_id__in=among(numbers)).exclude(target__heir=None)
    return list(rows.order_by("object_id", "target_id").values_list("object_id", "target_id").distinct())


def _mixed(values: list[object]) -> int:
    """Spread some values over 64 bits, the same in every process."""
    text = repr(values).encode()
    return zlib.crc32(text) << 32 | zlib.crc32(text, 1)


def linked(numbers: Iterable[int]) -> set[int]:
    """Give the published records that these show a link to, or their heirs; some may be among these."""
    numbers = list(numbers)
    named = Link.objects.filter(object_id__in=among(numbers)).values_list("target_id", flat=True).distinct()
    naming = Link.objects.filter(target_id__in=among(merged_into(numbers)), nature__in=list(OTHER_END))
    found = {*heirs(named).values(), *naming.values_list("object_id", flat=True).distinct()}
    published = TouristObject.objects.filter(pk__in=among(found), state=State.PUBLISHED.value)
    return set(published.values_list("pk", flat=True))
