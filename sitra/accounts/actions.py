"""Opening and closing accounts, and what is remembered of how people guard theirs."""

from allauth.account.models import EmailAddress
from allauth.mfa.models import Authenticator
from allauth.usersessions.models import UserSession
from django.conf import settings
from django.contrib.sessions.models import Session
from django.db import transaction
from django.utils import timezone

from sitra.accounts.models import Person
from sitra.kit.errors import Impossible, Unknown
from sitra.ledger import actions as ledger
from sitra.ledger.events import Fact

ENROLLED, ERASED = "accounts.enrolled", "accounts.erased"
LANGUAGE_CHOSEN = "accounts.language_chosen"
FACTOR_ADDED, FACTOR_REMOVED = "accounts.factor_added", "accounts.factor_removed"
CODES_RENEWED, CODE_USED = "accounts.codes_renewed", "accounts.code_used"
PASSWORD_CHANGED = "accounts.password_changed"  # noqa: S105 - the name of a fact
SESSIONS_ENDED, SIGN_IN_REFUSED = "accounts.sessions_ended", "accounts.sign_in_refused"


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
    Authenticator.objects.filter(user_id=person.pk).delete()
    UserSession.objects.filter(user_id=person.pk).delete()
    _end_sessions(person.pk)
    ledger.record(Fact(ERASED, "person", person.pk))
    return person


@transaction.atomic
def choose_language(number: int, language: str) -> None:
    """Remember the language of somebody's screens; raises `Impossible` for one we do not speak."""
    if language not in dict(settings.LANGUAGES):
        message = f"Les écrans n'existent pas dans la langue « {language} »."
        raise Impossible(message)
    if Person.objects.filter(pk=number).exclude(language=language).update(language=language):
        ledger.record(
            Fact(LANGUAGE_CHOSEN, "person", number, person_id=number, details={"language": language})
        )


@transaction.atomic
def remember(name: str, number: int, **details: str | int) -> None:
    """Write in the ledger that somebody did something to the guard of their account: never a secret."""
    ledger.record(Fact(name, "person", number, person_id=number or None, details=details))


@transaction.atomic
def unguard(email: str) -> int:
    """Take every factor off the account of somebody who lost them, and end their sessions.

    Whoever asks for it must have made sure of who they are. Answers how many factors went; raises `Unknown`.
    """
    person = Person.objects.select_for_update().filter(email__iexact=email).first()
    if person is None:
        message = f"Aucun compte ne porte l'adresse « {email} »."
        raise Unknown(message)
    held = Authenticator.objects.filter(user_id=person.pk)
    taken = sorted(held.values_list("type", flat=True))
    held.delete()
    UserSession.objects.filter(user_id=person.pk).delete()
    _end_sessions(person.pk)
    ledger.record(*(Fact(FACTOR_REMOVED, "person", person.pk, details={"factor": one}) for one in taken))
    return len(taken)


def forget_visits() -> int:
    """Forget of which visits somebody's list was made, once they have ended; answers how many went."""
    running = Session.objects.filter(expire_date__gt=timezone.now()).values("session_key")
    gone: int = UserSession.objects.exclude(session_key__in=running).delete()[0]
    return gone


def _end_sessions(number: int) -> None:
    """Drop what was kept of somebody's visits: it holds their address, and nothing names them in columns."""
    held = [
        one.pk for one in Session.objects.iterator() if one.get_decoded().get("_auth_user_id") == str(number)
    ]
    Session.objects.filter(pk__in=held).delete()
