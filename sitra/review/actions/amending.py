"""What those who write a record do to it at once, without a proposal."""

from collections.abc import Sequence

from django.db import transaction

from sitra.accounts.models import Person
from sitra.review.actions.authoring import standing
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
