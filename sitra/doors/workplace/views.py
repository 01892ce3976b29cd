"""The search and the record."""

from typing import Any

from django.contrib.auth.decorators import login_required
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.cache import patch_vary_headers
from django.utils.translation import get_language
from django.views.decorators.http import require_safe

from sitra.access import queries as access
from sitra.catalog.rules.kinds import Kind
from sitra.delivery import queries as delivery
from sitra.doors.workplace import facets, shown, table
from sitra.doors.workplace.asked import Asked, asked
from sitra.doors.workplace.duplicate_views import just_decided
from sitra.doors.workplace.forms import RADII, Criteria, place_words, term_words
from sitra.places import queries as places
from sitra.search import queries as searching
from sitra.tourism import queries as tourism
from sitra.tourism.events import Means
from sitra.tourism.policy import CONSULT
from sitra.tourism.queries import freshness, likeness, linking, sourcing

SHORTEST = 2
MOST_PICTURES = 24
"""Pictures that a page shows before it is asked for all."""
_BY_THEMSELVES = frozenset({Means.TYPED, Means.IMPORT})
"""Means that nobody chooses: they follow from typing and importing."""


@login_required
@require_safe
def search(request: HttpRequest) -> HttpResponse:
    """Show what answers the question of the address; to htmx, only the parts that change."""
    assert request.user.is_authenticated
    criteria, offered = _place(Criteria.read(request.GET), place_words(request.GET))
    language = get_language() or "fr"
    here = asked(request, criteria)
    terms = _offered_terms(request, here)
    page = searching.cards(here.question, here.who, language)
    results = shown.results(page, criteria, language)
    if results.number != criteria.page:
        criteria = criteria.at(results.number)
        page = searching.cards(here.of(criteria), here.who, language)
        results = shown.results(page, criteria, language)
    layout = table.layout(request)
    context = {
        "here": "search",
        "layout": layout,
        **_table(layout, results, criteria, here),
        "criteria": criteria,
        "results": results,
        "facets": facets.facets(page, criteria, language),
        "radii": RADII,
        "picked": here.picked,
        "orders": shown.orders(criteria),
        "offered": offered,
        "place_words": place_words(request.GET) if offered is not None else "",
        "terms_offered": terms,
        "term_words": term_words(request.GET) if terms is not None else "",
        "partial": bool(request.headers.get("HX-Request")),
    }
    return _answer(request, criteria, context)


def _table(
    layout: table.Layout, results: shown.Results, criteria: Criteria, here: Asked
) -> dict[str, object]:
    """Put the records of a page in rows, where they are shown so."""
    if layout.view != "tableau":
        return {}
    language = get_language() or "fr"
    numbers = [one.card.id for one in results.cards]
    lines = table.lines(numbers, ("numero", *layout.columns), here.who, language)
    cells = {line[0]: line[2:] for line in lines}
    orders = [word for word, _label in shown.orders(criteria)]
    return {
        "headings": table.headings(layout.columns, criteria, orders),
        "rows": [(one, cells.get(one.card.id, [])) for one in results.cards],
    }


def _answer(request: HttpRequest, criteria: Criteria, context: dict[str, Any]) -> HttpResponse:
    template = "workplace/search_parts.html" if context["partial"] else "workplace/search.html"
    response = render(request, template, context)
    patch_vary_headers(response, ["HX-Request"])
    if context["partial"]:
        address = (criteria.address + context["layout"].address).lstrip("&")
        response["HX-Push-Url"] = reverse("workplace:search") + (f"?{address}" if address else "")
    return response


@login_required
@require_safe
def communes(request: HttpRequest) -> HttpResponse:
    """Offer the communes whose name or postal code begins so, each as a button of the search."""
    words = place_words(request.GET)
    offered = places.suggest(words) if len(words) >= SHORTEST else None
    return render(request, "workplace/parts/communes.html", {"offered": offered})


