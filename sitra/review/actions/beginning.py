"""New records of people: from nothing, or from one that is there."""

from collections.abc import Mapping
from typing import Any

from django.db import transaction

from sitra.access import queries as access
from sitra.accounts.models import Person
from sitra.catalog.rules.kinds import Kind
from sitra.kit.errors import Forbidden
from sitra.members.models import Member
from sitra.review.actions.authoring import living
from sitra.review.rules.editing.copying import unnumbered
from sitra.tourism import actions as tourism
from sitra.tourism.actions import Author
from sitra.tourism.actions.records import latest_of
from sitra.tourism.models import TouristObject
from sitra.tourism.policy import CONSULT


@transaction.atomic
def begin_record(document: Mapping[str, Any], *, kind: Kind, owner: int, by: Person) -> TouristObject:
    """Write a draft of a new record for a member in which one writes."""
    if owner not in access.mandate_of(by).writes:
        message = "Vous n'écrivez pas pour ce membre : choisissez-en un autre, ou proposez la fiche."
        raise Forbidden(message)
    member = Member.objects.get(pk=owner)
    return tourism.create(document, kind=kind, owner=member, by=Author(person=by, member=member))


@transaction.atomic
def duplicate(number: int, *, owner: int, by: Person) -> TouristObject:
    """Write a draft that says what another record says, but for the numbers that are that one's alone."""
    row = living(number)
    CONSULT.demand(access.mandate_of(by), row)
    _, latest = latest_of(number)
    return begin_record(unnumbered(latest.document), kind=Kind(row.kind), owner=owner, by=by)
