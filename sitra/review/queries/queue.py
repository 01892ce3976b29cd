"""The queue of duplicates: what is to be decided, what was, and how far the ledger was read."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any

from django.db.models import Q
from django.utils import timezone

from sitra.access import queries as access
from sitra.access.rules.mandate import Mandate
from sitra.accounts.models import Person
from sitra.catalog.rules.kinds import Kind
from sitra.ledger.events import START, Position
from sitra.places import queries as places
from sitra.places.rules.atlas import Atlas
from sitra.review.events import DECIDED, Band, Standing
from sitra.review.models import Candidate, Candidates, Cursor
from sitra.review.policy import DECIDE, SEE
from sitra.review.rules import telling
from sitra.tourism.models import TouristObject
from sitra.tourism.rules.evidence import DistanceEvidence

PAGE = 20


@dataclass(frozen=True, slots=True)
class Asked:
    """What somebody asks of the queue."""

    kind: str = ""
    departement: str = ""
    communes: tuple[str, ...] = ()
    """INSEE codes."""
    band: str = ""
    everybody: bool = False
    """Pairs of which no record is one's own too."""
    aside: bool = False
    """Pairs put aside instead of those to decide now."""
    page: int = 1


@dataclass(frozen=True, slots=True)
class Side:
    """A record as the queue shows it."""

    id: int
    name: str
    kind: Kind
    state: str
    owner: str
    commune: str


@dataclass(frozen=True, slots=True)
class Queued:
    """A pair as the queue shows it; `ask` names the owners whose word is needed."""

    one: Side
    other: Side
    score: float
    band: Band
    reasons: list[str]
    metres: int | None
    found_at: datetime
    aside_until: date | None
    ask: list[str]


@dataclass(frozen=True, slots=True)
class Queue:
    """A page of the queue, and what it may be narrowed by."""

    pairs: list[Queued]
    total: int
    kinds: list[Kind]
    departements: list[tuple[str, str]]
    """Code, name."""
    elsewhere: int
    """Pairs that do not concern the person, when only those that do were asked."""
    aside: int
    """Pairs put aside for now."""


@dataclass(frozen=True, slots=True)
class Decision:
    """A pair that was decided, how and by whom; `kept` is nothing when they are two."""

    one: Side
    other: Side
    merged: bool
    kept: Side | None
    gone: Side | None
    at: datetime | None
    by: str
    acting_for: str


def queue(person: Person, asked: Asked, language: str) -> Queue:
    """Give a page of the pairs that somebody may see, the likeliest first."""
    who, today = access.mandate_of(person), timezone.localdate()
    seen = SEE.among(who, Candidate.objects.standing(Standing.OPEN))
    aside = Q(aside_until__gt=today)
    waiting = seen.filter(aside) if asked.aside else seen.exclude(aside)
    mine = waiting if asked.everybody else DECIDE.touched(who, waiting)
    narrowed = _narrowed(mine, asked)
    total = narrowed.count()
    first = (asked.page - 1) * PAGE
    rows = narrowed.with_records().order_by("-score", "id")[first : first + PAGE]
    kinds, departements = _offered(mine)
    communes = places.atlas()
    return Queue(
        pairs=[_queued(row, who, language, communes) for row in rows],
        total=total,
        kinds=sorted(kinds, key=lambda kind: kind.label(language)),
        departements=departements,
        elsewhere=0 if asked.everybody or total else waiting.count(),
        aside=0 if asked.aside else DECIDE.touched(who, seen.filter(aside)).count(),
    )


def open_count(person: Person) -> int:
    """Count the pairs that somebody may decide about today."""
    rows = DECIDE.among(access.mandate_of(person), Candidate.objects.standing(Standing.OPEN))
    return rows.exclude(aside_until__gt=timezone.localdate()).count()


def decided(person: Person, page: int = 1) -> tuple[list[Decision], int]:
    """Give a page of what was decided of the records somebody may write, the latest first, and how many."""
    rows = DECIDE.among(access.mandate_of(person), Candidate.objects.standing(*DECIDED))
    first = (page - 1) * PAGE
    shown = rows.with_records().order_by("-decided_at", "id")[first : first + PAGE]
    communes = places.atlas()
    return [_decision(row, communes) for row in shown], rows.count()


def undoable(person: Person, couple: tuple[int, int]) -> Decision | None:
    """Give the decision about two records, for somebody who may take it back."""
    rows = DECIDE.among(access.mandate_of(person), Candidate.objects.standing(*DECIDED))
    row = rows.with_records().filter(lower=min(couple), upper=max(couple)).first()
    return _decision(row, places.atlas()) if row else None


def cursor(name: str) -> Position:
    """Say how far a listener of this floor has read."""
    found = Cursor.objects.filter(name=name).values_list("position", flat=True).first()
    return Position.parse(found) if found else START


def _narrowed(rows: Candidates, asked: Asked) -> Candidates:
    if asked.kind:
        rows = rows.filter(Q(lower__kind=asked.kind) | Q(upper__kind=asked.kind))
    if asked.departement:
        held = Q(lower__commune__departement=asked.departement)
        rows = rows.filter(held | Q(upper__commune__departement=asked.departement))
    if asked.communes:
        numbers = _parts(asked.communes)
        rows = rows.filter(Q(lower__commune__in=numbers) | Q(upper__commune__in=numbers))
    if asked.band in set(Band):
        least, most = Band(asked.band).bounds
        rows = rows.filter(score__gte=least, score__lt=most)
    return rows


def _parts(codes: Iterable[str]) -> list[int]:
    """Give communes and those they took in: records keep the one they were written with."""
    known = places.atlas()
    wanted = set(places.heirs(codes))
    return [line.id for line in known if (heir := known.living(line.id)) and heir.code in wanted]


def _offered(rows: Candidates) -> tuple[set[Kind], list[tuple[str, str]]]:
    """Give the kinds and the départements that hold something."""
    found = rows.order_by().values_list(
        "lower__kind", "upper__kind", "lower__commune__departement", "lower__commune__departement__name"
    )
    held = set(found.distinct())
    kinds = {Kind(kind) for row in held for kind in row[:2]}
    return kinds, sorted({(row[2], row[3]) for row in held if row[2]})


def _queued(row: Candidate, who: Mandate, language: str, communes: Atlas) -> Queued:
    evidence = telling.read(row.evidence)
    return Queued(
        one=_side(row.lower, communes),
        other=_side(row.upper, communes),
        score=row.score,
        band=Band.of(row.score),
        reasons=[piece.sentence(language) for piece in evidence],
        metres=next((one.metres for one in evidence if isinstance(one, DistanceEvidence)), None),
        found_at=row.found_at,
        aside_until=row.aside_until,
        ask=DECIDE.missing(who, row.lower, row.upper),
    )


def _decision(row: Candidate, communes: Atlas) -> Decision:
    sides: dict[Any, Side] = {one.pk: _side(one, communes) for one in (row.lower, row.upper)}
    merged = row.standing == Standing.MERGED
    kept = sides.get(row.kept_id) if merged else None
    return Decision(
        one=sides[row.lower_id],
        other=sides[row.upper_id],
        merged=merged,
        kept=kept,
        gone=next((side for side in sides.values() if kept and side.id != kept.id), None),
        at=row.decided_at,
        by=row.decided_by.full_name if row.decided_by else "",
        acting_for=row.decided_for.name if row.decided_for else "",
    )


def _side(row: TouristObject, communes: Atlas) -> Side:
    commune = communes.living(row.commune_id) if row.commune_id else None
    return Side(row.pk, row.name, Kind(row.kind), row.state, row.owner.name, commune.name if commune else "")
