"""Who confirmed the values of a record, and which are due."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, datetime

from django.db.models import FETCH_RAISE, Q
from django.utils import timezone

from sitra.catalog.rules.kinds import Kind
from sitra.catalog.rules.shelf_life import value_path
from sitra.tourism.events import Means, State
from sitra.tourism.models import Confirmation, Revision, TouristObject
from sitra.tourism.rules.freshness import Fresh, Word, fresh
from sitra.tourism.rules.overlays import changed, covers

PAGE = 50
MOST_REVISIONS = 200
"""Revisions looked through, newest first, for the day a value last changed."""
_READ = 20
"""Revisions brought at once: few are looked through as a rule."""


@dataclass(frozen=True, slots=True)
class Standing:
    """How a value stands: who confirmed it last, when it last changed, when it is to be asked again."""

    path: str
    label: str
    section: str
    at: datetime | None
    means: str
    who: str
    changed_at: datetime | None
    due_on: date
    due: bool
    ends: date | None


@dataclass(frozen=True, slots=True)
class Due:
    """A record with a value to be asked again."""

    id: int
    name: str
    kind: str
    due_on: date


def words_of(number: int) -> list[Word]:
    """Give what was said of the values of a record, the latest first."""
    rows = (
        Confirmation.objects.filter(object_id=number)
        .select_related("person", "member", "source")
        .order_by("-at")
        .fetch_mode(FETCH_RAISE)
    )
    return [Word(row.at, Means(row.means), row.paths, row.besides, _who(row)) for row in rows]


def standings(number: int, language: str, today: date | None = None) -> list[Standing]:
    """Say of each value of a record that goes stale how it stands, in the order of the catalogue."""
    latest = Revision.objects.select_related("object").filter(object_id=number).order_by("-number").first()
    if latest is None:
        return []
    row, day = latest.object, today or timezone.localdate()
    found = fresh(latest.document, Kind(row.kind), words_of(number), row.created_at)
    moments = _changes(number, {one.value.path for one in found})
    return [_standing(one, moments.get(one.value.path), day, language) for one in found]


def due(owners: Iterable[int], *, by: date | None = None, after: tuple[date, int] | None = None) -> list[Due]:
    """Give a page of the published records of these owners with a value due by a day, longest due first."""
    wanted = Q(owner_id__in=list(owners), state=State.PUBLISHED.value)
    wanted &= Q(due_on__lte=by or timezone.localdate())
    if after:
        day, number = after
        wanted &= Q(due_on__gt=day) | Q(due_on=day, pk__gt=number)
    rows = TouristObject.objects.filter(wanted).order_by("due_on", "pk").fetch_mode(FETCH_RAISE)
    return [Due(row.pk, row.name, row.kind, row.due_on) for row in rows[:PAGE] if row.due_on]


def due_numbers(owners: Iterable[int] | None, *, by: date | None = None) -> list[int]:
    """Give the published records with a value due by a day, of these owners or of all."""
    rows = TouristObject.objects.filter(state=State.PUBLISHED.value, due_on__lte=by or timezone.localdate())
    if owners is not None:
        rows = rows.filter(owner_id__in=list(owners))
    return list(rows.values_list("pk", flat=True))


def due_days(numbers: Iterable[int]) -> dict[int, date]:
    """Give the day by which a value of each of these records is to be confirmed, where there is one."""
    rows = TouristObject.objects.filter(pk__in=list(numbers), due_on__isnull=False)
    return {number: day for number, day in rows.values_list("pk", "due_on") if day}


def _who(row: Confirmation) -> str:
    named = (row.person.full_name if row.person else "", row.member.name if row.member else "")
    return ", ".join(part for part in named if part) or (row.source.name if row.source else "")


def _standing(one: Fresh, changed_at: datetime | None, today: date, language: str) -> Standing:
    word = one.word
    return Standing(
        path=one.value.path,
        label=one.value.label(language),
        section=one.value.field.section.label(language),
        at=word.at if word else None,
        means=word.means.label(language) if word else "",
        who=word.who if word else "",
        changed_at=changed_at,
        due_on=one.due_on,
        due=one.due_on <= today,
        ends=one.ends,
    )


def _changes(number: int, paths: Iterable[str]) -> dict[str, datetime]:
    """Give when each value last changed, looking back from the latest revision."""
    waiting, found = set(paths), dict[str, datetime]()
    rows = Revision.objects.filter(object_id=number).order_by("-number")[:MOST_REVISIONS]
    after: Revision | None = None
    for row in rows.iterator(_READ):
        if after is not None:
            moved = {value_path(path) for path in changed(row.document, after.document)}
            for path in [one for one in waiting if any(covers(one, other) for other in moved)]:
                found[path] = after.at
                waiting.discard(path)
        after = row
        if not waiting:
            return found
    if after is not None and after.number == 1:
        found |= dict.fromkeys(waiting, after.at)
    return found
