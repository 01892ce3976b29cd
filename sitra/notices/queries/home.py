"""Home: what waits for somebody, what they did last, their records at a glance."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import datetime

from django.db.models import Avg, Model, QuerySet
from django.utils import timezone

from sitra.access import queries as access
from sitra.access.events import Act
from sitra.access.rules.mandate import Mandate
from sitra.accounts.models import Person
from sitra.intake.models import Deposit
from sitra.intake.policy import IMPORT
from sitra.ledger import queries as ledger
from sitra.notices.events import MOST, Listing, News
from sitra.notices.models import Glance
from sitra.notices.queries import listing, reading
from sitra.review import queries as review
from sitra.review.events import Standing
from sitra.review.models import Candidate, Proposal
from sitra.review.policy import DECIDE, PROPOSALS
from sitra.search import queries as search
from sitra.search.rules import asking
from sitra.tourism.events import SUBJECT
from sitra.tourism.models import TouristObject
from sitra.tourism.policy import any_of

LAST = 6
"""Records touched last that are shown."""
_STATES, _KINDS = 4, 20
_LISTS = (Listing.DUE, Listing.PAST_OPENING, Listing.PAST_PRICES, Listing.ENDING)
_TOLD = (News.ANSWERED, News.MESSAGE, News.IMPORTED, News.HARVEST_FAILED)


@dataclass(frozen=True, slots=True)
class Waits:
    """How much waits for somebody, of each sort; `MOST` and one more stand for more than `MOST`."""

    proposals: int
    pairs: int
    imports: int
    told: Mapping[News, int]
    records: Mapping[Listing, int]


@dataclass(frozen=True, slots=True)
class Touched:
    """A record that somebody changed, or began to: when they did it last."""

    id: int
    name: str
    at: datetime


@dataclass(frozen=True, slots=True)
class AtAGlance:
    """The records of somebody's members: how many of each state (its word in v002) and kind, how full."""

    states: Mapping[str, int]
    kinds: Mapping[str, int]
    score: int | None
    thin: int

    @property
    def total(self) -> int:
        """How many there are."""
        return sum(self.states.values())


@dataclass(frozen=True, slots=True)
class Home:
    """All that home tells of one's own work."""

    waits: Waits
    touched: list[Touched]
    drafts: list[Touched]
    mine: AtAGlance


def home(person: Person) -> Home:
    """Give what somebody's home tells."""
    who = access.mandate_of(person)
    drafts = [Touched(*one) for one in review.drafts_of(person)]
    return Home(_waits(person, who), _touched(person, who), drafts, _at_a_glance(who))


def counted[Row: Model](rows: QuerySet[Row]) -> int:
    """Count rows, up to one more than are told."""
    return rows.order_by()[: MOST + 1].count()


def _waits(person: Person, who: Mandate) -> Waits:
    pairs = DECIDE.among(who, Candidate.objects.standing(Standing.OPEN))
    brought = Deposit.objects.filter(removed_at=None).exclude(runs__dry=False)
    owners = sorted(who.writes)
    records = {one: counted(listing.rows(one, owners)) for one in _LISTS} if owners else {}
    return Waits(
        proposals=counted(PROPOSALS.to_answer(who, Proposal.objects.waiting())),
        pairs=counted(pairs.exclude(aside_until__gt=timezone.localdate())) if owners else 0,
        imports=counted(IMPORT.among(who, brought)) if owners else 0,
        told=reading.unread_by_news(person, _TOLD),
        records=records,
    )


def _touched(person: Person, who: Mandate) -> list[Touched]:
    """Give the records that somebody changed last, among those they may still read."""
    acts = ledger.acts(ledger.Asked(people=frozenset({person.pk}), subject=SUBJECT)).told
    moments: dict[int, datetime] = {}
    for one in acts:
        moments.setdefault(one.fact.subject_id, one.at)
    if not moments:
        return []
    rows = TouristObject.objects.living().filter(any_of(who.areas(Act.CONSULT)), pk__in=moments)
    names = dict(rows.values_list("pk", "name"))
    return [Touched(number, names[number], at) for number, at in moments.items() if number in names][:LAST]


def _at_a_glance(who: Mandate) -> AtAGlance:
    if not who.seated:
        return AtAGlance({}, {}, None, 0)
    owners = sorted(who.seated)
    states, kinds = states_and_kinds(owners)
    held = Glance.objects.filter(owner__in=owners)
    score = held.aggregate(Avg("score"))["score__avg"]
    thin = counted(listing.rows(Listing.THIN, owners)) if score is not None else 0
    return AtAGlance(states, kinds, None if score is None else round(score), thin)


def states_and_kinds(owners: Iterable[int] | None) -> tuple[Mapping[str, int], Mapping[str, int]]:
    """Count the records of members by state (its word in v002) and by kind; `None` is everybody's."""
    condition = asking.all_of([]) if owners is None else asking.one_of("owner", owners)
    found = search.facets(condition, {"state": _STATES, "kind": _KINDS})
    return found["state"], found["kind"]
