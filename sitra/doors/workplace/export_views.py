"""The exports of a project: how it wants them, asking for one, those that were made."""

from typing import Any

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from sitra.delivery.actions import exports
from sitra.delivery.events import Service
from sitra.delivery.queries import outgoing
from sitra.delivery.queries.outgoing import Fed
from sitra.doors.workplace import feed_words
from sitra.doors.workplace.duplicate_forms import page_of
from sitra.doors.workplace.feed_forms import PlanForm, plan_initial
from sitra.kit.errors import Forbidden, Impossible


@login_required
@never_cache
@require_http_methods(["GET", "HEAD", "POST"])
def index(request: HttpRequest, number: int) -> HttpResponse:
    """Show the exports of a project; keep how it wants them."""
    assert request.user.is_authenticated
    project = outgoing.fed(request.user, number, Service.EXPORTS)
    if request.method != "POST":
        return _page(request, project, PlanForm(initial=plan_initial(outgoing.plan(number))))
    if not project.mine:
        raise Forbidden(_("Les exports de ce projet ne se règlent pas avec vos permissions."))
    form = PlanForm(request.POST)
    if form.is_valid():
        try:
            exports.plan_exports(number, form.wanted(), by=request.user)
        except Impossible as refused:
            form.add_error("notified", str(refused))
        else:
            messages.success(request, _("C’est enregistré : le prochain export sera fait ainsi."))
            return redirect("workplace:project-exports", number)
    return _page(request, project, form, status=422)


@login_required
@require_POST
def ask(request: HttpRequest, number: int) -> HttpResponse:
    """Ask for an archive now: what is new, or all."""
    assert request.user.is_authenticated
    outgoing.fed(request.user, number, Service.EXPORTS)
    try:
        exports.ask_export(number, whole="complet" in request.POST, by=request.user)
    except (Impossible, Forbidden) as refused:
        messages.warning(request, str(refused))
    return redirect("workplace:project-exports", number)


@login_required
@never_cache
@require_safe
def row(request: HttpRequest, number: int, export: int) -> HttpResponse:
    """Show how far one archive is, as a piece of the page."""
    assert request.user.is_authenticated
    project = outgoing.fed(request.user, number, Service.EXPORTS)
    line = feed_words.shown_export(outgoing.export(project, export), told=_told(number))
    context = {"project": project, "line": line, "news": not line.row.is_open}
    return render(request, "workplace/feeds/export.html", context)


@login_required
@require_POST
def tell_again(request: HttpRequest, number: int, export: int) -> HttpResponse:
    """Have the site told again of an archive."""
    assert request.user.is_authenticated
    outgoing.fed(request.user, number, Service.EXPORTS)
    try:
        exports.tell_again(number, export, by=request.user)
    except Impossible as refused:
        messages.warning(request, str(refused))
    else:
        messages.success(request, _("Le site va être prévenu ; sa réponse sera dite ici."))
    return redirect("workplace:project-exports", number)


def _page(request: HttpRequest, project: Fed, form: PlanForm, status: int = 200) -> HttpResponse:
    found = outgoing.exports(project, page_of(request.GET))
    told = _told(project.id)
    context: dict[str, Any] = {
        "here": "projects",
        "project": project,
        "form": form,
        "found": found,
        "rows": [feed_words.shown_export(one, told=told) for one in found.rows],
        "settings": feed_words.plan_words(outgoing.plan(project.id)),
    }
    return render(request, "workplace/feeds/exports.html", context, status=status)


def _told(number: int) -> bool:
    return bool(outgoing.plan(number).notified)
