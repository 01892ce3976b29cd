"""Home: what waits, what was done last, one's records; and the lists of records that its numbers lead to."""

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.http import HttpRequest, HttpResponse, QueryDict
from django.shortcuts import redirect, render
from django.utils.translation import get_language, gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_POST, require_safe

from sitra.catalog.rules.kinds import Kind
from sitra.doors.workplace import home_shown
from sitra.doors.workplace.proposal_forms import clean, page_of
from sitra.kit.errors import Forbidden
from sitra.notices import queries
from sitra.notices.events import Listing
from sitra.review import actions
from sitra.tourism.events import State

SHORTEST = 2
_LONGEST = 80


@login_required
@never_cache
@require_safe
def home(request: HttpRequest) -> HttpResponse:
    """Show somebody what waits for them: a professional, an office, an animator, the pilot."""
    assert request.user.is_authenticated
    language = get_language() or "fr"
    found = queries.home(request.user)
    asking = queries.asking_accounts(request.user)
    overseen = queries.overseen(request.user)
    network = queries.network(request.user)
    context = {
        "here": "home",
        "sole": queries.sole_record(request.user, found.mine.total, language),
        "waits": home_shown.waits(found.waits, asking),
        "touched": found.touched,
        "drafts": found.drafts,
        "mine": home_shown.glance(found.mine, language),
        "overseen": overseen,
        "network": network,
        "network_kinds": home_shown.kinds(network.kinds, language) if network else [],
    }
    return render(request, "workplace/start/index.html", context)


@login_required
@never_cache
@require_safe
def records(request: HttpRequest) -> HttpResponse:
    """Show a list of the records of one's members."""
    assert request.user.is_authenticated
    language = get_language() or "fr"
    asked = _asked(request.GET)
    found = queries.records(request.user, asked, language)
    context = {
        "here": "home",
        "asked": asked,
        "title": home_shown.title(asked, language),
        "help": home_shown.advice(asked.listing),
        "found": found,
        "section": home_shown.section(asked.listing),
        "turn": home_shown.address(asked.listing, asked.kind, asked.state),
    }
    return render(request, "workplace/start/records.html", context)


@login_required
@never_cache
@require_safe
def find(request: HttpRequest) -> HttpResponse:
    """Offer the records whose name begins to be typed, each with the parts that change most often."""
    assert request.user.is_authenticated
    words = clean(request.GET.get("mots", ""))[:_LONGEST]
    long_enough = len(words) >= SHORTEST or words.isdecimal()
    found = queries.found(request.user, words, get_language() or "fr") if long_enough else None
    return render(request, "workplace/start/found.html", {"found": found, "words": words})


@login_required
@require_POST
def vouch(request: HttpRequest, number: int) -> HttpResponse:
    """Note that who looks after a record says all of it is right."""
    assert request.user.is_authenticated
    try:
        actions.vouch(number, by=request.user)
    except Forbidden as refused:
        messages.error(request, str(refused))
        return redirect("workplace:home")
    messages.success(request, _("C’est noté : tout est juste sur cette fiche. Merci."))
    return redirect("workplace:home")


def _asked(query: QueryDict) -> queries.Asked:
    """Read an address; what makes no sense is left out."""
    words = {name: query.get(name, "") for name in ("liste", "type", "etat")}
    return queries.Asked(
        listing=next((one for one in Listing if one.value == words["liste"]), Listing.ALL),
        kind=next((one for one in Kind if one.value == words["type"]), None),
        state=next((one for one in State if one.value == words["etat"] and one is not State.DELETED), None),
        page=page_of(query),
    )
