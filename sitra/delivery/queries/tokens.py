"""Reads of tokens: what they open is said by the token alone, never by who brings it."""

from dataclasses import dataclass
from datetime import datetime

from django.db.models import FETCH_RAISE
from django.utils import timezone

from sitra.access import queries as access
from sitra.access.rules.mandate import Mandate
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
class Known:
    """A project that somebody lets know who they are, since when."""

    project: int
    name: str
    since: datetime


@dataclass(frozen=True, slots=True)
class Writing:
    """Who writes: a project and, if somebody signed in, that person.

    `who` holds the rights: those of the person, else those of somebody who writes for the member that has the
    project. `author` is who is named as the author: the person, else the one agreed upon.
    """

    project: OpenProject
    person: Person | None
    who: Mandate
    author: Person | None

    @property
    def members(self) -> frozenset[int]:
        """The members for which one writes, by their seats."""
        return self.who.writes


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


def consents(person: Person) -> list[Known]:
    """Give the projects that somebody lets know who they are, by name."""
    rows = Consent.objects.filter(person=person).order_by("project__name", "project_id")
    return [Known(*row) for row in rows.values_list("project_id", "project__name", "at")]


def writing(project: OpenProject, token_sso: str = "") -> Writing | None:
    """Say who writes through a project; none when `token_sso` does not hold.

    It must be that of a project of the same member: what somebody allowed one partner is not for another.
    """
    if not token_sso:
        return Writing(project, None, of_project(project), _author(project))
    found = bearer(token_sso)
    here = found is not None and found.project.member_id == project.member_id
    if found is None or not here or found.person is None or Scope.SIGN_ON not in found.scopes:
        return None
    return Writing(project, found.person, access.mandate_of(found.person), found.person)


def of_project(project: OpenProject) -> Mandate:
    """Give the rights of a project by itself: of who writes for its member and those that take part in it."""
    own = project.subscribers | {project.member_id}
    return Mandate(consults=own, writes=own, withheld=project.withheld)


def _author(project: OpenProject) -> Person | None:
    number = project.agreed.author
    return Person.objects.filter(pk=number, is_active=True).first() if number else None
