"""Amending the official code from a file of movements, and undoing it."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from typing import Any

import shapely
from django.db import IntegrityError, transaction
from django.utils import timezone
from shapely.geometry import mapping, shape

from sitra.kit.errors import Impossible, Unknown
from sitra.kit.texts import fold
from sitra.ledger import actions as ledger, queries as facts
from sitra.ledger.events import Fact
from sitra.places.actions.loading import own_number
from sitra.places.events import FRANCE, SUBJECT, PlacesFact, Standing
from sitra.places.models import Amendment, Commune
from sitra.places.rules import movements, wording
from sitra.places.rules.movements import Plan, State

_KEPT = (
    "name",
    "folded",
    "other_names",
    "standing",
    "departement_id",
    "epci_id",
    "postal_codes",
    "population",
    "lon",
    "lat",
    "outline",
    "now_id",
)
"""Columns of a commune that an amendment may change, and that undoing it puts back."""

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
    amended = Amendment.objects.filter(undone_at=None).order_by("-edition").values_list("edition", flat=True)
    loaded = facts.last_details(PlacesFact.LOADED).get("edition")
    known = [*amended[:1], *([date.fromisoformat(loaded)] if loaded else [])]
    return max(known, default=_UNKNOWN_EDITION)


@transaction.atomic
def amend(content: bytes, file: str, *, by: int | None = None, dry_run: bool = False) -> Amended:
    """Apply the movements of a file of Insee that are later than the code, and say what they come to.

    With `dry_run`, or when nothing changes, nothing is written. Raises `BadMovements` when the file
    cannot be trusted, before anything is written.
    """
    moving, parts = movements.read(content, file)
    rows = {row.code: row for row in Commune.objects.select_for_update().filter(country=FRANCE)}
    codes = {row.pk: row.code for row in rows.values()}
    known = {
        code: State(code, row.name, Standing(row.standing), codes.get(row.now_id or 0))
        for code, row in rows.items()
    }
    plan = movements.plan(moving, parts, known, edition())
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
    created = [code for code in sorted(touched) if code not in rows]
    for code in created:
        rows[code] = Commune(id=own_number(code), code=code, departement_id=_departement(code, rows))
    Commune.objects.bulk_create([_named(rows[code], plan, code) for code in created])
    for change in plan.changes:
        _become(rows[change.after.code], change.after, rows)
    for change in plan.changes:
        if change.after.now:
            _inherit(rows[change.after.now], rows[change.after.code])
    changed = [rows[code] for code in sorted(touched | heirs)]
    Commune.objects.bulk_update(changed, [name.removesuffix("_id") for name in _KEPT], batch_size=250)
    return Amendment.objects.create(
        person_id=by,
        file=file[:200],
        edition=plan.edition,
        before=before,
        created=[rows[code].pk for code in created],
    )


def _kept(row: Commune) -> dict[str, Any]:
    return {"id": row.pk, "code": row.code, **{name: getattr(row, name) for name in _KEPT}}


def _departement(code: str, rows: Mapping[str, Commune]) -> str | None:
    """Take the département of a commune whose code begins the same."""
    return next((row.departement_id for known, row in rows.items() if known[:3] == code[:3]), None)


def _named(row: Commune, plan: Plan, code: str) -> Commune:
    row.name = next(change.after.name for change in plan.changes if change.after.code == code)
    row.folded = fold(row.name)
    return row


def _become(row: Commune, after: State, rows: Mapping[str, Commune]) -> None:
    row.name, row.folded, row.standing = after.name, fold(after.name), after.standing.value
    row.now_id = rows[after.now].pk if after.now else None


def _inherit(heir: Commune, gone: Commune) -> None:
    """Give an heir what the merged commune had, unless it has it already."""
    heir.postal_codes = sorted({*heir.postal_codes, *gone.postal_codes})
    heir.population += gone.population
    heir.epci_id = heir.epci_id or gone.epci_id
    if heir.lon is None:
        heir.lon, heir.lat = gone.lon, gone.lat
    outlines = [shape(one) for one in (heir.outline, gone.outline) if one]
    if outlines:
        heir.outline = dict(mapping(shapely.union_all(outlines)))


@transaction.atomic
def undo(number: int, *, by: int | None = None) -> Amendment:
    """Put communes back as they were before an amendment; only the latest one in force can be undone."""
    row = Amendment.objects.select_for_update().filter(pk=number).first()
    if row is None:
        message = f"Aucune mise à jour du code officiel ne porte le numéro {number}."
        raise Unknown(message)
    latest = Amendment.objects.filter(undone_at=None).order_by("-pk").first()
    if row.undone_at or latest is None:
        message = f"La mise à jour n° {number} est déjà annulée."
        raise Impossible(message)
    if latest.pk != row.pk:
        message = f"La mise à jour n° {latest.pk} ({latest.file}) est plus récente : annulez-la d'abord."
        raise Impossible(message)
    _put_back(row)
    row.undone_at = timezone.now()
    row.save(update_fields=["undone_at"])
    ledger.record(Fact(PlacesFact.UNDONE.value, SUBJECT, row.pk, person_id=by))
    return row


def _put_back(row: Amendment) -> None:
    rows = {one.pk: one for one in Commune.objects.filter(pk__in=[kept["id"] for kept in row.before])}
    for kept in row.before:
        for name in _KEPT:
            setattr(rows[kept["id"]], name, kept[name])
    Commune.objects.bulk_update(rows.values(), [name.removesuffix("_id") for name in _KEPT], batch_size=250)
    try:
        with transaction.atomic():
            Commune.objects.filter(pk__in=row.created).delete()
    except IntegrityError as error:  # ProtectedError is one
        message = "Une commune que cette mise à jour a créée est employée par des fiches ou des membres."
        raise Impossible(message) from error
