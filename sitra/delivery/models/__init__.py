"""Tables of diffusion."""

from sitra.delivery.models.exports import Export, ExportPlan
from sitra.delivery.models.feed import Change, Cursor, Stream
from sitra.delivery.models.hooks import Attempt, Hook
from sitra.delivery.models.projects import Project, ProjectKey, Subscription
from sitra.delivery.models.selections import Selection, Use
from sitra.delivery.models.tokens import Consent, SigningKey, Token
from sitra.delivery.models.usage import Usage

__all__ = (
    "Attempt",
    "Change",
    "Consent",
    "Cursor",
    "Export",
    "ExportPlan",
    "Hook",
    "Project",
    "ProjectKey",
    "Selection",
    "SigningKey",
    "Stream",
    "Subscription",
    "Token",
    "Usage",
    "Use",
)
