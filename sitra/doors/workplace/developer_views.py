"""For developers: what one may read, a first call, and a key to try out that one gives oneself."""

from django.contrib.auth.decorators import login_required
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.crypto import get_random_string
from django.utils.translation import get_language
from django.views.decorators.cache import never_cache
from django.views.decorators.debug import sensitive_variables
from django.views.decorators.http import require_http_methods, require_safe

from sitra.delivery import actions, queries
from sitra.doors.workplace import member_hats
from sitra.doors.workplace.key_views import sent_again, show
from sitra.doors.workplace.project_views import ONCE
from sitra.kit.errors import Forbidden, Impossible


@require_safe
def index(request: HttpRequest) -> HttpResponse:
    """Say what developers read, how, and where the key is."""
    context = {
        "here": "developers",
        "address": request.build_absolute_uri(reverse("v002:list-objects")),
    }
    return render(request, "workplace/projects/developers.html", context)


@login_required
@never_cache
@sensitive_variables("key")
@require_http_methods(["GET", "HEAD", "POST"])
def key(request: HttpRequest) -> HttpResponse:
    """Give somebody a key to the sandbox, for the member for which they act, and show it once."""
    assert request.user.is_authenticated
    member, wrong = member_hats.worn(request), ""
    if request.method == "POST":
        if sent_again(request):
            return redirect("workplace:developer-key")
        try:
            number, given = actions.try_out(member or 0, by=request.user)
        except (Impossible, Forbidden) as refused:
            wrong = str(refused)
        else:
            return show(request, queries.project_page(request.user, number), given)
    sandbox = queries.sandbox()
    language = get_language() or "fr"
    context = {
        "here": "developers",
        "wrong": wrong,
        "once": get_random_string(ONCE),
        "trial": queries.trial(request.user.pk),
        "seated": member is not None,
        "sandbox": sandbox,
        "selections": [
            (line.label(language), queries.selection_size(line)) for line in queries.selections_of(sandbox.id)
        ]
        if sandbox
        else [],
    }
    return render(request, "workplace/projects/trial.html", context, status=422 if wrong else 200)
