"""Files and addresses that somebody adds to their draft of a record."""

from collections.abc import Callable, Mapping
from typing import Any

from sitra.access import queries as access
from sitra.accounts.models import Person
from sitra.kit.errors import Unknown
from sitra.media import actions as media
from sitra.media.actions import Given
from sitra.review.actions.authoring import acting_for, living
from sitra.review.actions.editing import shown_in, type_over, write_over
from sitra.review.rules.editing.layers import layer_of
from sitra.review.rules.editing.pictures import OWN_TYPE
from sitra.review.rules.editing.reading import Sent
from sitra.tourism.policy import CONSULT


def bring(number: int, given: Mapping[str, Given], *, by: Person) -> dict[str, dict[str, Any]]:
    """Keep files for a record; answers key -> what the record says of the file once it is in a draft.

    Raises `UnfitFile` or `TooMuch`, and keeps nothing then.
    """
    row = living(number)
    who = access.mandate_of(by)
    CONSULT.demand(who, row)
    with media.keeping(given, member=acting_for(who, row.owner).pk, person=by) as said:
        return dict(said)


def rearrange(
    number: int,
    name: str,
    sent: Sent,
    change: Callable[[list[dict[str, Any]]], list[dict[str, Any]]],
    *,
    by: Person,
) -> None:
    """Keep what a form holds, then change one of its lists of media."""
    if name not in OWN_TYPE:
        message = "Cette liste n'est pas une liste de médias."
        raise Unknown(message)
    aspect = layer_of(sent)
    document = shown_in(type_over(number, sent, by=by).draft, aspect)
    items = change(list(document.get(name, ())))
    kept = {key: value for key, value in document.items() if key != name}
    write_over(number, {**kept, name: items} if items else kept, by=by, aspect=aspect)
