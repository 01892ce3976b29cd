"""One batch of rows: weighed, told, and written unless the run is dry; all or nothing."""

import json
from collections import Counter
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field, replace
from typing import Any

from django.db import DataError, IntegrityError, connection, transaction

from sitra.catalog.rules.differences import differences
from sitra.catalog.rules.speech import Speech
from sitra.intake.actions.arriving import Gate
from sitra.intake.actions.belonging import OwnGate
from sitra.intake.actions.departing import bring_back, depart, returning
from sitra.intake.events import Outcome
from sitra.intake.models import Line, Run
from sitra.intake.rules.draft import Draft, Gone, Note, Read, Refusal
from sitra.kit.copying import copy_rows
from sitra.kit.errors import TradeError
from sitra.kit.texts import shorten
from sitra.tourism.actions import Author, OutsideSource
from sitra.tourism.actions.arrivals import Arrival, Meeting, weigh
from sitra.tourism.actions.reconnecting import reconnect
from sitra.tourism.actions.settling import settle
from sitra.tourism.queries.records import Namer
from sitra.tourism.rules import content
from sitra.tourism.rules.layers import apart

_LONG = 80
_SAID = 30
"""Differences said of one record."""
_LINE = ("run_id", "outcome", "place", "external_id", "object_id", "revision", "name", "words")
_TWICE = "Son identifiant paraît deux fois dans le fichier : la première fiche est gardée."


@dataclass(frozen=True, slots=True)
class Progress:
    """How far a run is: rows read, about how many there are when that is known, and what became of them."""

    read: int
    total: int | None
    counts: Mapping[str, int]


@dataclass
class Batch:
    """What became of some rows."""

    lines: list[Line] = field(default_factory=list)
    unchanged: int = 0
    unknown: Counter[str] = field(default_factory=Counter)
    notes: list[str] = field(default_factory=list)
    there: set[str] = field(default_factory=set)
    """Identifiers that the source still has."""
    unnamed: int = 0
    """Rows refused that do not say which record they are."""

    def add(self, other: "Batch") -> None:
        """Join what became of further rows."""
        self.lines += other.lines
        self.unchanged += other.unchanged
        self.unknown += other.unknown
        self.notes += other.notes
        self.there |= other.there
        self.unnamed += other.unnamed


