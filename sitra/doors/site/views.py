"""The public pages."""

import json
from urllib.parse import quote

from django.conf import settings
from django.db import DatabaseError, connection
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import render
from django.templatetags.static import static
from django.utils.translation import get_language
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_safe

from sitra.accounts import queries as accounts
from sitra.delivery import queries as delivery
from sitra.doors.site import palette
from sitra.search import queries as search

FIRST_CALL = "/api/v002/recherche/list-objets-touristiques?query="


@require_safe
def home(request: HttpRequest) -> HttpResponse:
    """Say what Sitra is, for whom, and how much of it there is."""
    query = _first_query()
    context = {
        "figures": _figures(),
        "accounts": accounts.demo_accounts(get_language() or "fr"),
        "first_call": FIRST_CALL + query,
        "first_call_address": FIRST_CALL + quote(query) if settings.DEMO else "",
        "source": settings.SOURCE_URL,
    }
    return render(request, "site/home.html", context)


def _first_query() -> str:
    """Write a first question, with the key of the demonstration where there is one."""
    key = delivery.demo_key()
    known = {"apiKey": key.api_key, "projetId": key.project} if key else {"apiKey": "…", "projetId": 0}
    return json.dumps({**known, "searchQuery": "musée"}, ensure_ascii=False, separators=(",", ":"))


@require_safe
def style(request: HttpRequest) -> HttpResponse:
    """Show every token and every piece of the screens."""
    context = {
        "colours": palette.colours(),
        "texts": palette.lengths("text"),
        "spaces": palette.lengths("space"),
        "themes": ("light", "dark"),
        "icons": palette.icons(),
    }
    return render(request, "site/style.html", context)


@require_safe
@never_cache
def health(request: HttpRequest) -> HttpResponse:
    """Answer `ok` when the database and the read model answer, else 503 and which does not."""
    del request
    silent = []
    try:
        with connection.cursor() as cursor:
            cursor.execute("SELECT 1")
    except DatabaseError:
        silent.append("database")
    if not silent and not _read_model_answers():
        silent.append("read model")
    text = "ok\n" if not silent else f"unavailable: {', '.join(silent)}\n"
    status = 503 if silent else 200
    return HttpResponse(text, content_type="text/plain; charset=utf-8", status=status)


@require_safe
def robots(request: HttpRequest) -> HttpResponse:
    """Let robots read the public pages, and spare the workplace."""
    del request
    closed = ("/recherche", "/imports", "/objets/", "/compte/", "/carte/", "/api/")
    lines = ["User-agent: *", *(f"Disallow: {path}" for path in closed), ""]
    return HttpResponse("\n".join(lines), content_type="text/plain; charset=utf-8")


@require_safe
def favicon(request: HttpRequest) -> HttpResponse:
    """Lead those who ask the old address to our mark."""
    del request
    return HttpResponseRedirect(static("site/favicon.svg"))


def _read_model_answers() -> bool:
    try:
        search.status()
    except (search.ReadModelUnavailable, DatabaseError):
        return False
    return True


def _figures() -> search.Figures | None:
    try:
        return search.figures()
    except (search.ReadModelUnavailable, DatabaseError):
        return None
