"""What those who animate see of their members, and the pilot of the network."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass

from django.db.models import Avg, Count, QuerySet

from sitra.accounts.models import Person
from sitra.catalog.rules.kinds import Kind
from sitra.members import queries as members
from sitra.members.events import Duty
from sitra.members.models import Demand, Invitation, Member, Seat
from sitra.members.policy import ADMINISTER, OVERSEE
from sitra.notices.models import Glance
from sitra.notices.queries.home import states_and_kinds
from sitra.review.models import Proposal

SHOWN = 12
"""Members that home shows to an animator, those where most waits first."""


@dataclass(frozen=True, slots=True)
class MemberGlance:
    """A member that is overseen: its records, how full they are, the proposals that wait there."""

    id: int
    name: str
    records: int
    score: int | None
    waiting: int


@dataclass(frozen=True, slots=True)
class Overseen:
    """The members that somebody animates: where most waits, and how many there are."""

    members: list[MemberGlance]
    total: int
    people: int


@dataclass(frozen=True, slots=True)
class Network:
    """The network as its pilot sees it: counts of members, people, records and what waits."""

    members: int
    people: int
    records: int
    published: int
    waiting: int
    kinds: Mapping[str, int]


@dataclass(frozen=True, slots=True)
class Asking:
    """What waits at a member that somebody administers: who asks for an account, offers nobody took up."""

    id: int
    name: str
    demands: int
    offers: int


def overseen(person: Person) -> Overseen | None:
    """Give the members that an animator looks after; nothing to others, nor to the pilot, who has all."""
    held = members.offices(person)
    if held.pilots or not held.departements:
        return None
    names = dict(OVERSEE.among(held, Member.objects.active()).order_by("name").values_list("pk", "name"))
    glances = Glance.objects.filter(owner__in=names).order_by("owner").values_list("owner")
    full = {owner: (many, score) for owner, many, score in glances.annotate(Count("pk"), Avg("score"))}
    waiting = _waiting(names)
    lines = [
        _glance(number, name, full.get(number), waiting.get(number, 0)) for number, name in names.items()
    ]
    lines.sort(key=lambda one: (-one.waiting, -one.records, one.name))
    people = Seat.objects.filter(member__in=names).values("person").distinct().count()
    return Overseen(lines[:SHOWN], len(lines), people)


def network(person: Person) -> Network | None:
    """Give the network to its pilot; nothing to others."""
    if not members.offices(person).pilots:
        return None
    states, kinds = states_and_kinds(None)
    return Network(
        members=members.count(),
        people=Seat.objects.filter(person__is_active=True).values("person").distinct().count(),
        records=sum(states.values()),
        published=states.get("PUBLISHED", 0),
        waiting=Proposal.objects.waiting().count(),
        kinds={kind: many for kind, many in kinds.items() if kind in set(Kind)},
    )


def asking_accounts(person: Person) -> list[Asking]:
    """Give, by member, the requests for accounts that somebody decides, and the offers of their own."""
    held = members.offices(person)
    mine = ADMINISTER.among(held, Member.objects.active())
    demands = _counts(Demand.objects.filter(settled_at=None, member__in=mine.values("pk")))
    offers = _counts(Invitation.objects.filter(settled_at=None, member__in=held.holds(Duty.MEMBERS)))
    names = members.named(demands | offers)
    return [
        Asking(number, name, demands.get(number, 0), offers.get(number, 0)) for number, name in names.items()
    ]


def _counts(rows: QuerySet[Demand] | QuerySet[Invitation]) -> dict[int, int]:
    return dict(rows.order_by("member").values_list("member").annotate(Count("pk")))


def _waiting(owners: Iterable[int]) -> dict[int, int]:
    rows = Proposal.objects.waiting().filter(owner__in=list(owners)).order_by("owner")
    return dict(rows.values_list("owner").annotate(Count("pk")))


def _glance(number: int, name: str, full: tuple[int, float] | None, waiting: int) -> MemberGlance:
    records, score = full or (0, None)
    return MemberGlance(number, name, records, None if score is None else round(score), waiting)
