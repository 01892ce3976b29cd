"""Copying blocks of another record into one's draft: seen first, and taken back as easily."""

import re
from http import HTTPStatus
from urllib.parse import urlencode

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.http import HttpRequest, HttpResponse, QueryDict
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import get_language, gettext as _
from django.views.decorators.http import require_http_methods, require_POST

from sitra.doors.workplace.editor_forms import sent_of
from sitra.doors.workplace.proposal_forms import clean
from sitra.kit.errors import Forbidden, Impossible, Unknown
from sitra.review import actions, queries
from sitra.review.rules.editing.borrowing import Block

_NUMBER = re.compile(r"(?:n° |^)(\d{1,10})\)?$")
_FEWEST = 2


@login_required
@require_http_methods(["GET", "HEAD", "POST"])
def borrow(request: HttpRequest, number: int) -> HttpResponse:
    """Choose a record and blocks of it, and see what they would change; confirmed, they are typed over.

    The form of the editor may be sent here: what it holds is kept first.
    """
    assert request.user.is_authenticated
    if request.method != "POST":
        return _page(request, number)
    if "ici" in request.POST:
        actions.type_over(number, sent_of(request.POST), by=request.user)
        return redirect("workplace:borrow", number)
    lender, blocks = _lender(request.POST), _blocks(request.POST)
    if lender is None or not blocks:
        return redirect("workplace:borrow", number)
    try:
        actions.borrow(number, blocks, lender=lender, by=request.user)
    except Impossible as refused:
        messages.error(request, str(refused))
        return redirect("workplace:borrow", number)
    messages.success(
        request, _("Copié dans votre saisie. Rien n’est enregistré : relisez, puis enregistrez.")
    )
    return redirect(_section(number, blocks[0]))


@login_required
@require_POST
def give_back(request: HttpRequest, number: int) -> HttpResponse:
    """Take the last copied blocks out of one's draft."""
    assert request.user.is_authenticated
    try:
        actions.give_back(number, by=request.user)
    except Impossible as refused:
        messages.error(request, str(refused))
    else:
        messages.success(request, _("La copie est annulée ; ce que vous avez tapé depuis est resté."))
    return redirect("workplace:edit", number)


def _page(request: HttpRequest, number: int) -> HttpResponse:
    """Show what would come, or which records the words may mean."""
    assert request.user.is_authenticated
    language = "en" if get_language() == "en" else "fr"
    words, lender, blocks = clean(request.GET.get("de", "")), _lender(request.GET), _blocks(request.GET)
    missing, found = "", []
    try:
        page = queries.lending(request.user, number, lender if lender != number else None, blocks, language)
    except (Unknown, Forbidden) as refused:
        page = queries.lending(request.user, number, None, (), language)
        if lender is None:
            raise
        missing = str(refused)
    if lender == number:
        missing = _("Une fiche ne se copie pas dans elle-même : choisissez-en une autre.")
    elif lender is None and len(words) >= _FEWEST:
        named = queries.records_named(request.user, words)
        found = [(one, name, urlencode({"de": f"{name} (n° {one})"})) for one, name, _kind in named]
        missing = "" if [one for one in found if one[0] != number] else _("Aucune fiche ne s’appelle ainsi.")
    context = {
        "record": page,
        "words": words,
        "found": [one for one in found if one[0] != number],
        "missing": missing,
        "blocks": [(one, one.label(language), one in blocks) for one in Block if one in page.offered],
        "chosen": blocks,
    }
    status = HTTPStatus.UNPROCESSABLE_ENTITY if missing else HTTPStatus.OK
    return render(request, "workplace/editor/borrow.html", context, status=status)


def _lender(asked: QueryDict) -> int | None:
    """Read which record is copied from: `Hôtel du Pont (n° 12)`, or its number."""
    number = _NUMBER.search(clean(asked.get("de", "")))
    return int(number[1]) if number else None


def _blocks(asked: QueryDict) -> list[Block]:
    wanted = set(asked.getlist("bloc"))
    return [one for one in Block if one.value in wanted]


def _section(number: int, block: Block) -> str:
    """Where a block is written."""
    query = urlencode({"partie": block.section.value})
    return f"{reverse('workplace:edit', args=[number])}?{query}"
