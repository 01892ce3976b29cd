"""Trying out: a project of one's own on the sandbox of the network, and the key that opens it."""

from datetime import timedelta

from django.db import transaction
from django.utils import timezone

from sitra.accounts.models import Person
from sitra.delivery import queries
from sitra.delivery.actions.projects import DEFAULT_SERVICES, forget, hang, tell
from sitra.delivery.events import SUBJECT, ProjectFact, ProjectKind, ProjectState
from sitra.delivery.models import Project, ProjectKey
from sitra.delivery.policy import TRY
from sitra.delivery.rules.keys import drawn
from sitra.kit import locks
from sitra.kit.days import today
from sitra.kit.errors import Impossible
from sitra.kit.pacing import demand_pace
from sitra.ledger import actions as ledger
from sitra.ledger.events import Fact
from sitra.members import queries as members

IDLE = timedelta(days=90)
"""How long a key to try out opens the sandbox without being used."""
CALLS_PER_MINUTE = 60
MOST_AN_HOUR = 5
HOUR = 3600


@transaction.atomic
def try_out(member: int, *, by: Person) -> tuple[int, str]:
    """Give somebody a key to the sandbox: the number of their project, and the key, told this once.

    It takes back the key they had. Raises `Forbidden` without a seat in the member, `Impossible` where there
    is no sandbox, `TooOften`.
    """
    TRY.demand(members.offices(by), member)
    if queries.sandbox() is None:
        message = "Le pilote n'a pas encore ouvert de bac à sable : demandez-lui, ou ouvrez un projet."
        raise Impossible(message)
    demand_pace("delivery.try_out", str(by.pk), most=MOST_AN_HOUR, seconds=HOUR)
    locks.hold(f"delivery.trial.{by.pk}")
    project = _own(member, by)
    ProjectKey.objects.filter(project=project, revoked_at=None).update(revoked_at=timezone.now())
    key = drawn()
    row = hang(project, key, name="essais", by=by)
    tell(ProjectFact.KEY_GIVEN, project, by, key=row.pk, tail=row.tail)
    queries.forget_selections()
    transaction.on_commit(queries.forget_selections)
    return project.pk, key


@transaction.atomic
def close_idle_trials() -> int:
    """Close the projects whose key to try out did not serve for ninety days; answers how many."""
    since, closed = today() - IDLE, 0
    for project in Project.objects.trials().select_for_update().filter(active=True):
        keys = ProjectKey.objects.filter(project=project, revoked_at=None)
        days = [used or timezone.localdate(made) for used, made in keys.values_list("last_used", "made_at")]
        if max(days, default=since) > since:
            continue
        project.active = False
        project.save(update_fields=["active"])
        ledger.record(Fact(ProjectFact.CLOSED.value, SUBJECT, project.pk, member_id=project.member_id))
        closed += 1
    forget()
    return closed


def _own(member: int, by: Person) -> Project:
    """Give the project by which somebody tries out, open again if it was closed, else a new one."""
    project = Project.objects.trials().filter(author=by).order_by("pk").first()
    if project is None:
        project = Project.objects.create(
            name="Essais de développement",
            member_id=member,
            author=by,
            kind=ProjectKind.SANDBOX.value,
            state=ProjectState.DEVELOPMENT.value,
            services=sorted(service.value for service in DEFAULT_SERVICES),
            bounded=True,
            calls_per_minute=CALLS_PER_MINUTE,
            licence_at=timezone.now(),
        )
        tell(ProjectFact.OPENED, project, by)
    elif not project.active or project.member_id != member:
        project.active, project.member_id = True, member
        project.save(update_fields=["active", "member"])
        tell(ProjectFact.REOPENED, project, by)
    return project
