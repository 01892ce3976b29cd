"""The editor of a record: one section at a time, kept as it is typed, saved when one says so."""

from collections.abc import Sequence
from http import HTTPStatus
from typing import Any

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import get_language, gettext as _
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from sitra.catalog.rules.kinds import Kind
from sitra.doors.workplace.editor_forms import Asked, Sending, sent_of
from sitra.doors.workplace.editor_shown import field_lines, shown_conflicts
from sitra.doors.workplace.proposal_forms import clean, number_of
from sitra.kit.errors import Impossible, Stale
from sitra.places import queries as places
from sitra.review import actions, queries
from sitra.review.actions import Done, Proposer
from sitra.review.events import Purpose
from sitra.review.rules.editing.layers import aspect_named
from sitra.search import queries as searching
from sitra.search.events import ReadModelUnavailable

SHORTEST = 2


@login_required
@require_http_methods(["GET", "HEAD", "POST"])
def edit(request: HttpRequest, number: int) -> HttpResponse:
    """Show a section of a record to type over; a form sent is kept, then saved, or another part is shown."""
    assert request.user.is_authenticated
    asked = Asked.read(request.GET, request.POST)
    if request.method != "POST":
        return _page(request, number, asked)
    sending = Sending.read(request.POST)
    sent = sent_of(request.POST)
    if sending.followed:
        typed = actions.follow_record(number, sent, sending.followed, by=request.user)
    else:
        typed = actions.type_over(number, sent, by=request.user)
    if sending.stays:
        return _page(request, number, asked.with_rows(sending), status=HTTPStatus.OK)
    if sending.aspect is not None:
        return redirect(asked.in_aspect(sending.aspect).address(number))
    if sending.leads_to is not None:
        return redirect(asked.toward(sending.leads_to, sending.everything).address(number))
    if typed.wrong:
        return _page(request, number, asked.wrong_at(typed.wrong), status=HTTPStatus.UNPROCESSABLE_ENTITY)
    return _saved(request, number, asked)


@login_required
@require_POST
def keep(request: HttpRequest, number: int) -> HttpResponse:
    """Keep what is being typed; answers what is wrong, how full the record is, and who else types."""
    assert request.user.is_authenticated
    typed = actions.type_over(number, sent_of(request.POST), by=request.user)
    asked = Asked.read(request.GET, request.POST).wrong_at(typed.wrong)
    return render(request, "workplace/editor/kept.html", _context(request, number, asked))


@login_required
@require_POST
def meet(request: HttpRequest, number: int) -> HttpResponse:
    """Save after others wrote the same values: each is theirs or one's own."""
    given_way = [
        name.removeprefix("choix:")
        for name in request.POST
        if name.startswith("choix:") and request.POST[name] == "autre"
    ]
    seen = number_of(request.POST.get("vu", ""))
    return _saved(request, number, Asked.read(request.GET, request.POST), given_way=given_way, seen=seen)


@login_required
@require_POST
def drop(request: HttpRequest, number: int) -> HttpResponse:
    """Put one's draft aside, or take it up again."""
    assert request.user.is_authenticated
    back = "reprendre" in request.POST
    try:
        actions.drop(number, by=request.user, back=back)
    except Impossible as refused:
        messages.error(request, str(refused))
    asked = Asked.read(request.GET, request.POST)
    return redirect(asked.address(number))


@login_required
@require_safe
def fields(request: HttpRequest, number: int) -> HttpResponse:
    """Find a field of a record by its name, and lead to it."""
    assert request.user.is_authenticated
    words, aspect = clean(request.GET.get("q", "")), aspect_named(request.GET.get("aspect", ""))
    row, language = queries.consulted(request.user, number), get_language() or "fr"
    context = {
        "record": {"id": row.pk, "name": row.name},
        "words": words,
        "lines": field_lines(Kind(row.kind), words, language, aspect) if len(words) >= SHORTEST else [],
        "partial": bool(request.headers.get("HX-Request")),
    }
    return render(request, "workplace/editor/fields.html", context)


