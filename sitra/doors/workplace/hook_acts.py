"""What is done to a webhook: a trial, sending again, stopping, starting, removing, taking back."""

from datetime import datetime, time

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from sitra.delivery.actions import hooks, sending
from sitra.delivery.events import Service
from sitra.delivery.queries import outgoing
from sitra.doors.workplace import feed_words
from sitra.doors.workplace.address_words import day
from sitra.kit.days import today
from sitra.kit.errors import Forbidden


@login_required
@require_POST
def send_trial(request: HttpRequest, number: int, hook: int) -> HttpResponse:
    """Send a trial, and say what was answered."""
    assert request.user.is_authenticated
    _demand_its(request, number, hook)
    try:
        outcome = sending.send_trial(hook, by=request.user)
    except Forbidden as refused:
        messages.warning(request, str(refused))
        return redirect("workplace:hook", number, hook)
    words = feed_words.trial_words(outcome.said, outcome.milliseconds, received=outcome.received)
    (messages.success if outcome.received else messages.warning)(request, words)
    return redirect("workplace:hook", number, hook)


@login_required
@require_POST
def replay(request: HttpRequest, number: int, hook: int) -> HttpResponse:
    """Send again what changed since a day."""
    assert request.user.is_authenticated
    _demand_its(request, number, hook)
    since = day(request.POST.get("depuis", ""))
    if since is None or since > today():
        messages.warning(request, _("Choisissez un jour passé, ou aujourd’hui : rien n’a été renvoyé."))
        return redirect("workplace:hook", number, hook)
    moment = datetime.combine(since, time.min, tzinfo=timezone.get_current_timezone())
    hooks.replay(hook, moment, by=request.user)
    messages.success(request, _("Les changements depuis ce jour repartent, dans leur ordre."))
    return redirect("workplace:hook", number, hook)


@login_required
@require_POST
def stop(request: HttpRequest, number: int, hook: int) -> HttpResponse:
    """Stop sending, until it is started again."""
    assert request.user.is_authenticated
    _demand_its(request, number, hook)
    hooks.stop(hook, by=request.user)
    return redirect("workplace:hook", number, hook)


@login_required
@require_POST
def start(request: HttpRequest, number: int, hook: int) -> HttpResponse:
    """Send again, from where it was left."""
    assert request.user.is_authenticated
    _demand_its(request, number, hook)
    hooks.enable(hook, by=request.user)
    messages.success(request, _("L’envoi reprend là où il s’était arrêté."))
    return redirect("workplace:hook", number, hook)


@login_required
@require_POST
def drop(request: HttpRequest, number: int, hook: int) -> HttpResponse:
    """Remove a webhook, and offer to take it back."""
    assert request.user.is_authenticated
    _demand_its(request, number, hook)
    hooks.drop_hook(hook, by=request.user)
    return redirect(f"{reverse('workplace:project-webhooks', args=(number,))}?retire={hook}")


@login_required
@require_POST
def restore(request: HttpRequest, number: int, hook: int) -> HttpResponse:
    """Take back a webhook that was removed."""
    assert request.user.is_authenticated
    project = outgoing.fed(request.user, number, Service.WEBHOOKS)
    if outgoing.dropped_hook(project, hook) is not None:
        hooks.restore_hook(hook, by=request.user)
        messages.success(request, _("Le webhook est repris : ce qui a changé entre-temps est envoyé."))
    return redirect("workplace:project-webhooks", number)


def _demand_its(request: HttpRequest, number: int, hook: int) -> None:
    """Refuse a webhook of another project than that of the address."""
    assert request.user.is_authenticated
    outgoing.hook(outgoing.fed(request.user, number, Service.WEBHOOKS), hook)
