"""The table of a search: which columns it has, and taking it away as a file."""

from dataclasses import replace
from typing import Any

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.http import FileResponse, HttpRequest, HttpResponse, QueryDict, StreamingHttpResponse
from django.http.response import HttpResponseBase
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import get_language, gettext as _
from django.views.decorators.http import require_http_methods

from sitra.doors.workplace import spreadsheet, table
from sitra.doors.workplace.asked import Asked, asked
from sitra.doors.workplace.columns import COLUMNS, known
from sitra.doors.workplace.forms import Criteria
from sitra.doors.workplace.shown import total_sentence
from sitra.search import queries as searching
from sitra.search.actions import keeping

MOST_TAKEN = 20_000
"""Records of a file."""
XLSX = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"


@login_required
@require_http_methods(["GET", "HEAD", "POST"])
def columns(request: HttpRequest) -> HttpResponseBase:
    """Show the columns to choose from; show results so from now on, or take them away as a file."""
    here = asked(request, Criteria.read(request.GET).at(1))
    if request.method != "POST":
        return _page(request, here, table.layout(request).columns)
    wanted = _chosen(request.POST)
    if not wanted:
        return _page(request, here, (), wrong=_("Cochez au moins une colonne, en plus du nom."))
    if request.POST.get("faire") in {"xlsx", "csv"}:
        return _take_away(request, here, wanted, request.POST["faire"])
    table.arrange(request, request.POST.get("vue", "tableau"), wanted)
    messages.success(request, _("Présentation retenue."))
    address = here.criteria.address
    return redirect(reverse("workplace:search") + (f"?{address}" if address else ""))


def _chosen(sent: QueryDict) -> tuple[str, ...]:
    """Read the columns that were ticked, by the ranks that were typed beside them."""
    ticked = known(sent.getlist("colonnes"))
    ranks = {word: sent.get(f"rang:{word}", "") for word in ticked}
    return known(sorted(ticked, key=lambda word: _rank(ranks[word])))


def _rank(typed: str) -> int:
    return int(typed) if typed.isascii() and typed.isdigit() and len(typed) < len("1000") else len(COLUMNS)


def _page(request: HttpRequest, here: Asked, chosen: tuple[str, ...], wrong: str = "") -> HttpResponse:
    total = searching.count(here.question, here.who)
    context = {
        "here": "search",
        "address": here.criteria.address,
        "sentence": total_sentence(total),
        "most": MOST_TAKEN if total > MOST_TAKEN else 0,
        "view": table.layout(request).view,
        "columns": _offered(chosen),
        "wrong": wrong,
    }
    return render(request, "workplace/table_columns.html", context, status=422 if wrong else 200)


def _offered(chosen: tuple[str, ...]) -> list[dict[str, Any]]:
    """Give the columns but the name: those chosen in their order, then the others."""
    ordered = [*chosen, *(word for word in COLUMNS if word not in chosen)]
    return [
        {"word": word, "label": COLUMNS[word].label, "ticked": word in chosen, "rank": rank}
        for rank, word in enumerate(ordered)
        if word != "nom"
    ]


def _take_away(request: HttpRequest, here: Asked, wanted: tuple[str, ...], form: str) -> HttpResponseBase:
    assert request.user.is_authenticated
    found = searching.listed(replace(here.question, first=0, count=MOST_TAKEN), here.who)
    keeping.tell_download(len(found.numbers), form, by=request.user)
    headings = [str(COLUMNS[word].label) for word in wanted]
    lines = table.every_line(found.numbers, wanted, here.who, get_language() or "fr")
    name = f"fiches-{timezone.localdate().isoformat()}.{form}"
    if form == "xlsx":
        file = spreadsheet.xlsx_file(_("Fiches"), headings, lines)
        return FileResponse(file, as_attachment=True, filename=name, content_type=XLSX)
    content = spreadsheet.csv_lines(headings, lines)
    response = StreamingHttpResponse(content, content_type="text/csv; charset=utf-8")
    response["Content-Disposition"] = f'attachment; filename="{name}"'
    return response
