"""Opening accounts."""

from allauth.account.models import EmailAddress
from django.contrib.sessions.models import Session
from django.db import transaction
from django.utils import timezone

from sitra.accounts.models import Person
from sitra.kit.errors import Unknown
from sitra.ledger import actions as ledger
from sitra.ledger.events import Fact

ENROLLED, ERASED = "accounts.enrolled", "accounts.erased"


@transaction.atomic
def enrol(*, email: str, first_name: str, last_name: str, password: str, language: str = "fr") -> Person:
    """Open an account, or bring an existing one up to date."""
    person = Person.objects.filter(email__iexact=email).first() or Person(email=email.lower())
    person.first_name, person.last_name, person.language = first_name, last_name, language
    known = person.pk is not None
    if not (known and person.check_password(password)):
        person.set_password(password)
    person.save()
    if not known:
        ledger.record(Fact(ENROLLED, "person", person.pk))
    return person


@transaction.atomic
def erase(number: int) -> Person:
    """Take away all that says who somebody is; what they did stays told, of an erased account.

    Their number stays, so that the history of records and the ledger remain true: they say that one and the
    same person did this and that, and no longer who. Every session ends. Erasing again changes nothing.
    """
    person = Person.objects.select_for_update().filter(pk=number).first()
    if person is None:
        message = f"Aucun compte ne porte le numéro {number}."
        raise Unknown(message)
    if person.erased_at:
        return person
    person.email = f"compte-{person.pk}@efface.invalid"
    person.first_name = person.last_name = ""
    person.is_active, person.last_login, person.erased_at = False, None, timezone.now()
    person.set_unusable_password()
    person.save()
    EmailAddress.objects.filter(user_id=person.pk).delete()
    _end_sessions(person.pk)
    ledger.record(Fact(ERASED, "person", person.pk))
    return person


def _end_sessions(number: int) -> None:
    """Drop what was kept of somebody's visits: it holds their address, and nothing names them in columns."""
    held = [
        one.pk for one in Session.objects.iterator() if one.get_decoded().get("_auth_user_id") == str(number)
    ]
    Session.objects.filter(pk__in=held).delete()
