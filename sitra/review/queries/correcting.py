"""Reads of those who correct a record, or propose a correction."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from sitra.access import queries as access
from sitra.access.rules.mandate import Mandate
from sitra.access.rules.sharing import Audience, share_of
from sitra.access.rules.telling import Names, explained
from sitra.accounts.models import Person
from sitra.catalog.rules.kinds import Kind
from sitra.kit.errors import Unknown
from sitra.members import queries as members
from sitra.places import queries as places
from sitra.review.rules import correcting
from sitra.review.rules.correcting import Input
from sitra.tourism.models import Revision, TouristObject
from sitra.tourism.policy import CONSULT, RIGHTS, WRITE
from sitra.vocabulary import queries as vocabulary


@dataclass(frozen=True, slots=True)
class Correcting:
    """A record to correct: its values to type over, and whether what is typed is written or proposed."""

    id: int
    name: str
    owner: str
    revision: int
    kind: Kind
    document: Mapping[str, Any]
    read: Mapping[str, Any]
    """What the record said at the revision that the form was made of."""
    inputs: list[Input]
    offered: dict[str, list[tuple[str, str]]]
    """Section -> path and label of the fields that can be added."""
    writes: bool


def correcting_page(
    person: Person, number: int, chosen: Sequence[str], language: str, seen: int = 0
) -> Correcting:
    """Give a record to correct to somebody who may consult it; `seen` is the revision of their form."""
    row = consulted(person, number)
    wanted = Revision.objects.filter(object_id=number, number__in=(seen, row.revision))
    revisions = list(wanted.order_by("number"))
    read, latest = revisions[0], revisions[-1]
    kind = Kind(row.kind)
    shown = correcting.inputs(latest.document, kind, chosen, language, _ways(latest.document, language))
    known = {*correcting.USUAL, *chosen}
    offered: dict[str, list[tuple[str, str]]] = {}
    for path, field in correcting.plain(kind).items():
        if path not in known:
            offered.setdefault(field.section.label(language), []).append((path, field.label(language)))
    return Correcting(
        id=row.pk,
        name=row.name,
        owner=row.owner.name,
        revision=row.revision,
        kind=kind,
        document=latest.document,
        read=read.document,
        inputs=shown,
        offered=offered,
        writes=WRITE.allows(access.mandate_of(person), row),
    )


@dataclass(frozen=True, slots=True)
class RightLine:
    """One act on a record: whether one may do it, the rule that says so, and who can change it."""

    label: str
    allowed: bool
    rule: str
    change: str


@dataclass(frozen=True, slots=True)
class Rights:
    """A record, and what one may do with it."""

    id: int
    name: str
    state: str
    revision: int
    rights: list[RightLine]
    owner: str
    shared: list[tuple[str, str]]
    """Each audience, and what of the record goes to it."""


def rights_page(person: Person, number: int, language: str) -> Rights:
    """Say of each act whether one may do it with a record, why, and who can change that."""
    row = consulted(person, number)
    who = access.mandate_of(person)
    names = Names(row.owner.name, _animator(row))
    told = [
        explained(act, next(iter(right.grounds(who, row)), None), names, language)
        for act, right in RIGHTS.items()
    ]
    lines = [RightLine(one.act.label(language), one.allowed, one.rule, one.change) for one in told]
    kept = access.rules(row.owner_id)
    shared = [
        (to.label(language), share_of(kept, row.owner_id, row.kind, to).label(language)) for to in Audience
    ]
    return Rights(row.pk, row.name, row.state, row.revision, lines, row.owner.name, shared)


def consulted(person: Person, number: int, who: Mandate | None = None) -> TouristObject:
    """Give a living record to somebody who may consult it, or refuse it in words; `who` where it is known."""
    row = TouristObject.objects.living().with_head().filter(pk=number).first()
    if row is None:
        message = f"Aucune fiche ne porte le numéro {number}."
        raise Unknown(message)
    CONSULT.demand(who or access.mandate_of(person), row)
    return row


def _animator(row: TouristObject) -> str:
    """Name the member that animates the département of a record."""
    line = places.atlas().living(row.commune_id) if row.commune_id else None
    member = members.departement_members().get(line.departement_code) if line else None
    return members.named([member])[member] if member else ""


def _ways(document: Mapping[str, Any], language: str) -> dict[int, str]:
    """Name the kinds of contact that a record has, and those that every record is asked for."""
    book = vocabulary.atlas().book
    held = document.get("informations", {}).get("moyensCommunication", [])
    numbers = {way.get("type", {}).get("id", 0) for way in held if isinstance(way, Mapping)}
    numbers |= set(correcting.OFFERED_WAYS)
    return {number: line.label(language) for number in numbers if (line := book.get(number))}
