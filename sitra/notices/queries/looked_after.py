"""The one record of a professional, large: how full, what is due, what may be done at once."""

from dataclasses import dataclass
from datetime import date

from django.utils import timezone

from sitra.access import queries as access
from sitra.access.events import Act
from sitra.accounts.models import Person
from sitra.catalog.rules.kinds import Kind
from sitra.members.queries import seats_of
from sitra.notices.models import Glance
from sitra.places import queries as places
from sitra.tourism.models import TouristObject
from sitra.tourism.policy import any_of


@dataclass(frozen=True, slots=True)
class Mine:
    """A record that somebody looks after; `past` says that its opening periods or prices are all over."""

    id: int
    name: str
    kind: str
    state: str
    commune: str
    owner: str
    score: int | None
    due: bool
    opening_past: date | None
    prices_past: date | None


def sole_record(person: Person, owned: int, language: str) -> Mine | None:
    """Give the only record of somebody: that which their seat names, or the one that their members own.

    `owned` is how many records their members have; nothing to who has none, or several.
    """
    numbers = {seat.record for seat in seats_of(person) if seat.record}
    who = access.mandate_of(person)
    rows = TouristObject.objects.living().filter(any_of(who.areas(Act.CONSULT))).with_head()
    if not numbers and owned == 1:
        found = list(rows.filter(owner__in=sorted(who.seated))[:2])
    elif len(numbers) == 1 and owned <= 1:
        found = list(rows.filter(pk__in=numbers))
    else:
        return None
    return _mine(found[0], language) if len(found) == 1 else None


def _mine(row: TouristObject, language: str) -> Mine:
    glance, today = Glance.objects.filter(pk=row.pk).first(), timezone.localdate()
    commune = places.atlas().living(row.commune_id) if row.commune_id else None

    def past(day: date | None) -> date | None:
        return day if day and day < today else None

    return Mine(
        row.pk,
        row.name,
        Kind(row.kind).label(language),
        row.state,
        commune.name if commune else "",
        row.owner.name,
        glance.score if glance else None,
        row.due_on is not None and row.due_on <= today,
        past(glance.opening_until) if glance else None,
        past(glance.prices_until) if glance else None,
    )
