"""Reads of records, each named after its reader."""

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Any, NamedTuple

import orjson
from django.db.models import FETCH_RAISE, F, QuerySet, TextField
from django.db.models.functions import Cast

from sitra.access import queries as access
from sitra.access.rules.mandate import Mandate
from sitra.accounts.models import Person
from sitra.catalog.rules import aspects
from sitra.catalog.rules.differences import differences, said_otherwise
from sitra.catalog.rules.forms import Head, Owner
from sitra.catalog.rules.kinds import Kind
from sitra.catalog.rules.links import with_other_ends
from sitra.catalog.rules.sheet import Sheet, sheet
from sitra.catalog.rules.speech import Speech
from sitra.kit.errors import Unknown
from sitra.kit.numbering import among
from sitra.media import queries as media
from sitra.media.queries import Track
from sitra.places import queries as places
from sitra.tourism.events import Origin, State
from sitra.tourism.models import Identifier, Revision, TouristObject
from sitra.tourism.policy import CONSULT, WRITE
from sitra.tourism.queries.judging import Quality, quality
from sitra.tourism.queries.linking import other_ends
from sitra.tourism.rules import content, moves
from sitra.tourism.rules.layers import apart
from sitra.tourism.rules.registries import REGISTRIES
from sitra.vocabulary import queries as vocabulary

HISTORY_PAGE = 20


@dataclass(frozen=True, slots=True)
class Whole:
    """A record with its document, for those who render it."""

    head: Head
    document: dict[str, Any]
    commune_code: str
    commune_name: str


@dataclass(frozen=True, slots=True)
class Entry:
    """One revision, in words."""

    number: int
    at: datetime
    author: str
    acting_for: str
    words: str
    changes: list[str]


@dataclass(frozen=True, slots=True)
class Provenance:
    """Where a record was taken from, and under which licence."""

    source: str
    licence: str
    url: str
    value: str
    changed_on: str
    link: str
    """Where the name leads, when it is one of a registry or an address itself."""


@dataclass(frozen=True, slots=True)
class RecordPage:
    """All that the page of a record shows."""

    id: int
    identifier: str
    kind: str
    kind_label: str
    state: str
    state_label: str
    owner: str
    name: str
    commune: str
    departement: str
    changed_at: datetime
    revision: int
    """The latest one."""
    shown: int
    """The one shown: the latest, or an earlier one."""
    sheet: Sheet
    history: list[Entry]
    provenance: list[Provenance]
    mine: bool
    quality: Quality | None
    """For those who may write the record."""
    versions: tuple["Version", ...]
    tracks: list[Track]


@dataclass(frozen=True, slots=True)
class Version:
    """An aspect of a record, and what it says otherwise, one sentence a value."""

    aspect: str
    label: str
    lines: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Named:
    """A record by its number and its name."""

    id: int
    name: str


class Namer:
    """Names of terms and communes for people."""

    def __init__(self) -> None:
        self._book = vocabulary.atlas().book
        self._communes = places.atlas()

    def term(self, number: int, language: str) -> str:
        """Name a term."""
        return self._book.label(number, language)

    def commune(self, number: int) -> str:
        """Name a commune as it was called when the record named it."""
        found = self._communes.get(number)
        return found.name if found else f"n° {number}"


def wholes(numbers: Iterable[int], *, linked: bool = True) -> Iterator[Whole]:
    """Give living records with their documents and both ends of their links, for the read model.

    Without `linked` they only say the links that are their own.
    """
    numbers = list(numbers)
    ends = other_ends(numbers) if linked else {}
    communes, owners = places.atlas(), dict[int, Owner]()
    for row in _rows(numbers):
        if (owner := owners.get(row.owner)) is None:
            owner = owners[row.owner] = Owner(
                row.owner, row.name, row.owner_kind, row.site, row.owner_created_at, row.owner_changed_at
            )
        commune = communes.living(row.commune) if row.commune else None
        yield Whole(
            head=Head(
                id=row.id,
                kind=Kind(row.kind),
                identifier=row.identifier or "",
                state=State(row.state).wire,
                owner=owner,
                created_at=row.created_at,
                changed_at=row.changed_at,
            ),
            document=_linked(row.id, row.kind, orjson.loads(row.document), ends),
            commune_code=commune.code if commune else "",
            commune_name=commune.name if commune else "",
        )


class _Row(NamedTuple):
    """A living record as the database gives it, its document still a text."""

    id: int
    kind: str
    identifier: str | None
    state: str
    commune: int | None
    created_at: datetime
    changed_at: datetime
    owner: int
    name: str
    owner_kind: int
    site: str
    owner_created_at: datetime
    owner_changed_at: datetime
    document: str


def _rows(numbers: list[int]) -> Iterator[_Row]:
    """Bring columns, not objects: making these takes as long as all the rest, for thousands of records."""
    latest = TouristObject.objects.living().filter(pk__in=among(numbers), revisions__number=F("revision"))
    columns = latest.values_list(
        "pk", "kind", "identifier", "state", "commune_id", "created_at", "changed_at",
        "owner_id", "owner__name", "owner__kind_id", "owner__site", "owner__created_at", "owner__changed_at",
        Cast("revisions__document", TextField()),
    )  # fmt: skip
    return map(_Row._make, columns)


def _linked(
    number: int, kind: str, document: dict[str, Any], ends: Mapping[int, list[dict[str, Any]]]
) -> dict[str, Any]:
    """Leave out what stands beside a document, and add the other ends of links.

    Old documents, and typed ones, may hold layers: they are for some, and this is for all. Organisations have
    no place for links in the contract.
    """
    document = dict(apart(document)[0])
    if number not in ends or kind == Kind.STRUCTURE:
        return document
    return dict(with_other_ends(document, ends[number]))


