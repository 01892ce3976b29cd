"""What signing in tells: each act on the guard of an account becomes a fact of the ledger."""

from collections.abc import Callable, Iterable, Mapping
from typing import Any

from allauth.account.signals import password_changed, password_reset, password_set
from allauth.mfa.models import Authenticator
from allauth.mfa.signals import (
    authentication_failed,
    authenticator_added,
    authenticator_removed,
    authenticator_reset,
    authenticator_used,
)
from allauth.usersessions.adapter import DefaultUserSessionsAdapter
from allauth.usersessions.models import UserSession
from django.contrib.auth.signals import user_login_failed
from django.core.cache import cache
from django.utils.crypto import salted_hmac

from sitra.accounts import actions
from sitra.accounts.models import Person

REFUSED = 5
"""Failures by account after which they are told; from there on, signing in to it must wait."""
WINDOW = 300
"""Seconds in which they are counted."""


class Sessions(DefaultUserSessionsAdapter):
    """Tells that somebody ended their other sessions."""

    def end_sessions(self, sessions: Iterable[UserSession]) -> None:
        """End sessions of one person."""
        ended = list(sessions)
        super().end_sessions(ended)
        if ended:
            actions.remember(actions.SESSIONS_ENDED, ended[0].user_id, sessions=len(ended))


def connect() -> None:
    """Listen to what the library of accounts tells."""
    for signal, heard in (
        (authenticator_added, _added),
        (authenticator_removed, _removed),
        (authenticator_reset, _renewed),
        (authenticator_used, _used),
        (authentication_failed, _code_refused),
        (user_login_failed, _password_refused),
        (password_changed, _changed),
        (password_set, _changed),
        (password_reset, _forgotten),
    ):
        signal.connect(heard, dispatch_uid=f"sitra.accounts.{heard.__name__}")


def _added(user: Person, authenticator: Authenticator, **_rest: Any) -> None:
    actions.remember(actions.FACTOR_ADDED, user.pk, factor=str(authenticator.type))


def _removed(user: Person, authenticator: Authenticator, **_rest: Any) -> None:
    actions.remember(actions.FACTOR_REMOVED, user.pk, factor=str(authenticator.type))


def _renewed(user: Person, **_rest: Any) -> None:
    actions.remember(actions.CODES_RENEWED, user.pk)


def _used(user: Person, authenticator: Authenticator, **_rest: Any) -> None:
    if authenticator.type == Authenticator.Type.RECOVERY_CODES:
        kept = Authenticator.objects.get(pk=authenticator.pk)  # the one at hand was read before its use
        actions.remember(actions.CODE_USED, user.pk, left=len(kept.wrap().get_unused_codes()))


def _changed(user: Person, **_rest: Any) -> None:
    actions.remember(actions.PASSWORD_CHANGED, user.pk, how="typed")


def _forgotten(user: Person, **_rest: Any) -> None:
    actions.remember(actions.PASSWORD_CHANGED, user.pk, how="mail")


def _code_refused(user: Person, **_rest: Any) -> None:
    _count(f"code:{user.pk}", lambda: user.pk, "code")


def _password_refused(credentials: Mapping[str, Any], **_rest: Any) -> None:
    address = str(credentials.get("email", "")).lower()
    _count(f"password:{address}", lambda: _number(address), "password")


def _number(address: str) -> int:
    """Find whose address it is; 0 for nobody's, of which the same is written in the same time."""
    return Person.objects.filter(email__iexact=address).values_list("pk", flat=True).first() or 0


def _count(what: str, whose: Callable[[], int], factor: str) -> None:
    """Count a failure; the one that closes the account for a while is told, and no other."""
    key = f"sitra.refused.{salted_hmac('sitra.accounts.refused', what, algorithm='sha256').hexdigest()}"
    if cache.add(key, 1, WINDOW):
        return
    try:
        count = cache.incr(key)
    except ValueError:  # its time ran out just now
        return
    if count == REFUSED:
        actions.remember(actions.SIGN_IN_REFUSED, whose(), times=count, factor=factor)
