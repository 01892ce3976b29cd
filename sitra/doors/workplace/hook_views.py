"""The webhooks of a project: the list, one of them, making and changing one, its secret shown once."""

from typing import Any

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.crypto import get_random_string
from django.utils.translation import get_language, gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.debug import sensitive_variables
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from sitra.delivery.actions import feeding, hooks
from sitra.delivery.events import Service
from sitra.delivery.queries import outgoing
from sitra.delivery.queries.outgoing import ATTEMPTS, Fed
from sitra.doors.workplace import feed_words
from sitra.doors.workplace.address_words import number as number_of
from sitra.doors.workplace.feed_forms import HookForm, hook_initial
from sitra.kit.days import today
from sitra.kit.errors import Forbidden, Impossible

SENT = "secrets-given"
MOST_SENT = 20
ONCE = 24
"""Signs by which a form that gives a secret is told from the same one sent again."""


@login_required
@never_cache
@require_safe
def index(request: HttpRequest, number: int) -> HttpResponse:
    """List the webhooks of a project and how each fares."""
    assert request.user.is_authenticated
    project = outgoing.fed(request.user, number, Service.WEBHOOKS)
    gone = number_of(request.GET.get("retire", ""))
    context = {
        "here": "projects",
        "project": project,
        "rows": [feed_words.shown_hook(one, _language()) for one in outgoing.hooks(project)],
        "just_dropped": outgoing.dropped_hook(project, gone) if gone else None,
        "gone": gone,
        "most": hooks.MOST_HOOKS,
    }
    return render(request, "workplace/feeds/hooks.html", context)


@login_required
@never_cache
@require_safe
def one(request: HttpRequest, number: int, hook: int) -> HttpResponse:
    """Show one webhook: how it fares, what was sent lately, what may be done."""
    assert request.user.is_authenticated
    project = outgoing.fed(request.user, number, Service.WEBHOOKS)
    shown = feed_words.shown_hook(outgoing.hook(project, hook), _language())
    attempts = outgoing.attempts(hook, number_of(request.GET.get("avant", "")))
    context: dict[str, Any] = {
        "here": "projects",
        "project": project,
        "shown": shown,
        "attempts": [feed_words.shown_attempt(one, _language()) for one in attempts[:ATTEMPTS]],
        "before": attempts[ATTEMPTS - 1].id if len(attempts) > ATTEMPTS else 0,
        "later": "avant" in request.GET,
        "today": today().isoformat(),
        "first": (today() - feeding.RETENTION).isoformat(),
        "kept": feeding.RETENTION.days,
        "once": get_random_string(ONCE),
    }
    return render(request, "workplace/feeds/hook.html", context)


@login_required
@never_cache
@sensitive_variables("secret")
@require_http_methods(["GET", "HEAD", "POST"])
def new(request: HttpRequest, number: int) -> HttpResponse:
    """Make a webhook, and show the secret that signs: this answer is its only place."""
    assert request.user.is_authenticated
    project = _managed(request, number)
    form = HookForm(request.POST if request.method == "POST" else None, project=number)
    if request.method == "POST" and form.is_valid():
        if _sent_again(request):
            return redirect("workplace:project-webhooks", number)
        try:
            hook, secret = hooks.make_hook(number, form.aimed(), by=request.user)
        except (Impossible, Forbidden) as refused:
            form.add_error(None, str(refused))
        else:
            return _secret_page(request, project, hook, secret, new=True)
    return _form(request, project, form)


@login_required
@never_cache
@require_http_methods(["GET", "HEAD", "POST"])
def edit(request: HttpRequest, number: int, hook: int) -> HttpResponse:
    """Aim a webhook otherwise."""
    assert request.user.is_authenticated
    project = _managed(request, number)
    row = outgoing.hook(project, hook)
    given = request.POST if request.method == "POST" else None
    form = HookForm(given, project=number, initial=hook_initial(row))
    if request.method == "POST" and form.is_valid():
        try:
            hooks.change_hook(hook, form.aimed(), by=request.user)
        except (Impossible, Forbidden) as refused:
            form.add_error(None, str(refused))
        else:
            messages.success(request, _("C’est enregistré : cela vaut dès le prochain changement."))
            return redirect("workplace:hook", number, hook)
    return _form(request, project, form, row.id)


@login_required
@sensitive_variables("given")
@require_POST
def secret(request: HttpRequest, number: int, hook: int) -> HttpResponse:
    """Give a webhook another secret, and show it: this answer is its only place."""
    assert request.user.is_authenticated
    project = _managed(request, number)
    outgoing.hook(project, hook)
    if _sent_again(request):
        return redirect("workplace:hook", number, hook)
    given = hooks.change_secret(hook, by=request.user)
    return _secret_page(request, project, hook, given, new=False)


def _managed(request: HttpRequest, number: int) -> Fed:
    assert request.user.is_authenticated
    project = outgoing.fed(request.user, number, Service.WEBHOOKS)
    if not project.mine:
        raise Forbidden(_("Les webhooks de ce projet ne se changent pas avec vos permissions."))
    return project


def _form(request: HttpRequest, project: Fed, form: HookForm, hook: int = 0) -> HttpResponse:
    once = get_random_string(ONCE)
    context = {"here": "projects", "project": project, "form": form, "hook": hook, "once": once}
    return render(request, "workplace/feeds/hook_form.html", context, status=422 if form.errors else 200)


@sensitive_variables("secret")
def _secret_page(request: HttpRequest, project: Fed, hook: int, secret: str, *, new: bool) -> HttpResponse:
    """Show a secret once; no cache, no history and no referrer keeps it."""
    context = {"here": "projects", "project": project, "hook": hook, "secret": secret, "new": new}
    response = render(request, "workplace/feeds/secret.html", context)
    response["Cache-Control"] = "no-store, private"
    response["Referrer-Policy"] = "no-referrer"
    return response


def _sent_again(request: HttpRequest) -> bool:
    """Say whether a form that gives a secret comes a second time, as when its answer is loaded again."""
    once, sent = request.POST.get("une-fois", "")[:ONCE], list(request.session.get(SENT, ()))
    if once and once not in sent:
        request.session[SENT] = [*sent, once][-MOST_SENT:]
        return False
    messages.warning(
        request,
        _("Cette demande a déjà été servie, et un secret n’est montré qu’une fois : faites-en un autre."),
    )
    return True


def _language() -> str:
    return "en" if get_language() == "en" else "fr"
