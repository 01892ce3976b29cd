"""What a project may read, and how fast."""

import hmac
import time
from dataclasses import dataclass

from django.conf import settings

from sitra.delivery.events import Scope
from sitra.delivery.rules import Allowance, Standing
from sitra.kit.errors import Forbidden

_allowance = Allowance()
_WORDS = {Scope.MEMBERS: "lire les membres du réseau", Scope.PERSONS: "lire les personnes du réseau"}


@dataclass(frozen=True, slots=True)
class OpenProject:
    """A project that is open, with the key it reads with."""

    id: int
    name: str
    member_id: int
    api_key: str
    scopes: frozenset[Scope]


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


def demand_allowance(project: OpenProject) -> Standing | None:
    """Count a call against the pace a project may keep; nothing when there is no limit."""
    limit = settings.PROJECT_CALLS_PER_MINUTE
    return _allowance.take(project.id, limit, time.monotonic()) if limit else None
