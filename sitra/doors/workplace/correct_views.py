"""Correcting a record, or proposing it to its owner; asking for it to be hidden; and one's rights on it."""

from typing import Any

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import get_language, gettext as _, gettext_noop
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from sitra.doors.workplace.proposal_forms import chosen_fields, clean, number_of, typed_values
from sitra.kit.errors import Impossible, Stale
from sitra.members import queries as members
from sitra.review import actions, queries
from sitra.review.actions import Done, Proposer
from sitra.review.events import Purpose
from sitra.review.rules.correcting import altered, corrected

ASKED = {
    "publier": Purpose.PUBLISH,
    "masquer": Purpose.HIDE,
    "supprimer": Purpose.DELETE,
    "transmettre": Purpose.TRANSFER,
}


@login_required
@require_http_methods(["GET", "HEAD", "POST"])
def correct(request: HttpRequest, number: int) -> HttpResponse:
    """Show the values of a record to type over; write them, or propose them to its owner."""
    assert request.user.is_authenticated
    sent = request.POST if request.method == "POST" else request.GET
    language = get_language() or "fr"
    seen = number_of(request.POST.get("vu", ""))
    page = queries.correcting_page(request.user, number, chosen_fields(sent), language, seen)
    typed = altered(page.read, page.kind, typed_values(request.POST))
    if request.method != "POST" or "ajouter" in request.POST:
        return _form(request, page, typed)
    document, wrong = corrected(page.document, page.kind, typed)
    if wrong:
        return _form(request, page, typed, wrong=wrong, status=422)
    if seen != page.revision and page.writes:
        return _form(request, page, typed, refused=_(_CHANGED), status=409)
    if document == page.document and not page.writes:
        return _form(request, page, typed, refused=_(_NOTHING), status=422)
    try:
        done = actions.change(number, document, seen=page.revision, by=_proposer(request))
    except (Impossible, Stale) as refused:
        return _form(request, page, typed, refused=str(refused), status=422)
    return _said(request, number, done, unchanged=document == page.document)


@login_required
@require_POST
def ask(request: HttpRequest, number: int) -> HttpResponse:
    """Publish, hide, delete or hand over a record, or propose it."""
    assert request.user.is_authenticated
    purpose = ASKED.get(request.POST.get("demande", ""))
    by = Proposer(request.user, comment=clean(request.POST.get("commentaire", "")))
    if purpose is None:
        messages.warning(request, _("Choisissez ce que vous demandez."))
        return redirect("workplace:rights", number)
    try:
        to = queries.taker(number_of(request.POST.get("a", ""))) if purpose is Purpose.TRANSFER else None
        done = actions.ask(number, purpose, seen=number_of(request.POST.get("vu", "")), by=by, to=to)
    except (Impossible, Stale) as refused:
        messages.error(request, str(refused))
        return redirect("workplace:rights", number)
    if purpose is Purpose.DELETE and done.row:
        messages.success(request, _("La fiche est supprimée. Son numéro ne servira à aucune autre."))
        return redirect("workplace:search")
    return _said(request, number, done)


@login_required
@require_safe
def rights(request: HttpRequest, number: int) -> HttpResponse:
    """Say what one may do with a record, why, and who can change it."""
    assert request.user.is_authenticated
    page = queries.rights_page(request.user, number, get_language() or "fr")
    return render(request, "workplace/rights.html", {"record": page, "takers": members.all_named().items()})


_CHANGED = gettext_noop(
    "Quelqu’un a modifié la fiche pendant que vous écriviez. Ce que vous avez tapé est gardé : relisez-le."
)


_NOTHING = gettext_noop(
    "Vous n’avez encore rien corrigé : changez au moins une valeur. Ce que vous avez écrit au propriétaire "
    "est gardé."
)


def _proposer(request: HttpRequest) -> Proposer:
    assert request.user.is_authenticated
    comment, source = (clean(request.POST.get(name, "")) for name in ("commentaire", "source"))
    return Proposer(request.user, comment=comment, source=source)


def _form(
    request: HttpRequest,
    page: queries.Correcting,
    typed: dict[str, str],
    *,
    wrong: dict[str, str] | None = None,
    refused: str = "",
    status: int = 200,
) -> HttpResponse:
    inputs = [
        {"one": one, "value": typed.get(one.name, one.said), "wrong": (wrong or {}).get(one.name, "")}
        for one in page.inputs
    ]
    assert request.user.is_authenticated
    context: dict[str, Any] = {
        "writing": actions.begin(page.id, by=request.user) if page.writes else None,
        "record": page,
        "inputs": inputs,
        "chosen": chosen_fields(request.POST if request.method == "POST" else request.GET),
        "comment": request.POST.get("commentaire", ""),
        "source": request.POST.get("source", ""),
        "wrong": list((wrong or {}).values()),
        "refused": refused,
    }
    return render(request, "workplace/correct.html", context, status=status)


def _said(request: HttpRequest, number: int, done: Done, *, unchanged: bool = False) -> HttpResponse:
    if done.proposal is not None:
        messages.success(request, _("Votre proposition est envoyée au propriétaire de la fiche."))
        return redirect("workplace:proposal", done.proposal.pk)
    assert request.user.is_authenticated
    actions.end(number, by=request.user)
    if unchanged:
        messages.info(request, _("Vous n’avez rien changé : la fiche reste telle qu’elle est."))
    else:
        messages.success(request, _("La fiche est à jour."))
    return redirect("workplace:record", number)
