"""What those who write a record do to it at once, without a proposal."""

from collections.abc import Sequence

from django.db import transaction

from sitra.access import queries as access
from sitra.accounts.models import Person
from sitra.kit.errors import Forbidden
from sitra.members import queries as members
from sitra.review.actions.authoring import acting_for, living, standing
from sitra.tourism import actions as tourism
from sitra.tourism.actions.records import latest_of
from sitra.tourism.events import Means
from sitra.tourism.models import TouristObject
from sitra.tourism.policy import WRITE, demand_within
from sitra.tourism.rules.overlays import touched


@transaction.atomic
def confirm(number: int, paths: Sequence[str], *, means: Means, by: Person) -> TouristObject:
    """Say that values of a record were found right; no path means all of them."""
    return tourism.confirm(number, paths, means=means, by=standing(number, WRITE, by).author)


@transaction.atomic
def vouch(number: int, *, by: Person) -> TouristObject:
    """Have the professional who looks after a record say that all of it is right.

    They know better than anybody: their word counts as theirs, whoever may write the record. Raises
    `Forbidden` for who neither looks after it nor writes it.
    """
    row, who = living(number), access.mandate_of(by)
    seat = members.looking_after(by, number)
    if seat is None and not WRITE.allows(who, row):
        message = f"Seul qui tient cette fiche peut dire que tout y est juste ; écrivez à {row.owner.name}."
        raise Forbidden(message)
    member = seat or acting_for(who, row.owner)
    author = tourism.Author(person=by, member=member)
    return tourism.confirm(number, [], means=Means.PROFESSIONAL, by=author)


@transaction.atomic
def follow_source(number: int, source: str, path: str, *, seen: int, by: Person) -> TouristObject:
    """Take what the source says of a value that was written over here."""
    held = standing(number, WRITE, by)
    demand_within(held.areas, [path])
    return tourism.follow_source(number, source, path, seen=seen, by=held.author)


@transaction.atomic
def restore_revision(number: int, revision: int, *, seen: int, by: Person) -> TouristObject:
    """Write again what a record said at a revision."""
    held = standing(number, WRITE, by)
    _, before = latest_of(number)
    row = tourism.restore_revision(number, revision, seen=seen, by=held.author)
    _, after = latest_of(number)
    demand_within(held.areas, touched(before.document, after.document))
    return row
