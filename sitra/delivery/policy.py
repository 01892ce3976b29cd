"""What a project may read, and how fast."""

import hmac
import time
from collections.abc import Mapping
from dataclasses import dataclass, field

from django.conf import settings

from sitra.access.rules.sharing import Pairs, Share
from sitra.catalog.rules.kinds import Kind
from sitra.delivery.events import Mode, Scope
from sitra.delivery.rules.pace import Allowance, Standing
from sitra.delivery.rules.partners import OF_MACHINES, Declined, Fault, Terms
from sitra.kit.errors import Forbidden
from sitra.kit.sealing import recognised

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
    """A project that is open, with the key it reads with."""

    id: int
    name: str
    member_id: int
    api_key: str = field(repr=False)
    scopes: frozenset[Scope]
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


def demand_key(project: OpenProject | None, api_key: str) -> OpenProject:
    """Refuse an unknown project, a closed one, or a key that is not its own; never say which."""
    expected = project.api_key if project else ""
    matches = hmac.compare_digest(expected.encode(), api_key.encode())
    if project is None or not api_key or not matches:
        message = (
            "Projet inconnu ou clé refusée : vérifiez que « projetId » et « apiKey » "
            "vont ensemble et que le projet est ouvert."
        )
        raise Forbidden(message)
    return project


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
    limit = settings.PROJECT_CALLS_PER_MINUTE
    return _allowance.take(project.id, limit, time.monotonic()) if limit else None


def demand_token_allowance(project: OpenProject) -> None:
    """Count a token that is asked for against the pace of a project."""
    _of_tokens.take(project.id, TOKENS_PER_MINUTE, time.monotonic())
