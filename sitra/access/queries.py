"""Reads of rights: what somebody was entrusted with, and which grants are in force."""

from collections.abc import Iterable
from dataclasses import dataclass, replace
from datetime import date, datetime
from hashlib import sha256
from typing import Any

from django.contrib.postgres.expressions import ArraySubquery
from django.db.models import FETCH_RAISE, Exists, OuterRef, Q, Value
from django.utils import timezone

from sitra.access.events import Ground
from sitra.access.models import Grant, Sharing
from sitra.access.policy import GIVE
from sitra.access.rules.areas import Area, Fields
from sitra.access.rules.mandate import NOBODY, Granted, Mandate
from sitra.access.rules.sharing import Audience, Pairs, Rule, Share, audience_of, withheld
from sitra.access.rules.terms import Terms
from sitra.accounts.models import Person
from sitra.catalog.rules import sections
from sitra.catalog.rules.kinds import Kind
from sitra.kit.texts import SUFFIXES, VALUE_KEYS, language_name
from sitra.members import queries as members
from sitra.members.events import Duty
from sitra.members.policy import Offices
from sitra.places.models import Commune

PAGE = 50


@dataclass(frozen=True, slots=True)
class GrantLine:
    """A grant as a list shows it; communes and départements are told by how many and by name."""

    id: int
    giver: str
    taker: str
    duty: str
    kinds: tuple[str, ...]
    records: tuple[int, ...]
    sections: tuple[str, ...]
    """Sections that it is limited to."""
    fields: int
    """Fields beside them."""
    languages: tuple[str, ...]
    departements: tuple[str, ...]
    communes: tuple[str, ...]
    reason: str
    until: date | None
    given_at: datetime
    revoked_at: datetime | None


def mandate_of(person: Person) -> Mandate:
    """Say what somebody's seats and the grants to their members let them do."""
    offices = members.offices(person)
    held, keeping_back = _standing(offices)

    def where(*duties: Duty) -> frozenset[int]:
        return frozenset(member for duty in duties for member in offices.holds(duty))

    return Mandate(
        consults=where(Duty.CONSULT),
        writes=where(Duty.WRITE),
        publishes=where(Duty.PUBLISH),
        reviews=where(Duty.REVIEW),
        administers=where(Duty.MEMBERS),
        animates=where(Duty.ANIMATE),
        animated=communes_of(departements=offices.departements),
        pilots=offices.pilots,
        granted=tuple(_granted(offices, held)) if held else (),
        withheld=_withheld(offices) if keeping_back else frozenset(),
    )


def rules(member: int | None = None) -> list[Rule]:
    """Give what members keep back, or one of them does."""
    rows = Sharing.objects.all() if member is None else Sharing.objects.filter(member=member)
    found = rows.order_by("pk").values_list("member_id", "audience", "kind", "share")
    return [Rule(owner, Audience(to), kind, Share(share)) for owner, to, kind, share in found]


def anybody_keeps_back() -> Exists:
    """Ask, within another read, whether any member keeps anything back."""
    return Exists(Sharing.objects.all())


def mark(kept: Iterable[Rule]) -> str:
    """Mark rules, so that a form says which it showed."""
    told = sorted(f"{one.audience}:{one.kind}:{one.share}" for one in kept)
    return sha256(" ".join(told).encode()).hexdigest()[:16]


def _withheld(offices: Offices) -> Pairs:
    """Give what is kept from all of somebody's members."""
    types = members.types(offices.seats)
    return withheld(rules(), map(audience_of, types.values()), offices.seats)


def communes_of(*, departements: Iterable[str] = (), communes: Iterable[int] = ()) -> frozenset[int]:
    """Give the numbers of these communes and of those of départements, what they took in as well."""
    codes, numbers = list(departements), list(communes)
    if not codes and not numbers:
        return NOBODY
    here = Q(departement__in=codes) | Q(pk__in=numbers)
    within = Q(now__departement__in=codes) | Q(now__in=numbers)
    return frozenset(Commune.objects.filter(here | within).values_list("pk", flat=True))


