"""What the pages of imports read: runs and files of one's members, each with the right to see it."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from math import ceil

from django.db.models import FETCH_RAISE, Q, QuerySet

from sitra.access import queries as access
from sitra.accounts.models import Person
from sitra.intake.events import Outcome, Standing
from sitra.intake.models import Deposit, Run
from sitra.intake.policy import IMPORT
from sitra.intake.queries import Report, report
from sitra.intake.rules.sources import SOURCES
from sitra.intake.rules.tabular.tables import Form
from sitra.kit.errors import Unknown
from sitra.members import queries as members
from sitra.members.rules import SeatLine

PAGE = 20
_PREPARED = 10
_TERM = timedelta(days=90)


@dataclass(frozen=True, slots=True)
class RunLine:
    """A run in a list."""

    number: int
    file: str
    member: str
    person: str
    dry: bool
    standing: Standing
    counts: dict[Outcome, int]
    started_at: datetime
    read: int
    expected: int | None


@dataclass(frozen=True, slots=True)
class RunsPage:
    """A page of runs, the latest first."""

    runs: list[RunLine]
    number: int
    last: int
    total: int


@dataclass(frozen=True, slots=True)
class DepositLine:
    """A file that was brought: what it is and how it is read."""

    number: int
    name: str
    member_id: int
    member: str
    person: str
    received_at: datetime
    removed_at: datetime | None
    size: int
    form: Form | None
    source: str
    source_name: str
    licence: str
    notes: tuple[str, ...]
    whole: bool
    mapping: int | None
    mapping_name: str

    @property
    def kept_until(self) -> datetime:
        """The day on which it is removed."""
        return self.received_at + _TERM


@dataclass(frozen=True, slots=True)
class RunReport:
    """The report of a run with what its page needs besides."""

    report: Report
    member: str
    person: str
    deposit: int | None
    is_kept: bool
    read: int
    expected: int | None
    applied: int | None
    """The run that applied what this dry one said."""

    @property
    def is_open(self) -> bool:
        """Say whether it waits or runs."""
        return self.report.standing in {Standing.WAITING, Standing.RUNNING}

    @property
    def percent(self) -> int | None:
        """How far it is, when the length of the file is known."""
        if not self.expected:
            return None
        return min(100, round(100 * self.read / self.expected))


def may_import_for(person: Person) -> dict[int, str]:
    """Give the members for which a person may import, by name."""
    return members.named(IMPORT.members(access.mandate_of(person)))


def may_import(seats: Iterable[SeatLine]) -> bool:
    """Say whether somebody's seats let them import for any member."""
    return any(IMPORT.given_by(seat.duties) for seat in seats)


def runs(person: Person, page: int = 1) -> RunsPage:
    """Give a page of the runs of a person's members."""
    rows = IMPORT.among(access.mandate_of(person), Run.objects.all())
    total = rows.count()
    last = max(1, ceil(total / PAGE))
    number = min(max(page, 1), last)
    kept = rows.select_related("member", "person").order_by("-pk").fetch_mode(FETCH_RAISE)
    return RunsPage([_line(row) for row in kept[(number - 1) * PAGE : number * PAGE]], number, last, total)


def unfinished(person: Person) -> list[DepositLine]:
    """Give the latest files of a person's members that were not applied yet."""
    done = Q(runs__dry=False)
    rows = IMPORT.among(access.mandate_of(person), _deposits().filter(removed_at=None).exclude(done))
    return [_deposit(row) for row in rows.order_by("-pk")[:_PREPARED]]


def deposit(person: Person, number: int) -> DepositLine:
    """Give a file that a member of this person brought; raises `Unknown` or `Forbidden`."""
    return _deposit(deposit_row(person, number))


def deposit_row(person: Person, number: int) -> Deposit:
    """Give the row of a file to what reads it; raises `Unknown` or `Forbidden`."""
    row = _deposits().filter(pk=number).first()
    if row is None:
        message = f"Aucun fichier importé ne porte le numéro {number}."
        raise Unknown(message)
    IMPORT.demand(access.mandate_of(person), row.member_id)
    return row


def run(person: Person, number: int) -> RunReport:
    """Give the report of a run of a person's members; raises `Unknown` or `Forbidden`."""
    row = Run.objects.select_related("member", "person", "deposit").filter(pk=number).first()
    if row is None or row.member is None:
        message = f"Aucun import de vos structures ne porte le numéro {number}."
        raise Unknown(message)
    IMPORT.demand(access.mandate_of(person), row.member_id)
    later = Run.objects.filter(deposit=row.deposit, dry=False, pk__gt=row.pk, reader=row.reader)
    return RunReport(
        report=report(number),
        member=row.member.name,
        person=row.person.full_name if row.person else "",
        deposit=row.deposit_id,
        is_kept=row.deposit is not None and row.deposit.removed_at is None,
        read=row.cursor,
        expected=row.expected,
        applied=later.order_by("pk").values_list("pk", flat=True).first() if row.dry else None,
    )


def _deposits() -> QuerySet[Deposit]:
    return Deposit.objects.select_related("member", "person", "mapping__member").fetch_mode(FETCH_RAISE)


def _line(row: Run) -> RunLine:
    return RunLine(
        number=row.pk,
        file=row.file,
        member=row.member.name if row.member else "",
        person=row.person.full_name if row.person else "",
        dry=row.dry,
        standing=Standing(row.standing),
        counts={one: row.counts.get(one.value, 0) for one in Outcome},
        started_at=row.started_at,
        read=row.cursor,
        expected=row.expected,
    )


def _deposit(row: Deposit) -> DepositLine:
    known = SOURCES[row.source].SOURCE if row.source in SOURCES else None
    notes: Sequence[str] = known.notes if known else ()
    return DepositLine(
        number=row.pk,
        name=row.name,
        member_id=row.member_id,
        member=row.member.name,
        person=row.person.full_name if row.person else "",
        received_at=row.received_at,
        removed_at=row.removed_at,
        size=row.size,
        form=Form(row.form) if row.form else None,
        source=row.source,
        source_name=known.name if known else "",
        licence=known.licence if known else "",
        notes=tuple(notes),
        whole=known.whole if known else False,
        mapping=row.mapping_id,
        mapping_name=row.mapping.name if row.mapping else "",
    )
