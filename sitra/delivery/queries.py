"""Reads of projects."""

import json
from dataclasses import dataclass

from django.conf import settings

from sitra.delivery.models import Project
from sitra.delivery.policy import demand_key


@dataclass(frozen=True, slots=True)
class OpenProject:
    """A project whose key was recognised."""

    id: int
    name: str
    member_id: int


@dataclass(frozen=True, slots=True)
class DemoKey:
    """The key of the demonstration's project, shown on its pages and nowhere else."""

    project: int
    api_key: str


def demo_key() -> DemoKey | None:
    """Give the first key of the demonstration; none outside it."""
    if not settings.DEMO:
        return None
    first = json.loads((settings.DEMO_DIR / "data" / "network.json").read_bytes())["projects"][0]
    return DemoKey(first["id"], first["api_key"])


def opened(number: int, api_key: str) -> OpenProject:
    """Recognise a project by its number and key, or refuse it."""
    project = demand_key(Project.objects.filter(pk=number).first(), api_key)
    return OpenProject(project.pk, project.name, project.member_id)
