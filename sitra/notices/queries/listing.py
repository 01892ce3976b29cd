"""Lists of records that want something done: what home counts is what they show."""

from collections.abc import Collection, Mapping
from dataclasses import dataclass
from datetime import date, timedelta
from math import ceil

from django.db.models import Q
from django.utils import timezone

from sitra.access import queries as access
from sitra.accounts.models import Person
from sitra.catalog.rules.kinds import Kind
from sitra.members.queries import seats_of
from sitra.notices.events import SOON, THIN, Listing
from sitra.notices.models import Glance
from sitra.search import queries as search
from sitra.tourism.events import State
from sitra.tourism.models import TouristObject, TouristObjects
from sitra.tourism.policy import CONSULT

PAGE = 30
OFFERED = 8
_ORDERS: Mapping[Listing, tuple[str, ...]] = {
    Listing.ALL: ("-changed_at", "-pk"),
    Listing.DUE: ("due_on", "pk"),
    Listing.THIN: ("name", "pk"),
}


@dataclass(frozen=True, slots=True)
class Asked:
    """Which records are listed; the empty text and `None` do not restrict."""

    listing: Listing = Listing.ALL
    kind: Kind | None = None
    state: State | None = None
    page: int = 1


@dataclass(frozen=True, slots=True)
class RecordLine:
    """A record of a list: what its periods and its confirmations say."""

    id: int
    name: str
    kind: str
    state: str
    owner: str
    due_on: date | None
    opening_until: date | None
    prices_until: date | None
    score: int | None
    mine: bool


@dataclass(frozen=True, slots=True)
class Found:
    """A record that is offered while its name is typed; `note` tells it from others of the same name."""

    id: int
    name: str
    kind: str
    note: str


@dataclass(frozen=True, slots=True)
class Records:
    """A page of records, and how many there are in all."""

    lines: list[RecordLine]
    number: int
    last: int
    total: int


def rows(listing: Listing, owners: Collection[int], today: date | None = None) -> TouristObjects:
    """Keep the records of a list, of these owners; its writers' work is to be done on what is published."""
    day = today or timezone.localdate()
    kept = TouristObject.objects.filter(owner__in=owners)
    if listing is Listing.ALL:
        return kept.living()
    if listing is Listing.DUE:
        return kept.filter(state=State.PUBLISHED.value, due_on__lte=day)
    soon = (day, day + timedelta(days=SOON))
    asked = {
        Listing.PAST_OPENING: Q(opening_until__lt=day),
        Listing.PAST_PRICES: Q(prices_until__lt=day),
        Listing.ENDING: Q(opening_until__range=soon) | Q(prices_until__range=soon),
        Listing.THIN: Q(score__lt=THIN),
    }[listing]
    glances = Glance.objects.filter(asked, owner__in=owners, published=True)
    return kept.filter(pk__in=glances.values("object"))


def records(person: Person, asked: Asked, language: str) -> Records:
    """Give a page of a list of the records of somebody's members."""
    who = access.mandate_of(person)
    owners = who.seated if asked.listing in {Listing.ALL, Listing.THIN} else who.writes
    found = rows(asked.listing, sorted(owners))
    if asked.kind:
        found = found.filter(kind=asked.kind.value)
    if asked.state:
        found = found.filter(state=asked.state.value)
    total = found.count()
    last = max(1, ceil(total / PAGE))
    number = min(max(1, asked.page), last)
    order = _ORDERS.get(asked.listing, ("pk",))
    shown = list(found.with_head().order_by(*order)[(number - 1) * PAGE : number * PAGE])
    glances = Glance.objects.in_bulk([row.pk for row in shown])
    lines = [_line(row, glances.get(row.pk), language, mine=row.owner_id in who.writes) for row in shown]
    return Records(lines, number, last, total)


def found(person: Person, words: str, language: str) -> list[Found]:
    """Offer records by their name as it is typed, or by their number: one's own first, then others."""
    who = access.mandate_of(person)
    numbered = Q(identifier__iexact=words) | (Q(pk=int(words)) if words.isdecimal() else Q())
    mine = Q(owner__in=who.writes) | Q(pk__in=[seat.record for seat in seats_of(person) if seat.record])
    living = TouristObject.objects.living()
    asked = CONSULT.among(who, living.filter(numbered)).order_by("pk")
    own = living.filter(mine, name__icontains=words).order_by("name", "pk")
    offered = {
        number: Found(number, name, Kind(kind).label(language), whose)
        for rows_of in (asked, own)
        for number, name, kind, whose in rows_of.values_list("pk", "name", "kind", "owner__name")[:OFFERED]
    }
    if len(offered) < OFFERED:
        for card in search.cards(search.Question(words=words, count=OFFERED), who, language).cards:
            kind = Kind(card.kind).label(language)
            offered.setdefault(card.id, Found(card.id, card.name, kind, card.commune or card.owner))
    return list(offered.values())[:OFFERED]


def _line(row: TouristObject, glance: Glance | None, language: str, *, mine: bool) -> RecordLine:
    return RecordLine(
        row.pk,
        row.name,
        Kind(row.kind).label(language),
        row.state,
        row.owner.name,
        row.due_on,
        glance.opening_until if glance else None,
        glance.prices_until if glance else None,
        glance.score if glance else None,
        mine,
    )