class Stage:
    """Where the rows of one run pass, batch by batch."""

    def __init__(self, run: Run, source: OutsideSource, by: Author) -> None:
        self.run, self.there, self.unnamed = run, set[str](), 0
        self._source, self._by = source, by
        self._gate = OwnGate(run) if run.member_id else Gate(run.owner_id)
        self._speech: Speech | None = None

    def pass_by(self, rows: Iterable[Read]) -> None:
        """Take note of rows that were settled before the run was cut."""
        for row in rows:
            self._note(row, self)

    def reconnect(self) -> int:
        """Put back links of some records whose other end has arrived since; answers how many records."""
        return reconnect(self._source.code, self._by)

    def settle(self, rows: Sequence[Read]) -> None:
        """Settle rows in one transaction; when they fail together, one by one, so that only bad ones fail."""
        try:
            with transaction.atomic():
                batch = self._settled(rows, self.there)
                kept = self._keep(batch, len(rows))
        except (DataError, IntegrityError, TradeError):
            with transaction.atomic():
                batch = self._one_by_one(rows)
                kept = self._keep(batch, len(rows))
        for name, value in kept.items():
            setattr(self.run, name, value)
        self.there |= batch.there
        self.unnamed += batch.unnamed

    def _settled(self, rows: Sequence[Read], there: set[str]) -> Batch:
        batch = Batch()
        arrivals = list(self._arrivals(rows, there, batch))
        if arrivals:
            self._take_in(arrivals, batch)
        met = there | batch.there if any(isinstance(row, Gone) for row in rows) else there
        if gone := [row for row in rows if isinstance(row, Gone) and row.external_id not in met]:
            lines, known = depart(self.run, gone, replace(self._by, words="Disparue de la source"))
            batch.lines += lines
            batch.lines += [
                self._refused(Refusal(one.place, one.unknown, one.external_id))
                for one in gone
                if one.unknown and one.external_id not in known
            ]
        return batch

    def _one_by_one(self, rows: Sequence[Read]) -> Batch:
        batch, there = Batch(), set(self.there)
        for row in rows:
            try:
                with transaction.atomic():
                    one = self._settled([row], there)
                    connection.check_constraints()
            except (DataError, IntegrityError, TradeError) as error:
                one = Batch()
                self._note(row, one)
                one.lines.append(self._refused(_failure(row, error)))
            batch.add(one)
            there |= one.there
        return batch

    def _arrivals(self, rows: Iterable[Read], there: set[str], batch: Batch) -> Iterator[Arrival]:
        """Give what can be kept, and write down the rest."""
        for row in rows:
            if isinstance(row, Note):
                batch.notes.append(row.words)
                continue
            if isinstance(row, Gone):
                continue
            named = row.external_id
            twice = isinstance(row, Draft) and (named in there or named in batch.there)
            self._note(row, batch)
            admitted = _again(row) if twice else row if isinstance(row, Refusal) else self._gate.admit(row)
            if isinstance(admitted, Refusal):
                batch.lines.append(self._refused(admitted))
            else:
                arrival, unknown = admitted
                batch.unknown.update(unknown)
                yield arrival

    def _take_in(self, arrivals: Sequence[Arrival], batch: Batch) -> None:
        weighed = weigh(arrivals, self._source.code)
        back = returning((*weighed.changed, *weighed.alike))
        lines = [_new(self.run, arrival) for arrival in weighed.fresh]
        lines += [self._changed(one, back=one.row.pk in back) for one in weighed.changed]
        returned = [one for one in weighed.alike if one.row.pk in back]
        lines += [self._changed(one, back=True) for one in returned]
        batch.unchanged += len(weighed.alike) - len(returned)
        batch.lines += lines
        if self.run.dry:
            return
        tally = settle(weighed, source=self._source, by=self._by)
        for line in lines:
            line.object_id = tally.numbers[line.external_id]
        for one in (*weighed.changed, *returned):
            if one.row.pk in back:
                bring_back(one.row, replace(self._by, words="De nouveau dans la source"))

    def _changed(self, one: Meeting, *, back: bool) -> Line:
        said = [] if one.before is None else self._said(one)
        return Line(
            run=self.run,
            outcome=(Outcome.BACK if back else Outcome.CHANGED).value,
            external_id=one.arrival.external_id,
            object_id=one.row.pk,
            name=content.columns(one.after or one.arrival.document)["name"],
            words=[*(["De nouveau dans la source : publiée."] if back else []), *said],
        )

    def _said(self, one: Meeting) -> list[str]:
        self._speech = self._speech or Speech("fr", Namer())
        said = differences(apart(one.before or {})[0], one.after, one.arrival.kind, self._speech)
        more = [f"… et {len(said) - _SAID} autres différences."] if len(said) > _SAID else []
        return said[:_SAID] + more + [_overlaid(path, value) for path, value in sorted(one.theirs.items())]

    def _refused(self, refusal: Refusal) -> Line:
        return Line(
            run=self.run,
            outcome=Outcome.REFUSED.value,
            place=refusal.place[:300],
            external_id=refusal.external_id[:200],
            words=[refusal.reason],
        )

    @staticmethod
    def _note(row: Read, of: "Batch | Stage") -> None:
        """Note what the source still has."""
        if isinstance(row, Draft | Refusal):
            if row.external_id:
                of.there.add(row.external_id)
            else:
                of.unnamed += 1

    def _keep(self, batch: Batch, rows: int) -> dict[str, Any]:
        """Write the report of a batch and how far the run is, in the transaction of what was done."""
        copy_rows(Line, _LINE, ([getattr(line, name) for name in _LINE] for line in batch.lines))
        counts = Counter(self.run.counts) + Counter(line.outcome for line in batch.lines)
        counts[Outcome.UNCHANGED.value] += batch.unchanged
        kept = {
            "cursor": self.run.cursor + rows,
            "counts": {name: count for name, count in counts.items() if count},
            "unknown": dict(Counter(self.run.unknown) + batch.unknown),
            "notes": [*self.run.notes, *batch.notes],
        }
        Run.objects.filter(pk=self.run.pk).update(**kept)
        return kept


def _new(run: Run, arrival: Arrival) -> Line:
    return Line(
        run=run,
        outcome=Outcome.NEW.value,
        external_id=arrival.external_id,
        name=content.columns(arrival.document)["name"],
    )


def _overlaid(path: str, theirs: Any) -> str:
    """Say which value was kept as it is here, and what the source says instead."""
    said = shorten(theirs if isinstance(theirs, str) else json.dumps(theirs, ensure_ascii=False), _LONG)
    return f"Gardé d'ici : {path}. " + (
        f"La source dit : {said}" if theirs is not None else "La source n'en dit rien."
    )


def _again(row: Draft | Refusal) -> Refusal:
    return Refusal(row.external_id, _TWICE, row.external_id)


def _failure(row: Read, error: Exception) -> Refusal:
    """Say why a record that seemed sound could not be kept."""
    named = "" if isinstance(row, Note) else row.external_id
    if isinstance(error, TradeError):
        return Refusal(named, str(error), named)
    return Refusal(named, f"La base refuse cette fiche : {str(error).partition(chr(10))[0]}.", named)
