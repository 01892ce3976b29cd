"""Opening and closing accounts, and what is remembered of how people guard theirs."""

from collections.abc import Iterable, Mapping
from datetime import date
from functools import partial

from allauth.account.models import EmailAddress
from allauth.mfa.models import Authenticator
from allauth.usersessions.models import UserSession
from django.conf import settings
from django.contrib.sessions.models import Session
from django.core.mail import EmailMessage
from django.db import transaction
from django.utils import timezone

from sitra.accounts.events import GRACE, USUAL, Pace, Subject
from sitra.accounts.models import Person, Wish
from sitra.accounts.queries import stop_address, wishes as wishes_of
from sitra.accounts.rules import footer
from sitra.kit import days
from sitra.kit.errors import Impossible, Unknown
from sitra.ledger import actions as ledger
from sitra.ledger.events import Fact

ENROLLED, ERASED = "accounts.enrolled", "accounts.erased"
LANGUAGE_CHOSEN = "accounts.language_chosen"
FACTOR_ADDED, FACTOR_REMOVED = "accounts.factor_added", "accounts.factor_removed"
CODES_RENEWED, CODE_USED = "accounts.codes_renewed", "accounts.code_used"
PASSWORD_CHANGED = "accounts.password_changed"  # noqa: S105 - the name of a fact
WISHES_CHOSEN, EXPORTED = "accounts.wishes_chosen", "accounts.exported"
ERASURE_ASKED, ERASURE_DROPPED = "accounts.erasure_asked", "accounts.erasure_dropped"
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
    person.erase_on = None
    person.set_unusable_password()
    person.save()
    EmailAddress.objects.filter(user_id=person.pk).delete()
    Authenticator.objects.filter(user_id=person.pk).delete()
    UserSession.objects.filter(user_id=person.pk).delete()
    Wish.objects.filter(person=person).delete()
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
def ask_erasure(number: int) -> date:
    """Have an account erased after a while, in which its owner may think better of it; answers the day."""
    day = days.today() + GRACE
    if Person.objects.filter(pk=number, erased_at=None, erase_on=None).update(erase_on=day):
        ledger.record(Fact(ERASURE_ASKED, "person", number, person_id=number))
    return Person.objects.values_list("erase_on", flat=True).get(pk=number) or day


@transaction.atomic
def drop_erasure(number: int) -> None:
    """Keep an account after all."""
    if Person.objects.filter(pk=number, erased_at=None).exclude(erase_on=None).update(erase_on=None):
        ledger.record(Fact(ERASURE_DROPPED, "person", number, person_id=number))


def erase_due() -> int:
    """Erase the accounts whose day has come; answers how many. Cut short, it goes on when asked again."""
    due = Person.objects.filter(erased_at=None, erase_on__lte=days.today()).order_by("pk")
    numbers = list(due.values_list("pk", flat=True))
    for number in numbers:
        erase(number)
    return len(numbers)


@transaction.atomic
def choose_wishes(number: int, wishes: Mapping[Subject, Pace]) -> None:
    """Remember how soon somebody wants to be told of what; what is usual is not written down."""
    before = dict(Wish.objects.filter(person_id=number).values_list("subject", "pace"))
    after = {one.value: pace.value for one, pace in wishes.items() if USUAL[one] is not pace}
    if before == after:
        return
    Wish.objects.filter(person_id=number).delete()
    Wish.objects.bulk_create(Wish(person_id=number, subject=one, pace=pace) for one, pace in after.items())
    ledger.record(Fact(WISHES_CHOSEN, "person", number, person_id=number, details=after))


@transaction.atomic
def choose_pace(person: Person, subjects: Iterable[Subject], pace: Pace) -> None:
    """Have somebody told of some subjects so soon, and of the others as before."""
    choose_wishes(person.pk, {**wishes_of(person), **dict.fromkeys(subjects, pace)})


def post(person: Person, about: Iterable[Subject], subject: str, text: str) -> None:
    """Write somebody a mail once the change is kept, which they may stop by one click (RFC 8058).

    A mail that does not leave undoes nothing.
    """
    stop = stop_address(person, about)
    mail = EmailMessage(
        f"[Sitra] {subject}",
        text + footer(f"{settings.ADDRESS}/compte/", stop, person.language),
        to=[person.email],
        headers={"List-Unsubscribe": f"<{stop}>", "List-Unsubscribe-Post": "List-Unsubscribe=One-Click"},
    )
    transaction.on_commit(partial(mail.send), robust=True)


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
