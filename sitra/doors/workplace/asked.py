"""A search of an address, with the list it may name, as its reader may see it."""

from dataclasses import dataclass

from django.http import HttpRequest, QueryDict

from sitra.access import queries as access
from sitra.access.rules.mandate import Mandate
from sitra.doors.workplace.forms import Criteria
from sitra.search import queries as searching
from sitra.search.queries import KeptLine, Question


@dataclass(frozen=True, slots=True)
class Asked:
    """Who asks what: their mandate, the criteria of the address, and the list these name, if it is theirs."""

    who: Mandate
    criteria: Criteria
    picked: KeptLine | None

    @property
    def question(self) -> Question:
        """The question as the read model wants it."""
        return self.of(self.criteria)

    def of(self, criteria: Criteria) -> Question:
        """Put other criteria on the same list."""
        return criteria.question(self.picked.records if self.picked else None)


def asked(request: HttpRequest, criteria: Criteria | None = None, who: Mandate | None = None) -> Asked:
    """Read the search of an address, or these criteria; a list that is not theirs keeps nothing."""
    assert request.user.is_authenticated
    criteria, who = criteria or Criteria.read(request.GET), who or access.mandate_of(request.user)
    number = criteria.picked
    return Asked(who, criteria, searching.picked(request.user, who, number) if number else None)


def counted(request: HttpRequest, who: Mandate, line: KeptLine) -> int:
    """Count the records that somebody finds today by what is kept."""
    if line.is_list:
        return searching.count(Criteria(picked=line.id).question(line.records), who)
    return searching.count(asked(request, Criteria.read(QueryDict(line.address)), who).question, who)
