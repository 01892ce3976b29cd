"""Reads of those who begin records with templates, and of those who make them."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from django.db.models import FETCH_RAISE

from sitra.access import queries as access
from sitra.accounts.models import Person
from sitra.catalog.rules.kinds import Kind
from sitra.kit.texts import fold
from sitra.members import queries as members
from sitra.review.models import Template
from sitra.review.policy import TEMPLATES
from sitra.review.queries.previewing import drafted
from sitra.review.rules.editing import templating


@dataclass(frozen=True, slots=True)
class TemplateLine:
    """A template as a list shows it."""

    id: int
    name: str
    kind: Kind
    kind_label: str
    member: str
    by: str
    at: datetime
    parts: tuple[str, ...]
    """The sections in which it says something."""
    dropped_at: datetime | None


@dataclass(frozen=True, slots=True)
class Making:
    """A record of which a template may be made, what it would keep, and for whom."""

    id: int
    name: str
    kind_label: str
    parts: tuple[str, ...]
    typed: bool
    """Whether it holds what one typed and did not save."""
    members: tuple[tuple[int, str], ...]


@dataclass(frozen=True, slots=True)
class TemplateOffer:
    """A template as somebody who begins a record chooses it."""

    id: int
    name: str
    kind: Kind
    kind_label: str
    member: str


def templates_offered(person: Person, language: str) -> list[TemplateOffer]:
    """Give the templates with which somebody may begin a record, by kind and name, without their content."""
    rows = TEMPLATES.among(access.mandate_of(person), Template.objects.there())
    found = [
        TemplateOffer(number, name, Kind(kind), Kind(kind).label(language), member)
        for number, name, kind, member in rows.values_list("pk", "name", "kind", "member__name")
    ]
    return sorted(found, key=_order)


def templates(person: Person, language: str, *, dropped: bool = False) -> list[TemplateLine]:
    """Give the templates of the members for which somebody writes, by kind and name; or those dropped."""
    rows = Template.objects.exclude(dropped_at=None) if dropped else Template.objects.there()
    theirs = TEMPLATES.among(access.mandate_of(person), rows).select_related("member", "person")
    return sorted((_line(row, language) for row in theirs.fetch_mode(FETCH_RAISE)), key=_order)


def template(person: Person, number: int, language: str) -> TemplateLine:
    """Give one template to somebody who writes for its member; raises `Unknown` for others."""
    return _line(_held(person, number), language)


def template_content(person: Person, number: int) -> tuple[Kind, Mapping[str, Any]]:
    """Give the kind of a template, and what a record begins with; raises `Unknown` for others."""
    row = _held(person, number)
    return Kind(row.kind), row.document


def making_page(person: Person, number: int, language: str) -> Making:
    """Say what a template of a record would keep, to somebody who may consult it."""
    found = drafted(person, number)
    document = templating.pattern(found.document, found.kind)
    return Making(
        id=found.row.pk,
        name=found.name,
        kind_label=found.kind.label(language),
        parts=tuple(one.label(language) for one in templating.told(document, found.kind)),
        typed=found.typed_at is not None,
        members=tuple(members.named(access.mandate_of(person).writes).items()),
    )


def _order(one: TemplateLine | TemplateOffer) -> tuple[str, str, int]:
    return fold(one.kind_label), fold(one.name), one.id


def _held(person: Person, number: int) -> Template:
    row = Template.objects.there().select_related("member", "person").filter(pk=number).first()
    return TEMPLATES.demand(access.mandate_of(person), row, number)


def _line(row: Template, language: str) -> TemplateLine:
    kind = Kind(row.kind)
    return TemplateLine(
        id=row.pk,
        name=row.name,
        kind=kind,
        kind_label=kind.label(language),
        member=row.member.name,
        by=row.person.full_name if row.person else "",
        at=row.at,
        parts=tuple(one.label(language) for one in templating.told(row.document, kind)),
        dropped_at=row.dropped_at,
    )
