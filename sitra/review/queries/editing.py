"""Reads of those who type over a record: the form of a section, what is wrong, who else types."""

import re
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import datetime
from functools import lru_cache, partial
from typing import Any

from django.db.models import FETCH_RAISE

from sitra.access import queries as access
from sitra.accounts.models import Person
from sitra.catalog.rules import aspects
from sitra.catalog.rules.completeness import Completeness, completeness
from sitra.catalog.rules.differences import differences
from sitra.catalog.rules.kinds import Kind
from sitra.catalog.rules.speech import Speech
from sitra.catalog.rules.tree import tree
from sitra.catalog.rules.types import RecordRef, Section
from sitra.catalog.rules.validation import Problem, Severity
from sitra.catalog.rules.walk import references
from sitra.kit.texts import fold
from sitra.places import queries as places
from sitra.places.queries import CommuneLine
from sitra.review.models import Draft
from sitra.review.queries import layering
from sitra.review.queries.correcting import consulted
from sitra.review.rules.editing import Form, Option, View, form_of, section_of, shown
from sitra.review.rules.editing.forms import Offers
from sitra.review.rules.editing.layers import keyed, place_name, place_of, typed_of
from sitra.review.rules.editing.reading import Resolver
from sitra.review.rules.editing.saying import Names
from sitra.tourism.events import State
from sitra.tourism.models import Revision, TouristObject, TouristObjects
from sitra.tourism.policy import CONSULT, PUBLISH, WRITE
from sitra.tourism.queries import problems
from sitra.tourism.queries.records import Namer
from sitra.tourism.rules.overlays import changed
from sitra.vocabulary import queries as vocabulary
from sitra.vocabulary.rules.atlas import Atlas

_RANK = re.compile(r"\[(\d+)\]")
_INSEE = re.compile(r"\b(\d[0-9AB]\d{3})\b")
_NUMBER = re.compile(r"(\d{1,10})\D*$")
OFFERED = 8

type Usual = Callable[[Kind], Sequence[int]]
"""Kind -> the terms that its records often carry, the most frequent first."""


@dataclass(frozen=True, slots=True)
class SectionLine:
    """A section as the list of sections shows it: how full, with how much wrong, touched by the draft."""

    key: Section
    label: str
    percent: int | None
    blocking: int
    touched: bool
    own: int = 0
    """Values that the aspect written over has of its own there."""


@dataclass(frozen=True, slots=True)
class Fault:
    """One thing wrong: its sentence, where it is mended, and whether it stops a publication."""

    words: str
    section: Section | None
    anchor: str
    blocks: bool
    aspect: str = ""


@dataclass(frozen=True, slots=True)
class Other:
    """Somebody else with a draft of the same record, and the names of what they typed over."""

    name: str
    at: datetime
    fields: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Editing:
    """A record in the editor."""

    id: int
    name: str
    kind: Kind
    owner: str
    state: str
    revision: int
    """The revision of the draft."""
    latest: int
    writes: bool
    document: Mapping[str, Any]
    """What the form shows: the record, or the record as it reads in an aspect."""
    whole: Mapping[str, Any]
    read: Mapping[str, Any]
    """What the record said at the revision of the draft."""
    layer: layering.Layer | None
    layers: layering.Layers
    form: Form
    sections: tuple[SectionLine, ...]
    score: int
    faults: tuple[Fault, ...]
    changes: tuple[str, ...]
    """What the draft changes, in sentences."""
    others: tuple[Other, ...]
    wrongs: tuple[tuple[str, str], ...]
    """Name in the form and sentence of what is wrong there."""
    typed_at: datetime | None
    put_aside: bool
    publishes: bool
    """Whether it is not published yet, and its reader may publish it."""


