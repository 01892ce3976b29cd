"""Keys of a project: given once on a page that is kept nowhere, taken back, taken up again."""

from dataclasses import dataclass

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import Resolver404, resolve, reverse
from django.utils.translation import gettext as _
from django.views.decorators.debug import sensitive_variables
from django.views.decorators.http import require_POST

from sitra.delivery import actions, queries
from sitra.delivery.events import Service
from sitra.delivery.queries import ProjectPage
from sitra.doors.workplace.project_views import ONCE, shown
from sitra.kit.errors import Impossible

SENT = "keys-given"
MOST_SENT = 20
V1 = "/api/v1/records"


@dataclass(frozen=True, slots=True)
class Call:
    """A first call that one pastes in a terminal, and the interface it speaks."""

    name: str
    line: str


@login_required
@sensitive_variables("key")
@require_POST
def give(request: HttpRequest, number: int) -> HttpResponse:
    """Give a project one more key, and show it: this answer is its only place."""
    assert request.user.is_authenticated
    if sent_again(request):
        return redirect("workplace:project", number)
    sites = request.POST.get("sites", "").replace(",", " ").split()
    page = queries.project_page(request.user, number)
    try:
        _number, key = actions.give_key(number, request.POST.get("nom", ""), sites, by=request.user)
    except Impossible as refused:
        form = {"nom": request.POST.get("nom", ""), "sites": request.POST.get("sites", "")}
        context = {**shown(request, page), "wrong": str(refused), "form": form}
        return render(request, "workplace/projects/one.html", context, status=422)
    return show(request, page, key, bound=bool(sites))


@sensitive_variables("key", "calls")
def show(request: HttpRequest, page: ProjectPage, key: str, *, bound: bool = False) -> HttpResponse:
    """Show a key once, with first calls ready to paste; no cache, no history and no referrer keeps it."""
    calls = [] if bound else first_calls(request, page.row.id, key, frozenset(page.services))
    context = {"here": "projects", "page": page, "key": key, "calls": calls, "bound": bound}
    response = render(request, "workplace/projects/key.html", context)
    response["Cache-Control"] = "no-store, private"
    response["Referrer-Policy"] = "no-referrer"
    return response


def sent_again(request: HttpRequest) -> bool:
    """Say whether a form that gives a key comes a second time, as when its answer is loaded again."""
    once, sent = request.POST.get("une-fois", "")[:ONCE], list(request.session.get(SENT, ()))
    if once and once not in sent:
        request.session[SENT] = [*sent, once][-MOST_SENT:]
        return False
    messages.warning(
        request, _("Cette demande a déjà été servie : la clé n’est montrée qu’une fois. Faites-en une autre.")
    )
    return True


def first_calls(request: HttpRequest, project: int, key: str, services: frozenset[Service]) -> list[Call]:
    """Write first calls with a key; where an interface allows it, the key is in no address."""
    calls = []
    if Service.V002 in services:
        address = request.build_absolute_uri(reverse("v002:list-objects"))
        asked = f'{{"projetId":{project},"apiKey":"{key}","count":3}}'
        calls.append(Call("v002", f"curl '{address}' --data-urlencode 'query={asked}'"))
    if Service.V1 in services and _is_served(V1):
        address = request.build_absolute_uri(V1)
        calls.append(Call("v1", f"curl -H 'Authorization: Bearer {key}' '{address}'"))
    return calls


@login_required
@require_POST
def revoke(request: HttpRequest, number: int, key: int) -> HttpResponse:
    """Take a key back, and offer to take it up again."""
    del number
    assert request.user.is_authenticated
    project = actions.revoke_key(key, by=request.user)
    return redirect(reverse("workplace:project", args=(project,)) + f"?retiree={key}#cles")


@login_required
@require_POST
def restore(request: HttpRequest, number: int, key: int) -> HttpResponse:
    """Let a key that was taken back open its project again."""
    del number
    assert request.user.is_authenticated
    project = actions.restore_key(key, by=request.user)
    messages.success(request, _("La clé ouvre de nouveau le projet."))
    return redirect("workplace:project", project)


def _is_served(path: str) -> bool:
    try:
        resolve(path)
    except Resolver404:
        return False
    return True
