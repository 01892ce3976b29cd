"""Writing facts, always inside the transaction of the change they tell."""

import json
from collections.abc import Callable, Iterable
from datetime import datetime

from django.db import connection, transaction

from sitra.kit.copying import copy_rows
from sitra.kit.errors import Unknown
from sitra.ledger.events import COMPACTED, LISTENERS, START, Fact, Position
from sitra.ledger.models import Entry
from sitra.ledger.queries import position_before, superseded
from sitra.ledger.rules import demand_impersonal

PAGE = 10_000
"""Facts dropped in one transaction."""
CHANNEL = "sitra_ledger"
"""PostgreSQL channel on which the commit of a fact is announced."""


def record(*facts: Fact) -> None:
    """Write facts; those who follow are woken when the transaction commits."""
    record_all(facts)


def record_all(facts: Iterable[Fact]) -> None:
    """Write many facts at once."""
    if not transaction.get_connection().in_atomic_block:
        message = "a fact is written in the transaction of its change"
        raise transaction.TransactionManagementError(message)
    facts = list(facts)
    for fact in facts:
        demand_impersonal(fact.details)
    copy_rows(
        Entry,
        ("name", "subject", "subject_id", "person_id", "member_id", "details"),
        (
            (
                fact.name,
                fact.subject,
                fact.subject_id,
                fact.person_id,
                fact.member_id,
                json.dumps(dict(fact.details)),
            )
            for fact in facts
        ),
    )
    with connection.cursor() as cursor:
        cursor.execute("SELECT pg_notify(%s, '')", [CHANNEL])


def compact(before: datetime, *, tell: Callable[[int], None] = lambda _: None) -> int:
    """Drop facts older than a moment that a later one about the same subject has made useless.

    Whoever reads the ledger from its beginning still learns of every subject, and of each sort of fact the
    last one. Listeners that are behind keep what they have not read. Each page is a transaction of its own:
    a run that is cut goes on when it is asked for again. Answers how many facts went; `tell` hears it too.
    """
    heard = min((one.position() for one in LISTENERS.values()), default=START)
    gone = 0
    while page := superseded(before, heard, PAGE):
        with transaction.atomic():
            gone += Entry.objects.filter(pk__in=page).delete()[0]
        tell(gone)
    if gone:
        with transaction.atomic():
            record(Fact(COMPACTED, "ledger", 0, details={"before": before.isoformat(), "facts": gone}))
    return gone


def replay(listener: str, since: datetime) -> Position:
    """Let a listener be told again all that happened since a moment; answers the position it goes back to.

    Raises `Unknown` when nobody listens under that name.
    """
    found = LISTENERS.get(listener)
    if found is None:
        message = f"Rien ne suit le journal sous le nom « {listener} » : {', '.join(sorted(LISTENERS))}."
        raise Unknown(message)
    position = min(position_before(since), found.position())
    found.rewind(position)
    return position
