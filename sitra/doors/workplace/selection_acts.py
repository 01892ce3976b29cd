"""What is done to a selection by hand: adding, refusing, ordering, dropping; each can be taken back."""

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from sitra.delivery import actions, queries
from sitra.doors.workplace.address_words import number as number_of, numbers
from sitra.doors.workplace.project_acts import moved
from sitra.doors.workplace.selection_views import as_now
from sitra.kit.errors import Impossible
from sitra.tourism import queries as tourism

ACTS = {"ajoutee": actions.add, "refusee": actions.refuse, "question": actions.leave}
"""How a record is to stand -> what has it stand so."""


@login_required
@require_POST
def settle(request: HttpRequest, number: int) -> HttpResponse:
    """Add a record, refuse it, or leave it to the question, and offer to take that back."""
    assert request.user.is_authenticated
    row = queries.selection_page(request.user, number)
    record, _comma, wanted = request.POST.get("fiche", "").partition(",")
    act, target = ACTS.get(wanted), number_of(record)
    if act is None or not target:
        messages.warning(request, _("Choisissez une fiche, et ce qu’il faut en faire."))
        return redirect("workplace:selection", number)
    tourism.named(request.user, target)
    before = as_now(row, target)
    try:
        act(number, [target], by=request.user)
    except Impossible as refused:
        messages.warning(request, str(refused))
        return redirect("workplace:selection", number)
    if request.POST.get("retour") == "fiche":
        messages.success(request, _("C’est enregistré : la sélection suit aussitôt."))
        return redirect("workplace:record-selections", target)
    view = request.POST.get("voir", "")
    undone = "annuler" in request.POST
    said = "" if undone else f"&fait={target},{before}"
    return redirect(reverse("workplace:selection", args=(number,)) + f"?voir={view or 'dedans'}{said}#fiches")


@login_required
@require_POST
def order(request: HttpRequest, number: int) -> HttpResponse:
    """Put records in front, in an order: one moved, put first or let go, or all of them as dragged."""
    assert request.user.is_authenticated
    front = list(queries.selection_page(request.user, number).line.ordered)
    if given := request.POST.get("ordre", ""):
        wanted = numbers(given.split(","))
        front = [*wanted, *(one for one in front if one not in wanted)]
    if first := number_of(request.POST.get("tete", "")):
        tourism.named(request.user, first)
        front = [*(one for one in front if one != first), first]
    if gone := number_of(request.POST.get("lacher", "")):
        front = [one for one in front if one != gone]
    for name, step in (("monter", -1), ("descendre", 1)):
        front = moved(front, number_of(request.POST.get(name, "")), step)
    try:
        actions.put_in_front(number, front, by=request.user)
    except Impossible as refused:
        messages.warning(request, str(refused))
    return redirect(reverse("workplace:selection", args=(number,)) + "#fiches")


@login_required
@require_POST
def drop(request: HttpRequest, number: int) -> HttpResponse:
    """Drop a selection, and offer to take it back."""
    assert request.user.is_authenticated
    actions.drop_selection(number, by=request.user)
    return redirect(reverse("workplace:selections") + f"?retiree={number}")


@login_required
@require_POST
def restore(request: HttpRequest, number: int) -> HttpResponse:
    """Take back a selection that was dropped."""
    assert request.user.is_authenticated
    actions.restore_selection(number, by=request.user)
    messages.success(request, _("La sélection est de nouveau là, dans les projets qui la montraient."))
    return redirect("workplace:selection", number)
