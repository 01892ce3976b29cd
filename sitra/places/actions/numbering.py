"""Taking over the numbers by which a network knew its communes."""

from collections.abc import Iterable
from dataclasses import dataclass, field

from django.db import transaction

from sitra.kit.copying import copy_over_rows
from sitra.kit.locks import hold
from sitra.ledger import actions as ledger
from sitra.ledger.events import Fact
from sitra.places.events import FRANCE, SUBJECT, PlacesFact, Standing
from sitra.places.models import Commune, Departement
from sitra.places.rules.numbers import Numbered

OUTSIDE = 3_000_000
"""Our own number of what only the network knows is its number there beyond this."""


@dataclass(slots=True)
class Numbering:
    """What came of a file: communes numbered, already so, added, and refused with the reason."""

    numbered: int = 0
    unchanged: int = 0
    localities: int = 0
    abroad: int = 0
    refused: list[str] = field(default_factory=list)


@transaction.atomic
def number(rows: Iterable[Numbered], *, by: int | None = None, dry_run: bool = False) -> Numbering:
    """Give communes the numbers of a network, and add those abroad and the resorts that it alone knows.

    A number once given never changes: another one for the same commune, or the same one for another
    commune, is refused and told. Running it again changes nothing.
    """
    if not dry_run:
        hold(SUBJECT)
    there = {row.code: row for row in Commune.objects.defer("outline")}
    taken = {row.network: row.code for row in there.values() if row.network}
    departements = set(Departement.objects.values_list("code", flat=True))
    told, numbered, added = Numbering(), [], []
    for one in rows:
        known = there.get(one.code)
        holder = taken.get(one.number)
        if known and known.network == one.number:
            told.unchanged += 1
        elif known and known.network:
            told.refused.append(
                f"{one.code} {one.name} : déjà numérotée {known.network}, et non {one.number}"
            )
        elif holder:
            told.refused.append(f"{one.code} {one.name} : le numéro {one.number} est celui de {holder}")
        elif known:
            known.network = one.number
            numbered.append(known)
        else:
            added.append(_outside(one, departements))
        if not known or known.network == one.number:
            taken[one.number] = one.code
    told.numbered = len(numbered)
    told.abroad = sum(row.country != FRANCE for row in added)
    told.localities = len(added) - told.abroad
    if not dry_run and (numbered or added):
        copy_over_rows(Commune, ("id", "network"), ((row.id, row.network) for row in numbered))
        Commune.objects.bulk_create(added, batch_size=1000)
        details = {"numbered": told.numbered, "added": len(added)}
        ledger.record(Fact(PlacesFact.NUMBERED.value, SUBJECT, 0, person_id=by, details=details))
    return told


def _outside(one: Numbered, departements: set[str]) -> Commune:
    """Make a row for a commune abroad, or for a resort that the official code does not know."""
    french = one.country == FRANCE
    standing = Standing.LOCALITY if french else Standing.FOREIGN
    departement = next((code for code in (one.code[:3], one.code[:2]) if code in departements), None)
    return Commune(
        id=OUTSIDE + one.number,
        network=one.number,
        code=one.code,
        name=one.name,
        standing=standing.value,
        departement_id=departement if french else None,
        postal_codes=[one.postal_code] if one.postal_code else [],
        country=one.country,
    )