@login_required
@require_safe
def named(request: HttpRequest) -> HttpResponse:
    """Offer records by name, for a field that names one."""
    assert request.user.is_authenticated
    words = clean(request.GET.get("q", ""))
    found = queries.records_named(request.user, words) if len(words) >= SHORTEST else []
    return render(request, "workplace/editor/named.html", {"found": found})


@login_required
@require_safe
def communes_named(request: HttpRequest) -> HttpResponse:
    """Offer communes by name or postal code, for a field that names one."""
    words = clean(request.GET.get("q", ""))
    found = places.suggest(words) if len(words) >= SHORTEST else []
    return render(request, "workplace/editor/named_communes.html", {"found": found})


def _saved(
    request: HttpRequest, number: int, asked: Asked, *, given_way: Sequence[str] = (), seen: int = 0
) -> HttpResponse:
    """Save one's draft; what others wrote meanwhile is shown first."""
    assert request.user.is_authenticated
    comment, source = (clean(request.POST.get(name, "")) for name in ("commentaire", "source"))
    try:
        saved = actions.save(
            number, by=Proposer(request.user, comment=comment, source=source), given_way=given_way, seen=seen
        )
    except (Impossible, Stale) as refused:
        return _page(request, number, asked, refused=str(refused), status=HTTPStatus.UNPROCESSABLE_ENTITY)
    if saved.both is not None:
        context = _context(request, number, asked)
        context["conflicts"] = shown_conflicts(context["record"], saved.both, get_language() or "fr")
        context["comment"], context["source"] = comment, source
        return render(request, "workplace/editor/meeting.html", context, status=HTTPStatus.CONFLICT)
    assert saved.done is not None
    return _said(request, number, asked, saved.done)


def _said(request: HttpRequest, number: int, asked: Asked, done: Done) -> HttpResponse:
    if done.proposal is not None:
        messages.success(request, _("Votre proposition est envoyée au propriétaire de la fiche."))
        return redirect("workplace:proposal", done.proposal.pk)
    assert request.user.is_authenticated
    actions.end(number, by=request.user)
    if (
        "publier" in request.POST
        and done.row is not None
        and not _published(request, number, done.row.revision)
    ):
        return redirect(asked.address(number))
    messages.success(request, _("La fiche est à jour."))
    if "continuer" in request.POST:
        return redirect(asked.address(number))
    return redirect(reverse("workplace:record", args=[number]))


def _published(request: HttpRequest, number: int, seen: int) -> bool:
    """Publish a record that was just saved; what keeps it from being shown is said."""
    assert request.user.is_authenticated
    try:
        actions.ask(number, Purpose.PUBLISH, seen=seen, by=Proposer(request.user))
    except (Impossible, Stale) as refused:
        messages.success(request, _("Votre saisie est enregistrée."))
        messages.error(request, str(refused))
        return False
    return True


def _page(
    request: HttpRequest, number: int, asked: Asked, *, refused: str = "", status: int = HTTPStatus.OK
) -> HttpResponse:
    assert request.user.is_authenticated
    context = _context(request, number, asked)
    context["refused"] = refused
    context["writing"] = actions.begin(number, by=request.user) if context["record"].writes else None
    return render(request, "workplace/editor/edit.html", context, status=status)


def _usual(kind: Kind) -> list[int]:
    """Give what records of a kind often carry; nothing while the read model is away."""
    try:
        return searching.often(kind.value)
    except ReadModelUnavailable:
        return []


def _context(request: HttpRequest, number: int, asked: Asked) -> dict[str, Any]:
    assert request.user.is_authenticated
    page = queries.editing_page(request.user, number, *asked.question(), _usual)
    sections = [one.key for one in page.sections]
    here = sections.index(page.form.section) if page.form.section in sections else 0
    return {
        "record": page,
        "asked": asked,
        "kind_label": page.kind.label(get_language() or "fr"),
        "address": asked.address(number),
        "section_label": page.sections[here].label,
        "previous": page.sections[here - 1] if here else None,
        "next": page.sections[here + 1] if here + 1 < len(sections) else None,
        "blocking": [one for one in page.faults if one.blocks],
        "warnings": [one for one in page.faults if not one.blocks],
    }
