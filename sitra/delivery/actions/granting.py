"""Giving tokens: lent to a project, or given for somebody who signed in; and taking them back."""

import secrets
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Any
from uuid import UUID, uuid4

from django.db import transaction
from django.utils import timezone

from sitra.accounts.models import Person
from sitra.delivery.actions.signing import forget_signed
from sitra.delivery.events import SUBJECT, ProjectFact, Scope, TokenKind
from sitra.delivery.models import Consent, Token
from sitra.delivery.policy import OpenProject
from sitra.delivery.rules.partners import (
    ACCESS_LIFE,
    CODE_LIFE,
    LEAST_LEFT,
    REFRESH_LIFE,
    Declined,
    Fault,
    digest,
    proves,
)
from sitra.kit import locks
from sitra.kit.errors import Impossible
from sitra.kit.sealing import seal, unseal
from sitra.ledger import actions as ledger
from sitra.ledger.events import Fact

_SIGN_ON = frozenset({Scope.SIGN_ON})


@dataclass(frozen=True, slots=True)
class Given:
    """What a project is given: tokens in clear, which are nowhere else, and the seconds the first lives."""

    access: str
    seconds: int
    scopes: frozenset[Scope]
    refresh: str = ""


def lend(project: OpenProject, scopes: frozenset[Scope]) -> Given:
    """Lend a project a token of its own: the same one again as long as it lives."""
    if known := _lent(project, scopes):
        return known
    with transaction.atomic():
        locks.hold(f"delivery.lend.{project.id}")
        if known := _lent(project, scopes):
            return known
        value = _chance()
        _keep(TokenKind.ACCESS, value, project, scopes, sealed=seal({"token": value}))
        _tell(ProjectFact.TOKEN_LENT, project, scopes=sorted(scopes))
    return Given(value, int(ACCESS_LIFE.total_seconds()), scopes)


def _lent(project: OpenProject, scopes: frozenset[Scope]) -> Given | None:
    """Give the token a project was lent, unless it is about to expire or is sealed by a key that is gone."""
    now = timezone.now()
    row = (
        Token.objects.filter(
            project_id=project.id, person=None, kind=TokenKind.ACCESS.value, scopes=sorted(scopes),
            expires_at__gt=now + LEAST_LEFT,
        )
        .order_by("-expires_at")
        .first()
    )  # fmt: skip
    try:
        value = unseal(row.sealed)["token"] if row else ""
    except (Impossible, KeyError):
        value = ""
    return Given(value, _left(row.expires_at, now), scopes) if row and value else None


@transaction.atomic
def consent(person: Person, project: OpenProject) -> None:
    """Let a project know who one is, from now on; saying it again changes nothing."""
    _, new = Consent.objects.get_or_create(
        person=person, project_id=project.id, defaults={"at": timezone.now()}
    )
    if new:
        _tell(ProjectFact.CONSENTED, project, person.pk)


@transaction.atomic
def withdraw(person: Person, project: int) -> None:
    """Take one's consent back: all that the project was given goes; taking it back again changes nothing."""
    if not Consent.objects.filter(person=person, project_id=project).delete()[0]:
        return
    Token.objects.filter(person=person, project_id=project).delete()
    forget_signed(person, project)
    ledger.record(Fact(ProjectFact.WITHDRAWN.value, SUBJECT, project, person_id=person.pk))


@transaction.atomic
def promise(person: Person, project: OpenProject, *, redirect_uri: str, challenge: str = "") -> str:
    """Give a code for somebody who consented: exchanged once, within a minute, by this project only."""
    value = _chance()
    _keep(
        TokenKind.CODE, value, project, _SIGN_ON,
        person=person, redirect_uri=redirect_uri, challenge=challenge,
    )  # fmt: skip
    return value


def redeem(project: OpenProject, code: str, *, redirect_uri: str, verifier: str = "") -> Given:
    """Exchange a code for tokens. One that comes a second time takes back all that it gave."""
    with transaction.atomic():
        row = _of(project, code, TokenKind.CODE)
        if row.used_at is None:
            return _redeemed(project, row, redirect_uri, verifier)
        gone, _ = Token.objects.filter(family=row.family).exclude(pk=row.pk).delete()
        _tell(ProjectFact.CODE_REUSED, project, row.person_id, tokens=gone)
    raise Declined(Fault.INVALID_GRANT, "Ce code a déjà servi : ce qu'il avait donné est repris.")


