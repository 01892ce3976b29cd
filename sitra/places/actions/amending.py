"""Amending the official code from a file of movements, and undoing it."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from typing import Any

from django.db import transaction
from django.utils import timezone

from sitra.kit.errors import Impossible, Unknown
from sitra.kit.locks import hold
from sitra.ledger import actions as ledger, queries as facts
from sitra.ledger.events import Fact
from sitra.places.actions.loading import number_of
from sitra.places.events import FRANCE, SUBJECT, PlacesFact, Standing
from sitra.places.models import Amendment, Commune
from sitra.places.rules import movements, wording
from sitra.places.rules.movements import Act, Change, Plan, State

_KEPT = (
    "name",
    "other_names",
    "standing",
    "departement_id",
    "epci_id",
    "postal_codes",
    "population",
    "now_id",
)
"""Columns of a commune that an amendment may change, and that undoing it puts back.

Outlines are not among them: that of an heir is drawn together with those of the communes it took in
when it is read.
"""

_COLUMNS = [name.removesuffix("_id") for name in _KEPT]

_UNKNOWN_EDITION = date(1943, 1, 1)
"""Before the first movement that is published: what a code of unknown date knows of them."""


@dataclass(frozen=True, slots=True)
class Amended:
    """What a file came to; `number` is that of the amendment, nothing when nothing was written."""

    plan: Plan
    names: Mapping[str, str]
    number: int | None = None


def edition() -> date:
    """Give the day up to which the code knows the movements."""
    amended = (
        Amendment.objects.filter(undone_at=None, overtaken_at=None)
        .order_by("-edition")
        .values_list("edition", flat=True)
    )
    loaded = facts.last_details(PlacesFact.LOADED).get("edition")
    known = [*amended[:1], *([date.fromisoformat(loaded)] if loaded else [])]
    return max(known, default=_UNKNOWN_EDITION)


@transaction.atomic
def amend(content: bytes, file: str, *, by: int | None = None, dry_run: bool = False) -> Amended:
    """Apply the movements of a file of Insee that are later than the code, and say what they come to.

    With `dry_run`, or when nothing changes, nothing is written. Raises `BadMovements` when the file
    cannot be trusted, before anything is written.
    """
    reading = movements.read(content, file)
    if not dry_run:
        hold(SUBJECT)
    rows = {row.code: row for row in Commune.objects.filter(country=FRANCE).defer("outline")}
    codes = {row.pk: row.code for row in rows.values()}
    known = {
        code: State(code, row.name, Standing(row.standing), codes.get(row.now_id or 0))
        for code, row in rows.items()
    }
    plan = movements.plan(reading, known, edition())
    names = {code: row.name for code, row in rows.items()}
    names |= {change.after.code: change.after.name for change in plan.changes if change.after.now is None}
    if dry_run or not plan.changes:
        return Amended(plan, names)
    row = _write(plan, rows, file, by)
    words = [f"{wording.heading(one.act)} : {wording.sentence(one, names)}" for one in plan.changes]
    Amendment.objects.filter(pk=row.pk).update(words=words)
    details = {"amendment": row.pk, "changes": len(plan.changes), "edition": str(plan.edition)}
    ledger.record(Fact(PlacesFact.AMENDED.value, SUBJECT, row.pk, person_id=by, details=details))
    return Amended(plan, names, row.pk)


def _write(plan: Plan, rows: dict[str, Commune], file: str, by: int | None) -> Amendment:
    """Write the communes as they become, keeping them as they were."""
    touched = {change.after.code for change in plan.changes}
    heirs = {change.after.now for change in plan.changes if change.after.now}
    before = [_kept(rows[code]) for code in sorted((touched | heirs) & rows.keys())]
    new = [change for change in plan.changes if change.before is None]
    for change in new:
        rows[change.after.code] = _created(change, rows)
    Commune.objects.bulk_create([rows[change.after.code] for change in new])
    for change in plan.changes:
        _become(change, rows)
    for change in plan.changes:
        if change.after.now and (change.before is None or change.before.now is None):
            _inherit(rows[change.after.now], rows[change.after.code])
    changed = [rows[code] for code in sorted(touched | heirs)]
    Commune.objects.bulk_update(changed, _COLUMNS, batch_size=250)
    return Amendment.objects.create(
        person_id=by,
        file=file[:200],
        edition=plan.edition,
        before=before,
        created=[[rows[change.after.code].pk, rows[change.other].pk] for change in new],
    )


def _kept(row: Commune) -> dict[str, Any]:
    return {"id": row.pk, "code": row.code, **{name: getattr(row, name) for name in _KEPT}}


def _created(change: Change, rows: Mapping[str, Commune]) -> Commune:
    """Make a commune out of the one it was part of, in the département that its code begins with."""
    code = change.after.code
    known = {row.departement_id for row in rows.values()}
    departement = next((begun for begun in (code[:3], code[:2]) if begun in known), None)
    return Commune(id=number_of(code), code=code, name=change.after.name, departement_id=departement)


def _become(change: Change, rows: Mapping[str, Commune]) -> None:
    row, after = rows[change.after.code], change.after
    if row.name != after.name:
        row.other_names = sorted({*row.other_names, row.name} - {after.name})
    row.name, row.standing = after.name, after.standing.value
    row.now_id = rows[after.now].pk if after.now else None
    if change.act in {Act.RESTORED, Act.CREATED}:
        origin = rows[change.other]
        row.epci_id = row.epci_id or origin.epci_id
        row.postal_codes = row.postal_codes or origin.postal_codes


def _inherit(heir: Commune, gone: Commune) -> None:
    """Give an heir what the merged commune had, unless it has it already."""
    heir.postal_codes = sorted({*heir.postal_codes, *gone.postal_codes})
    heir.population += gone.population
    heir.epci_id = heir.epci_id or gone.epci_id


@transaction.atomic
def undo(number: int, *, by: int | None = None) -> Amendment:
    """Put communes back as they were before an amendment; only the latest one in force can be undone.

    A commune that it created goes on answering under the one it was part of: records, members or
    territories may name it by now.
    """
    hold(SUBJECT)
    row = Amendment.objects.filter(pk=number).first()
    if row is None:
        message = f"Aucune mise à jour du code officiel ne porte le numéro {number}."
        raise Unknown(message)
    if row.undone_at or row.overtaken_at:
        told = "déjà annulée" if row.undone_at else "reprise depuis dans le code officiel"
        message = f"La mise à jour n° {number} est {told}."
        raise Impossible(message)
    later = Amendment.objects.filter(undone_at=None, pk__gt=row.pk).order_by("-pk").first()
    if later is not None:
        message = f"La mise à jour n° {later.pk} ({later.file}) est plus récente : annulez-la d'abord."
        raise Impossible(message)
    _put_back(row)
    row.undone_at = timezone.now()
    row.save(update_fields=["undone_at"])
    ledger.record(Fact(PlacesFact.UNDONE.value, SUBJECT, row.pk, person_id=by))
    return row


def _put_back(row: Amendment) -> None:
    numbers = [kept["id"] for kept in row.before]
    rows = {one.pk: one for one in Commune.objects.filter(pk__in=numbers).defer("outline")}
    for kept in row.before:
        for name in _KEPT:
            setattr(rows[kept["id"]], name, kept[name])
    Commune.objects.bulk_update(rows.values(), _COLUMNS, batch_size=250)
    for created, origin in row.created:
        Commune.objects.filter(pk=created).update(standing=Standing.MERGED.value, now_id=origin)
