"""Telling people: of facts, once, however often the ledger is read."""

from collections.abc import Iterable, Sequence
from datetime import timedelta

from django.db import transaction
from django.utils import timezone

from sitra.accounts.actions import ERASED
from sitra.ledger.events import Position, Told
from sitra.notices import queries
from sitra.notices.events import POSTED_ELSEWHERE, SUBJECT_OF
from sitra.notices.models import Cursor, Notice
from sitra.notices.rules.folding import Piece, folded

KEPT_READ, KEPT = timedelta(days=90), timedelta(days=365)
"""How long notices are kept that were read, and the others."""


def position(name: str) -> Position:
    """Say how far this floor has read: at first up to today, as nobody wants to be told of the past."""
    if (known := queries.position(name)) is not None:
        return known
    began, _ = Cursor.objects.get_or_create(name=name, defaults={"position": str(queries.today())})
    return Position.parse(began.position)


@transaction.atomic
def absorb(name: str, told: Sequence[Told], upto: Position) -> int:
    """Tell people of facts they were not told of, and remember how far; answers how many notices there are.

    The cursor only goes forward, under a lock: what is told once is not told again.
    """
    cursor = Cursor.objects.select_for_update().get(name=name)
    known = Position.parse(cursor.position)
    new = [one for one in told if one.position > known]
    made = tell(folded(queries.pieces(new)))
    if gone := queries.erased(new, ERASED):
        Notice.objects.filter(person__in=gone).delete()
    if upto > known:
        cursor.position = str(upto)
        cursor.save(update_fields=["position"])
    return made


def tell(pieces: Iterable[Piece]) -> int:
    """Write notices; those that were written already stay as they are."""
    rows = [
        Notice(
            person_id=piece.person,
            key=piece.key,
            news=piece.news.value,
            subject=SUBJECT_OF[piece.news].value,
            number=piece.number,
            record_id=piece.record,
            by_id=piece.by,
            member_id=piece.member,
            details=piece.details,
            times=piece.times,
            at=piece.at,
            to_post=piece.news not in POSTED_ELSEWHERE,
        )
        for piece in pieces
    ]
    return len(Notice.objects.bulk_create(rows, batch_size=500, ignore_conflicts=True))


def forget() -> int:
    """Forget what was told long ago; answers how many notices went."""
    now = timezone.now()
    read = Notice.objects.filter(read_at__lt=now - KEPT_READ)
    return read.delete()[0] + Notice.objects.filter(at__lt=now - KEPT).delete()[0]
