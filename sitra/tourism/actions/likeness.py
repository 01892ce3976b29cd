"""Deciding about records that look like one."""

from django.db import transaction
from django.utils import timezone

from sitra.kit.errors import Impossible, Unknown
from sitra.ledger import actions as ledger
from sitra.tourism.actions.records import Author
from sitra.tourism.events import ObjectFact
from sitra.tourism.models import Distinct, TouristObject


@transaction.atomic
def tell_apart(one: int, other: int, *, by: Author) -> Distinct:
    """Say that two records describe two things; they are never proposed as one again.

    Saying it again, in either order, changes nothing and tells nothing.
    """
    if one == other:
        message = f"La fiche {one} ne peut pas être distinguée d'elle-même : choisissez deux fiches."
        raise Impossible(message)
    rows = TouristObject.objects.living().in_bulk((one, other))
    if missing := sorted({one, other} - rows.keys()):
        message = f"Aucune fiche ne porte le numéro {missing[0]}."
        raise Unknown(message)
    lower, upper = rows[min(one, other)], rows[max(one, other)]
    distinct, told = Distinct.objects.get_or_create(
        lower=lower, upper=upper, defaults={"person": by.person, "at": timezone.now()}
    )
    if told:
        ledger.record(by.fact(ObjectFact.TOLD_APART, lower, other=upper.pk))
    return distinct


@transaction.atomic
def reconsider(one: int, other: int, *, by: Author) -> None:
    """Take back that two records were told apart; they are proposed as one again if they are alike."""
    couple = sorted((one, other))
    distinct = (
        Distinct.objects.select_for_update(of=("self",))
        .select_related("lower")
        .filter(lower=couple[0], upper=couple[1])
        .first()
    )
    if distinct is None:
        message = (
            f"Les fiches {couple[0]} et {couple[1]} n'ont pas été distinguées : il n'y a rien à annuler."
        )
        raise Impossible(message)
    lower, upper = distinct.lower, distinct.upper_id
    distinct.delete()
    ledger.record(by.fact(ObjectFact.RECONSIDERED, lower, other=upper))
