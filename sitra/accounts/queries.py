"""Reads of accounts."""

import json
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from allauth.account.models import EmailAddress
from allauth.mfa.models import Authenticator
from allauth.usersessions.models import UserSession
from django.conf import settings
from django.core import signing
from django.db.models import Q

from sitra.accounts.events import STOP_PATH, USUAL, Pace, Subject
from sitra.accounts.models import Person, Wish
from sitra.kit.errors import Unknown

_SALT = "accounts.stop"
"""What a link is signed for that stops mails."""


@dataclass(frozen=True, slots=True)
class DemoAccount:
    """An account of the demonstration, shown on its pages and nowhere else."""

    email: str
    password: str
    role: str


def demo_accounts(language: str = "fr") -> list[DemoAccount]:
    """Give the accounts of the demonstration; none outside it."""
    if not settings.DEMO:
        return []
    people = json.loads((settings.DEMO_DIR / "data" / "network.json").read_bytes())["persons"]
    role = "role_en" if language == "en" else "role_fr"
    return [DemoAccount(one["email"], one["password"], one[role]) for one in people]


@dataclass(frozen=True, slots=True)
class Passkey:
    """A key that somebody added: `alone` says whether it signs in without a password (unknown: `None`)."""

    number: int
    name: str
    added_at: datetime
    used_at: datetime | None
    alone: bool | None


@dataclass(frozen=True, slots=True)
class Guard:
    """What guards an account besides its password."""

    application: datetime | None
    passkeys: Sequence[Passkey]
    codes_left: int | None
    visits: int

    @property
    def doubled(self) -> bool:
        """Say whether a password alone no longer opens the account."""
        return self.application is not None or bool(self.passkeys)


def guard(person: Person) -> Guard:
    """Say what guards somebody's account; no secret is given."""
    application, codes_left, passkeys = None, None, []
    for one in Authenticator.objects.filter(user_id=person.pk).order_by("created_at", "pk"):
        wrapped = one.wrap()
        if one.type == Authenticator.Type.TOTP:
            application = one.created_at
        elif one.type == Authenticator.Type.RECOVERY_CODES:
            codes_left = len(wrapped.get_unused_codes())
        else:
            alone = wrapped.is_passwordless
            passkeys.append(Passkey(one.pk, wrapped.name, one.created_at, one.last_used_at, alone))
    visits = len(UserSession.objects.purge_and_list(person))
    return Guard(application=application, passkeys=passkeys, codes_left=codes_left, visits=visits)


def wishes(person: Person) -> Mapping[Subject, Pace]:
    """Say how soon somebody wants to be told of each subject."""
    chosen = dict(Wish.objects.filter(person=person).values_list("subject", "pace"))
    return {one: Pace(chosen.get(one.value, pace)) for one, pace in USUAL.items()}


def paces(people: Iterable[Person], subject: Subject) -> dict[int, Pace]:
    """Say how soon each of these people wants to be told of a subject, by number."""
    numbers = [person.pk for person in people]
    rows = Wish.objects.filter(person__in=numbers, subject=subject.value)
    chosen = dict(rows.values_list("person_id", "pace"))
    return {number: Pace(chosen.get(number, USUAL[subject])) for number in numbers}


@dataclass(frozen=True, slots=True)
class Stopping:
    """Whose mails a link stops, and about what."""

    person: Person
    subjects: tuple[Subject, ...]


def stop_address(person: Person, subjects: Iterable[Subject]) -> str:
    """Write the address under which one person stops the mails about some subjects, without signing in."""
    token = signing.dumps([person.pk, [one.value for one in subjects]], salt=_SALT)
    return settings.ADDRESS + STOP_PATH.format(token)


def stopping(token: str) -> Stopping:
    """Read a link of a mail; reading it changes nothing. Raises `Unknown`."""
    try:
        number, named = signing.loads(token, salt=_SALT)
        subjects = tuple(Subject(one) for one in named)
    except (signing.BadSignature, ValueError, TypeError):
        message = "Ce lien n'est pas entier : reprenez-le dans le message, jusqu'à sa fin."
        raise Unknown(message) from None
    person = Person.objects.filter(pk=number, is_active=True, erased_at=None).first()
    if person is None:
        message = "Ce lien n'est plus valable : le compte pour lequel il a été envoyé est fermé."
        raise Unknown(message)
    return Stopping(person, subjects)


def names(numbers: Iterable[int]) -> dict[int, str]:
    """Name people, erased ones as such."""
    rows = Person.objects.filter(pk__in=list(numbers))
    return {row.pk: row.full_name or row.email for row in rows}


def found(words: str, limit: int) -> list[int]:
    """Give the numbers of the people whose name or address holds each of these words."""
    rows = Person.objects.filter(erased_at=None)
    for word in words.split():
        rows = rows.filter(
            Q(first_name__icontains=word) | Q(last_name__icontains=word) | Q(email__icontains=word)
        )
    return list(rows.order_by("pk").values_list("pk", flat=True)[:limit])


def dossier(person: Person) -> dict[str, Any]:
    """Give all that accounts hold of somebody, without what would open their account."""
    factors = Authenticator.objects.filter(user_id=person.pk).order_by("created_at", "pk")
    visits = UserSession.objects.filter(user_id=person.pk).order_by("created_at")
    return {
        "number": person.pk,
        "email": person.email,
        "first_name": person.first_name,
        "last_name": person.last_name,
        "language": person.language,
        "active": person.is_active,
        "joined_at": person.joined_at,
        "last_login": person.last_login,
        "erase_on": person.erase_on,
        "addresses": [
            {"email": one.email, "verified": one.verified, "primary": one.primary}
            for one in EmailAddress.objects.filter(user_id=person.pk).order_by("pk")
        ],
        "factors": [
            {"type": one.type, "added_at": one.created_at, "used_at": one.last_used_at} for one in factors
        ],
        "sessions": [
            {
                "began_at": one.created_at,
                "seen_at": one.last_seen_at,
                "ip": one.ip,
                "user_agent": one.user_agent,
            }
            for one in visits
        ],
        "notifications": {one.value: pace.value for one, pace in wishes(person).items()},
    }
