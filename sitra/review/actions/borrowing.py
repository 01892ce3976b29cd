"""Blocks of other records copied into what one types: nothing is saved, and it can be taken back."""

from collections.abc import Collection

from django.db import transaction

from sitra.accounts.models import Person
from sitra.catalog.rules.kinds import Kind
from sitra.kit.errors import Impossible
from sitra.review.actions.editing import write_over
from sitra.review.models import Draft
from sitra.review.queries.correcting import consulted
from sitra.review.queries.previewing import drafted
from sitra.review.rules.editing import borrowing
from sitra.review.rules.editing.borrowing import Block
from sitra.tourism.actions.records import latest_of


@transaction.atomic
def borrow(number: int, blocks: Collection[Block], *, lender: int, by: Person) -> Draft:
    """Copy blocks of a record one may consult into one's draft of another."""
    _demand_other(number, lender)
    list(Draft.objects.select_for_update().filter(object_id=number, person=by))
    consulted(by, lender)
    _, said = latest_of(lender)
    before = drafted(by, number)
    taken = borrowing.borrowed(before.document, said.document, Kind(before.row.kind), blocks)
    # Sentences that follow their periods are part of what a draft says: it is compared as it is written.
    draft = write_over(number, taken, by=by)
    if draft.document == before.document:
        message = "Rien à copier : l'autre fiche n'en dit rien, ou dit la même chose."
        raise Impossible(message)
    draft.copied = {"before": before.document, "after": draft.document}
    draft.typed = {name: words for name, words in draft.typed.items() if not borrowing.replaced(name, blocks)}
    draft.save(update_fields=["copied", "typed"])
    return draft


@transaction.atomic
def give_back(number: int, *, by: Person) -> Draft:
    """Take the last copied blocks out of one's draft; what was typed since stays."""
    draft = Draft.objects.select_for_update().filter(object_id=number, person=by, dropped=False).first()
    if draft is None or draft.copied is None:
        message = "Il n'y a pas de copie à annuler dans votre saisie."
        raise Impossible(message)
    document = borrowing.given_back(draft.document, draft.copied["before"], draft.copied["after"])
    draft = write_over(number, document, by=by)
    draft.copied = None
    draft.save(update_fields=["copied"])
    return draft


def _demand_other(number: int, lender: int) -> None:
    if number == lender:
        message = "Une fiche ne se copie pas dans elle-même : choisissez-en une autre."
        raise Impossible(message)