def _redeemed(project: OpenProject, row: Token, redirect_uri: str, verifier: str) -> Given:
    if redirect_uri != row.redirect_uri:
        raise Declined(
            Fault.INVALID_GRANT, "« redirect_uri » n'est pas celle pour laquelle le code est donné."
        )
    if not proves(verifier, row.challenge):
        raise Declined(Fault.INVALID_GRANT, "« code_verifier » ne répond pas au défi du code.")
    row.used_at = timezone.now()
    row.save(update_fields=["used_at"])
    access, refresh = _chance(), _chance()
    for kind, value in ((TokenKind.ACCESS, access), (TokenKind.REFRESH, refresh)):
        _keep(kind, value, project, _SIGN_ON, person=row.person, family=row.family, redirect_uri=redirect_uri)
    _tell(ProjectFact.SIGNED_ON, project, row.person_id)
    return Given(access, int(ACCESS_LIFE.total_seconds()), _SIGN_ON, refresh)


@transaction.atomic
def renew(project: OpenProject, refresh: str, *, redirect_uri: str = "") -> Given:
    """Give another token for somebody who signed in; what renews it stays, as clients keep it."""
    row = _of(project, refresh, TokenKind.REFRESH)
    if redirect_uri and redirect_uri != row.redirect_uri:
        raise Declined(Fault.INVALID_GRANT, "« redirect_uri » n'est pas celle de la connexion.")
    access = _chance()
    _keep(
        TokenKind.ACCESS, access, project, _SIGN_ON,
        person=row.person, family=row.family, redirect_uri=row.redirect_uri,
    )  # fmt: skip
    _tell(ProjectFact.RENEWED, project, row.person_id)
    return Given(access, int(ACCESS_LIFE.total_seconds()), _SIGN_ON, refresh)


def forget_expired() -> int:
    """Forget tokens whose time is over; answers how many went. A used code lasts as long as what it gave."""
    now = timezone.now()
    over = Token.objects.filter(expires_at__lte=now)
    alive = Token.objects.filter(expires_at__gt=now).exclude(person=None).values("family")
    spent = over.exclude(kind=TokenKind.CODE.value, family__in=alive)
    return spent.delete()[0]


def _of(project: OpenProject, value: str, kind: TokenKind) -> Token:
    """Give the token of a project that bears this value, for an account that is open, or decline alike."""
    rows = Token.objects.select_for_update(of=("self",)).select_related("person")
    row = rows.filter(digest=digest(value), kind=kind.value, project_id=project.id).first()
    spent = row is not None and row.used_at is not None
    alive = row is not None and row.person is not None and row.person.is_active
    if row is None or not alive or (row.expires_at <= timezone.now() and not spent):
        what = "Ce code" if kind is TokenKind.CODE else "Ce jeton"
        raise Declined(Fault.INVALID_GRANT, f"{what} n'est pas de ce projet, a expiré ou a été repris.")
    if Scope.SIGN_ON not in project.scopes:
        raise Declined(Fault.UNAUTHORIZED_CLIENT, "Ce projet ne connecte plus personne.")
    return row


_LIVES = {TokenKind.ACCESS: ACCESS_LIFE, TokenKind.REFRESH: REFRESH_LIFE, TokenKind.CODE: CODE_LIFE}


def _keep(
    kind: TokenKind,
    value: str,
    project: OpenProject,
    scopes: Iterable[Scope],
    *,
    family: UUID | None = None,
    **more: Any,
) -> None:
    columns: Mapping[str, Any] = {"sealed": "", **more}
    Token.objects.create(
        kind=kind.value,
        digest=digest(value),
        project_id=project.id,
        scopes=sorted(scope.value for scope in scopes),
        family=family or uuid4(),
        expires_at=timezone.now() + _LIVES[kind],
        **columns,
    )


def _tell(fact: ProjectFact, project: OpenProject, person: int | None = None, **details: Any) -> None:
    ledger.record(
        Fact(fact.value, SUBJECT, project.id, person_id=person, member_id=project.member_id, details=details)
    )


def _chance() -> str:
    return secrets.token_urlsafe(32)


def _left(until: datetime, now: datetime) -> int:
    return max(0, int((until - now).total_seconds()))
