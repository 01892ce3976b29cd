"""Reads of projects."""

from dataclasses import dataclass

from sitra.delivery.models import Project
from sitra.delivery.policy import demand_key


@dataclass(frozen=True, slots=True)
class OpenProject:
    """A project whose key was recognised."""

    id: int
    name: str
    member_id: int


def opened(number: int, api_key: str) -> OpenProject:
    """Recognise a project by its number and key, or refuse it."""
    project = demand_key(Project.objects.filter(pk=number).first(), api_key)
    return OpenProject(project.pk, project.name, project.member_id)
