"""Openings and prices in the editor: what they say as one types, what their buttons do, tables pasted."""

from collections.abc import Callable
from functools import partial
from typing import Any, Final

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import get_language, gettext as _
from django.views.decorators.http import require_POST

from sitra.catalog.rules.speech import Speech
from sitra.catalog.rules.types import Section
from sitra.doors.workplace.editor_forms import Asked, sent_of
from sitra.kit.days import today
from sitra.review import actions, queries
from sitra.review.queries import seasons
from sitra.review.rules.editing.layers import LAYER
from sitra.review.rules.seasons import automatic, period_tables, rate_tables, shaping
from sitra.review.rules.seasons.remarking import OPENING, PRICES, Mend
from sitra.review.rules.seasons.tables import Line
from sitra.tourism.queries.records import Namer
from sitra.tourism.rules.sentences import one_period, rate_words

MOST_SHOWN = 200
_WORDINGS: Final = {one.block: one for one in automatic.WORDINGS}
_MENDS: Final = {one.value: one for one in Mend}


@login_required
@require_POST
def preview(request: HttpRequest, number: int) -> HttpResponse:
    """Tell the periods of a form as it is typed: sentences, days drawn, what is odd; nothing is kept."""
    assert request.user.is_authenticated
    told = seasons.typed_seasons(request.user, number, sent_of(request.POST), _language())
    asked = Asked.read(request.GET, request.POST)
    is_prices = asked.section is Section.PRICES
    context = {"seasons": told, "prices": is_prices, "record": {"id": number}, "asked": asked}
    return render(request, "workplace/editor/blocks/told.html", context)


@login_required
@require_POST
def act(request: HttpRequest, number: int) -> HttpResponse:
    """Do what a button of a period says, to one's draft, and show the section again."""
    assert request.user.is_authenticated
    asked = Asked.read(request.GET, request.POST)
    verb, _colon, name = request.POST.get("acte", "").partition(":")
    try:
        shape = _shape(request, verb, name)
    except ValueError:
        actions.type_over(number, sent_of(request.POST), by=request.user)
        messages.warning(request, _("La hausse est un pourcentage entre -100 et 100 : 3,5 par exemple."))
        return redirect(asked.address(number))
    if shape is None:
        actions.type_over(number, sent_of(request.POST), by=request.user)
        messages.warning(request, _("Ce bouton n’est plus connu. Ce que vous avez tapé est gardé."))
        return redirect(asked.address(number))
    draft = actions.reshape(number, sent_of(request.POST), shape, by=request.user)
    place = shaping.Place.read(name)
    at = name
    if place is not None and verb in ("copier", "suivant"):
        at = f"{place.block}.{len(shaping.items(actions.shown_in(draft, asked.aspect), place.block)) - 1}"
        messages.success(request, _("La copie est ajoutée après les autres périodes. Relisez ses dates."))
    return redirect(f"{asked.address(number)}#f-{at}")


@login_required
@require_POST
def paste(request: HttpRequest, number: int) -> HttpResponse:
    """Read a table that was pasted; show its lines, then put those that were read into one's draft."""
    assert request.user.is_authenticated
    asked = Asked.read(request.GET, request.POST)
    is_prices = asked.section is Section.PRICES
    text = request.POST.get("_table", "")
    lines = (
        rate_tables.rates(text, seasons.rate_named)
        if is_prices
        else period_tables.periods(text, today().year)
    )
    read, unread = [one for one in lines if one.read], [one for one in lines if not one.read]
    if "confirmer" not in request.POST:
        actions.type_over(number, sent_of(request.POST), by=request.user)
        return _pasted(request, number, asked, text, lines)
    rows = [one.read for one in read if one.read]
    if rows:
        rank = request.POST.get("dans", "")
        within = int(rank) if rank.isdecimal() and len(rank) < 5 else None  # noqa: PLR2004 - a rank
        shape = (
            partial(shaping.with_rates, rank=within, rates=rows)
            if is_prices
            else partial(shaping.added, block=OPENING, more=rows)
        )
        actions.reshape(number, {LAYER: [asked.aspect]}, shape, by=request.user)
        messages.success(request, _("Ajouté à votre saisie : relisez, puis enregistrez."))
    if unread:
        return _pasted(request, number, asked, "\n".join(one.words for one in unread), unread)
    return redirect(f"{asked.address(number)}#f-{PRICES if is_prices else OPENING}")


def _pasted(request: HttpRequest, number: int, asked: Asked, text: str, lines: list[Line]) -> HttpResponse:
    assert request.user.is_authenticated
    page = queries.editing_page(request.user, number, *asked.question())
    is_prices = asked.section is Section.PRICES
    language = _language()
    speech = Speech(language, Namer())
    context = {
        "record": page,
        "asked": asked,
        "address": asked.address(number),
        "section": asked.section,
        "prices": is_prices,
        "text": text,
        "read": [
            (one, rate_words({}, one.read, speech) if is_prices else one_period(one.read, speech))
            for one in lines
            if one.read
        ][:MOST_SHOWN],
        "unread": [(one, one.why(language)) for one in lines if not one.read][:MOST_SHOWN],
        "periods": seasons.seasons(page.document, language).rates if is_prices else (),
    }
    return render(request, "workplace/editor/pasted.html", context)


type _Shape = Callable[[Any], dict[str, Any]]


def _shape(request: HttpRequest, verb: str, name: str) -> _Shape | None:
    """Find what a button does; a `ValueError` for a rise that is no percentage."""
    if wording := _WORDINGS.get(name):
        return _worded(verb, wording)
    place = shaping.Place.read(name)
    if place is None:
        return None
    if verb == "suivant":
        rise = shaping.Rise.read(
            *(request.POST.get(f"{one}.{place.rank}", "") for one in ("_hausse", "_arrondi"))
        )
        return partial(shaping.copied_at, place=place, rise=rise)
    mend = _MENDS.get(verb)
    if mend is not None:
        return partial(shaping.mended_at, place=place, mend=mend, today=today())
    plain = {"copier": shaping.copied_at, "plage": shaping.with_slot}.get(verb)
    return partial(plain, place=place) if plain else None


def _worded(verb: str, wording: automatic.Wording) -> _Shape | None:
    if verb == "reprendre":
        return partial(automatic.worded, wording=wording, words=Namer())
    return partial(automatic.by_hand, wording=wording) if verb == "ecrire" else None


def _language() -> str:
    return "en" if get_language() == "en" else "fr"