def editing_page(
    person: Person, number: int, section: Section, view: View, usual: Usual = lambda _kind: ()
) -> Editing:
    """Give one section of a record to somebody who may consult it, with their draft where they have one."""
    row = consulted(person, number, who := access.mandate_of(person))
    language, kind, writes = view.language, Kind(row.kind), WRITE.allows(who, row)
    draft = Draft.objects.filter(object_id=number, person=person).first()
    live = draft if draft and not draft.dropped else None
    (seen, read, document), at = _read(row, live), view.aspect
    found, filled = problems(document, kind), completeness(document, tree(kind))
    faults = tuple(_fault(one, kind, language, document) for one in found)
    paths = changed(*keyed(read, document))
    laid = aspects.laid(document, at, kind) if at else document
    shown_view = replace(_shown(view, document, kind, live, found), usual=_ranks(usual(kind)))
    form = form_of(laid, kind, section, shown_view, offers(language))
    return Editing(
        id=row.pk,
        name=row.name,
        kind=kind,
        owner=row.owner.name,
        state=row.state,
        revision=seen,
        latest=row.revision,
        writes=writes,
        document=laid,
        whole=document,
        read=read,
        layer=layering.layer(document, at, kind, form.parts, language),
        layers=layering.around(document, at, kind, live.copied if live else None, language),
        form=form,
        sections=_sections(kind, filled, faults, paths, language, at, document),
        score=filled.score,
        faults=faults,
        changes=tuple(told_changes(read, document, kind, language)) if paths else (),
        others=_others(person, row, language),
        wrongs=tuple((name, words) for name, told in shown_view.wrong.items() for words in told),
        typed_at=live.at if live else None,
        put_aside=bool(draft and draft.dropped),
        publishes=row.state != State.PUBLISHED and writes and PUBLISH.allows(who, row),
    )


def _read(row: TouristObject, live: Draft | None) -> tuple[int, Mapping[str, Any], Mapping[str, Any]]:
    """Give the revision that was read, what it says, and what the draft makes of it."""
    seen = live.revision if live else row.revision
    read = Revision.objects.values_list("document", flat=True).get(object=row, number=seen)
    return seen, read, live.document if live else read


def _sections(
    kind: Kind,
    filled: Completeness,
    faults: Sequence[Fault],
    paths: Iterable[str],
    language: str,
    aspect: str,
    document: Mapping[str, Any],
) -> tuple[SectionLine, ...]:
    places = [place_of(path) for path in paths]
    touched = {section_of(kind, place) for layer, place in places if layer == aspect}
    own = layering.counts(document, aspect, kind) if aspect else {}
    return tuple(
        SectionLine(
            one,
            one.label(language),
            None if aspect else filled.sections.get(one),
            sum(fault.section is one and fault.blocks and fault.aspect == aspect for fault in faults),
            one in touched,
            own.get(one, 0),
        )
        for one in shown.sections(kind, layered=bool(aspect))
    )


def told_changes(
    read: Mapping[str, Any], document: Mapping[str, Any], kind: Kind, language: str
) -> list[str]:
    """Say what a draft changes, one sentence a value."""
    return differences(read, document, kind, Speech(language, Namer()))


def names_of(document: Mapping[str, Any], kind: Kind) -> Names:
    """Look up the names behind the numbers of a document; those of records in one query."""
    book, communes = vocabulary.atlas().book, places.atlas()
    numbers = set(references(document, tree(kind), RecordRef))
    rows = TouristObject.objects.filter(pk__in=numbers).values_list("pk", "name") if numbers else ()
    records = dict(rows)

    def commune(number: int) -> str:
        line = communes.get(number)
        return f"{line.name} ({line.code})" if line else f"n° {number}"

    def record(number: int) -> str:
        return f"{records[number]} (n° {number})" if number in records else f"n° {number}"

    return Names(book.label, commune, record)


def offers(language: str) -> Offers:
    """Give what gives the terms of a vocabulary that may be chosen today, by family."""
    return partial(_offers, vocabulary.atlas(), language)


@lru_cache(maxsize=512)
def _offers(atlas: Atlas, language: str, name: str) -> tuple[Option, ...]:
    found = []
    for branches in atlas.pages(name):
        for branch in branches:
            family = branch.family.label(language) if branch.family else ""
            for node in branch.nodes:
                terms = [node.term, *(below.term for below in node.children)]
                found += [Option(str(one.id), one.label(language), family) for one in terms if one.active]
    return tuple(found)


def commune_named(words: str) -> CommuneLine | None:
    """Understand a commune by its INSEE code, or by a name that only one bears."""
    atlas = places.atlas()
    code = _INSEE.search(words)
    if code and (line := atlas.by_code(code[1])):
        return line
    offered = atlas.suggest(words, 2) if words.strip() else []
    exact = [one.commune for one in offered if fold(one.commune.name) == fold(words)]
    return offered[0].commune if len(offered) == 1 else exact[0] if len(exact) == 1 else None