def _area_of(row: Grant, communes: Iterable[str], departements: Iterable[str]) -> Area:
    terms = Terms(
        Duty(row.duty),
        kinds=tuple(row.kinds),
        communes=tuple(communes),
        departements=tuple(departements),
        records=tuple(row.records),
        fields=tuple(row.fields),
        languages=tuple(row.languages),
        until=row.until,
    )
    return replace(area_opened(terms, row.giver_id), grant=row.pk, taker=row.taker_id)


def area_to_give(person: Person, terms: Terms, giver: int | None) -> Area:
    """Give the records that a grant in these terms would open, to somebody who may give it."""
    area = area_opened(terms, giver)
    GIVE.demand(mandate_of(person), giver, area.communes or NOBODY)
    return area


def area_opened(terms: Terms, giver: int | None) -> Area:
    """Give the records that a grant in these terms would open."""
    keys = {f"libelle{SUFFIXES[code]}" for code in terms.languages if code in SUFFIXES}
    keys |= {VALUE_KEYS[code] for code in terms.languages if code in SUFFIXES}
    placed = bool(terms.departements or terms.communes)
    numbers = Commune.objects.filter(code__in=terms.communes).values_list("pk", flat=True)
    return Area(
        Ground.GRANT,
        owners=None if giver is None else frozenset({giver}),
        communes=communes_of(departements=terms.departements, communes=numbers) if placed else None,
        kinds=frozenset(terms.kinds) or None,
        records=frozenset(terms.records) or None,
        fields=Fields(tuple(terms.fields), frozenset(keys)),
        until=terms.until,
    )


def grants(person: Person, language: str, *, after: int | None = None) -> list[GrantLine]:
    """Give a page of the grants somebody may see, the newest first, ended ones too."""
    rows = GIVE.among(mandate_of(person), Grant.objects.all())
    rows = rows.filter(pk__lt=after) if after else rows
    read = rows.select_related("giver", "taker").prefetch_related("communes", "departements")
    return [_line(row, language) for row in read.order_by("-pk").fetch_mode(FETCH_RAISE)[:PAGE]]


def _line(row: Grant, language: str) -> GrantLine:
    whole, others = sections.told(row.fields)
    return GrantLine(
        id=row.pk,
        giver=row.giver.name if row.giver else "",
        taker=row.taker.name,
        duty=row.duty,
        kinds=tuple(Kind(kind).label(language) for kind in row.kinds),
        records=tuple(row.records),
        sections=tuple(one.label(language) for one in whole),
        fields=others,
        languages=tuple(language_name(code, language) for code in row.languages),
        departements=tuple(one.name for one in row.departements.all()),
        communes=tuple(one.name for one in row.communes.all()),
        reason=row.reason,
        until=row.until,
        given_at=row.given_at,
        revoked_at=row.revoked_at,
    )


def _standing(offices: Offices) -> tuple[frozenset[int], bool]:
    """Give the grants that somebody's members hold, and whether anybody keeps anything back, in one read."""
    if not offices.seats:
        return frozenset(), False
    grants = Grant.objects.in_force(timezone.localdate()).filter(taker__in=offices.seats)
    keeping = Sharing.objects.annotate(nothing=Value(0)).values_list("nothing")[:1]
    found = {number for (number,) in grants.values_list("pk").union(keeping, all=True)}
    return frozenset(found - {0}), 0 in found


def _granted(offices: Offices, held: frozenset[int]) -> Iterable[Granted]:
    """Give those of these grants for which somebody's own seat in the member has the duty."""
    here = Grant.objects.filter(pk=OuterRef("pk"))
    rows = Grant.objects.filter(pk__in=held).annotate(
        codes=ArraySubquery(here.filter(communes__isnull=False).values("communes__code")),
        places=ArraySubquery(here.filter(departements__isnull=False).values("departements")),
    )
    for row in rows.order_by("pk").fetch_mode(FETCH_RAISE):
        duty = Duty(row.duty)
        if duty in offices.seats[row.taker_id]:
            read: Any = row  # what was read beside its own columns
            yield Granted(duty, _area_of(row, read.codes, read.places))
