"""What a record said at a moment, in API form: worked out when it is asked, as nobody keeps it ready."""

from dataclasses import replace
from datetime import datetime
from typing import Any

from sitra.catalog.rules.forms import api_form
from sitra.kit.errors import Unknown
from sitra.search.queries.lookups import Lookups
from sitra.tourism import queries as tourism
from sitra.tourism.events import State
from sitra.tourism.rules.layers import apart


def past(number: int, moment: datetime) -> dict[str, Any]:
    """Give a record as it was published at a moment, in API form; what it names bears the labels of today.

    Raises `Unknown` where it was not published then.
    """
    then = tourism.as_of(number, moment)
    whole = next(iter(tourism.wholes([number], linked=False)), None)
    if whole is None or then.state is not State.PUBLISHED:
        message = f"La fiche {number} n'était pas publiée à cette date."
        raise Unknown(message)
    head = replace(whole.head, state=then.state.wire, changed_at=then.at)
    was = replace(whole, head=head, document={**apart(then.document)[0]})
    lookups = Lookups()
    lookups.prepare([was])
    return api_form(head, was.document, lookups)
