"""Opening projects."""

from django.db import transaction

from sitra.delivery.models import Project
from sitra.ledger import actions as ledger
from sitra.ledger.events import Fact

OPENED = "project.opened"


@transaction.atomic
def open_project(*, number: int, name: str, member_id: int, api_key: str) -> Project:
    """Open a project under a given number, or bring it up to date."""
    project, new = Project.objects.update_or_create(
        pk=number, defaults={"name": name, "member_id": member_id, "api_key": api_key}
    )
    if new:
        ledger.record(Fact(OPENED, "project", project.pk, member_id=member_id))
    return project
