"""Writing facts, always inside the transaction of the change they tell."""

from collections.abc import Iterable

from django.db import connection, transaction

from sitra.ledger.events import Fact
from sitra.ledger.models import Entry

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
    Entry.objects.bulk_create(
        (
            Entry(
                name=fact.name,
                subject=fact.subject,
                subject_id=fact.subject_id,
                person_id=fact.person_id,
                member_id=fact.member_id,
                details=dict(fact.details),
            )
            for fact in facts
        ),
        batch_size=1000,
    )
    with connection.cursor() as cursor:
        cursor.execute("SELECT pg_notify(%s, '')", [CHANNEL])
