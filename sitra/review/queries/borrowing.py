"""Reads of those who copy blocks of one record into another."""

from collections.abc import Collection
from dataclasses import dataclass
from typing import Any

from sitra.accounts.models import Person
from sitra.catalog.rules.aspects import layers
from sitra.review.models import Draft
from sitra.review.queries.correcting import consulted
from sitra.review.queries.editing import told_changes
from sitra.review.queries.previewing import drafted
from sitra.review.rules.editing import borrowing
from sitra.review.rules.editing.borrowing import Block
from sitra.tourism.models import Revision


@dataclass(frozen=True, slots=True)
class Lending:
    """What copying blocks of a record would change in one's draft of another."""

    id: int
    name: str
    lender: int
    lender_name: str
    offered: tuple[Block, ...]
    """Blocks of which the other record says something."""
    changes: tuple[str, ...]
    """What would change, one sentence a value."""
    can_be_undone: bool


def lending(
    person: Person, number: int, lender: int | None, blocks: Collection[Block], language: str
) -> Lending:
    """Say what would come of another record; without one, only which record it would come into."""
    mine = drafted(person, number)
    drafts = Draft.objects.filter(object_id=number, person=person, dropped=False)
    undoable = _is_copy(drafts.values_list("copied", flat=True).first())
    if lender is None:
        return Lending(number, mine.name, 0, "", (), (), undoable)
    row = consulted(person, lender)
    said = Revision.objects.values_list("document", flat=True).get(object_id=lender, number=row.revision)
    after = borrowing.borrowed(mine.document, said, mine.kind, blocks)
    return Lending(
        number,
        mine.name,
        lender,
        row.name,
        tuple(block for block in Block if borrowing.says(said, mine.kind, block)),
        tuple(told_changes(mine.document, after, mine.kind, language)),
        undoable,
    )


def _is_copy(copied: dict[str, Any] | None) -> bool:
    """Tell a copy from an aspect that was taken away: its own page gives that back."""
    return copied is not None and layers(copied["before"]).keys() == layers(copied["after"]).keys()
