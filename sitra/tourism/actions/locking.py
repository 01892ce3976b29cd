"""Who has the last word on a value that a source gives: the source, or people here."""

from django.db import transaction
from django.utils import timezone

from sitra.catalog.rules.kinds import Kind
from sitra.kit.errors import Impossible, Unknown
from sitra.ledger import actions as ledger
from sitra.ledger.events import Fact
from sitra.tourism.actions.records import Author, latest_of, revise
from sitra.tourism.events import SOURCE, Origin, SourceFact
from sitra.tourism.models import Lock, Overlay, Source, TouristObject
from sitra.tourism.queries.sourcing import differing
from sitra.tourism.rules.overlays import covers, put

_PAGE = 500


@transaction.atomic
def lock_field(source: str, path: str, *, by: Author) -> Lock:
    """Let only its source change a field, or a block, of all the records it gives.

    What was written over it here goes back to what the source says. Saying it again changes nothing.
    """
    if not path:
        message = "Dites quel champ est tenu par la source."
        raise Impossible(message)
    kept = _source(source)
    lock, new = Lock.objects.get_or_create(
        source=kept, path=path, defaults={"person": by.person, "at": timezone.now()}
    )
    if new:
        _give_back(kept, path, by)
        ledger.record(_fact(SourceFact.LOCKED, path, source, by))
    return lock


@transaction.atomic
def unlock_field(source: str, path: str, *, by: Author) -> None:
    """Let people here write over a field that its source held."""
    if Lock.objects.filter(source=_source(source), path=path).delete()[0]:
        ledger.record(_fact(SourceFact.UNLOCKED, path, source, by))


@transaction.atomic
def follow_source(number: int, source: str, path: str, *, seen: int, by: Author) -> TouristObject:
    """Give up what was written over a value here and take what the source says."""
    row, latest = latest_of(number)
    differs = differing(number, Kind(row.kind), "fr")
    value = next((one for one in differs if (one.source, one.path) == (source, path)), None)
    if value is None:
        message = f"La fiche {number} dit déjà ce que dit sa source sous « {path} »."
        raise Impossible(message)
    document = put(latest.document, path, value.theirs)
    return revise(number, document, seen=seen, by=by.saying(f"Comme le dit sa source : {value.label}"))


def _give_back(source: Source, path: str, by: Author) -> None:
    """Take back what the source says wherever it was written over."""
    words = Author(by.person, by.member, Origin.IMPORTED, f"Champ tenu par sa source : {path}")
    rows = Overlay.objects.filter(source=source).order_by("object_id", "pk")
    held = [one for one in rows.iterator(_PAGE) if covers(path, one.path)]
    for number in dict.fromkeys(one.object_id for one in held):
        row, latest = latest_of(number)
        document = latest.document
        for one in held:
            if one.object_id == number:
                document = put(document, one.path, one.theirs)
        revise(number, document, seen=row.revision, by=words)


def _source(code: str) -> Source:
    found = Source.objects.filter(pk=code).first()
    if found is None:
        message = f"Aucune source ne porte le code « {code} »."
        raise Unknown(message)
    return found


def _fact(name: SourceFact, path: str, source: str, by: Author) -> Fact:
    return Fact(
        name.value,
        SOURCE,
        0,
        person_id=by.person.pk if by.person else None,
        member_id=by.member.pk if by.member else None,
        details={"source": source, "path": path},
    )
