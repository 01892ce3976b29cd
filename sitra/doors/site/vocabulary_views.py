"""The pages of the vocabulary: all of it by theme, a search, and one vocabulary as a tree."""

from math import ceil

from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import render
from django.utils.translation import get_language, gettext as _
from django.views.decorators.http import require_safe

from sitra.doors.site import vocabulary_shown as shown
from sitra.kit.errors import Unknown
from sitra.vocabulary import queries as vocabulary
from sitra.vocabulary.rules import names
from sitra.vocabulary.rules.atlas import Atlas

FOUND = 50
"""Terms on a page of results."""
LONGEST = 100


@require_safe
def index(request: HttpRequest) -> HttpResponse:
    """List the vocabularies by theme or, when words are asked, what answers them."""
    atlas, language = vocabulary.atlas(), _language()
    words = " ".join(request.GET.get("mots", "").replace("\x00", " ").split())[:LONGEST]
    shelves = shown.themes(atlas.shelves(), language)
    context = {
        "here": "vocabulary",
        "words": words,
        "themes": shelves,
        "terms": sum(shelf.active for theme in shelves for shelf in theme.shelves),
        "vocabularies": sum(len(theme.shelves) for theme in shelves),
    }
    if words:
        context |= _found(request, atlas, words)
    return render(request, "site/vocabulary/index.html", context)


@require_safe
def one(request: HttpRequest, kind: str) -> HttpResponse:
    """Show one vocabulary as a tree, a page at a time."""
    atlas, language = vocabulary.atlas(), _language()
    if not atlas.knows(kind):
        message = _("Aucun vocabulaire ne porte le nom « %(name)s ».") % {"name": kind[:LONGEST]}
        raise Unknown(message)
    pages = atlas.pages(kind)
    number = _page(request, len(pages))
    branches = shown.branches(pages[number - 1], atlas, language)
    context = {
        "here": "vocabulary",
        "kind": kind,
        "label": names.name(kind, language),
        "theme": names.theme(kind).label(language),
        "counted": atlas.count(kind),
        "branches": branches,
        "families": shown.families(pages, number, language),
        "turning": shown.turning(number, len(pages)),
        "example": branches[0].terms[0] if branches else None,
    }
    return render(request, "site/vocabulary/one.html", context)


@require_safe
def term(request: HttpRequest, number: int) -> HttpResponse:
    """Lead to a term in its vocabulary, on whatever page it stands today."""
    del request
    atlas = vocabulary.atlas()
    line = atlas.book.get(number)
    if line is None:
        message = _("Aucun terme ne porte le numéro %(number)s.") % {"number": number}
        raise Unknown(message)
    return HttpResponseRedirect(shown.address(line, atlas.page_of(line)))


def _found(request: HttpRequest, atlas: Atlas, words: str) -> dict[str, object]:
    language = _language()
    terms = atlas.search(words)
    last = max(1, ceil(len(terms) / FOUND))
    number = _page(request, last)
    kept = terms[(number - 1) * FOUND : number * FOUND]
    return {
        "total": len(terms),
        "found": shown.found(kept, atlas, language),
        "kinds": [shown.shelf(atlas.count(kind), language) for kind in atlas.kinds_named(words)],
        "turning": shown.turning(number, last, words),
    }


def _page(request: HttpRequest, last: int) -> int:
    """Read the page asked for, leniently."""
    asked = request.GET.get("page", "")
    return min(max(int(asked), 1), last) if asked.isdecimal() and len(asked) < len("1000000") else 1


def _language() -> str:
    return get_language() or "fr"
