"""Reads of projects and of their tokens."""

from sitra.delivery.queries.projects import (
    active_projects,
    authenticated,
    by_number,
    client,
    demo_key,
    forget,
    opened,
    usage,
)
from sitra.delivery.queries.tokens import Bearer, Writing, bearer, consented, consents, of_project, writing

__all__ = (
    "Bearer",
    "Writing",
    "active_projects",
    "authenticated",
    "bearer",
    "by_number",
    "client",
    "consented",
    "consents",
    "demo_key",
    "forget",
    "of_project",
    "opened",
    "usage",
    "writing",
)
