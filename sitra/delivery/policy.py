"""What a project may read."""

import hmac

from sitra.delivery.models import Project
from sitra.kit.errors import Forbidden


def demand_key(project: Project | None, api_key: str) -> Project:
    """Refuse an unknown project, a closed one, or a key that is not its own; never say which."""
    expected = project.api_key if project else ""
    matches = hmac.compare_digest(expected.encode(), api_key.encode())
    if project is None or not project.active or not api_key or not matches:
        message = (
            "Projet inconnu ou clé refusée : vérifiez que « projetId » et « apiKey » "
            "vont ensemble et que le projet est ouvert."
        )
        raise Forbidden(message)
    return project
