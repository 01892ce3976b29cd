"""Opening accounts."""

from django.db import transaction

from sitra.accounts.models import Person
from sitra.ledger import actions as ledger
from sitra.ledger.events import Fact

ENROLLED = "accounts.enrolled"


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
