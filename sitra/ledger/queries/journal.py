"""The ledger as people read it: who did what, the last first; and what one person caused."""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import datetime

from django.db import connection
from django.db.models import FETCH_RAISE, Count, Q

from sitra.ledger.events import Told
from sitra.ledger.models import Entry
from sitra.ledger.queries.following import told_of

ACTS = 50
"""Acts of a page."""
PAGE = 5_000
"""Facts read at once where all of them are given."""

_NAMES = """
    WITH RECURSIVE known AS (
        (SELECT name FROM ledger_entry ORDER BY name LIMIT 1)
        UNION ALL
        SELECT (SELECT name FROM ledger_entry WHERE name > known.name ORDER BY name LIMIT 1)
        FROM known WHERE known.name IS NOT NULL
    )
    SELECT name FROM known WHERE name IS NOT NULL
"""
"""Hops from name to name over the index: as many steps as there are names, however many facts."""


@dataclass(frozen=True, slots=True)
class Asked:
    """Which acts are wanted; `None` and the empty text do not restrict. `before` is where a page ends."""

    people: frozenset[int] | None = None
    members: frozenset[int] | None = None
    names: frozenset[str] | None = None
    subject: str = ""
    number: int | None = None
    since: datetime | None = None
    until: datetime | None = None
    before: int | None = None


@dataclass(frozen=True, slots=True)
class Acts:
    """A page of acts, and where the next one goes on; `None` after the last."""

    told: list[Told]
    onward: int | None


def acts(asked: Asked) -> Acts:
    """Give a page of the acts that are wanted, the last first."""
    rows = list(Entry.objects.filter(_wanted(asked)).order_by("-id").fetch_mode(FETCH_RAISE)[: ACTS + 1])
    shown = rows[:ACTS]
    return Acts([told_of(row) for row in shown], shown[-1].pk if len(rows) > ACTS else None)


def names() -> list[str]:
    """Give the names of all facts ever told."""
    with connection.cursor() as cursor:
        cursor.execute(_NAMES)
        return [name for (name,) in cursor.fetchall()]


def counted_by(person: int) -> dict[str, int]:
    """Count the facts that somebody caused, by name."""
    rows = Entry.objects.filter(person_id=person).values_list("name").order_by("name")
    return dict(rows.annotate(Count("pk")))


def caused_by(person: int) -> Iterator[Told]:
    """Give the facts that somebody caused or that are about them, oldest first, a page at a time."""
    about = Q(person_id=person) | Q(subject="person", subject_id=person)
    last = 0
    while rows := list(Entry.objects.filter(about, pk__gt=last).order_by("pk")[:PAGE]):
        yield from map(told_of, rows)
        last = rows[-1].pk


def _wanted(asked: Asked) -> Q:
    wanted = Q()
    for field, values in (("person_id", asked.people), ("member_id", asked.members), ("name", asked.names)):
        if values is not None:
            wanted &= Q(**{f"{field}__in": sorted(values)})
    if asked.subject:
        wanted &= Q(subject=asked.subject)
    if asked.number is not None:
        wanted &= Q(subject_id=asked.number)
    if asked.since:
        wanted &= Q(at__gte=asked.since)
    if asked.until:
        wanted &= Q(at__lt=asked.until)
    if asked.before is not None:
        wanted &= Q(pk__lt=asked.before)
    return wanted
