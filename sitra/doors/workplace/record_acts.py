"""What those who write a record do from its page: confirm, follow the source, go back."""

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.urls import reverse
from django.utils.translation import gettext as _, ngettext
from django.views.decorators.http import require_POST

from sitra.kit.errors import Impossible, Stale
from sitra.review import actions
from sitra.tourism.events import Means


@login_required
@require_POST
def confirm(request: HttpRequest, number: int) -> HttpResponse:
    """Note that the values ticked, or all of them, were found right."""
    assert request.user.is_authenticated
    paths, whole = request.POST.getlist("valeur"), "tout" in request.POST
    means = next((one for one in Means if one.value == request.POST.get("moyen")), Means.CALL)
    if not paths and not whole:
        messages.warning(request, _("Cochez ce que vous confirmez, ou confirmez tout."))
        return _back(number, "freshness-title")
    try:
        actions.confirm(number, [] if whole else paths, means=means, by=request.user)
    except Impossible as refused:
        messages.error(request, str(refused))
        return _back(number, "freshness-title")
    said = ngettext("%(count)d information confirmée.", "%(count)d informations confirmées.", len(paths))
    messages.success(request, _("Tout est confirmé.") if whole else said % {"count": len(paths)})
    return _back(number, "freshness-title")


@login_required
@require_POST
def follow_source(request: HttpRequest, number: int) -> HttpResponse:
    """Take what the source says of a value that was written over here."""
    assert request.user.is_authenticated
    source, path = request.POST.get("source", ""), request.POST.get("champ", "")
    try:
        actions.follow_source(number, source, path, seen=_seen(request), by=request.user)
    except (Impossible, Stale) as refused:
        messages.error(request, str(refused))
        return _back(number, "differing-title")
    messages.success(request, _("La fiche dit de nouveau ce que dit sa source."))
    return _back(number, "history")


@login_required
@require_POST
def restore(request: HttpRequest, number: int, revision: int) -> HttpResponse:
    """Write again what a record said at a revision."""
    assert request.user.is_authenticated
    try:
        actions.restore_revision(number, revision, seen=_seen(request), by=request.user)
    except (Impossible, Stale) as refused:
        messages.error(request, str(refused))
        return redirect("workplace:revision", number, revision)
    words = _("La fiche dit de nouveau ce qu’elle disait à la révision %(number)d.") % {"number": revision}
    messages.success(request, words)
    return _back(number, "history")


def _seen(request: HttpRequest) -> int:
    written = request.POST.get("vu", "")
    return int(written) if written.isascii() and written.isdecimal() else 0


def _back(number: int, place: str) -> HttpResponse:
    return redirect(f"{reverse('workplace:record', args=(number,))}#{place}")
