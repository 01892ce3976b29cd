"""Periods worked on from the editor: what a button does is done to one's draft, and nothing is saved."""

from collections.abc import Callable, Mapping
from typing import Any

from django.db import transaction

from sitra.accounts.models import Person
from sitra.review.actions.editing import shown_in, type_over, write_over
from sitra.review.models import Draft
from sitra.review.rules.editing.layers import layer_of
from sitra.review.rules.editing.reading import Sent

type Shape = Callable[[Mapping[str, Any]], Mapping[str, Any]]
"""What is done to a document; raises `IndexError` where its period is gone."""


@transaction.atomic
def reshape(number: int, sent: Sent, shape: Shape, *, by: Person) -> Draft:
    """Keep what a form holds, then do to the draft what its button says.

    A period that is gone meanwhile leaves the draft as it was typed.
    """
    typed, aspect = type_over(number, sent, by=by), layer_of(sent)
    try:
        document = shape(shown_in(typed.draft, aspect))
    except IndexError:
        return typed.draft
    return write_over(number, document, by=by, aspect=aspect)
