"""Saying that values of a record are right, whether they changed or not."""

from collections.abc import Sequence
from datetime import datetime

from django.db import transaction
from django.utils import timezone

from sitra.catalog.rules.kinds import Kind
from sitra.catalog.rules.shelf_life import kept
from sitra.kit.errors import Impossible
from sitra.ledger import actions as ledger
from sitra.tourism.actions.noting import hold, note
from sitra.tourism.actions.records import Author, latest_of
from sitra.tourism.events import Means, ObjectFact, State
from sitra.tourism.models import Confirmation, TouristObject


@transaction.atomic
def confirm(
    number: int, paths: Sequence[str], *, means: Means, by: Author, at: datetime | None = None
) -> TouristObject:
    """Say that values of a record were found right; no path means all of them. No revision is written.

    `at` is when they were, now unless said. Raises `Impossible` for a value that the record does not have
    or that does not go stale, and for a moment to come.
    """
    hold([number])
    row, latest = latest_of(number)
    now = timezone.now()
    if row.state == State.DELETED:
        message = f"La fiche {number} est supprimée : il n'y a plus rien à confirmer."
        raise Impossible(message)
    if at and at > now:
        message = "On ne confirme pas d'avance : donnez une date passée."
        raise Impossible(message)
    known = {value.path for value in kept(latest.document, Kind(row.kind))}
    if missing := [path for path in paths if path not in known]:
        message = f"La fiche {number} n'a rien à confirmer sous « {missing[0]} »."
        raise Impossible(message)
    said = Confirmation(
        at=at or now, means=means.value, person=by.person, member=by.member, paths=list(paths) or [""]
    )
    note(row, latest.document, said)
    ledger.record(by.fact(ObjectFact.CONFIRMED, row, means=means.value, paths=sorted(paths)))
    return row
