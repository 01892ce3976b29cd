"""Asking the same of many records of a search: hiding, publishing, deleting, handing over."""

from collections import Counter
from dataclasses import replace

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import get_language, gettext as _, ngettext
from django.views.decorators.http import require_http_methods

from sitra.doors.workplace import shown
from sitra.doors.workplace.asked import asked
from sitra.doors.workplace.correct_views import ASKED
from sitra.doors.workplace.forms import Criteria
from sitra.doors.workplace.proposal_forms import clean, number_of
from sitra.kit.errors import Impossible
from sitra.members import queries as members
from sitra.review import actions, queries
from sitra.review.actions import Done, Proposer
from sitra.review.events import Purpose
from sitra.search import queries as searching

MOST = 100
"""Records that are ticked at a time: what is asked of them is done while one waits."""


@login_required
@require_http_methods(["GET", "HEAD", "POST"])
def many(request: HttpRequest) -> HttpResponse:
    """Show the records of a search to tick, say what would be done with them, then do it."""
    purpose = ASKED.get(request.POST.get("demande", ""))
    ticked = [number for number in map(number_of, request.POST.getlist("fiche")[:MOST]) if number]
    if request.method != "POST":
        return _page(request)
    wrong = _wrong(request, purpose, ticked)
    if purpose is None or wrong:
        return _page(request, ticked, wrong=wrong, status=422)
    if "faire" not in request.POST:
        return _page(request, ticked, purpose=purpose)
    return _do(request, ticked, purpose)


def _wrong(request: HttpRequest, purpose: Purpose | None, ticked: list[int]) -> str:
    if not ticked:
        return _("Cochez au moins une fiche.")
    if purpose is None:
        return _("Choisissez ce que vous demandez.")
    if purpose is Purpose.TRANSFER and queries.taker(number_of(request.POST.get("a", ""))) is None:
        return _("Choisissez le membre qui les reprend.")
    return ""


def _do(request: HttpRequest, ticked: list[int], purpose: Purpose) -> HttpResponse:
    by = Proposer(request.user, comment=clean(request.POST.get("commentaire", "")))  # type: ignore[arg-type]
    to = queries.taker(number_of(request.POST.get("a", ""))) if purpose is Purpose.TRANSFER else None
    try:
        done, refused = actions.ask_of_many(ticked, purpose, by=by, to=to)
    except Impossible as error:
        return _page(request, ticked, purpose=purpose, wrong=str(error), status=422)
    _tell(request, done, refused)
    address = Criteria.read(request.GET).at(1).address
    return redirect(reverse("workplace:search") + (f"?{address}" if address else ""))


def _tell(request: HttpRequest, done: list[Done], refused: dict[int, str]) -> None:
    """Say how many were done and proposed, and why others were not."""
    at_once = sum(one.proposal is None for one in done)
    asked = len(done) - at_once
    if at_once:
        words = ngettext("C’est fait pour %(count)d fiche.", "C’est fait pour %(count)d fiches.", at_once)
        messages.success(request, words % {"count": at_once})
    if asked:
        words = ngettext(
            "%(count)d demande est partie à qui décide.",
            "%(count)d demandes sont parties à qui décide.",
            asked,
        )
        messages.success(request, words % {"count": asked})
    for reason, count in Counter(refused.values()).most_common(5):
        words = ngettext("%(count)d fiche : %(reason)s", "%(count)d fiches : %(reason)s", count)
        messages.warning(request, words % {"count": count, "reason": reason})


def _page(
    request: HttpRequest,
    ticked: list[int] | None = None,
    *,
    purpose: Purpose | None = None,
    wrong: str = "",
    status: int = 200,
) -> HttpResponse:
    assert request.user.is_authenticated
    language, criteria = get_language() or "fr", Criteria.read(request.GET).at(1)
    here = asked(request, criteria)
    page = searching.cards(replace(here.question, count=MOST), here.who, language)
    cards = shown.results(page, criteria, language).cards
    context = {
        "here": "search",
        "address": criteria.address,
        "cards": cards,
        "more": page.total > len(cards),
        "sentence": shown.total_sentence(page.total),
        "most": MOST,
        "ticked": {one.card.id for one in cards} if ticked is None else set(ticked),
        "form": {name: request.POST.get(name, "") for name in ("demande", "a", "commentaire")},
        "wrong": wrong,
        "foreseen": queries.foreseen(request.user, ticked or [], purpose) if purpose and not wrong else None,
        "lists": searching.shelf(request.user, here.who, lists_only=True),
        "takers": [(str(number), name) for number, name in members.all_named().items()],
    }
    return render(request, "workplace/many.html", context, status=status)
