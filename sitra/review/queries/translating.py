"""Reads of those who write texts in several languages: side by side, and what waits in many records."""

from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from django.db.models import FETCH_RAISE, F

from sitra.access import queries as access
from sitra.access.rules.areas import Area
from sitra.accounts.models import Person
from sitra.catalog.rules.kinds import Kind
from sitra.catalog.rules.walk import Translation
from sitra.kit import texts
from sitra.kit.errors import Unknown
from sitra.review.events import Hand, Need
from sitra.review.models import Draft, TextOrigin
from sitra.review.rules import laying, translating
from sitra.review.rules.translating import Known, Mark, Merged, Provenance, Snapshot, Written
from sitra.tourism.events import Origin
from sitra.tourism.models import Revision, TouristObject
from sitra.tourism.policy import CONSULT, WRITE

LOOKED_BACK = 30
"""Revisions read to learn since when a text says what it says."""
MOST_RECORDS = 200
"""Records whose texts are looked at together."""


@dataclass(frozen=True, slots=True)
class Side:
    """One language of a text: its name in a form, what it says, and where that comes from."""

    name: str
    language: str
    text: str
    provenance: Provenance | None
    entrusted: bool
    """Whether what is typed here is written; else it is proposed."""


@dataclass(frozen=True, slots=True)
class Pair:
    """A text in the two languages that one looks at, and what it waits for in the second."""

    label: str
    section: str
    longest: int
    recommended: int
    source: Side
    target: Side
    need: Need | None
    proper: bool
    """Whether it is a name, which no machine translates."""


@dataclass(frozen=True, slots=True)
class Texts:
    """The texts of a record in two languages, as somebody may write or propose them."""

    id: int
    name: str
    owner: str
    revision: int
    kind: Kind
    document: Mapping[str, Any]
    read: Mapping[str, Any]
    """What the record said at the revision that the form was made of."""
    source: str
    target: str
    pairs: list[Pair]
    writes: bool
    """Whether one may write any of it."""
    missing: Mapping[str, int]
    """Language -> texts of the source that it lacks."""


@dataclass(frozen=True, slots=True)
class TextsDrafted:
    """What somebody typed over the texts of a record and did not save, held against the record of today."""

    at: datetime
    typed: Mapping[str, str]
    held: Merged


@dataclass(frozen=True, slots=True)
class Waiting:
    """A text of a record that is to be translated or reread."""

    path: str
    label: str
    need: Need


def texts_page(person: Person, number: int, languages: tuple[str, str], words: str, seen: int = 0) -> Texts:
    """Give the texts of a record to somebody who may consult it.

    `languages` are codes or empty: French, then the person's own or the first that lacks something;
    `words` is the language of labels, `seen` the revision of a form that was sent.
    """
    row = TouristObject.objects.living().with_head().filter(pk=number).first()
    if row is None:
        message = f"Aucune fiche ne porte le numéro {number}."
        raise Unknown(message)
    who = access.mandate_of(person)
    CONSULT.demand(who, row)
    wanted = Revision.objects.filter(object_id=number, number__in=(seen, row.revision))
    revisions = list(wanted.order_by("number"))
    found = translating.slots(revisions[-1].document, Kind(row.kind))
    source = languages[0] if languages[0] in texts.LANGUAGES else "fr"
    missing = _missing(found, source)
    target = _target(languages[1], source, person.language, missing)
    areas = WRITE.grounds(who, row)
    known = known_of([row])[row.pk]
    return Texts(
        id=row.pk,
        name=row.name,
        owner=row.owner.name,
        revision=row.revision,
        kind=Kind(row.kind),
        document=revisions[-1].document,
        read=revisions[0].document,
        source=source,
        target=target,
        pairs=[_pair(slot, (source, target), known, areas, words) for slot in found],
        writes=bool(areas),
        missing=missing,
    )


def texts_drafted(person: Person, page: Texts) -> TextsDrafted | None:
    """Give the texts that somebody's draft of a record changes; nothing where it changes none."""
    draft = Draft.objects.filter(object_id=page.id, person=person, dropped=False).first()
    if draft is None:
        return None
    base = Revision.objects.values_list("document", flat=True).get(object_id=page.id, number=draft.revision)
    found = laying.found(base, draft.document, page.kind)
    held = translating.merged(base, page.document, page.kind, found)
    typed = {name: found[name] for name in (*held.mine, *held.contested)}
    return TextsDrafted(draft.at, typed, held) if typed or held.lost else None


