"""What is done to a project: closing, opening again, members that take part, selections that it shows."""

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import get_language, gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods, require_POST

from sitra.delivery import actions, queries
from sitra.delivery.events import ProjectKind
from sitra.delivery.queries import ProjectPage
from sitra.doors.workplace.address_words import number as number_of
from sitra.kit.errors import Forbidden, Unknown
from sitra.members import queries as members


@login_required
@require_POST
def close(request: HttpRequest, number: int) -> HttpResponse:
    """Close a project; its page offers to open it again."""
    assert request.user.is_authenticated
    actions.close_project(number, by=request.user)
    return redirect("workplace:project", number)


@login_required
@require_POST
def reopen(request: HttpRequest, number: int) -> HttpResponse:
    """Open a project again."""
    assert request.user.is_authenticated
    actions.reopen_project(number, by=request.user)
    messages.success(request, _("Le projet est de nouveau ouvert, avec ses clés et ses sélections."))
    return redirect("workplace:project", number)


@login_required
@require_POST
def subscribe(request: HttpRequest) -> HttpResponse:
    """Let a member of one's own take part in the project of another."""
    assert request.user.is_authenticated
    project, member = (number_of(request.POST.get(name, "")) for name in ("projet", "membre"))
    try:
        actions.subscribe(project, member, by=request.user)
    except Unknown as refused:
        messages.warning(request, str(refused))
        return redirect("workplace:projects")
    messages.success(request, _("Le membre participe au projet."))
    return redirect("workplace:project", project)


@login_required
@require_POST
def unsubscribe(request: HttpRequest, number: int) -> HttpResponse:
    """Let a member leave a project."""
    assert request.user.is_authenticated
    actions.unsubscribe(number, number_of(request.POST.get("membre", "")), by=request.user)
    messages.success(request, _("Le membre ne participe plus au projet."))
    # Whoever saw the project by that member alone sees it no longer.
    found = queries.seen_projects(request.user, str(number)).rows
    seen = any(row.id == number for row in found)
    return redirect(reverse("workplace:project", args=(number,)) if seen else "workplace:projects")


@login_required
@never_cache
@require_http_methods(["GET", "HEAD", "POST"])
def choose(request: HttpRequest, number: int) -> HttpResponse:
    """Say which selections a project shows, in which order, and whether it reads nothing else."""
    assert request.user.is_authenticated
    page = queries.project_page(request.user, number)
    sandboxed = page.row.kind is ProjectKind.SANDBOX and not members.offices(request.user).pilots
    if not page.row.mine or sandboxed:
        raise Forbidden(_("Les sélections de ce projet ne se choisissent pas avec vos permissions."))
    if request.method == "POST":
        chosen, bounded = _moved(request, page)
        actions.choose_selections(number, chosen, bounded=bounded, by=request.user)
        return redirect("workplace:project-selections", number)
    language, held = get_language() or "fr", [line.id for line in page.selections]
    context = {
        "here": "projects",
        "page": page,
        "chosen": [(line, queries.selection_size(line), line.label(language)) for line in page.selections],
        "offered": [one for one in queries.seen_selections(request.user) if one.line.id not in held],
    }
    return render(request, "workplace/projects/choose.html", context)


def _moved(request: HttpRequest, page: ProjectPage) -> tuple[list[int], bool]:
    """Give the selections of a project in their order after what was asked, and whether it is bounded."""
    chosen, bounded = [line.id for line in page.selections], page.bounded
    given = {
        name: number_of(request.POST.get(name, "")) for name in ("monter", "descendre", "enlever", "ajouter")
    }
    if given["ajouter"]:
        chosen.append(given["ajouter"])
    if given["enlever"] in chosen:
        chosen.remove(given["enlever"])
    for name, step in (("monter", -1), ("descendre", 1)):
        chosen = moved(chosen, given[name], step)
    if "borne" in request.POST:
        bounded = request.POST["borne"] == "oui"
    return chosen, bounded


def moved(numbers: list[int], number: int, step: int) -> list[int]:
    """Move one number by a step, as far as there is room."""
    if number not in numbers:
        return numbers
    place = min(max(numbers.index(number) + step, 0), len(numbers) - 1)
    rest = [one for one in numbers if one != number]
    return [*rest[:place], number, *rest[place:]]
