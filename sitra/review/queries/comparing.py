"""Two records side by side, field by field, for the one who decides whether they are one."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, datetime

from django.db.models import FETCH_RAISE, F

from sitra.access import queries as access
from sitra.access.rules.mandate import Mandate
from sitra.accounts.models import Person
from sitra.catalog.rules.completeness import completeness
from sitra.catalog.rules.differences import differences
from sitra.catalog.rules.kinds import Kind
from sitra.catalog.rules.speech import Speech
from sitra.catalog.rules.tree import tree
from sitra.catalog.rules.types import Section
from sitra.kit.errors import Impossible, Unknown
from sitra.places import queries as places
from sitra.review.events import Pick
from sitra.review.models import Candidate
from sitra.review.policy import DECIDE
from sitra.review.rules import merging
from sitra.review.rules.keeping import Merits, kept
from sitra.review.rules.merging import Couple
from sitra.review.rules.units import Unit
from sitra.review.rules.wording import Wording, wording
from sitra.tourism.events import State
from sitra.tourism.models import Identifier, Revision, TouristObject
from sitra.tourism.policy import CONSULT
from sitra.tourism.queries import likeness
from sitra.tourism.queries.records import Namer
from sitra.tourism.rules import moves
from sitra.tourism.rules.evidence import DistanceEvidence
from sitra.tourism.rules.likeness import Likeness

type Rows = Mapping[int, TouristObject]


@dataclass(frozen=True, slots=True)
class Record:
    """One of two records, with what speaks for keeping it; `completeness` is 0 to 100."""

    id: int
    name: str
    kind: str
    state: str
    state_label: str
    owner: str
    commune: str
    revision: int
    created_at: datetime
    changed_at: datetime
    completeness: int
    sources: list[str]


@dataclass(frozen=True, slots=True)
class Choice:
    """A field in which the two differ: what each says, what is ticked, whether both may be taken."""

    path: str
    words: Wording
    picked: Pick
    many: bool


@dataclass(frozen=True, slots=True)
class Fields:
    """What the two say, field by field, and what comes of what is ticked."""

    choices: list[Choice]
    same: list[Wording]
    outcome: list[str]
    """What the record kept would say otherwise."""
    trouble: str
    """Why what is ticked cannot be put together; else empty."""


@dataclass(frozen=True, slots=True)
class Comparison:
    """All that the page of a pair shows; `kept` is the record that goes on, `other` the one that goes."""

    kept: Record
    other: Record
    advised: int
    """Number of the record we would keep."""
    score: float
    reasons: list[str]
    metres: int | None
    aside_until: date | None
    ask: list[str]
    """Owners whose word is needed and for whom the person does not write."""
    fields: Fields | None
    """Nothing when the records are of two kinds, which are never merged."""


def couple_of(keep: TouristObject, gone: TouristObject) -> Couple:
    """Give the documents of two records, as the one kept and the other one."""
    latest = Revision.objects.filter(object__in=[keep.pk, gone.pk], number=F("object__revision"))
    documents = dict(latest.values_list("object_id", "document"))
    return Couple(
        kind=Kind(keep.kind),
        kept=documents[keep.pk],
        other=documents[gone.pk],
        other_is_newer=gone.changed_at > keep.changed_at,
        selves=frozenset({keep.pk, gone.pk}),
    )


def comparison(
    person: Person,
    couple: tuple[int, int],
    language: str,
    *,
    keep: int | None = None,
    choices: Mapping[str, Pick] | None = None,
) -> Comparison:
    """Compare two records for somebody who may consult both; `keep` and `choices` are what was ticked."""
    rows, who = _consulted(person, couple)
    shown, advised = _records(rows, language)
    first = keep if keep is not None and keep in rows else advised
    second = next(number for number in rows if number != first)
    pair = next(likeness.between([(min(rows), max(rows))]))
    aside = Candidate.objects.filter(lower=min(rows), upper=max(rows)).values_list("aside_until", flat=True)
    ask = DECIDE.missing(who, *rows.values())
    one_kind = rows[first].kind == rows[second].kind
    return Comparison(
        kept=shown[first],
        other=shown[second],
        advised=advised,
        score=pair.likeness.score,
        reasons=pair.likeness.sentences(language),
        metres=metres(pair.likeness),
        aside_until=aside.first(),
        ask=ask,
        fields=_fields(couple_of(rows[first], rows[second]), language, choices or {}, private=not ask)
        if one_kind
        else None,
    )


def metres(likeness: Likeness) -> int | None:
    """Give how far apart two records are, when both have a point."""
    return next((one.metres for one in likeness.evidence if isinstance(one, DistanceEvidence)), None)


def _consulted(person: Person, couple: tuple[int, int]) -> tuple[Rows, Mandate]:
    rows = {row.pk: row for row in TouristObject.objects.living().with_head().filter(pk__in=couple)}
    if couple[0] == couple[1]:
        message = "Une fiche ne se compare pas à elle-même : choisissez-en deux."
        raise Impossible(message)
    if missing := [number for number in couple if number not in rows]:
        message = f"Aucune fiche ne porte le numéro {missing[0]}."
        raise Unknown(message)
    who = access.mandate_of(person)
    for row in rows.values():
        CONSULT.demand(who, row)
    return rows, who


def _records(rows: Rows, language: str) -> tuple[dict[int, Record], int]:
    """Describe both records, and say which one we would keep."""
    latest = Revision.objects.filter(object__in=list(rows), number=F("object__revision"))
    documents = dict(latest.values_list("object_id", "document"))
    sources: dict[int, list[str]] = {number: [] for number in rows}
    known = Identifier.objects.filter(object__in=list(rows)).select_related("source").order_by("pk")
    for one in known.fetch_mode(FETCH_RAISE):
        sources[one.object_id].append(one.source.name)
    filled = {
        number: completeness(documents[number], tree(Kind(row.kind))).score for number, row in rows.items()
    }
    merits = [
        Merits(number, row.state == State.PUBLISHED, filled[number], len(sources[number]), row.created_at)
        for number, row in rows.items()
    ]
    described = {
        number: _record(row, filled[number], sources[number], language) for number, row in rows.items()
    }
    return described, kept(*merits)


def _record(row: TouristObject, filled: int, sources: list[str], language: str) -> Record:
    commune = places.atlas().living(row.commune_id) if row.commune_id else None
    return Record(
        id=row.pk,
        name=row.name,
        kind=Kind(row.kind).label(language),
        state=row.state,
        state_label=moves.name(row.state, language),
        owner=row.owner.name,
        commune=commune.name if commune else "",
        revision=row.revision,
        created_at=row.created_at,
        changed_at=row.changed_at,
        completeness=filled,
        sources=sources,
    )


def _fields(couple: Couple, language: str, choices: Mapping[str, Pick], *, private: bool) -> Fields:
    speech = Speech(language, Namer())
    units = [unit for unit in couple.units() if _shown(unit) and (private or not unit.private)]
    units.sort(key=_section)
    outcome: list[str] = []
    trouble = ""
    try:
        outcome = differences(couple.kept, merging.merged(couple, choices), couple.kind, speech)
    except Impossible as refused:
        trouble = str(refused)
    return Fields(
        choices=[
            Choice(
                unit.path,
                wording(unit, speech),
                choices.get(unit.path) or merging.proposed(couple, unit),
                unit.many
                and not merging.empty(unit.one, unit.node)
                and not merging.empty(unit.other, unit.node),
            )
            for unit in units
            if not unit.same
        ],
        same=[wording(unit, speech) for unit in units if unit.same],
        outcome=outcome,
        trouble=trouble,
    )


def _shown(unit: Unit) -> bool:
    """Leave out what we compute, what the catalogue does not know, and what neither record says."""
    silent = merging.empty(unit.one, unit.node) and merging.empty(unit.other, unit.node)
    return unit.node is not None and not unit.computed and not silent


def _section(unit: Unit) -> int:
    """Give the rank of the section that a choice stands in."""
    return list(Section).index(unit.field.section) if unit.field else len(Section)