def texts_waiting(
    numbers: Sequence[int], source: str, target: str, words: str = "fr"
) -> dict[int, list[Waiting]]:
    """Say which texts of these records wait to be translated or reread in a language.

    A record in which none waits is not named. At most `MOST_RECORDS` are looked at: pages of a list.
    """
    rows = list(TouristObject.objects.living().filter(pk__in=numbers[:MOST_RECORDS]).with_head())
    latest = Revision.objects.filter(object__in=rows, number=F("object__revision"))
    documents = dict(latest.values_list("object_id", "document"))
    known = known_of(rows)
    found = {}
    for row in rows:
        waiting = [
            Waiting(slot.path, slot.field.label(words), need)
            for slot in translating.slots(documents[row.pk], Kind(row.kind))
            if (need := translating.need(slot, source, target, known[row.pk]))
        ]
        if waiting:
            found[row.pk] = waiting
    return found


def known_of(rows: Iterable[TouristObject]) -> dict[int, Known]:
    """Give what is known of the texts of records: their marks, and their history."""
    held = {row.pk: row for row in rows}
    marks: dict[int, dict[tuple[str, str], list[Mark]]] = defaultdict(lambda: defaultdict(list))
    kept = TextOrigin.objects.filter(object__in=held).select_related("person", "verified_by")
    for one in kept.fetch_mode(FETCH_RAISE):
        marks[one.object_id][one.field, one.digest].append(_mark(one))
    snapshots: dict[int, list[Snapshot]] = defaultdict(list)
    past = Revision.objects.filter(object__in=held, number__gt=F("object__revision") - LOOKED_BACK)
    for revision in past.select_related("person", "member").order_by("object_id", "-number"):
        kind = Kind(held[revision.object_id].kind)
        snapshots[revision.object_id].append(_snapshot(revision, kind))
    return {number: Known(marks[number], translating.history(snapshots[number])) for number in held}


def _pair(
    slot: Translation, languages: tuple[str, str], known: Known, areas: tuple[Area, ...], words: str
) -> Pair:
    source, target = languages
    sides = []
    for code in languages:
        name = translating.name_of(slot, code)
        entrusted = any(area.fields.allows(translating.path_of(name)) for area in areas)
        found = translating.provenance(slot, code, source, known)
        sides.append(Side(name, code, slot.texts.get(code, ""), found, entrusted))
    return Pair(
        label=_label(slot, words),
        section=slot.field.section.label(words),
        longest=slot.field.type.longest if hasattr(slot.field.type, "longest") else 0,
        recommended=translating.RECOMMENDED.get(slot.field.path, 0),
        source=sides[0],
        target=sides[1],
        need=translating.need(slot, source, target, known),
        proper=translating.proper(slot.field),
    )


def _label(slot: Translation, words: str) -> str:
    """Name a text, with its rank where it is one of a list: « Légende, 2 »."""
    ranks = [str(int(step) + 1) for step in slot.path.split(".") if step.isdecimal()]
    aspect = "Aspect, " if slot.path.startswith("aspects.") else ""
    return aspect + ", ".join((slot.field.label(words), *ranks))


def _missing(found: Iterable[Translation], source: str) -> dict[str, int]:
    lacking = [
        slot.missing(texts.LANGUAGES)
        for slot in found
        if slot.texts.get(source) and not translating.proper(slot.field)
    ]
    return {code: sum(code in codes for codes in lacking) for code in texts.LANGUAGES}


def _target(asked: str, source: str, own: str, missing: Mapping[str, int]) -> str:
    """Choose the second language: the one asked, else one's own, else the first that lacks something."""
    lacking = (code for code, count in missing.items() if count)
    wanted = (asked, own, *lacking, "en", "fr")
    return next(code for code in wanted if code in texts.LANGUAGES and code != source)


def _mark(row: TextOrigin) -> Mark:
    return Mark(
        Hand(row.hand),
        row.at,
        row.machine or (row.person.full_name if row.person else ""),
        row.source,
        row.verified_at,
        row.verified_by.full_name if row.verified_by else "",
    )


def _snapshot(revision: Revision, kind: Kind) -> Snapshot:
    typed = revision.origin == Origin.TYPED and revision.person is not None
    who = revision.person.full_name if typed and revision.person else ""
    member = revision.member.name if revision.member else ""
    hand = Hand.PERSON if typed else Hand.SOURCE
    return Snapshot(
        translating.said_by(translating.slots(revision.document, kind)),
        Written(revision.number, hand, revision.at, who or member),
        first=revision.number == 1,
    )
