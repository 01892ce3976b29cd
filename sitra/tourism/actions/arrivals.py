"""What arrives from an outside source, weighed against what is known of it."""

import hashlib
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from functools import cached_property
from typing import Any

import orjson
from django.db.models import F

from sitra.catalog.rules.kinds import Kind
from sitra.catalog.rules.links import Parked, named, translated
from sitra.tourism.models import Identifier, Lock, Overlay, Revision, TouristObject
from sitra.tourism.rules.overlays import agreed, put


@dataclass(frozen=True)
class Arrival:
    """A record of an outside source, ready to be kept."""

    external_id: str
    kind: Kind
    document: Mapping[str, Any]
    owner_id: int
    changed_on: str = ""
    layers: Mapping[str, Any] = field(default_factory=dict)
    """What came with the document and is kept beside it (`rules.layers`)."""

    @cached_property
    def written(self) -> bytes:
        """The document as JSON with its keys in order; raises `TypeError` when JSON cannot say it."""
        return orjson.dumps(self.document, option=orjson.OPT_SORT_KEYS)

    @cached_property
    def digest(self) -> str:
        """Fingerprint of the content, to leave alone what did not change."""
        beside = orjson.dumps(self.layers, option=orjson.OPT_SORT_KEYS) if self.layers else b""
        return hashlib.sha256(self.written + beside).hexdigest()


@dataclass(frozen=True, slots=True)
class OutsideSource:
    """An outside source: its code, its name, its licence and its address."""

    code: str
    name: str
    licence: str
    url: str


@dataclass(frozen=True, slots=True)
class Tally:
    """What became of a batch; `numbers` says which record each arrival is, by its external identifier."""

    created: int = 0
    revised: int = 0
    unchanged: int = 0
    numbers: Mapping[str, int] = field(default_factory=dict, compare=False)

    def __add__(self, other: "Tally") -> "Tally":
        return Tally(
            self.created + other.created,
            self.revised + other.revised,
            self.unchanged + other.unchanged,
            {**self.numbers, **other.numbers},
        )


@dataclass(frozen=True, slots=True)
class Meeting:
    """An arrival and the record it is known as.

    `before` is what the record says and `after` what it is to say, when that differs. `theirs` is what the
    source says of values that were written over here (path -> value), `parked` what it names and we have not.
    """

    arrival: Arrival
    identifier: Identifier
    before: Mapping[str, Any] | None = None
    after: Mapping[str, Any] = field(default_factory=dict)
    theirs: Mapping[str, Any] = field(default_factory=dict)
    parked: Sequence[Parked] = ()

    @property
    def row(self) -> TouristObject:
        """The record."""
        return self.identifier.object

    @property
    def written(self) -> bytes:
        """The document to be kept as JSON; as it arrived when nothing was kept from here."""
        if self.after is self.arrival.document:
            return self.arrival.written
        return orjson.dumps(self.after, option=orjson.OPT_SORT_KEYS)


@dataclass(frozen=True, slots=True)
class Weighed:
    """What arrivals would change."""

    fresh: list[Arrival]
    changed: list[Meeting]
    alike: list[Meeting]
    """What says the same as its record."""


def weigh(arrivals: Sequence[Arrival], source: str) -> Weighed:
    """Say what arrivals of a source, by its code, would change; nothing is written.

    What the source says of a record that was merged is left alone: its heir says what was agreed upon.
    A value that was written over here stays, unless it is locked to its source.
    """
    unique = {arrival.external_id: arrival for arrival in arrivals}
    rows = Identifier.objects.select_related("object").filter(source_id=source, value__in=list(unique))
    known = {identifier.value: identifier for identifier in rows}
    moved = [one for key, one in known.items() if one.digest != unique[key].digest]
    scales = _Scales(source, moved, [unique[one.value] for one in moved])
    changed: list[Meeting] = []
    alike: list[Meeting] = []
    for key, identifier in known.items():
        meeting = scales.weigh(unique[key], identifier)
        (alike if meeting.before is None else changed).append(meeting)
    return Weighed([one for key, one in unique.items() if key not in known], changed, alike)


class _Scales:
    """All that weighing a batch takes, brought at once."""

    def __init__(self, source: str, moved: Sequence[Identifier], arrivals: Sequence[Arrival]) -> None:
        numbers = [one.object_id for one in moved]
        self._documents = _documents(numbers)
        self._theirs: dict[int, dict[str, Any]] = {number: {} for number in numbers}
        for row in Overlay.objects.filter(source_id=source, object_id__in=numbers):
            self._theirs[row.object_id][row.path] = row.theirs
        self._bases = _bases([one for one in moved if self._is_touched(one)])
        self._locks = list(Lock.objects.filter(source_id=source).values_list("path", flat=True))
        self._find = finder(source, arrivals)

    def _is_touched(self, identifier: Identifier) -> bool:
        """Say whether a record may say something else than its source did."""
        row = identifier.object
        return identifier.revision not in {None, row.revision} or bool(self._theirs[row.pk])

    def weigh(self, arrival: Arrival, identifier: Identifier) -> Meeting:
        before = self._documents.get(identifier.object_id)
        if before is None or identifier.object.heir_id:
            return Meeting(arrival, identifier)
        document, parked = ours(arrival, self._find)
        base = self._bases.get(identifier.object_id)
        if base is None:
            return Meeting(arrival, identifier, _unless(before, document), document, parked=parked)
        for path, value in self._theirs[identifier.object_id].items():
            base = put(base, path, value)
        kept = agreed(base, before, document, self._locks)
        after = document if kept.document == document else kept.document
        return Meeting(arrival, identifier, _unless(before, after), after, kept.theirs, parked)


def _unless(before: Mapping[str, Any], after: Mapping[str, Any]) -> Mapping[str, Any] | None:
    return None if before == after else before


type Find = Callable[[int], int | None]


def finder(source: str, arrivals: Iterable[Arrival], more: Mapping[str, int] | None = None) -> Find:
    """Know our numbers of the records that arrivals name by those of their source; `more` are new."""
    asked = {str(one.number) for arrival in arrivals for one in named(arrival.document, arrival.kind)}
    known = dict(more or {})
    if asked:
        rows = Identifier.objects.filter(source_id=source, value__in=list(asked))
        known |= dict(rows.values_list("value", "object_id"))
    return lambda number: known.get(str(number))


def ours(arrival: Arrival, find: Find) -> tuple[Mapping[str, Any], list[Parked]]:
    """Give the document of an arrival with our numbers, and the pieces that name records we do not have."""
    if next(named(arrival.document, arrival.kind), None) is None:
        return arrival.document, []
    return translated(arrival.document, arrival.kind, find)


def _documents(numbers: Iterable[int]) -> dict[int, dict[str, Any]]:
    latest = Revision.objects.filter(object_id__in=list(numbers), number=F("object__revision"))
    return dict(latest.values_list("object_id", "document"))


def _bases(touched: Sequence[Identifier]) -> dict[int, Mapping[str, Any]]:
    """Give what these records said when their source last wrote them."""
    wanted = {one.object_id: one.revision for one in touched}
    if not wanted:
        return {}
    rows = Revision.objects.filter(object_id__in=list(wanted), number__in=list(set(wanted.values())))
    return {
        number: document
        for number, revision, document in rows.values_list("object_id", "number", "document")
        if wanted[number] == revision
    }
