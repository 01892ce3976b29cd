"""Deciding about two records that look like one, putting it off, and taking it back."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from typing import Any

from django.db import transaction
from django.utils import timezone

from sitra.access import queries as access
from sitra.accounts.models import Person
from sitra.kit import locks
from sitra.kit.errors import Impossible, Stale, Unknown
from sitra.ledger import actions as ledger
from sitra.ledger.events import Fact
from sitra.review.actions.looking import truths_of, write
from sitra.review.events import PUT_ASIDE, SUBJECT, Pick, Standing
from sitra.review.models import Candidate
from sitra.review.policy import DECIDE
from sitra.review.queries.comparing import couple_of
from sitra.review.rules import merging, telling
from sitra.tourism import actions as tourism, queries as records
from sitra.tourism.actions import Author
from sitra.tourism.events import Origin, State
from sitra.tourism.models import Merger, TouristObject
from sitra.tourism.queries import likeness

_TOLD = 4
"""Faults told at once when a merger is refused."""
LONGEST_ASIDE = 366
"""Days for which a decision may be put off."""

type Couple = tuple[int, int]
type Seen = Mapping[int, int]
"""Number of a record -> its revision that the author has seen."""


@dataclass(frozen=True, slots=True)
class Undone:
    """What taking a decision back came to."""

    standing: Standing
    """How the pair stood."""
    given_back: bool
    """Whether the record kept says again what it said before; not when others wrote since."""


@transaction.atomic
def settle_as_one(
    couple: Couple, *, keep: int, choices: Mapping[str, Pick], seen: Seen, by: Person
) -> TouristObject:
    """Merge two records, field by field, into the one that is kept; answers it.

    What was not chosen is what `merging.proposed` proposes. Raises `Stale` when somebody decided or
    wrote in the meantime, `Impossible` when the result has a fault that neither record had.
    """
    candidate, rows = _held(couple, by)
    if keep not in rows:
        message = f"La fiche {keep} n'est pas l'une des deux : choisissez celle que vous gardez."
        raise Impossible(message)
    gone = next(number for number in rows if number != keep)
    _demand_seen(rows, seen)
    pair = couple_of(rows[keep], rows[gone])
    document = merging.merged(pair, choices)
    origin = _judged(document, pair, rows[keep], rows[gone])
    author = _author(by, rows[keep], origin)
    kept = tourism.merge(gone, into=keep, document=document, seen=seen[gone], seen_into=seen[keep], by=author)
    _decide(candidate, Standing.MERGED, author, kept=kept)
    return kept


@transaction.atomic
def settle_as_two(couple: Couple, *, by: Person) -> None:
    """Say that two records describe two things."""
    candidate, rows = _held(couple, by)
    author = _author(by, rows[min(rows)])
    tourism.tell_apart(*rows, by=author)
    _decide(candidate, Standing.DISTINCT, author)


@transaction.atomic
def later(couple: Couple, *, until: date, by: Person) -> None:
    """Put the decision off until a day, on which the pair is in the queue again."""
    candidate, rows = _held(couple, by)
    days = (until - timezone.localdate()).days
    if not 0 < days <= LONGEST_ASIDE:
        message = "Choisissez un jour à venir, dans l'année : la paire reviendra ce jour-là."
        raise Impossible(message)
    candidate.aside_until, candidate.aside_by = until, by
    candidate.save(update_fields=["aside_until", "aside_by"])
    lower, upper = sorted(rows)
    ledger.record(
        Fact(
            PUT_ASIDE,
            SUBJECT,
            candidate.pk,
            person_id=by.pk,
            member_id=rows[lower].owner_id,
            details={"lower": lower, "upper": upper, "until": until.isoformat()},
        )
    )


@transaction.atomic
def undo(couple: Couple, *, by: Person) -> Undone:
    """Take a decision back; the pair is to be decided again if the records are still alike."""
    locks.hold(_lock(couple))
    candidate = _candidate(couple)
    rows = _rows(couple)
    DECIDE.demand(access.mandate_of(by), *rows.values())
    standing = Standing(candidate.standing) if candidate else Standing.OPEN
    begun, given_back = timezone.now(), True
    if candidate is not None and standing is Standing.MERGED:
        kept = candidate.kept_id or couple[0]
        given_back = _unmerge(rows, kept, _author(by, rows[kept]))
    elif standing is Standing.DISTINCT:
        tourism.reconsider(*couple, by=_author(by, rows[min(rows)]))
    else:
        message = "Cette décision a déjà été annulée : la paire est de nouveau à décider."
        raise Stale(message)
    write(truths_of([_ordered(couple)]), begun=begun)
    return Undone(standing, given_back)


def _unmerge(rows: Mapping[int, TouristObject], kept: int, by: Author) -> bool:
    gone = next(number for number in rows if number != kept)
    merger = Merger.objects.filter(gone=gone, undone_at=None).first()
    untouched = merger is None or merger.into_revision in {None, rows[kept].revision}
    tourism.unmerge(gone, seen=rows[gone].revision, by=by)
    return untouched


def _held(couple: Couple, by: Person) -> tuple[Candidate, dict[int, TouristObject]]:
    """Hold a pair that is to be decided until the end of the transaction, and its records.

    Two people who decide at once come one after the other: the second one is told what the first did.
    """
    locks.hold(_lock(couple))
    rows = _rows(couple)
    DECIDE.demand(access.mandate_of(by), *rows.values())
    candidate = _candidate(couple)
    _demand_open(candidate, rows)
    return candidate or _noted(couple), rows


def _rows(couple: Couple) -> dict[int, TouristObject]:
    numbers = _ordered(couple)
    if numbers[0] == numbers[1]:
        message = "Une fiche ne se compare pas à elle-même : choisissez-en deux."
        raise Impossible(message)
    found = {row.pk: row for row in TouristObject.objects.with_head().filter(pk__in=numbers)}
    if missing := [number for number in numbers if number not in found]:
        message = f"Aucune fiche ne porte le numéro {missing[0]}."
        raise Unknown(message)
    return {number: found[number] for number in numbers}


def _demand_open(candidate: Candidate | None, rows: Mapping[int, TouristObject]) -> None:
    if candidate is not None and candidate.standing in {Standing.MERGED, Standing.DISTINCT}:
        who = candidate.decided_by.full_name if candidate.decided_by else "Quelqu'un"
        what = (
            f"ces fiches ont été réunies en la fiche {candidate.kept_id}"
            if candidate.standing == Standing.MERGED
            else "ces fiches ont été dites distinctes"
        )
        message = f"{who} a décidé avant vous : {what}. Votre choix n'a pas été enregistré."
        raise Stale(message)
    for row in rows.values():
        if row.state == State.DELETED:
            message = f"La fiche {row.pk} a été supprimée entre-temps : il n'y a plus rien à décider."
            raise Stale(message)


def _demand_seen(rows: Mapping[int, TouristObject], seen: Seen) -> None:
    for number, row in rows.items():
        if seen.get(number) != row.revision:
            message = (
                f"La fiche {number} ({row.name}) a été modifiée entre-temps : "
                "relisez ce qui suit, vos choix sont gardés, puis réunissez."
            )
            raise Stale(message)


def _judged(
    document: Mapping[str, Any], pair: merging.Couple, keep: TouristObject, gone: TouristObject
) -> Origin:
    """Refuse to show the public a fault that neither record showed it.

    What was shown with a fault came so, and is judged as it was when it came; a draft may have some.
    """
    faults = records.faults(document, pair.kind)
    if not faults:
        return Origin.TYPED
    both = ((keep, pair.kept), (gone, pair.other))
    shown = [said for row, said in both if row.state == State.PUBLISHED]
    inherited = {sign for said in shown for sign in records.faults(said, pair.kind)}
    new = [problem for sign, problem in faults.items() if sign not in inherited]
    if new and keep.state == State.PUBLISHED:
        told = " ".join(problem.sentence() for problem in new[:_TOLD])
        message = f"Ces choix ne vont pas ensemble. {told} Prenez la valeur de l'autre fiche."
        raise Impossible(message)
    return Origin.IMPORTED


def _noted(couple: Couple) -> Candidate:
    """Write down a pair that the queue does not know: somebody saw what the machine did not."""
    lower, upper = _ordered(couple)
    pair = next(likeness.between([(lower, upper)]))
    return Candidate.objects.create(
        lower_id=lower,
        upper_id=upper,
        score=pair.likeness.score,
        evidence=telling.written(pair.likeness.evidence),
        standing=Standing.OPEN.value,
        found_at=timezone.now(),
    )


def _decide(
    candidate: Candidate, standing: Standing, by: Author, *, kept: TouristObject | None = None
) -> None:
    candidate.standing, candidate.kept = standing.value, kept
    candidate.decided_at, candidate.decided_by, candidate.decided_for = timezone.now(), by.person, by.member
    candidate.aside_until = candidate.aside_by = None
    candidate.save()


def _candidate(couple: Couple) -> Candidate | None:
    lower, upper = _ordered(couple)
    rows = Candidate.objects.select_related("decided_by").filter(lower=lower, upper=upper)
    return rows.select_for_update(of=("self",)).first()


def _author(by: Person, row: TouristObject, origin: Origin = Origin.TYPED) -> Author:
    """Act for the owner of a record, for whom the person may write."""
    return Author(person=by, member=row.owner, origin=origin)


def _lock(couple: Couple) -> str:
    lower, upper = _ordered(couple)
    return f"review.pair {lower}-{upper}"


def _ordered(couple: Couple) -> Couple:
    return min(couple), max(couple)
