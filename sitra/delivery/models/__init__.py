"""Tables of diffusion."""

from sitra.delivery.models.projects import Project, ProjectKey, Subscription
from sitra.delivery.models.selections import Selection, Use
from sitra.delivery.models.tokens import Consent, SigningKey, Token
from sitra.delivery.models.usage import Usage

__all__ = (
    "Consent",
    "Project",
    "ProjectKey",
    "Selection",
    "SigningKey",
    "Subscription",
    "Token",
    "Usage",
    "Use",
)
