"""What happens to a record when its day has come: hidden, deleted, or its owner told."""

import logging
from datetime import date

from django.db import transaction

from sitra.accounts import queries as accounts
from sitra.accounts.actions import post
from sitra.accounts.events import Pace, Subject
from sitra.kit.errors import TradeError
from sitra.members import queries as members
from sitra.members.events import Duty
from sitra.tourism.actions.records import Author, change_state, latest_of
from sitra.tourism.events import Origin, State
from sitra.tourism.models import TouristObject
from sitra.tourism.rules import content
from sitra.tourism.rules.moves import MOVES

log = logging.getLogger(__name__)

VERBS = {"SUPPRIMER": "delete", "MASQUER": "hide", "MASQUER_AUTOMATIQUEMENT": "hide"}
"""Action of v002 -> move; a day without an action only tells the owner."""

BATCH = 200


def expire(today: date) -> int:
    """Do what is due for every record whose day is past; answers how many.

    Each record is a transaction of its own: one that fails is told and tried again the next day, and
    stops no other.
    """
    done, last = 0, 0
    while numbers := _due(today, last):
        for number in numbers:
            done += _expire(number, today)
        last = numbers[-1]
    return done


def _due(today: date, after: int) -> list[int]:
    rows = TouristObject.objects.living().filter(expires_on__lt=today, pk__gt=after).order_by("pk")
    return list(rows.values_list("pk", flat=True)[:BATCH])


def _expire(number: int, today: date) -> bool:
    try:
        with transaction.atomic():
            return _expire_one(number, today)
    except (TradeError, OSError) as error:
        log.warning("La fiche %s n'a pas pu expirer : %s", number, error)
        return False


def _expire_one(number: int, today: date) -> bool:
    row, latest = latest_of(number)
    day = content.expiry(latest.document)
    if day is None or day >= today or row.expires_on is None:
        return False
    verb = VERBS.get(content.expiry_action(latest.document), "")
    TouristObject.objects.filter(pk=number).update(expires_on=None)
    if verb and State(row.state) in MOVES[verb].sources:
        words = f"Expirée le {day:%d/%m/%Y}."
        change_state(number, verb, seen=row.revision, by=Author(origin=Origin.SCHEDULED, words=words))
    elif not verb:
        _tell_owner(row, day)
    return True


def _tell_owner(row: TouristObject, day: date) -> None:
    """Write to those who write for the owner, unless they never want to know."""
    people = [person for person, _ in members.people_of([row.owner_id], (Duty.WRITE,))]
    paces = accounts.paces(people, Subject.EXPIRIES)
    for person in people:
        if paces[person.pk] is not Pace.NEVER:
            post(person, (Subject.EXPIRIES,), *_words(row, day, person.language))


def _words(row: TouristObject, day: date, language: str) -> tuple[str, str]:
    """Give the subject and the text of the mail."""
    if language == "en":
        return (
            f"“{row.name}” expired on {day:%d/%m/%Y}",
            (
                f"The record “{row.name}” ({row.identifier}) had a day of expiry: {day:%d/%m/%Y}.\n\n"
                "It stays as it is. Bring it up to date, or hide it.\n"
            ),
        )
    return (
        f"« {row.name} » a expiré le {day:%d/%m/%Y}",
        (
            f"La fiche « {row.name} » ({row.identifier}) portait une date d'expiration : "
            f"le {day:%d/%m/%Y}.\n\nElle reste telle qu'elle est. Mettez-la à jour, ou masquez-la.\n"
        ),
    )