def numbers_after(number: int, limit: int) -> list[int]:
    """Give the next living record numbers, for a rebuild."""
    rows = TouristObject.objects.living().filter(pk__gt=number).order_by("pk")
    return list(rows.values_list("pk", flat=True)[:limit])


def published_of(kind: Kind) -> list[int]:
    """Give the numbers of the published records of a kind."""
    rows = TouristObject.objects.filter(kind=kind.value, state=State.PUBLISHED.value).order_by("pk")
    return list(rows.values_list("pk", flat=True))


def count_living() -> int:
    """Count the records that are not deleted."""
    return TouristObject.objects.living().count()


def count_communes() -> int:
    """Count the communes in which something is published."""
    published = TouristObject.objects.filter(state=State.PUBLISHED.value, commune__isnull=False)
    return len(
        {
            line.id
            for line in places.by_ids(
                number for number in published.values_list("commune_id", flat=True).distinct() if number
            ).values()
        }
    )


def record_page(person: Person, number: int, language: str, revision: int | None = None) -> RecordPage:
    """Give one record as its page shows it, today or at a revision, to somebody who may consult it."""
    row, who = _consulted(person, number)
    latest = list(_revisions(row.pk)[: HISTORY_PAGE + 1])
    shown = latest[0] if revision is None else _past(who, row, revision)
    kind, mine = Kind(row.kind), WRITE.allows(who, row)
    speech = Speech(language, Namer())
    place = content.commune(shown.document)
    commune = places.atlas().living(place) if place else None
    return RecordPage(
        id=row.pk,
        identifier=row.identifier or "",
        kind=row.kind,
        kind_label=kind.label(language),
        state=shown.state,
        state_label=moves.name(shown.state, language),
        owner=row.owner.name,
        name=content.title(shown.document),
        commune=commune.name if commune else "",
        departement=commune.departement if commune else "",
        changed_at=shown.at,
        revision=row.revision,
        shown=shown.number,
        sheet=sheet(apart(shown.document)[0], kind, speech),
        history=list(_history(latest, kind, speech)),
        provenance=_provenance(row.pk),
        mine=mine,
        quality=quality(shown.document, kind, language) if mine and shown is latest[0] else None,
        versions=tuple(
            Version(one, aspects.label(one, language), said)
            for one in aspects.layers(shown.document)
            for said in (tuple(said_otherwise(shown.document, one, kind, speech)),)
        ),
        tracks=media.tracks(shown.document),
    )


def named(person: Person, number: int) -> Named:
    """Give the name of a record to somebody who may consult it."""
    row, _ = _consulted(person, number)
    return Named(row.pk, row.name)


def _consulted(person: Person, number: int) -> tuple[TouristObject, Mandate]:
    row = TouristObject.objects.living().with_head().filter(pk=number).first()
    if row is None:
        message = f"Aucune fiche ne porte le numéro {number}."
        raise Unknown(message)
    who = access.mandate_of(person)
    CONSULT.demand(who, row)
    return row, who


def _past(who: Mandate, row: TouristObject, revision: int) -> Revision:
    """Give a revision to somebody who might have consulted the record then."""
    found = _revisions(row.pk).filter(number=revision).first()
    if found is None or not CONSULT.grounds(who, row, found.state):
        message = f"La fiche {row.pk} n'a pas de révision {revision} que vous puissiez lire."
        raise Unknown(message)
    return found


def _revisions(number: int) -> QuerySet[Revision]:
    return (
        Revision.objects.filter(object_id=number)
        .select_related("person", "member")
        .order_by("-number")
        .fetch_mode(FETCH_RAISE)
    )


def _history(latest: list[Revision], kind: Kind, speech: Speech) -> Iterator[Entry]:
    """Compare each revision with the one before it; the oldest one shown is only named."""
    for rank, revision in enumerate(latest[:HISTORY_PAGE]):
        before = latest[rank + 1] if rank + 1 < len(latest) else None
        yield Entry(
            number=revision.number,
            at=revision.at,
            author=revision.person.full_name if revision.person else "",
            acting_for=revision.member.name if revision.member else "",
            words=revision.words,
            changes=list(_changes(before, revision, kind, speech)),
        )


def _changes(before: Revision | None, after: Revision, kind: Kind, speech: Speech) -> Iterator[str]:
    english = speech.language == "en"
    if before is None:
        if after.origin == Origin.IMPORTED:
            yield "Record imported" if english else "Fiche importée"
        else:
            yield "Record created" if english else "Fiche créée"
        return
    if before.state != after.state:
        old, new = (moves.name(state, speech.language) for state in (before.state, after.state))
        yield f"State: {old} → {new}" if english else f"État : {old} → {new}"
    yield from differences(apart(before.document)[0], apart(after.document)[0], kind, speech)


def _leads_to(identifier: Identifier) -> str:
    """Give the address that a name leads to, or nothing."""
    registry = REGISTRIES.get(identifier.source_id)
    return registry.url.format(identifier.value) if registry and registry.url else identifier.value


def _provenance(number: int) -> list[Provenance]:
    rows = Identifier.objects.filter(object_id=number).select_related("source").order_by("source_id")
    return [
        Provenance(
            row.source.name, row.source.licence, row.source.url, row.value, row.changed_on, _leads_to(row)
        )
        for row in rows.fetch_mode(FETCH_RAISE)
    ]
