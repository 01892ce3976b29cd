"""A whole version of a record taken out of what somebody types, and put back."""

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from sitra.doors.workplace.editor_forms import Asked, sent_of
from sitra.kit.errors import Impossible
from sitra.review import actions


@login_required
@require_POST
def remove(request: HttpRequest, number: int) -> HttpResponse:
    """Take the aspect of a form out of one's draft; what it holds is kept first, to be put back whole."""
    assert request.user.is_authenticated
    asked = Asked.read(request.GET, request.POST)
    try:
        actions.type_over(number, sent_of(request.POST), by=request.user)
        actions.drop_layer(number, asked.aspect, by=request.user)
    except Impossible as refused:
        messages.error(request, str(refused))
    return redirect(asked.in_aspect("").address(number))


@login_required
@require_POST
def put_back(request: HttpRequest, number: int) -> HttpResponse:
    """Put the aspect that was last taken out back into one's draft."""
    assert request.user.is_authenticated
    asked = Asked.read(request.GET)
    try:
        actions.give_back(number, by=request.user)
    except Impossible:
        messages.error(request, _("Il n’y a pas de version à remettre."))
    else:
        messages.success(request, _("La version est remise dans votre saisie."))
    return redirect(asked.address(number))
