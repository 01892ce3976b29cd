"""What becomes of records for who follows a stream, worked out without table or clock."""

from collections.abc import Iterable, Mapping, Set as AbstractSet
from dataclasses import dataclass, field
from datetime import datetime

from sitra.delivery.events import Reason, Verb
from sitra.ledger.events import Told
from sitra.tourism.events import ObjectFact, State
from sitra.tourism.rules.standing import Standing

_OWNER = "gestion.membreProprietaire"
_LINKS = "liens"
_REVISED = ObjectFact.REVISED.value
FACTS = frozenset(
    fact.value
    for fact in (
        ObjectFact.CREATED, ObjectFact.REVISED, ObjectFact.PUBLISHED, ObjectFact.HIDDEN, ObjectFact.DELETED,
        ObjectFact.RESTORED, ObjectFact.MERGED, ObjectFact.PARTED, ObjectFact.TRANSFERRED,
    )
)  # fmt: skip
"""Facts after which a reader of a record finds something else."""


@dataclass
class Noted:
    """What facts say of a record: the revisions they span, the fields they name, when the last one was.

    `fields` are all there is to say when no revision was written.
    """

    at: datetime
    first: int | None = None
    last: int | None = None
    fields: set[str] = field(default_factory=set)
    whole: bool = False
    """Whether anything of it may have changed."""

    @property
    def span(self) -> tuple[int, int] | None:
        """The revision before all that was told, and the last one."""
        return None if self.first is None or self.last is None else (self.first - 1, self.last)


@dataclass(frozen=True, slots=True)
class Happening:
    """One line of a stream."""

    record: int
    verb: Verb
    at: datetime
    standing: Standing
    fields: tuple[str, ...] = ()
    reason: Reason | None = None


def noted(told: Iterable[Told]) -> dict[int, Noted]:
    """Gather, in their order, what facts say of each record, and of those that show a link less or more."""
    found: dict[int, Noted] = {}
    for one in told:
        if one.fact.name not in FACTS:
            continue
        details = one.fact.details
        _note(found, one.fact.subject_id, one)
        for other in (details[key] for key in ("heir", "other") if key in details):
            _note(found, other, one, whole=True)
        for other in details.get("links", ()):
            line = _line(found, other, one.at)
            line.fields.add(_LINKS)
    return found


def happenings(
    before: AbstractSet[int],
    now: AbstractSet[int],
    standings: Mapping[int, Standing],
    noted: Mapping[int, Noted],
    fields: Mapping[int, Iterable[str]],
    at: datetime,
) -> list[Happening]:
    """Say what became of records, of which some were in a stream `before` and some are in it `now`."""
    made = []
    for record in _ordered(before | now, noted):
        standing, line = standings.get(record), noted.get(record)
        if standing is None or (line is None and record in before and record in now):
            continue
        moment = line.at if line else at
        if record not in now:
            made.append(Happening(record, Verb.LEFT, moment, standing, reason=_reason(standing)))
        elif record not in before:
            made.append(Happening(record, Verb.ENTERED, moment, standing))
        elif line and (told := _changed(line, fields.get(record))) is not None:
            made.append(Happening(record, Verb.CHANGED, moment, standing, told))
    return made


def _changed(line: Noted, fields: Iterable[str] | None) -> tuple[str, ...] | None:
    """Give the fields that changed, none when all may have; nothing at all when none did."""
    if line.whole or (line.span and fields is None):
        return ()
    return tuple(sorted({*line.fields, *(fields or ())})) or None


def _note(found: dict[int, Noted], record: int, told: Told, *, whole: bool = False) -> None:
    line = _line(found, record, told.at)
    line.whole |= whole
    if told.fact.name == ObjectFact.TRANSFERRED:
        line.fields.add(_OWNER)
    revision = told.fact.details.get("revision")
    if told.fact.name == _REVISED and revision and not whole:
        line.first = min(line.first or revision, revision)
        line.last = max(line.last or revision, revision)
        if told.fact.details.get("links"):
            line.fields.add(_LINKS)


def _line(found: dict[int, Noted], record: int, at: datetime) -> Noted:
    # Taken out and put back: what changed last stands last.
    line = found.pop(record, None) or Noted(at)
    line.at = at
    found[record] = line
    return line


def _ordered(records: AbstractSet[int], noted: Mapping[int, Noted]) -> list[int]:
    """Put what facts told of in their order, then the rest by number."""
    return [*(one for one in noted if one in records), *sorted(records - noted.keys())]


def _reason(standing: Standing) -> Reason:
    if standing.heir is not None:
        return Reason.MERGED
    if standing.state is State.PUBLISHED:
        return Reason.UNSELECTED
    return Reason.DELETED if standing.state is State.DELETED else Reason.HIDDEN
