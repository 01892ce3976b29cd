"""Sending changes to webhooks: in their order, each until it is received."""

import time
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime, timedelta

from django.conf import settings
from django.db import transaction
from django.utils import timezone

from sitra.accounts.models import Person
from sitra.delivery.actions import hooks
from sitra.delivery.actions.hooks import tell
from sitra.delivery.events import HookFact, Service
from sitra.delivery.models import Attempt, Hook
from sitra.delivery.queries import feed
from sitra.delivery.queries.outgoing import TRIAL
from sitra.delivery.rules.changes import Asked, Line
from sitra.delivery.rules.webhooks import given_up, headers, next_try, trial, written
from sitra.kit import locks
from sitra.kit.errors import Impossible
from sitra.kit.outbound import Bounds, Client, Declined, Question, Unanswered
from sitra.kit.reachable import NotAllowed
from sitra.kit.sealing import unseal

BOUNDS = Bounds(size=1 << 16, seconds=15.0, silence=10.0, redirects=0, tries=1)
"""A receiver answers at once, and is never followed elsewhere."""
TRIAL_BOUNDS = Bounds(size=1 << 16, seconds=8.0, silence=5.0, redirects=0, tries=1)
MOST = 200
"""Changes that are sent to one address before the others have their turn."""
ATTEMPTS_KEPT = timedelta(days=30)
_GONE = 410


@dataclass(frozen=True, slots=True)
class Outcome:
    """What came of sending a change."""

    received: bool
    said: str
    milliseconds: int
    gone: bool = False
    """Whether the receiver wants no more of it."""


def send(number: int, client: Client | None = None) -> bool:
    """Send what an address has not received yet; answers whether there is more of it at once.

    Nobody else sends to it meanwhile; a change that is not received is tried again later, before the next.
    """
    with locks.alone(f"delivery.hook.{number}") as free:
        hook = _due(number) if free else None
        stream = feed.stream_of(hook.project_id, hook.selection_id) if hook else None
        if hook is None or stream is None:
            return False
        # Before it is read: what is written meanwhile has a higher number.
        last, asked = feed.latest(), Asked(hook.kinds, hook.fields, hook.verbs)
        batch = feed.lines(stream, hook.sent, asked, MOST)
        client = client or Client(BOUNDS)
        for line in batch.lines:
            outcome = _sent(hook, line, client)
            _note(hook, line, outcome)
            if not outcome.received or _due(number) is None:
                return False
        _advance(hook, batch.cursor if batch.more else max(batch.cursor, last))
        return batch.more


def send_trial(number: int, *, by: Person, client: Client | None = None) -> Outcome:
    """Send an event that tells of nothing to an address, and say what it answered.

    It is no change: whether it is received moves nothing. Somebody waits for it, so it waits less.
    """
    hook = hooks.tried(number, by=by)
    now = timezone.now()
    identifier = f"ping_{hook.pk}_{now.timestamp():.0f}"
    outcome = _posted(
        hook, identifier, trial(identifier, now, settings.ADDRESS), client or Client(TRIAL_BOUNDS)
    )
    Attempt.objects.create(
        hook=hook,
        change=TRIAL,
        milliseconds=outcome.milliseconds,
        received=outcome.received,
        said=outcome.said,
    )
    return outcome


def due(now: datetime | None = None) -> list[int]:
    """Give the addresses that have something to receive, or to receive again by now."""
    moment, last = now or timezone.now(), feed.latest()
    rows = Hook.objects.filter(
        dropped_at=None,
        disabled_at=None,
        project__active=True,
        project__member__left_at=None,
        project__services__contains=[Service.WEBHOOKS.value],
        sent__lt=last,
    )
    waiting = rows.values_list("pk", "next_at").order_by("pk")
    return [number for number, again in waiting if again is None or again <= moment]


def forget(now: datetime | None = None) -> int:
    """Forget how sending went, a while ago; answers how many lines."""
    return Attempt.objects.filter(at__lt=(now or timezone.now()) - ATTEMPTS_KEPT).delete()[0]


def _due(number: int) -> Hook | None:
    return Hook.objects.filter(pk=number, dropped_at=None, disabled_at=None).select_related("project").first()


def _sent(hook: Hook, line: Line, client: Client) -> Outcome:
    return _posted(hook, f"msg_{hook.pk}_{line.cursor}", written(line, settings.ADDRESS), client)


def _posted(hook: Hook, identifier: str, body: bytes, client: Client) -> Outcome:
    now = timezone.now()
    began = time.monotonic()
    try:
        signed = headers(list(_secrets(hook, now)), identifier, int(now.timestamp()), body)
        answer = client.ask(Question(hook.address, "POST", signed, body))
    except Declined as refusal:
        status = refusal.answer.status
        return Outcome(received=False, said=str(status), milliseconds=_since(began), gone=status == _GONE)
    except (NotAllowed, Unanswered, Impossible) as error:
        return Outcome(received=False, said=str(error)[:200], milliseconds=_since(began))
    return Outcome(received=True, said=str(answer.status), milliseconds=_since(began))


def _secrets(hook: Hook, now: datetime) -> Iterable[str]:
    kept = unseal(hook.sealed)
    yield kept["secret"]
    if "before" in kept and now < datetime.fromisoformat(kept["until"]):
        yield kept["before"]


def _since(began: float) -> int:
    return round((time.monotonic() - began) * 1_000)


@transaction.atomic
def _note(hook: Hook, line: Line, outcome: Outcome) -> None:
    """Write down what came of it, and when it is tried again; who has failed for too long is told."""
    Attempt.objects.create(
        hook=hook,
        change=line.cursor,
        milliseconds=outcome.milliseconds,
        received=outcome.received,
        said=outcome.said,
    )
    if outcome.received:
        _advance(hook, line.cursor)
        return
    now = timezone.now()
    hook.failures += 1
    hook.failing_since = hook.failing_since or now
    hook.next_at = next_try(hook.failures, now)
    if outcome.gone or given_up(hook.failing_since, now):
        hook.disabled_at = now
        tell(HookFact.DISABLED, hook)
    # Somebody may have stopped it meanwhile.
    ended = ["disabled_at"] if hook.disabled_at else []
    hook.save(update_fields=["failures", "failing_since", "next_at", *ended])


def _advance(hook: Hook, cursor: int) -> None:
    """Go on after a change, unless it was asked meanwhile that older ones are sent again."""
    before, hook.sent = hook.sent, max(cursor, hook.sent)
    hook.failures, hook.failing_since, hook.next_at = 0, None, None
    Hook.objects.filter(pk=hook.pk, sent=before).update(
        sent=hook.sent, failures=0, failing_since=None, next_at=None
    )
