"""Giving seats, changing what they allow, and taking them away."""

from collections.abc import Iterable

from django.db import transaction

from sitra.accounts.models import Person
from sitra.kit.errors import Forbidden, Impossible, Unknown
from sitra.ledger import actions as ledger
from sitra.members import queries
from sitra.members.actions.facts import held, told
from sitra.members.events import Duty, MemberFact
from sitra.members.models import Member, Seat
from sitra.members.policy import OVERSEE, givable


@transaction.atomic
def seat(
    person: Person,
    member_id: int,
    duties: Iterable[str],
    *,
    by: Person | None = None,
    record: int | None = None,
) -> Seat:
    """Give a person a seat in a member, or change what it allows; `record` is the one they look after.

    When somebody gives it (`by`), they give and take what they may only: other duties stay as they are.
    """
    member, wanted = held(member_id), {Duty(duty) for duty in duties}
    place = Seat.objects.select_for_update().filter(person=person, member=member).first()
    before = {Duty(duty) for duty in place.duties} if place else set[Duty]()
    if by:
        wanted = _allowed(by, member, before, wanted)
        _demand_administered(by, member, before, wanted)
    written = sorted(duty.value for duty in wanted)
    if place is None:
        place = Seat.objects.create(person=person, member=member, duties=written, record=record)
        ledger.record(told(MemberFact.SEATED, member_id, by, person=person.pk, duties=written))
        return place
    if record is not None and place.record != record:
        place.record = record
        place.save(update_fields=["record"])
    if before != wanted:
        place.duties = written
        place.save(update_fields=["duties"])
        details = {"person": person.pk, "duties": written, "before": sorted(before)}
        ledger.record(told(MemberFact.DUTIES_CHANGED, member_id, by, **details))
    return place


@transaction.atomic
def change_duties(person_id: int, member_id: int, duties: Iterable[str], *, by: Person) -> list[str]:
    """Change what a seat allows; answers the duties it carried, so that they can be given back."""
    place = _seat_of(person_id, member_id)
    before = sorted(place.duties)
    seat(place.person, member_id, duties, by=by)
    return before


@transaction.atomic
def seat_again(
    person_id: int, member_id: int, duties: Iterable[str], *, record: int | None, by: Person
) -> Seat:
    """Give back a seat that was taken away, or what it allowed."""
    person = Person.objects.filter(pk=person_id, erased_at=None).first()
    if person is None:
        raise Unknown("Ce compte a été effacé : son siège ne se rend plus.")
    return seat(person, member_id, duties, by=by, record=record)


@transaction.atomic
def unseat(person_id: int, member_id: int, *, by: Person) -> tuple[list[str], int | None]:
    """Take a seat away; answers the duties it carried and its record, so that it can be given back."""
    member = held(member_id)
    place = _seat_of(person_id, member_id)
    before, record = {Duty(duty) for duty in place.duties}, place.record
    if by.pk != person_id:  # anybody may get up
        _allowed(by, member, before, set())
        if before - givable(queries.offices(by), member):
            raise Forbidden(
                "Ce siège porte des permissions que vous n'avez pas vous-même : "
                "adressez-vous à l'animateur de ce département."
            )
    _demand_administered(by, member, before, set())
    place.delete()
    written = sorted(before)
    ledger.record(told(MemberFact.UNSEATED, member_id, by, person=person_id, duties=written))
    return [duty.value for duty in written], record


def _seat_of(person_id: int, member_id: int) -> Seat:
    rows = Seat.objects.select_for_update(of=("self",)).select_related("person")
    place = rows.filter(person_id=person_id, member_id=member_id).first()
    if place is None:
        raise Unknown("Cette personne n'a pas de siège dans ce membre.")
    return place


def _allowed(by: Person, member: Member, before: set[Duty], wanted: set[Duty]) -> set[Duty]:
    """Give what comes of a wish when only what somebody may give is given and taken."""
    may = givable(queries.offices(by), member)
    if not may:
        raise Forbidden("Seuls les administrateurs de ce membre y donnent des permissions.")
    if excess := sorted((wanted - before) - may):
        message = f"Vous ne donnez que ce que vous avez : il vous manque « {', '.join(excess)} »."
        raise Forbidden(message)
    if Duty.ANIMATE in wanted - before and not queries.may_animate(member):
        raise Impossible("On n'anime que dans le membre d'un département, ou dans celui qui mène le réseau.")
    return (wanted & may) | (before - may)


def _demand_administered(by: Person, member: Member, before: set[Duty], after: set[Duty]) -> None:
    """Refuse that the last administrator stops being one, but by those who oversee the member."""
    if Duty.MEMBERS not in before - after or OVERSEE.allows(queries.offices(by), member):
        return
    others = Seat.objects.filter(member=member, duties__contains=[Duty.MEMBERS.value], person__is_active=True)
    if others.count() <= 1:
        raise Impossible("C'est le dernier administrateur de ce membre : nommez-en d'abord un autre.")
