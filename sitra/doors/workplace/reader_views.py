"""Who reads what: the selections that hold a record, the projects that read it or those of a member."""

from django.contrib.auth.decorators import login_required
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils.translation import get_language
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_safe

from sitra.delivery import queries
from sitra.delivery.queries import EVERYBODY, Reader
from sitra.doors.workplace.selection_views import as_now
from sitra.members import queries as members
from sitra.tourism import queries as tourism


@login_required
@never_cache
@require_safe
def selections(request: HttpRequest, number: int) -> HttpResponse:
    """Show which selections hold a record; add it to others, or refuse it there."""
    assert request.user.is_authenticated
    record, language = tourism.named(request.user, number), get_language() or "fr"
    rows = queries.seen_selections(request.user)
    held = queries.held_by((row.line for row in rows), record.id, EVERYBODY)
    context = {
        "here": "projects",
        "record": record,
        "holding": [
            (row, row.line.label(language), as_now(row, record.id)) for row in rows if row.line.id in held
        ],
        "others": [
            (row, row.line.label(language), as_now(row, record.id)) for row in rows if row.line.id not in held
        ],
    }
    return render(request, "workplace/projects/of_record.html", context)


@login_required
@never_cache
@require_safe
def record(request: HttpRequest, number: int) -> HttpResponse:
    """Show which projects read a record, by which selections, and what they ask for."""
    assert request.user.is_authenticated
    named = tourism.named(request.user, number)
    found = queries.readers_of_record(request.user, named.id)
    context = {"here": "projects", "record": named, "readers": _shown(found)}
    return render(request, "workplace/projects/record_readers.html", context)


@login_required
@never_cache
@require_safe
def member(request: HttpRequest, number: int) -> HttpResponse:
    """Show which projects read the records of a member, how many of them, and what they ask for."""
    assert request.user.is_authenticated
    page = members.page(request.user, number)
    found = queries.readers_of_member(request.user, number)
    context = {
        "here": "members",
        "page": page,
        "tab": "readers",
        "readers": _shown(found),
    }
    return render(request, "workplace/projects/member_readers.html", context)


def _shown(found: list[Reader]) -> list[dict[str, object]]:
    """Put the projects that read in the words of the screen."""
    language = get_language() or "fr"
    return [
        {
            "reader": one,
            "through": [(line.id, line.label(language)) for line in one.through],
            "partly": ", ".join(kind.label(language) for kind in one.partly),
        }
        for one in found
    ]
