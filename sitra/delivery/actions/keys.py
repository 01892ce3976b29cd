"""Giving projects keys, and taking them back: several at once, so that one changes without a cut."""

from collections.abc import Iterable

from django.db import transaction
from django.utils import timezone

from sitra.accounts.models import Person
from sitra.delivery.actions.projects import hang, managed, tell
from sitra.delivery.events import ProjectFact
from sitra.delivery.models import ProjectKey
from sitra.delivery.rules.keys import drawn, sites_of
from sitra.kit.errors import Impossible, Unknown

MOST_KEYS = 10
"""Keys of a project that open it at the same time."""
LONGEST_NAME = 60


@transaction.atomic
def give_key(number: int, name: str = "", sites: Iterable[str] = (), *, by: Person) -> tuple[int, str]:
    """Give a project one more key: its number, and the key, which is never told again.

    With `sites`, pages of those may show it. Raises `Impossible` when it has too many.
    """
    project, bound = managed(number, by), sites_of(sites)
    if project.keys.filter(revoked_at=None).count() >= MOST_KEYS:
        message = f"Un projet a {MOST_KEYS} clés au plus : retirez d'abord celles qui ne servent plus."
        raise Impossible(message)
    key = drawn()
    row = hang(project, key, name=" ".join(name.split())[:LONGEST_NAME], domains=bound, by=by)
    tell(ProjectFact.KEY_GIVEN, project, by, key=row.pk, tail=row.tail)
    return row.pk, key


@transaction.atomic
def revoke_key(key: int, *, by: Person) -> int:
    """Take a key back: it opens nothing from here on. Answers the number of its project."""
    row = _held(key, by)
    if row.revoked_at is None:
        row.revoked_at = timezone.now()
        row.save(update_fields=["revoked_at"])
        tell(ProjectFact.KEY_REVOKED, row.project, by, key=row.pk, tail=row.tail)
    return row.project_id


@transaction.atomic
def restore_key(key: int, *, by: Person) -> int:
    """Let a key that was taken back open its project again. Answers the number of its project."""
    row = _held(key, by)
    if row.revoked_at is not None:
        row.revoked_at = None
        row.save(update_fields=["revoked_at"])
        tell(ProjectFact.KEY_GIVEN, row.project, by, key=row.pk, tail=row.tail)
    return row.project_id


def _held(number: int, by: Person) -> ProjectKey:
    row = ProjectKey.objects.select_related("project").filter(pk=number).first()
    if row is None:
        message = f"Aucune clé ne porte le numéro {number}."
        raise Unknown(message)
    managed(row.project_id, by)
    return row
