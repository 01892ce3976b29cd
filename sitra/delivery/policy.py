"""What a project may read, and how fast."""

import time
from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any

from django.conf import settings
from django.db.models import Q, QuerySet

from sitra.access.rules.sharing import Pairs, Share
from sitra.catalog.rules.kinds import Kind
from sitra.delivery.events import Mode, ProjectKind, Scope, Service
from sitra.delivery.models import Project, Subscription, Use
from sitra.delivery.models.selections import SelectionRows
from sitra.delivery.rules.pace import Allowance, Standing
from sitra.delivery.rules.partners import OF_MACHINES, Declined, Fault, Terms
from sitra.kit.errors import Forbidden
from sitra.kit.sealing import recognised
from sitra.members.events import Duty
from sitra.members.policy import Offices

_allowance, _of_tokens = Allowance(), Allowance()
TOKENS_PER_MINUTE = 300
"""Tokens that a project may ask for in a minute: one is lent for hours, and one is given to each person."""
_WORDS = {
    Scope.MEMBERS: "lire les membres du réseau",
    Scope.PERSONS: "lire les personnes du réseau",
    Scope.WRITE: "écrire",
    Scope.METADATA: "tenir des métadonnées",
    Scope.SIGN_ON: "faire connecter les personnes du réseau",
}

_DOING = {Mode.CREATE: "créer", Mode.MODIFY: "modifier", Mode.DELETE: "supprimer"}


@dataclass(frozen=True, slots=True)
class OpenProject:
    """A project that is open; one that is `bounded` reads the records of its selections and no other."""

    id: int
    name: str
    member_id: int
    scopes: frozenset[Scope]
    services: frozenset[Service] = frozenset()
    kind: ProjectKind = ProjectKind.SITE
    bounded: bool = False
    calls_per_minute: int | None = None
    key: int = 0
    """Number of the key that opened it."""
    shown: bool = False
    """Whether that key is one that pages may show."""
    subscribers: frozenset[int] = frozenset()
    """The members that take part in it."""
    terms: Terms | None = None
    secret_mark: str = field(default="", repr=False)
    withheld: Pairs = frozenset()
    narrowed: Mapping[Share, Pairs] = field(default_factory=dict, hash=False)
    """Of what others do not share with its member: owners and kinds left out, and those told in part."""

    @property
    def agreed(self) -> Terms:
        """The terms of a project that has some."""
        if self.terms is None:
            message = f"Le projet {self.id} n'écrit pas et ne connecte personne."
            raise Forbidden(message)
        return self.terms


class Manage:
    """Opening projects and selections, and changing them: who holds that duty in their member; the pilot."""

    @staticmethod
    def members(offices: Offices) -> list[int]:
        """Give the members for which one does it."""
        return offices.holds(Duty.PROJECTS)

    @staticmethod
    def among[Rows: QuerySet[Any]](offices: Offices, rows: Rows) -> Rows:
        """Keep the projects, or the selections, that one manages."""
        return rows if offices.pilots else rows.filter(member__in=offices.holds(Duty.PROJECTS))

    @staticmethod
    def allows(offices: Offices, member: int) -> bool:
        """Say whether one manages those of a member."""
        return offices.pilots or Duty.PROJECTS in offices.seats.get(member, frozenset())

    def demand(self, offices: Offices, member: int) -> None:
        """Refuse those of a member that one does not manage."""
        if not self.allows(offices, member):
            message = "Il faut la permission « projets » dans ce membre : demandez-la à ses administrateurs."
            raise Forbidden(message)


class See:
    """Reading about projects and selections: whoever holds a seat in their member, or in one subscribed."""

    @staticmethod
    def projects(offices: Offices, rows: QuerySet[Project]) -> QuerySet[Project]:
        """Keep the projects one may read about."""
        if offices.pilots:
            return rows
        seats = sorted(offices.seats)
        taking_part = Subscription.objects.filter(member__in=seats).values("project")
        return rows.filter(Q(member__in=seats) | Q(pk__in=taking_part))

    @staticmethod
    def selections(offices: Offices, rows: SelectionRows) -> SelectionRows:
        """Keep the selections one may read about: of one's members, or used by a project of theirs."""
        if offices.pilots:
            return rows
        seats = sorted(offices.seats)
        used = Use.objects.filter(project__member__in=seats).values("selection")
        return rows.filter(Q(member__in=seats) | Q(pk__in=used))


class Follow:
    """Knowing which projects read the records of a member: its own people, and the pilot."""

    @staticmethod
    def allows(offices: Offices, member: int) -> bool:
        """Say whether one may know it of the records of a member."""
        return offices.pilots or member in offices.seats

    def demand(self, offices: Offices, member: int) -> None:
        """Refuse the records of a member that is not one's own."""
        if not self.allows(offices, member):
            message = "Qui lit les fiches d'un membre est dit à ses personnes et au pilote."
            raise Forbidden(message)


