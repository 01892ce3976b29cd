"""What those who write a record do to it at once, without a proposal."""

from collections.abc import Sequence

from django.db import transaction

from sitra.accounts.models import Person
from sitra.kit.errors import Unknown
from sitra.members import queries as members
from sitra.tourism import actions as tourism
from sitra.tourism.actions import Author
from sitra.tourism.events import Means
from sitra.tourism.models import TouristObject
from sitra.tourism.policy import WRITE


@transaction.atomic
def confirm(number: int, paths: Sequence[str], *, means: Means, by: Person) -> TouristObject:
    """Say that values of a record were found right; no path means all of them."""
    return tourism.confirm(number, paths, means=means, by=_author(number, by))


@transaction.atomic
def follow_source(number: int, source: str, path: str, *, seen: int, by: Person) -> TouristObject:
    """Take what the source says of a value that was written over here."""
    return tourism.follow_source(number, source, path, seen=seen, by=_author(number, by))


@transaction.atomic
def restore_revision(number: int, revision: int, *, seen: int, by: Person) -> TouristObject:
    """Write again what a record said at a revision."""
    return tourism.restore_revision(number, revision, seen=seen, by=_author(number, by))


def _author(number: int, by: Person) -> Author:
    """Act for the owner of a record, if one may write it."""
    row = TouristObject.objects.living().select_related("owner").filter(pk=number).first()
    if row is None:
        message = f"Aucune fiche ne porte le numéro {number}."
        raise Unknown(message)
    WRITE.demand(members.reach_of(by), row)
    return Author(person=by, member=row.owner)
