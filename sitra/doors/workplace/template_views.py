"""Templates of one's members: made from a record, named, dropped and taken back."""

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import get_language, gettext as _
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from sitra.doors.workplace import member_hats
from sitra.doors.workplace.editor_forms import sent_of
from sitra.doors.workplace.proposal_forms import clean, number_of
from sitra.kit.errors import Impossible
from sitra.review import actions, queries

LONGEST_NAME = 80


@login_required
@require_http_methods(["GET", "HEAD", "POST"])
def make(request: HttpRequest, number: int) -> HttpResponse:
    """Say what a template of a record would keep, and make it.

    The form of the editor may be sent here: what it holds is kept first.
    """
    assert request.user.is_authenticated
    wrong = ""
    if request.method == "POST":
        if "ici" in request.POST:
            actions.type_over(number, sent_of(request.POST), by=request.user)
            return redirect("workplace:template-make", number)
        try:
            row = actions.make_template(
                number,
                request.POST.get("nom", ""),
                member=number_of(request.POST.get("membre", "")),
                by=request.user,
            )
        except Impossible as refused:
            wrong = str(refused)
        else:
            messages.success(request, _("Le modèle « %(name)s » est gardé.") % {"name": row.name})
            return redirect("workplace:templates")
    page = queries.making_page(request.user, number, get_language() or "fr")
    context = {
        "record": page,
        "name": clean(request.POST.get("nom", ""), LONGEST_NAME),
        "chosen": number_of(request.POST.get("membre", "")) or member_hats.worn(request),
        "wrong": wrong,
    }
    return render(request, "workplace/own/make.html", context, status=422 if wrong else 200)


@login_required
@require_safe
def index(request: HttpRequest) -> HttpResponse:
    """Show the templates of one's members, by kind, and those that may be taken back."""
    assert request.user.is_authenticated
    language = get_language() or "fr"
    dropped = queries.templates(request.user, language, dropped=True)
    just = number_of(request.GET.get("retire", ""))
    context = {
        "here": "templates",
        "lines": queries.templates(request.user, language),
        "dropped": dropped,
        "just": next((line for line in dropped if line.id == just), None),
    }
    return render(request, "workplace/own/templates.html", context)


@login_required
@require_http_methods(["GET", "HEAD", "POST"])
def one(request: HttpRequest, number: int) -> HttpResponse:
    """Show a template, and give it another name."""
    assert request.user.is_authenticated
    line, wrong = queries.template(request.user, number, get_language() or "fr"), ""
    if request.method == "POST":
        try:
            actions.rename_template(number, request.POST.get("nom", ""), by=request.user)
        except Impossible as refused:
            wrong = str(refused)
        else:
            messages.success(request, _("C’est enregistré."))
            return redirect("workplace:templates")
    name = clean(request.POST.get("nom", line.name), LONGEST_NAME)
    context = {"here": "templates", "line": line, "name": name, "wrong": wrong}
    return render(request, "workplace/own/template.html", context, status=422 if wrong else 200)


@login_required
@require_POST
def drop(request: HttpRequest, number: int) -> HttpResponse:
    """Drop a template, and offer to take it back."""
    assert request.user.is_authenticated
    actions.drop_template(number, by=request.user)
    return redirect(f"{reverse('workplace:templates')}?retire={number}")


@login_required
@require_POST
def take_back(request: HttpRequest, number: int) -> HttpResponse:
    """Take back a template that was dropped."""
    assert request.user.is_authenticated
    try:
        actions.take_back_template(number, by=request.user)
    except Impossible as refused:
        messages.warning(request, str(refused))
    else:
        messages.success(request, _("Il est de nouveau là."))
    return redirect("workplace:templates")
