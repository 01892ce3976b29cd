"""Drawing territories: named sets of communes, nested."""

from collections.abc import Iterable

from django.db import models, transaction

from sitra.kit.errors import Impossible, Unknown
from sitra.kit.locks import hold
from sitra.ledger import actions as ledger
from sitra.ledger.events import Fact
from sitra.places.events import SUBJECT, PlacesFact
from sitra.places.models import Commune, Departement, Epci, Territory

_LONGEST = 150


@transaction.atomic
def draw_territory(
    name: str,
    *,
    number: int | None = None,
    communes: Iterable[str] = (),
    epci: Iterable[str] = (),
    departements: Iterable[str] = (),
    parts: Iterable[int] = (),
    by: int | None = None,
) -> Territory:
    """Draw a territory, or draw one anew when its number is given.

    `communes` and `departements` are INSEE codes, `epci` SIREN, `parts` numbers of territories.
    Raises `Impossible` for a code nobody bears, an empty territory, one within itself, a name taken.
    """
    hold(SUBJECT)
    row = Territory.objects.select_for_update().filter(pk=number).first() if number else Territory()
    if row is None:
        message = f"Aucun territoire ne porte le numéro {number}."
        raise Unknown(message)
    row.name = " ".join(name.split())
    _demand_name(row)
    chosen = {
        "communes": _found(Commune, "code", communes, "commune"),
        "epci": _found(Epci, "code", epci, "EPCI"),
        "departements": _found(Departement, "code", departements, "département"),
        "parts": _found(Territory, "id", parts, "territoire"),
    }
    if not any(chosen.values()):
        message = "Un territoire contient au moins une commune, un EPCI, un département ou un territoire."
        raise Impossible(message)
    row.save()
    for field, rows in chosen.items():
        getattr(row, field).set(rows)
    _refuse_circle(row)
    fact = PlacesFact.TERRITORY_DRAWN.value
    ledger.record(Fact(fact, "territory", row.pk, person_id=by))
    return row


def _demand_name(row: Territory) -> None:
    if not 0 < len(row.name) <= _LONGEST:
        message = f"Un territoire doit avoir un nom, de {_LONGEST} caractères au plus."
        raise Impossible(message)
    if Territory.objects.filter(name=row.name).exclude(pk=row.pk).exists():
        message = f"Un autre territoire s'appelle déjà « {row.name} »."
        raise Impossible(message)


def _found(model: type[models.Model], key: str, wanted: Iterable[object], what: str) -> list[models.Model]:
    wanted = set(wanted)
    found = list(model._default_manager.filter(**{f"{key}__in": wanted}))
    missing = {str(one) for one in wanted} - {str(getattr(row, key)) for row in found}
    if missing:
        message = f"Code ou numéro de {what} inconnu : {', '.join(sorted(missing))}."
        raise Impossible(message)
    return found


def _refuse_circle(row: Territory) -> None:
    """Refuse a territory that is, from part to part, within itself."""
    met: set[int] = set()
    waiting = list(row.parts.values_list("pk", flat=True))
    links = Territory.parts.through.objects.values_list("from_territory_id", "to_territory_id")
    below: dict[int, list[int]] = {}
    for whole, part in links:
        below.setdefault(whole, []).append(part)
    while waiting:
        one = waiting.pop()
        if one == row.pk:
            message = f"Le territoire « {row.name} » serait contenu dans lui-même."
            raise Impossible(message)
        if one not in met:
            met.add(one)
            waiting.extend(below.get(one, ()))
