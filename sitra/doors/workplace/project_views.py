"""Projects: the list, one of them, opening one, describing it anew."""

from datetime import timedelta
from typing import Any

from django.conf import settings
from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.http import HttpRequest, HttpResponse, QueryDict
from django.shortcuts import redirect, render
from django.utils.crypto import get_random_string
from django.utils.translation import get_language, gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods, require_safe

from sitra.delivery import actions, queries
from sitra.delivery.queries import ProjectPage
from sitra.doors.workplace import member_hats, project_words
from sitra.doors.workplace.address_words import clean, number as number_of
from sitra.doors.workplace.duplicate_forms import page_of
from sitra.doors.workplace.project_forms import ProjectForm, initial, no_member
from sitra.kit.days import today
from sitra.kit.errors import Forbidden, Impossible
from sitra.members import queries as members
from sitra.search.events import ReadModelUnavailable

ONCE = 24
"""Signs by which a form that gives a key is told from the same one sent again."""


@login_required
@never_cache
@require_safe
def index(request: HttpRequest) -> HttpResponse:
    """List the projects one may read about, narrowed by the address: `mots`, `fermes`."""
    assert request.user.is_authenticated
    words, closed = clean(request.GET.get("mots", "")), "fermes" in request.GET
    address = QueryDict(mutable=True)
    given = {"mots": words, "fermes": "1" if closed else ""}
    address.update({name: value for name, value in given.items() if value})
    context = {
        "here": "projects",
        "tab": "projects",
        "found": queries.seen_projects(request.user, words, page=page_of(request.GET), closed=closed),
        "words": words,
        "closed": closed,
        "address": address.urlencode(),
        "managing": queries.managing(request.user),
        "pilots": members.offices(request.user).pilots,
        "language": get_language() or "fr",
    }
    return render(request, "workplace/projects/index.html", context)


@login_required
@never_cache
@require_http_methods(["GET", "HEAD", "POST"])
def new(request: HttpRequest) -> HttpResponse:
    """Open a project of a member."""
    assert request.user.is_authenticated
    managing = queries.managing(request.user)
    if not managing:
        raise Forbidden(no_member())
    worn = member_hats.worn(request)
    member = number_of(request.POST.get("membre", "")) or (worn if worn in managing else next(iter(managing)))
    pilot = members.offices(request.user).pilots
    form = ProjectForm(request.POST if request.method == "POST" else None, initial=initial(None), pilot=pilot)
    if request.method == "POST" and form.is_valid():
        try:
            project = actions.start_project(form.wanted(None), member, by=request.user)
        except (Impossible, Forbidden) as refused:
            form.add_error(None, str(refused))
        else:
            messages.success(request, _("Le projet est ouvert. Donnez-lui maintenant sa première clé."))
            return redirect("workplace:project", project.pk)
    context = {"here": "projects", "form": form, "managing": managing, "member": member}
    return render(request, "workplace/projects/form.html", context, status=422 if form.errors else 200)


@login_required
@never_cache
@require_safe
def one(request: HttpRequest, number: int) -> HttpResponse:
    """Show a project: what it is, its keys, its selections, what it asked lately."""
    assert request.user.is_authenticated
    page = queries.project_page(request.user, number)
    return render(request, "workplace/projects/one.html", shown(request, page))


def shown(request: HttpRequest, page: ProjectPage) -> dict[str, Any]:
    """Give what the page of a project shows."""
    assert request.user.is_authenticated
    language, number = get_language() or "fr", page.row.id
    usage = project_words.usage(
        queries.usage(number, today() - timedelta(days=project_words.DAYS - 1)), today()
    )
    just = number_of(request.GET.get("retiree", ""))
    managing = queries.managing(request.user)
    readable, sizes = _counted(page)
    return {
        "here": "projects",
        "page": page,
        "kind": page.row.kind.label(language),
        "state": page.row.state.label(language),
        "services": [one.label(language) for one in page.services],
        "scopes": project_words.scope_words(page.scopes),
        "readable": readable,
        "pace": page.calls_per_minute or settings.PROJECT_CALLS_PER_MINUTE,
        "usage": usage,
        "usage_words": project_words.usage_sentence(usage),
        "selections": [(line, sizes.get(line.id), line.label(language)) for line in page.selections],
        "subscribers": [
            (member, name, page.row.mine or member in managing) for member, name in page.subscribers
        ],
        "just_revoked": next((key for key in page.revoked if key.id == just), None),
        "once": get_random_string(ONCE),
        "language": language,
    }


def _counted(page: ProjectPage) -> tuple[int | None, dict[int, int]]:
    """Count what a project may read, and its selections; keys are looked after without a read model too."""
    try:
        sizes = {line.id: queries.selection_size(line) for line in page.selections}
        return queries.readable(page.row.id), sizes
    except ReadModelUnavailable:
        return None, {}


@login_required
@never_cache
@require_http_methods(["GET", "HEAD", "POST"])
def edit(request: HttpRequest, number: int) -> HttpResponse:
    """Describe a project anew."""
    assert request.user.is_authenticated
    page = queries.project_page(request.user, number)
    if not page.row.mine:
        raise Forbidden(no_member())
    form = ProjectForm(
        request.POST if request.method == "POST" else None,
        initial=initial(page),
        pilot=members.offices(request.user).pilots,
        kind=page.row.kind,
    )
    if request.method == "POST" and form.is_valid():
        try:
            actions.change_project(number, form.wanted(page.calls_per_minute), by=request.user)
        except (Impossible, Forbidden) as refused:
            form.add_error(None, str(refused))
        else:
            messages.success(request, _("C’est enregistré."))
            return redirect("workplace:project", number)
    context = {"here": "projects", "form": form, "page": page}
    return render(request, "workplace/projects/form.html", context, status=422 if form.errors else 200)