def resolver(person: Person) -> Resolver:
    """Understand the communes and the records that somebody names: records they may consult."""

    def commune(words: str) -> int:
        line = commune_named(words)
        if line is None:
            message = f"« {words} » : choisissez une commune de la liste, ou donnez son code INSEE."
            raise ValueError(message)
        return line.number

    def record(words: str) -> tuple[str, int]:
        number = _NUMBER.search(words)
        rows = CONSULT.among(access.mandate_of(person), TouristObject.objects.all())
        found = rows.filter(pk=int(number[1])).values_list("kind", "pk").first() if number else None
        if found is None:
            message = f"« {words} » : choisissez une fiche de la liste, ou donnez son numéro."
            raise ValueError(message)
        return found

    return Resolver(commune, record)


def records_named(person: Person, words: str, kinds: Iterable[str] = ()) -> list[tuple[int, str, str]]:
    """Offer the records that one may consult whose name holds some words: number, name, kind."""
    rows: TouristObjects = CONSULT.among(access.mandate_of(person), TouristObject.objects.all())
    if wanted := list(kinds):
        rows = rows.filter(kind__in=wanted)
    rows = rows.filter(pk=int(words)) if words.isdecimal() else rows.filter(name__icontains=words)
    return list(
        rows.order_by("name", "pk").fetch_mode(FETCH_RAISE).values_list("pk", "name", "kind")[:OFFERED]
    )


def drafts_of(person: Person, limit: int = OFFERED) -> Sequence[tuple[int, str, datetime]]:
    """Give the records somebody began to type over and did not save, the latest first."""
    rows = Draft.objects.filter(person=person, dropped=False).order_by("-at")
    return list(rows.values_list("object_id", "object__name", "at")[:limit])


def _shown(
    view: View, document: Mapping[str, Any], kind: Kind, live: Draft | None, found: Iterable[Problem]
) -> View:
    """Bring into a view what is wrong and what was typed in its aspect, or in the record, and names."""
    at = view.aspect
    typed = typed_of(live.typed, at) if live else {}
    own = aspects.own(document, at, kind) if at else ()
    wrong = _with(view, _placed(found, view.language, document, at), typed)
    return replace(wrong, names=names_of(document, kind), own=own)


def _ranks(terms: Iterable[int]) -> dict[str, int]:
    return {str(term): rank for rank, term in enumerate(terms)}


def _with(view: View, wrong: Mapping[str, tuple[str, ...]], typed: Mapping[str, str]) -> View:
    both = {name: (*wrong.get(name, ()), *view.wrong.get(name, ())) for name in {*wrong, *view.wrong}}
    return replace(view, typed={**typed, **view.typed}, wrong=both)


def _name(path: str, document: Mapping[str, Any]) -> tuple[str, str]:
    """Give the aspect, and the name in its form, of the place of a problem."""
    name = _RANK.sub(r".\1", path)
    head, _dot, below = name.partition(".")
    rank, _dot, place = below.partition(".")
    if head != aspects.LAYERS or not rank.isdecimal():
        return "", name
    held = document[aspects.LAYERS][int(rank)]
    return str(held.get(aspects.NAME) or "") if isinstance(held, Mapping) else "", place


def _placed(
    found: Iterable[Problem], language: str, document: Mapping[str, Any], aspect: str
) -> dict[str, tuple[str, ...]]:
    placed: dict[str, tuple[str, ...]] = {}
    for one in found:
        layer, name = _name(one.path, document)
        if layer == aspect:
            placed[name] = (*placed.get(name, ()), one.sentence(language))
    return placed


def _fault(one: Problem, kind: Kind, language: str, document: Mapping[str, Any]) -> Fault:
    aspect, name = _name(one.path, document)
    words = one.sentence(language)
    if aspect:
        words = f"{aspects.label(aspect, language).capitalize()} · {words}"
    return Fault(words, section_of(kind, name), f"f-{name}", one.severity is Severity.BLOCKS, aspect)


def _others(person: Person, row: TouristObject, language: str) -> tuple[Other, ...]:
    """Give the drafts of others, and what they typed over, in words."""
    drafts = list(
        Draft.objects.filter(object=row, dropped=False)
        .exclude(person=person)
        .select_related("person")
        .order_by("-at")
        .fetch_mode(FETCH_RAISE)[:OFFERED]
    )
    seen = {one.revision for one in drafts}
    rows = Revision.objects.filter(object=row, number__in=seen).values_list("number", "document")
    said = dict(rows) if drafts else {}
    kind = Kind(row.kind)
    return tuple(
        Other(
            one.person.full_name,
            one.at,
            tuple(
                dict.fromkeys(
                    place_name(path, kind, language, whole=True)
                    for path in sorted(changed(*keyed(said[one.revision], one.document)))
                )
            ),
        )
        for one in drafts
        if one.revision in said
    )
