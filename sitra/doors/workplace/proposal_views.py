"""Proposals: the inbox, one of them value by value, and the discussion about it."""

from collections.abc import Callable
from math import ceil
from typing import Any

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import get_language, gettext as _, ngettext
from django.views.decorators.http import require_POST, require_safe

from sitra.doors.workplace.proposal_forms import AnswerForm, box_of, clean, number_of, page_of
from sitra.kit.errors import Impossible, Stale
from sitra.review import actions, queries
from sitra.review.events import Answer
from sitra.review.queries import Box


@login_required
@require_safe
def inbox(request: HttpRequest) -> HttpResponse:
    """Show the proposals to answer, those one made, and those that were answered."""
    assert request.user.is_authenticated
    box, page = box_of(request.GET), page_of(request.GET)
    found = queries.inbox(request.user, box, page, get_language() or "fr")
    last = max(1, ceil(found.total / queries.PROPOSALS_PAGE))
    if page > last:
        return redirect(f"{reverse('workplace:proposals')}?boite={box.value}&page={last}")
    waiting = found.total if box is Box.TO_ANSWER else queries.count_waiting(request.user)
    context = {
        "here": "proposals",
        "box": box.value,
        "found": found,
        "waiting": waiting,
        "page": page,
        "last": last,
    }
    return render(request, "workplace/proposals/inbox.html", context)


@login_required
@require_safe
def proposal(request: HttpRequest, number: int) -> HttpResponse:
    """Show a proposal: what it would change, from what to what, and why."""
    return _shown(request, number)


@login_required
@require_POST
def answer(request: HttpRequest, number: int) -> HttpResponse:
    """Answer a proposal value by value."""
    assert request.user.is_authenticated
    queries.proposal_page(request.user, number, "fr")
    values = queries.item_values(number)
    form = AnswerForm.read(request.POST, list(values))
    try:
        row = actions.answer(
            number, form.replies(values), seen=form.seen, by=request.user, reason=form.reason
        )
    except (Impossible, Stale) as refused:
        return _shown(request, number, form=form, refused=str(refused), status=_status(refused))
    outcome = queries.outcome_label(row.outcome, get_language() or "fr")
    words = _("Votre réponse est enregistrée : proposition %(outcome)s.")
    messages.success(request, words % {"outcome": outcome})
    return redirect("workplace:proposal", number)


@login_required
@require_POST
def accept(request: HttpRequest, number: int) -> HttpResponse:
    """Accept a proposal whole; with its batch, all those that were made with it."""
    assert request.user.is_authenticated
    others = queries.proposal_page(request.user, number, "fr").batch if "lot" in request.POST else []
    done = 0
    for one in (number, *others):
        try:
            actions.accept(one, by=request.user)
            done += 1
        except (Impossible, Stale) as refused:
            messages.error(
                request, _("Proposition %(number)s : %(reason)s") % {"number": one, "reason": refused}
            )
    if done:
        words = ngettext("%(count)d proposition acceptée.", "%(count)d propositions acceptées.", done)
        messages.success(request, words % {"count": done})
    return redirect("workplace:proposal", number)


@login_required
@require_POST
def refuse(request: HttpRequest, number: int) -> HttpResponse:
    """Refuse a proposal whole, with a reason."""
    assert request.user.is_authenticated
    person, reason = request.user, clean(request.POST.get("motif", ""))
    return _done(
        request, number, lambda: actions.refuse(number, reason=reason, by=person), _("Proposition refusée.")
    )


@login_required
@require_POST
def withdraw(request: HttpRequest, number: int) -> HttpResponse:
    """Take back a proposal that was not answered."""
    assert request.user.is_authenticated
    person = request.user
    return _done(request, number, lambda: actions.withdraw(number, by=person), _("Proposition retirée."))


@login_required
@require_POST
def discuss(request: HttpRequest, number: int) -> HttpResponse:
    """Say something about a proposal."""
    assert request.user.is_authenticated
    person, words = request.user, clean(request.POST.get("message", ""))
    about = number_of(request.POST.get("valeur", "")) or None
    said = _("Message envoyé.")
    return _done(request, number, lambda: actions.discuss(number, words, by=person, item=about), said)


def _done(request: HttpRequest, number: int, act: Callable[[], object], said: str) -> HttpResponse:
    try:
        act()
    except (Impossible, Stale) as refused:
        return _shown(request, number, refused=str(refused), status=_status(refused))
    messages.success(request, said)
    return redirect("workplace:proposal", number)


def _shown(
    request: HttpRequest,
    number: int,
    *,
    form: AnswerForm | None = None,
    refused: str = "",
    status: int = 200,
) -> HttpResponse:
    assert request.user.is_authenticated
    page = queries.proposal_page(request.user, number, get_language() or "fr")
    context: dict[str, Any] = {
        "here": "proposals",
        "proposal": page,
        "values": [_value(one, form) for one in page.values],
        "reason": form.reason if form else "",
        "refused": refused,
    }
    return render(request, "workplace/proposals/proposal.html", context, status=status)


def _value(one: queries.Proposed, form: AnswerForm | None) -> dict[str, Any]:
    """Give a value with what was ticked and typed, so that a form that comes back has lost nothing."""
    ticked = form.answers.get(one.id) if form else None
    return {
        "said": one,
        "ticked": ticked.value if ticked else "",
        "typed": (form.typed.get(one.id) if form else "") or one.plain or "",
        "reason": form.reasons.get(one.id, "") if form else "",
        "lacking": bool(ticked is Answer.REFUSED and form and not (form.reasons[one.id] or form.reason)),
        "unanswered": bool(form and ticked is None),
    }


def _status(refused: Exception) -> int:
    return 409 if isinstance(refused, Stale) else 422
