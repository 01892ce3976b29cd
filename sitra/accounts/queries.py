"""Reads of accounts."""

import json
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime

from allauth.mfa.models import Authenticator
from allauth.usersessions.models import UserSession
from django.conf import settings

from sitra.accounts.models import Person


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
