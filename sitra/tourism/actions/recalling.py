"""What a member keeps on a record for itself, put back as it was: whose it was, and since when."""

from datetime import datetime

from django.db import transaction

from sitra.ledger import actions as ledger
from sitra.members.models import Member
from sitra.tourism.actions.layers import erase_private, untag
from sitra.tourism.actions.records import Author
from sitra.tourism.events import ObjectFact
from sitra.tourism.models import InternalTag, PrivateText, Tagging, TouristObject
from sitra.tourism.queries.owning import OwnTag, OwnText


@transaction.atomic
def recall_text(row: TouristObject, member: Member, name: str, was: OwnText | None, *, by: Author) -> None:
    """Put a private text back with its title, its rank and its source; without any, take it away."""
    if was is None:
        erase_private(row.pk, member, name, by=by)
        return
    PrivateText.objects.update_or_create(
        object=row,
        member=member,
        name=name,
        defaults={"title": was.title, "rank": was.rank, "text": was.text, "source_id": was.source or None},
    )
    ledger.record(by.fact(ObjectFact.NOTED, row, member=member.pk, text=name))


@transaction.atomic
def recall_tag(row: TouristObject, tag: InternalTag, was: OwnTag | None, *, by: Author) -> None:
    """Put an internal criterion back with its comment, its author and its day; without any, take it off."""
    if was is None:
        untag(row.pk, tag, by=by)
        return
    said = {"comment": was.comment, "person_id": was.person, "at": datetime.fromisoformat(was.at)}
    _, new = Tagging.objects.update_or_create(object=row, tag=tag, defaults=said)
    if new:
        ledger.record(by.fact(ObjectFact.TAGGED, row, tag=tag.pk))
