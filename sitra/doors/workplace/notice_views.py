"""What one was told: read, mark, undo."""

from datetime import datetime

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.http import HttpRequest, HttpResponse, QueryDict
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.dateparse import parse_datetime
from django.utils.timezone import is_aware
from django.utils.translation import get_language, gettext as _, ngettext
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_POST, require_safe

from sitra.accounts.events import Subject
from sitra.doors.workplace.proposal_forms import page_of
from sitra.notices import actions, queries
from sitra.notices.events import News
from sitra.notices.rules.letters import title

_UNDO = "notices-read"
"""Under which a visit remembers when all was marked as read, to take it back."""


@login_required
@never_cache
@require_safe
def index(request: HttpRequest) -> HttpResponse:
    """Show what one was told, the last first, narrowed by subject and to what was not read."""
    assert request.user.is_authenticated
    wanted, language = _wanted(request.GET), get_language() or "fr"
    found = queries.page(request.user, wanted, language)
    context = {
        "here": "notices",
        "found": found,
        "wanted": wanted,
        "subjects": [(one.value, title(one, language)) for one in Subject],
        "address": _address(wanted),
        "turn": f"?{_address(wanted)}",
        "undo": request.session.get(_UNDO),
    }
    return render(request, "workplace/notices.html", context)


@login_required
@require_POST
def mark(request: HttpRequest, number: int) -> HttpResponse:
    """Mark one as read, or as unread."""
    assert request.user.is_authenticated
    actions.mark(number, by=request.user, read="non-lue" not in request.POST)
    if request.headers.get("Sec-Fetch-Mode") != "navigate" and "en-passant" in request.POST:
        return HttpResponse(status=204)
    return _back(request)


@login_required
@require_POST
def mark_all(request: HttpRequest) -> HttpResponse:
    """Mark all as read; it can be undone."""
    assert request.user.is_authenticated
    moment, count = actions.mark_all(by=request.user)
    if count:
        request.session[_UNDO] = moment.isoformat()
        words = ngettext(
            "%(count)d notification marquée comme lue.", "%(count)d notifications marquées comme lues.", count
        )
        messages.success(request, words % {"count": count})
    return _back(request)


@login_required
@require_POST
def undo(request: HttpRequest) -> HttpResponse:
    """Make unread again what was marked at once."""
    assert request.user.is_authenticated
    moment = _moment(request.session.pop(_UNDO, ""))
    count = actions.undo(moment, by=request.user) if moment else 0
    words = ngettext(
        "%(count)d notification de nouveau non lue.", "%(count)d notifications de nouveau non lues.", count
    )
    messages.success(request, words % {"count": count} if count else _("Il n’y a plus rien à annuler."))
    return _back(request)


def _moment(written: object) -> datetime | None:
    try:
        moment = parse_datetime(str(written))
    except ValueError:
        return None
    return moment if moment and is_aware(moment) else None


def _wanted(query: QueryDict) -> queries.Wanted:
    """Read an address or a form; what makes no sense is left out."""
    return queries.Wanted(
        subject=next((one for one in Subject if one.value == query.get("sujet")), None),
        news=next((one for one in News if one.value == query.get("nouvelle")), None),
        unread=query.get("non-lues") == "oui",
        page=page_of(query),
    )


def _address(wanted: queries.Wanted) -> str:
    """Write what narrows a page, without its number."""
    query = QueryDict(mutable=True)
    if wanted.subject:
        query["sujet"] = wanted.subject.value
    if wanted.news:
        query["nouvelle"] = wanted.news.value
    if wanted.unread:
        query["non-lues"] = "oui"
    return query.urlencode()


def _back(request: HttpRequest) -> HttpResponse:
    wanted = _wanted(request.POST)
    narrowed = _address(wanted)
    number = f"page={wanted.page}" if wanted.page > 1 else ""
    query = "&".join(filter(None, (narrowed, number)))
    return redirect(reverse("workplace:notices") + (f"?{query}" if query else ""))
