"""Reads of tokens: what they open is said by the token alone, never by who brings it."""

from dataclasses import dataclass

from django.db.models import FETCH_RAISE
from django.utils import timezone

from sitra.access import queries as access
from sitra.accounts.models import Person
from sitra.delivery.events import Scope, TokenKind
from sitra.delivery.models import Consent, Token
from sitra.delivery.policy import OpenProject
from sitra.delivery.queries.projects import by_number
from sitra.delivery.rules.partners import digest


@dataclass(frozen=True, slots=True)
class Bearer:
    """Who brings a token that holds: the project, what it opens, and who signed in, if somebody did."""

    project: OpenProject
    scopes: frozenset[Scope]
    person: Person | None = None


@dataclass(frozen=True, slots=True)
class Writing:
    """Who writes: a project and, if somebody signed in, that person.

    `members` are those whose records may be changed: the members for which the person writes, else the one
    that has the project. `author` is who is named as the author: the person, else the one agreed upon.
    """

    project: OpenProject
    person: Person | None
    members: frozenset[int]
    author: Person | None


def bearer(token: str) -> Bearer | None:
    """Recognise a token; none for one that never was, has expired, or was taken back.

    That of a project or of an account that was closed since holds no longer, nor does a scope that the
    project has lost.
    """
    row = (
        Token.objects.filter(digest=digest(token), kind=TokenKind.ACCESS.value, expires_at__gt=timezone.now())
        .select_related("person")
        .fetch_mode(FETCH_RAISE)
        .first()
    )
    project = by_number(row.project_id) if row else None
    if row is None or project is None or (row.person and not row.person.is_active):
        return None
    return Bearer(project, frozenset(map(Scope, row.scopes)) & project.scopes, row.person)


def consented(person: Person, project: int) -> bool:
    """Say whether somebody has already let a project know who they are."""
    return Consent.objects.filter(person=person, project_id=project).exists()


def writing(project: OpenProject, token_sso: str = "") -> Writing | None:
    """Say who writes through a project; none when `token_sso` does not hold.

    It must be that of a project of the same member: what somebody allowed one partner is not for another.
    """
    if not token_sso:
        return Writing(project, None, frozenset({project.member_id}), _author(project))
    found = bearer(token_sso)
    here = found is not None and found.project.member_id == project.member_id
    if found is None or not here or found.person is None or Scope.SIGN_ON not in found.scopes:
        return None
    return Writing(project, found.person, access.mandate_of(found.person).writes, found.person)


def _author(project: OpenProject) -> Person | None:
    number = project.agreed.author
    return Person.objects.filter(pk=number, is_active=True).first() if number else None
