"""Who has the last word on a value that a source gives: the source, or people here."""

from django.db import transaction
from django.utils import timezone

from sitra.catalog.rules.kinds import Kind
from sitra.catalog.rules.path_names import path_name
from sitra.kit.errors import Impossible, Unknown
from sitra.ledger import actions as ledger
from sitra.ledger.events import Fact
from sitra.tourism.actions.rebasing import rebase
from sitra.tourism.actions.records import Author, latest_of
from sitra.tourism.events import SOURCE, Origin, SourceFact
from sitra.tourism.models import Identifier, Lock, Source, TouristObject
from sitra.tourism.queries.sourcing import last_said, written_over
from sitra.tourism.rules.overlays import agreed, put

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
    rows = Identifier.objects.filter(object=row, source_id=source).order_by("pk")
    known = last_said(list(rows))
    theirs = {
        one: agreed(known[one.pk], latest.document, known[one.pk]).theirs for one in rows if one.pk in known
    }
    found = next((one for one, values in theirs.items() if path in values), None)
    if found is None:
        message = f"La fiche {number} dit déjà ce que dit sa source sous « {path} »."
        raise Impossible(message)
    document = put(latest.document, path, theirs[found][path])
    kept = agreed(known[found.pk], document, known[found.pk])
    label = path_name(path, Kind(row.kind))
    return rebase(found, kept, seen=seen, by=by.saying(f"Comme le dit sa source : {label}"))


def _give_back(source: Source, path: str, by: Author) -> None:
    """Take back what the source says wherever it was written over, whether a run met it since or not."""
    words = Author(by.person, by.member, Origin.IMPORTED, f"Champ tenu par sa source : {path}")
    touched = written_over().filter(source=source, object__heir=None).order_by("pk")
    after = 0
    while page := list(touched.filter(pk__gt=after)[:_PAGE]):
        after = page[-1].pk
        known = last_said(page)
        for one in page:
            row, latest = latest_of(one.object_id)
            kept = agreed(known[one.pk], latest.document, known[one.pk], [path])
            if kept.document != latest.document:
                rebase(one, kept, seen=row.revision, by=words)


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