@login_required
@require_safe
def terms(request: HttpRequest) -> HttpResponse:
    """Offer the criteria of some words, with how many of the records found carry each."""
    offered = _offered_terms(request, asked(request))
    return render(request, "workplace/parts/terms.html", {"terms_offered": offered})


def _offered_terms(request: HttpRequest, here: Asked) -> list[facets.Box] | None:
    """Offer the criteria of the words that were typed; nothing when none were."""
    words = term_words(request.GET)
    if len(words) < SHORTEST:
        return None
    language = get_language() or "fr"
    counts = searching.offered(words, here.question, here.who, language)
    return facets.offers(counts, here.criteria, language)


@login_required
@require_safe
def record(request: HttpRequest, number: int, revision: int | None = None) -> HttpResponse:
    """Show a record whole, today or at a revision: what it says, where it is, how it came to be so."""
    assert request.user.is_authenticated
    heir = tourism.answering(number)
    if heir != number:
        return redirect("workplace:record", heir, permanent=True)
    language = get_language() or "fr"
    page = tourism.record_page(request.user, number, language, revision)
    context = {
        "record": page,
        **_beside(request, page, language),
        "languages": shown.languages(page.sheet),
        **_pictures(request, page),
        "contacts": shown.contacts(page.sheet),
        "lacking": shown.lacking(page.sheet),
        "origins": shown.origins(page),
        "wire": _wire_address(page.id),
        "decision": just_decided(request),
    }
    return render(request, "workplace/record.html", context)


def _pictures(request: HttpRequest, page: tourism.RecordPage) -> dict[str, object]:
    """Show the first pictures; where there are many, all of them when they are asked for."""
    found = shown.pictures(page.sheet)
    some = len(found) > MOST_PICTURES and request.GET.get("photos") != "toutes"
    return {"pictures": found[:MOST_PICTURES] if some else found, "more_pictures": len(found) if some else 0}


def _beside(request: HttpRequest, page: tourism.RecordPage, language: str) -> dict[str, object]:
    """Bring what stands beside a record: its neighbours and, for those who write it, how fresh it is."""
    assert request.user.is_authenticated
    scope = CONSULT.scope(access.mandate_of(request.user))
    beside: dict[str, object] = {"neighbours": linking.around(page.id, scope, language)}
    if page.mine and page.shown == page.revision:
        standings = freshness.standings(page.id, language)
        beside["standings"] = standings
        beside["means"] = [(one.value, one.label(language)) for one in Means if one not in _BY_THEMSELVES]
        beside["due_count"] = sum(one.due for one in standings)
        beside["differing"] = shown.differing(sourcing.differing(page.id, Kind(page.kind), language))
    return beside


@login_required
@require_safe
def alike(request: HttpRequest, number: int) -> HttpResponse:
    """Show the records that may describe the same thing as one, and why, among those one may consult."""
    assert request.user.is_authenticated
    language = get_language() or "fr"
    record = tourism.named(request.user, number)
    found = likeness.alike(number)
    scope = CONSULT.scope(access.mandate_of(request.user))
    twins = [
        {
            "record": twin.record,
            "kind": twin.record.kind.label(language),
            "percent": round(100 * twin.likeness.score),
            "reasons": twin.likeness.sentences(language),
        }
        for twin in found.found
        if scope.covers(twin.record.place)
    ]
    context = {"record": record, "twins": twins, "left_out": found.left_out}
    return render(request, "workplace/alike.html", context)


def _place(criteria: Criteria, words: str) -> tuple[Criteria, list[places.Offer] | None]:
    """Take a commune typed in full; offer those it may be, when there are several or none."""
    if not words:
        return criteria, None
    offered = places.suggest(words)
    if len(offered) == 1:
        return criteria.having(offered[0].commune.code), None
    return criteria, offered


def _wire_address(number: int) -> str:
    """Where a program reads this record, with the key of the demonstration."""
    key = delivery.demo_key()
    if key is None:
        return ""
    address = reverse("v002:get-by-id", args=(number,))
    return f"{address}?apiKey={key.api_key}&projetId={key.project}"
