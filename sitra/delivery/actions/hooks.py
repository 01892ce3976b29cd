"""Webhooks: where changes are sent; each act can be taken back, and what was sent can be sent again."""

from dataclasses import dataclass
from datetime import datetime

from django.db import transaction
from django.utils import timezone

from sitra.accounts.models import Person
from sitra.catalog.rules.kinds import Kind
from sitra.delivery import queries
from sitra.delivery.actions import feeding
from sitra.delivery.actions.projects import managed
from sitra.delivery.events import HOOK, HookFact, Service, Verb
from sitra.delivery.models import Hook
from sitra.delivery.policy import demand_service
from sitra.delivery.queries import feed
from sitra.delivery.rules.webhooks import BOTH_SIGN, demand_address, drawn
from sitra.kit.errors import Impossible, Unknown
from sitra.kit.sealing import seal, unseal
from sitra.ledger import actions as ledger
from sitra.ledger.events import Fact

MOST_HOOKS = 20
"""Addresses to which the changes of one project are sent."""
MOST_FIELDS = 50
LONGEST_NAME = 60


@dataclass(frozen=True, slots=True)
class Aimed:
    """A webhook as people describe it; empty `kinds`, `fields` and `verbs` ask for all."""

    address: str
    name: str = ""
    selection: int | None = None
    kinds: tuple[str, ...] = ()
    fields: tuple[str, ...] = ()
    verbs: tuple[str, ...] = ()


@transaction.atomic
def make_hook(project: int, aimed: Aimed, *, by: Person) -> tuple[int, str]:
    """Send the changes of a project to an address, from now on: its number, and the secret that signs."""
    row = managed(project, by)
    opened = queries.by_number(project)
    if opened:
        demand_service(opened, Service.WEBHOOKS)
    if Hook.objects.filter(project=row, dropped_at=None).count() >= MOST_HOOKS:
        message = f"Un projet a {MOST_HOOKS} webhooks au plus : retirez ceux qui ne servent plus."
        raise Impossible(message)
    secret = drawn()
    hook = Hook(project=row, by=by, sealed=seal({"secret": secret}))
    _aim(hook, aimed)
    feeding.begin(project, hook.selection_id)
    hook.sent = feed.latest()
    hook.save()
    tell(HookFact.MADE, hook, by)
    return hook.pk, secret


@transaction.atomic
def change_hook(number: int, aimed: Aimed, *, by: Person) -> None:
    """Aim a webhook otherwise, from the next change on."""
    hook = _held(number, by)
    _aim(hook, aimed)
    feeding.begin(hook.project_id, hook.selection_id)
    _go_on(hook)
    hook.save()
    tell(HookFact.CHANGED, hook, by)


@transaction.atomic
def change_secret(number: int, *, by: Person) -> str:
    """Give a webhook another secret; the one before signs too for a day. Answers the new one, once."""
    hook, secret = _held(number, by), drawn()
    before = unseal(hook.sealed)["secret"]
    until = (timezone.now() + BOTH_SIGN).isoformat()
    hook.sealed = seal({"secret": secret, "before": before, "until": until})
    hook.save(update_fields=["sealed"])
    tell(HookFact.SECRET_CHANGED, hook, by)
    return secret


@transaction.atomic
def stop(number: int, *, by: Person) -> None:
    """Send nothing more to an address; what changes meanwhile waits for it."""
    hook = _held(number, by)
    _go_on(hook)
    hook.disabled_at = timezone.now()
    hook.save()
    tell(HookFact.STOPPED, hook, by)


@transaction.atomic
def enable(number: int, *, by: Person) -> None:
    """Send to an address again, from where it was left."""
    hook = _held(number, by)
    _go_on(hook)
    hook.save()
    tell(HookFact.ENABLED, hook, by)


@transaction.atomic
def replay(number: int, since: datetime, *, by: Person) -> None:
    """Send again what changed since a moment, as far as it is kept."""
    hook = _held(number, by)
    hook.sent = min(hook.sent, feed.since(since))
    _go_on(hook)
    hook.save()
    tell(HookFact.REPLAYED, hook, by)


@transaction.atomic
def drop_hook(number: int, *, by: Person) -> None:
    """Send nothing more to an address, until it is taken back."""
    hook = _held(number, by)
    hook.dropped_at = timezone.now()
    hook.save(update_fields=["dropped_at"])
    tell(HookFact.DROPPED, hook, by)


@transaction.atomic
def restore_hook(number: int, *, by: Person) -> None:
    """Take back a webhook that was dropped: what changed meanwhile is sent."""
    hook = _held(number, by, dropped=True)
    hook.dropped_at = None
    hook.save(update_fields=["dropped_at"])
    tell(HookFact.RESTORED, hook, by)


def tell(fact: HookFact, hook: Hook, by: Person | None = None) -> None:
    """Tell a fact of a webhook."""
    ledger.record(
        Fact(
            fact.value,
            HOOK,
            hook.pk,
            person_id=by.pk if by else None,
            member_id=hook.project.member_id,
            details={"project": hook.project_id},
        )
    )


def _go_on(hook: Hook) -> None:
    hook.failures, hook.failing_since, hook.next_at, hook.disabled_at = 0, None, None, None


@transaction.atomic
def tried(number: int, *, by: Person) -> Hook:
    """Note that somebody sends a trial to an address, and give it; stopped or not."""
    hook = _held(number, by)
    opened = queries.by_number(hook.project_id)
    if opened:
        demand_service(opened, Service.WEBHOOKS)
    tell(HookFact.TRIED, hook, by)
    return hook


def _held(number: int, by: Person, *, dropped: bool = False) -> Hook:
    rows = Hook.objects.select_for_update(of=("self",)).select_related("project")
    hook = rows.filter(pk=number, dropped_at__isnull=not dropped).first()
    if hook is None:
        message = f"Aucun webhook ne porte le numéro {number}."
        raise Unknown(message)
    managed(hook.project_id, by)
    return hook


def _aim(hook: Hook, aimed: Aimed) -> None:
    address = aimed.address.strip()
    demand_address(address)
    shown = {one.id for one in queries.selections_of(hook.project_id)}
    if aimed.selection is not None and aimed.selection not in shown:
        message = f"Le projet ne montre pas la sélection {aimed.selection}."
        raise Impossible(message)
    for given, known in ((aimed.kinds, Kind), (aimed.verbs, Verb)):
        if unknown := set(given) - set(known):
            message = f"« {min(unknown)[:40]} » n'est pas connu : choisissez parmi {', '.join(known)}."
            raise Impossible(message)
    fields = [one.strip() for one in aimed.fields if one.strip()]
    if len(fields) > MOST_FIELDS or any(len(one) > MOST_FIELDS * 4 for one in fields):
        message = f"Un webhook suit {MOST_FIELDS} champs au plus : laissez vide pour les suivre tous."
        raise Impossible(message)
    hook.address, hook.name = address, " ".join(aimed.name.split())[:LONGEST_NAME]
    hook.selection_id, hook.fields = aimed.selection, fields
    hook.kinds, hook.verbs = list(aimed.kinds), list(aimed.verbs)
