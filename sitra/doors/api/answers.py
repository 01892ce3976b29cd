"""What is answered, as types: the description is written from here; records come as bytes that are ready."""

from typing import Any

from ninja import Schema
from pydantic import ConfigDict

from sitra.catalog.rules.kinds import Kind


class Open(Schema):
    """An object that may say more than what is named here."""

    model_config = ConfigDict(extra="allow")


class Record(Open):
    """A record, by the paths of the catalogue (/documentation/champs)."""

    type: Kind
    id: int


class Count(Schema):
    """How many records have a value."""

    value: str | int
    label: str
    count: int


class RecordPage(Schema):
    """A page of records."""

    items: list[Record]
    total: int
    next: str | None
    facets: dict[str, list[Count]] = {}


class Slot(Schema):
    """From when until when, where either may be unsaid; `term` names what is not the opening itself."""

    opens: str | None
    closes: str | None
    next_day: bool
    every_minutes: int | None = None
    term: int | None = None


class OpenDay(Schema):
    """A day on which a record is open; without `hours_known`, its slots do not say all."""

    date: str
    hours_known: bool
    slots: list[Slot]


class Now(Schema):
    """Whether a record is open at a moment; nothing when nobody knows."""

    at: str
    open: bool | None
    open_today: bool | None
    hours_known: bool


class OpeningPage(Schema):
    """The next days on which a record is open."""

    id: int
    time_zone: str
    now: Now
    items: list[OpenDay]
    next: str | None


class Term(Open):
    """A term of the vocabulary, with its labels by language (`libelleFr`, `libelleEn`…)."""

    id: int
    elementReferenceType: str  # noqa: N815 - a name of the wire
    active: bool


class WholeTerm(Term):
    """A term with the numbers of those that stand below it."""

    below: list[int]


class TermPage(Schema):
    """A page of terms."""

    items: list[Term]
    total: int
    next: str | None


class Departement(Schema):
    """A département."""

    code: str
    nom: str


class Commune(Open):
    """A commune of today."""

    id: int
    code: str
    nom: str
    codesPostaux: list[str]  # noqa: N815 - a name of the wire
    population: int
    departement: Departement | None = None
    epci: str | None = None


class CommunePage(Schema):
    """A page of communes."""

    items: list[Commune]
    total: int
    next: str | None


class Fault(Schema):
    """What is wrong with a parameter, and what may have been meant."""

    parameter: str
    detail: str
    nearest: str | None = None


class Problem(Open):
    """What is refused (RFC 9457): its name, what happened, where, and what to do."""

    type: str
    status: int
    title: str
    detail: str
    instance: str
    advice: str
    errors: list[Fault] = []


type Json = dict[str, Any]