class TryOut:
    """Trying out on the sandbox: whoever holds a seat, whatever its duties, for the member of that seat."""

    @staticmethod
    def allows(offices: Offices, member: int) -> bool:
        """Say whether one tries out for a member."""
        return member in offices.seats

    def demand(self, offices: Offices, member: int) -> None:
        """Refuse to try out for a member in which one holds no seat."""
        if not self.allows(offices, member):
            message = "Une clé d'essai est donnée à qui a un siège dans un membre du réseau."
            raise Forbidden(message)


MANAGE, SEE, FOLLOW, TRY = Manage(), See(), Follow(), TryOut()


def demand_unsandboxed(offices: Offices, kind: ProjectKind) -> None:
    """Refuse to widen what a project reads that tries out: it is bounded to what the sandbox shows."""
    if kind is ProjectKind.SANDBOX and not offices.pilots:
        message = "Un projet d'essai lit le bac à sable et rien d'autre : ouvrez un projet de votre membre."
        raise Forbidden(message)


def demand_own(project: OpenProject | None, number: int) -> OpenProject:
    """Refuse a key that opens nothing, or another project than that of a number; never say which."""
    if project is None or project.id != number:
        message = (
            "Projet inconnu ou clé refusée : vérifiez que « projetId » et « apiKey » "
            "vont ensemble et que le projet est ouvert."
        )
        raise Forbidden(message)
    return project


def demand_service(project: OpenProject, service: Service) -> None:
    """Refuse a way by which a project is not fed."""
    if service not in project.services:
        message = (
            f"Le projet {project.id} n'est pas ouvert à ce service ({service.label()}) : "
            "ouvrez-le sur la page du projet."
        )
        raise Forbidden(message)


def demand_scope(project: OpenProject, scope: Scope) -> None:
    """Refuse a project that was not opened to this part of the network."""
    if scope not in project.scopes:
        message = (
            f"Le projet {project.id} n'a pas le droit de {_WORDS[scope]} : "
            f"demandez la portée « {scope.value} » à l'animateur du réseau."
        )
        raise Forbidden(message)


def demand_secret(project: OpenProject | None, secret: str) -> OpenProject:
    """Refuse an unknown client or a secret that is not its own, in the same time; never say which."""
    matches = recognised(secret, project.secret_mark if project else "")
    if project is None or not matches:
        message = "Client inconnu ou secret refusé : vérifiez que « client_id » et le secret vont ensemble."
        raise Declined(Fault.INVALID_CLIENT, message)
    return project


def lent(project: OpenProject, asked: frozenset[Scope]) -> frozenset[Scope]:
    """Say what a token of the project itself is good for: what was asked, or all that it may."""
    own = project.scopes & OF_MACHINES
    if not own:
        message = "Ce projet n'obtient pas de jeton par lui-même : il n'écrit pas et n'a pas de métadonnées."
        raise Declined(Fault.UNAUTHORIZED_CLIENT, message)
    if not asked <= own:
        raise Declined(Fault.INVALID_SCOPE, "Ce projet n'a pas cette portée.")
    return asked or own


def demand_node(project: OpenProject, node: str) -> None:
    """Refuse metadata under a node that was not granted to the project."""
    if node not in project.agreed.nodes:
        message = f"Le nœud « {node} » n'est pas confié au projet {project.id}."
        raise Forbidden(message)


def demand_mode(project: OpenProject, mode: Mode) -> None:
    """Refuse what was not agreed that the project does to records."""
    if mode not in project.agreed.modes:
        message = f"Le projet {project.id} n'a pas le droit de {_DOING[mode]} des fiches."
        raise Forbidden(message)


def demand_kind(project: OpenProject, kind: Kind) -> None:
    """Refuse a kind of records that was not agreed upon."""
    if kind not in project.agreed.kinds:
        message = f"Le projet {project.id} n'écrit pas de fiches du type {kind.value}."
        raise Forbidden(message)


def demand_allowance(project: OpenProject) -> Standing | None:
    """Count a call against the pace a project may keep; nothing when there is no limit."""
    limit = project.calls_per_minute or settings.PROJECT_CALLS_PER_MINUTE
    return _allowance.take(project.id, limit, time.monotonic()) if limit else None


def demand_token_allowance(project: OpenProject) -> None:
    """Count a token that is asked for against the pace of a project."""
    _of_tokens.take(project.id, TOKENS_PER_MINUTE, time.monotonic())
