"""Imports: the list of runs, bringing a file, what it would change, applying it, the report."""

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.csrf import csrf_exempt, csrf_protect
from django.views.decorators.http import require_GET, require_http_methods, require_POST

from sitra.doors.workplace import import_shown
from sitra.doors.workplace.member_hats import worn
from sitra.intake import actions as intake
from sitra.intake.events import Outcome, WhenGone
from sitra.intake.queries import importing, lines
from sitra.intake.queries.importing import RunReport
from sitra.kit.errors import Forbidden, Impossible

LINES = 50
_FORM = 1 << 20
"""Bytes of a form besides its file."""
_LONGEST_NUMBER = 15


@login_required
@require_GET
def index(request: HttpRequest) -> HttpResponse:
    """List the runs of one's members, and the files that wait for the next step."""
    assert request.user.is_authenticated
    _demand_members(request)
    page = importing.runs(request.user, _number(request.GET.get("page", "1")) or 1)
    rows = [
        {
            "run": run,
            "standing": import_shown.standing(run.standing),
            "counted": import_shown.counted(run.counts, dry=run.dry),
        }
        for run in page.runs
    ]
    context = {
        "here": "imports",
        "page": page,
        "rows": rows,
        "unfinished": importing.unfinished(request.user) if page.number == 1 else [],
    }
    return render(request, "workplace/imports/index.html", context)


@csrf_exempt
@login_required
def bring(request: HttpRequest) -> HttpResponse:
    """Take in a file; one that says it is too large is refused before any of it is read."""
    length = request.META.get("CONTENT_LENGTH") or "0"
    if length.isdecimal() and int(length) > intake.LARGEST + _FORM:
        message = f"Le fichier dépasse {intake.LARGEST >> 20} Mo : coupez-le, ou demandez à votre animateur."
        raise Impossible(message)
    return _bring(request)


@csrf_protect
@require_http_methods(["GET", "HEAD", "POST"])
def _bring(request: HttpRequest) -> HttpResponse:
    assert request.user.is_authenticated
    members = _demand_members(request)
    error = ""
    if request.method == "POST":
        file = request.FILES.get("fichier")
        asked = _number(request.POST.get("membre", ""))
        member = asked if asked in members else next(iter(members))
        if file is None:
            error = _("Choisissez un fichier.")
        else:
            try:
                number = intake.deposit(file.chunks(), file.name or "", member=member, by=request.user)
                return redirect("workplace:import-file", number)
            except Impossible as impossible:
                error = str(impossible)
    context = {
        "here": "imports",
        "members": members,
        "worn": worn(request),
        "error": error,
        "largest": intake.LARGEST >> 20,
    }
    return render(request, "workplace/imports/bring.html", context, status=422 if error else 200)


@login_required
@require_POST
def check(request: HttpRequest, number: int) -> HttpResponse:
    """Ask what a file would change."""
    assert request.user.is_authenticated
    importing.deposit(request.user, number)
    gone = request.POST.get("disparues", "")
    run = intake.ask_plan(
        number,
        gone=WhenGone(gone) if gone in WhenGone else WhenGone.ASK,
        whole="complet" in request.POST,
        by=request.user,
    )
    return _see(run)


@login_required
@require_POST
def apply(request: HttpRequest, number: int) -> HttpResponse:
    """Ask that what a run said be done."""
    assert request.user.is_authenticated
    importing.run(request.user, number)
    return _see(intake.ask_apply(number, by=request.user))


@login_required
@require_POST
def withdraw(request: HttpRequest, number: int) -> HttpResponse:
    """Remove a file."""
    assert request.user.is_authenticated
    name = importing.deposit(request.user, number).name
    intake.withdraw(number, by=request.user)
    messages.success(request, _("Le fichier « %(name)s » est retiré.") % {"name": name})
    return redirect("workplace:imports")


@login_required
@require_GET
def run(request: HttpRequest, number: int) -> HttpResponse:
    """Show what a run says or did, a page of lines at a time, one outcome or all."""
    assert request.user.is_authenticated
    found = importing.run(request.user, number)
    sort = request.GET.get("sort", "")
    wanted = Outcome(sort) if sort in Outcome else None
    after = _number(request.GET.get("apres", "0"))
    kept = lines(number, [wanted] if wanted else Outcome, after=after, limit=LINES + 1)
    query = f"sort={wanted.value}&" if wanted else ""
    context = {
        "here": "imports",
        "found": found,
        "report": found.report,
        "state": _state(found),
        "tabs": import_shown.tabs(found.report, wanted),
        "lines": [import_shown.line(one) for one in kept[:LINES]],
        "next": f"?{query}apres={kept[LINES - 1].number}#lignes" if len(kept) > LINES else "",
        "first": f"?{query}#lignes" if after else "",
        "gone": import_shown.GONE[WhenGone(found.report.gone)],
    }
    return render(request, "workplace/imports/run.html", context)


@login_required
@require_GET
def progress(request: HttpRequest, number: int) -> HttpResponse:
    """Show how far a run is; once it has ended, the whole page is asked for again."""
    assert request.user.is_authenticated
    found = importing.run(request.user, number)
    context = {"found": found, "report": found.report, "state": _state(found)}
    response = render(request, "workplace/imports/parts/progress.html", context)
    if not found.is_open:
        response["HX-Refresh"] = "true"
    return response


def _state(found: RunReport) -> dict[str, object]:
    return {
        "standing": import_shown.standing(found.report.standing),
        "counted": import_shown.counted(found.report.counts, dry=found.report.dry),
    }


def _demand_members(request: HttpRequest) -> dict[int, str]:
    assert request.user.is_authenticated
    members = importing.may_import_for(request.user)
    if not members:
        message = "Importer demande d'écrire pour un membre : demandez ce droit à votre animateur."
        raise Forbidden(message)
    return members


def _number(text: str) -> int:
    return int(text) if text.isascii() and text.isdigit() and len(text) <= _LONGEST_NUMBER else 0


def _see(run: int) -> HttpResponseRedirect:
    return HttpResponseRedirect(reverse("workplace:import-run", args=[run]))
