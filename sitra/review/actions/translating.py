"""Writing the texts of a record in several languages, and saying of each whose hand it is of."""

from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass, field, replace
from typing import Any

from django.db import transaction
from django.utils import timezone

from sitra.access import queries as access
from sitra.access.rules.areas import Area
from sitra.accounts.models import Person
from sitra.catalog.rules.kinds import Kind
from sitra.catalog.rules.walk import Translation
from sitra.kit import pacing, translating as machines
from sitra.kit.errors import Forbidden, Stale
from sitra.ledger import actions as ledger
from sitra.ledger.events import Fact
from sitra.review.actions.authoring import living
from sitra.review.actions.proposing import Proposer, change
from sitra.review.actions.texting import put_down
from sitra.review.events import REREAD, Hand
from sitra.review.models import Proposal, TextOrigin
from sitra.review.rules import translating as rules
from sitra.tourism.actions.records import latest_of
from sitra.tourism.events import SUBJECT
from sitra.tourism.models import TouristObject
from sitra.tourism.policy import WRITE

_NONE = frozenset[str]()
_PRESSES, _HOUR = 60, 3600
"""Times an hour that one person may have texts translated by a machine that is paid by the character."""


@dataclass(frozen=True, slots=True)
class TextsTyped:
    """What somebody typed in two languages, by names as `presentation.descriptifCourt.libelleDe`.

    `machine` holds the digests of what a machine had put there; `reread` what they found right.
    """

    texts: Mapping[str, str]
    source: str
    target: str
    machine: Mapping[str, str] = field(default_factory=dict)
    reread: frozenset[str] = frozenset()


@dataclass(frozen=True, slots=True)
class TextsSaved:
    """What became of it: the record as it is now, the proposal that waits, and how many texts were reread."""

    row: TouristObject
    written: int = 0
    proposal: Proposal | None = None
    reread: int = 0


@transaction.atomic
def write_translations(number: int, typed: TextsTyped, *, seen: int, by: Proposer) -> TextsSaved:
    """Write the texts that are entrusted to somebody, propose the others, and keep where each comes from.

    Raises `Stale` when the record is no longer at the revision `seen`, `Forbidden` for a text reread by
    somebody who may not write it.
    """
    assert by.person is not None
    row, latest = latest_of(number)
    if row.revision != seen:
        message = "La fiche a été modifiée entre-temps : relisez-la avant d'enregistrer."
        raise Stale(message)
    areas = WRITE.grounds(access.mandate_of(by.person), living(number))
    _demand_own(areas, typed.reread - typed.texts.keys())
    mine = {name: text for name, text in typed.texts.items() if _entrusted(areas, name)}
    others = {name: text for name, text in typed.texts.items() if name not in mine}
    document, proposal = latest.document, None
    if mine:
        document = rules.with_texts(document, mine)
        row = change(number, document, seen=seen, by=by).row or row
    if others:
        wanted = rules.with_texts(document, others)
        proposal = change(number, wanted, seen=row.revision, by=by).proposal
        _keep(row, wanted, replace(typed, texts=others, machine=_of(typed, others), reread=_NONE), by.person)
    own = {name: sign for name, sign in typed.machine.items() if _entrusted(areas, name)}
    reread = frozenset(name for name in typed.reread if _entrusted(areas, name))
    put_down(row, typed.texts.keys(), seen=seen, by=by.person)
    kept = _keep(row, document, replace(typed, texts=mine, machine=own, reread=reread), by.person)
    return TextsSaved(row, len(mine), proposal, kept)


def translated(wanted: Sequence[str], source: str, target: str, *, by: Person) -> tuple[list[str], str]:
    """Have texts translated by the machine of this installation; answers them, and its name.

    Texts beyond what is translated in one go are left out. Raises `NotTranslated`, or `TooOften`.
    """
    machine = machines.provider()
    some = wanted[: machines.fitting(wanted)]
    if not some:
        return [], machine.name
    if machine.name:
        pacing.demand_pace("translating", str(by.pk), most=_PRESSES, seconds=_HOUR)
    return machine.translate(some, source, target), machine.name


def _entrusted(areas: Iterable[Area], name: str) -> bool:
    return any(area.fields.allows(rules.path_of(name)) for area in areas)


def _demand_own(areas: Collection[Area], names: Iterable[str]) -> None:
    """Refuse that somebody finds right a text which they may not write."""
    if not all(_entrusted(areas, name) for name in names):
        message = "Seul qui peut écrire un texte dit qu'il est relu : celui-ci ne vous est pas confié."
        raise Forbidden(message)


def _of(typed: TextsTyped, names: Collection[str]) -> dict[str, str]:
    return {name: sign for name, sign in typed.machine.items() if name in names}


def _keep(row: TouristObject, document: Mapping[str, Any], typed: TextsTyped, person: Person) -> int:
    """Keep whose hand each text typed is of, and which were found right; answers how many were."""
    now, reread = timezone.now(), 0
    for slot in rules.slots(document, Kind(row.kind)):
        for code, text in slot.texts.items():
            name, values = rules.name_of(slot, code), dict[str, Any]()
            made = typed.machine.get(name) == rules.digest(code, text)
            if name in typed.texts or made:
                hand, machine = (Hand.MACHINE, machines.provider().name) if made else (Hand.PERSON, "")
                values = {"hand": hand.value, "machine": machine, "person": person, "at": now}
                values |= {"verified_at": None, "verified_by": None}
            if name in typed.reread:
                values |= {"verified_at": now, "verified_by": person}
                reread += 1
            if values:
                _write(row, slot, code, typed.source, values)
    if reread:
        details = {"revision": row.revision, "kind": row.kind, "language": typed.target, "count": reread}
        ledger.record(Fact(REREAD, SUBJECT, row.pk, person_id=person.pk, details=details))
    return reread


def _write(row: TouristObject, slot: Translation, code: str, source: str, values: Mapping[str, Any]) -> None:
    """Keep it of a text beside the text in the language `source`, unless it is that text itself."""
    origin = slot.texts.get(source, "") if code != source else ""
    sign = rules.digest(code, slot.texts[code])
    held = TextOrigin.objects.filter(object=row, field=slot.field.path, digest=sign)
    # Found right beside another source text, it stays of the hand it was of.
    before = held.order_by("-at").values("hand", "machine", "person_id", "at").first()
    unknown = {"hand": Hand.UNKNOWN.value, "at": timezone.now()}
    TextOrigin.objects.update_or_create(
        object=row,
        field=slot.field.path,
        language=code,
        digest=sign,
        source=rules.digest(source, origin) if origin else "",
        defaults=dict(values),
        create_defaults={**(before or unknown), **values},
    )
