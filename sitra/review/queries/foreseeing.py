"""What asking the same of many records would do."""

from collections.abc import Collection
from dataclasses import dataclass

from sitra.access import queries as access
from sitra.accounts.models import Person
from sitra.review.events import Purpose
from sitra.review.policy import NEEDED
from sitra.tourism.events import State
from sitra.tourism.models import TouristObject
from sitra.tourism.policy import PROPOSE


@dataclass(frozen=True, slots=True)
class Foreseen:
    """Of how many records it would be done at once, or proposed to their owners, and how many are beside it.

    Beside it are those that are so already, those that are gone, and those that one may not see.
    """

    done: int
    proposed: int
    beside: int


def foreseen(person: Person, numbers: Collection[int], purpose: Purpose) -> Foreseen:
    """Say what asking this of records would do; they are not read one by one."""
    who, rows = access.mandate_of(person), TouristObject.objects.living().filter(pk__in=numbers)
    if purpose is Purpose.PUBLISH:
        rows = rows.exclude(state=State.PUBLISHED.value)
    elif purpose is Purpose.HIDE:
        rows = rows.filter(state=State.PUBLISHED.value)
    at_once = set(NEEDED[purpose].among(who, rows).values_list("pk", flat=True))
    asked = set(PROPOSE.among(who, rows).values_list("pk", flat=True)) - at_once
    return Foreseen(len(at_once), len(asked), len(set(numbers)) - len(at_once) - len(asked))
