"""What every number ever given answers: a record, its heir, or when it was deleted; and what it said."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from django.utils import timezone

from sitra.catalog.rules.kinds import Kind
from sitra.kit.errors import Gone, Unknown
from sitra.kit.numbering import among
from sitra.tourism.events import State
from sitra.tourism.models import Revision, TouristObject


@dataclass(frozen=True, slots=True)
class Past:
    """A record as it was at one moment."""

    number: int
    revision: int
    at: datetime
    kind: Kind
    state: State
    document: dict[str, Any]


def answering(number: int) -> int:
    """Give the number of the record that answers for one: itself, or its living heir.

    Raises `Gone` with the day for one that was deleted, `Unknown` for one that never was.
    """
    heir = heirs([number])[number]
    row = TouristObject.objects.filter(pk=heir).values_list("state", "changed_at").first()
    if row is None:
        message = f"Aucune fiche ne porte le numéro {number}."
        raise Unknown(message)
    state, changed_at = row
    if state == State.DELETED:
        message = f"La fiche {number} a été supprimée le {timezone.localtime(changed_at):%d/%m/%Y}."
        raise Gone(message)
    return heir


def heirs(numbers: Iterable[int]) -> dict[int, int]:
    """Give number asked -> number that goes on for it; itself when it was not merged."""
    answers = {number: number for number in numbers}
    waiting = set(answers)
    while waiting:
        merged = TouristObject.objects.filter(pk__in=among(waiting)).exclude(heir=None)
        found = {number: heir for number, heir in merged.values_list("pk", "heir_id") if heir}
        answers = {asked: found.get(now, now) for asked, now in answers.items()}
        waiting = set(found.values())
    return answers


def as_of(number: int, moment: datetime) -> Past:
    """Give a record as it was at a moment, deleted or not; raises `Unknown` before it was."""
    row = (
        Revision.objects.filter(object_id=number, at__lte=moment)
        .select_related("object")
        .order_by("-number")
        .first()
    )
    if row is None:
        message = f"La fiche {number} n'existait pas le {timezone.localtime(moment):%d/%m/%Y à %H:%M}."
        raise Unknown(message)
    return Past(number, row.number, row.at, Kind(row.object.kind), State(row.state), row.document)
